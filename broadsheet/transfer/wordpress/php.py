"""Reads values that PHP has serialised, as WordPress plugins store them.

Only plain data is read: arrays, strings, integers, floats, booleans and null. An object is
refused, since reading one would mean to run its class.
"""

from __future__ import annotations

import re
from typing import Final

Value = bool | int | float | str | dict[int | str, "Value"] | None

DEPTH_MAX: Final = 32
"""Arrays within arrays; WordPress itself nests four or five deep."""

_INTEGER = re.compile(rb"i:(-?\d{1,19});")
_FLOAT = re.compile(rb"d:(-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|-?INF|NAN);")
_BOOLEAN = re.compile(rb"b:([01]);")
_STRING = re.compile(rb's:(\d{1,9}):"')
_ARRAY = re.compile(rb"a:(\d{1,9}):\{")


class NotSerialised(ValueError):
    """The text is not plain data as PHP serialises it."""


def unserialise(text: str) -> Value:
    """The value of a serialised text; lengths in it count bytes of UTF-8.

    Raises NotSerialised for anything else, text after the value included.
    """
    data = text.encode("utf-8", "surrogatepass")
    value, end = _value(data, 0, 0)
    if end != len(data):
        raise NotSerialised(f"text goes on after the value, at byte {end}")
    return value


def _value(data: bytes, at: int, depth: int) -> tuple[Value, int]:
    kind = data[at : at + 1]
    if kind == b"s":
        return _string(data, at)
    if kind == b"a":
        return _array(data, at, depth)
    if data.startswith(b"N;", at):
        return None, at + 2
    if found := _INTEGER.match(data, at):
        return int(found[1]), found.end()
    if found := _BOOLEAN.match(data, at):
        return found[1] == b"1", found.end()
    if found := _FLOAT.match(data, at):
        return float(found[1]), found.end()
    raise NotSerialised(f"no plain value at byte {at}")


def _string(data: bytes, at: int) -> tuple[str, int]:
    found = _STRING.match(data, at)
    if not found:
        raise NotSerialised(f"no string at byte {at}")
    start = found.end()
    end = start + int(found[1])
    if data[end : end + 2] != b'";':
        raise NotSerialised(f"the string at byte {at} is not as long as it says")
    return data[start:end].decode("utf-8", "replace"), end + 2


def _array(data: bytes, at: int, depth: int) -> tuple[dict[int | str, Value], int]:
    found = _ARRAY.match(data, at)
    if not found:
        raise NotSerialised(f"no array at byte {at}")
    if depth >= DEPTH_MAX:
        raise NotSerialised(f"arrays are nested more than {DEPTH_MAX} deep")
    values: dict[int | str, Value] = {}
    position = found.end()
    for _ in range(int(found[1])):
        key, position = _value(data, position, depth + 1)
        if isinstance(key, bool) or not isinstance(key, int | str):
            raise NotSerialised(f"an array key before byte {position} is no integer or string")
        values[key], position = _value(data, position, depth + 1)
    if data[position : position + 1] != b"}":
        raise NotSerialised(f"the array at byte {at} is not as long as it says")
    return values, position + 1
