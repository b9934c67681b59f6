"""Cursors: what was given comes back, and nothing else is read."""

import base64

import pytest

from broadsheet.core.paging import BadCursor, decode_cursor, encode_cursor


def test_a_cursor_gives_back_what_it_was_made_of():
    assert decode_cursor(encode_cursor(["2026-11-22T15:00:00Z", 7])) == ["2026-11-22T15:00:00Z", 7]


@pytest.mark.parametrize(
    "made_up",
    ["x", "é", "W", base64.urlsafe_b64encode(b"{}").decode(), "\x00", "=" * 9],
)
def test_what_somebody_made_up_is_refused(made_up):
    with pytest.raises(BadCursor):
        decode_cursor(made_up)


def test_a_cursor_nested_beyond_reason_is_refused():
    deep = base64.urlsafe_b64encode(b"[" * 50_000).decode()
    with pytest.raises(BadCursor):
        decode_cursor(deep)
