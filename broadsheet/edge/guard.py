"""What stands between the open network and Django.

A request's body is read to its end before a thread is taken for it: whoever sends slowly holds
nothing up, and a body that is cut off or too large is refused with nothing stored.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from django.conf import settings

from broadsheet.edge import access_log, refusals
from broadsheet.edge.refusals import CutOff, NoSpace, Refusal, TooBusy, TooLarge, TooSlow

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
# Servers and frameworks each have types of their own for the three arguments.
Application = Callable[[Any, Any, Any], Awaitable[None]]

BODY: Final = "broadsheet.body"
"""Where the scope has the body of a request that has one: a binary file, at its beginning."""

# A long comment in any script stays far below the first; the desk uploads pictures.
PUBLIC_BODY_MAX_BYTES = 1_048_576
DESK_BODY_MAX_BYTES = 52_428_800
DESK_PATH = "/desk/"
# Below this a body stays in memory, above it lies in a file that has no name,
# on the disk where it will be stored.
BODY_IN_MEMORY_BYTES = 262_144
BODY_CHUNK_BYTES = 65_536
# How long we wait for the next piece of a body.
BODY_TIMEOUT_SECONDS = 30.0
# A browser shows our sentence only when it could send to the end: so much is read and thrown away.
DISCARDED_MAX_BYTES = 67_108_864
# Requests that are with Django or wait for it; beyond this, "come back later" is the kinder answer.
WAITING_MAX = 256

_LENGTHS: Final = frozenset({b"content-length", b"transfer-encoding"})


class Guard:
    """An ASGI application that lets good requests through to another one."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the request, hand it on, and log how it was answered."""
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._answer(_cleaned(scope), receive, send_and_note)
        except Refusal as refusal:
            await refusals.send(refusal, scope["path"], send_and_note)
        finally:
            access_log.write(
                method=scope["method"],
                path=scope["path"],
                status=status,
                milliseconds=(time.perf_counter() - began) * 1000,
            )

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.waiting >= WAITING_MAX:
            raise TooBusy
        if not _has_body(scope):
            await self._pass(scope, receive, send)
            return
        with tempfile.SpooledTemporaryFile(
            max_size=BODY_IN_MEMORY_BYTES, dir=str(settings.UPLOADS_DIR)
        ) as body:
            size = await _read_body(scope, receive, body)
            await self._pass(_with_body(scope, body, size), receive, send)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.waiting += 1
        try:
            await self.application(scope, receive, send)
        finally:
            self.waiting -= 1


def _cleaned(scope: Scope) -> Scope:
    """The scope without what WSGI would misread.

    WSGI turns "-" into "_", so a header written with "_" could pose as another one.
    """
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    return {**scope, "headers": headers}


def _header(scope: Scope, wanted: bytes) -> bytes | None:
    found: bytes | None = next((value for name, value in scope["headers"] if name == wanted), None)
    return found


def _has_body(scope: Scope) -> bool:
    length = _header(scope, b"content-length")
    return length not in (None, b"0") or _header(scope, b"transfer-encoding") is not None


async def _read_body(
    scope: Scope, receive: Receive, body: "tempfile.SpooledTemporaryFile[bytes]"
) -> int:
    """Read the body to its end and give its length in bytes.

    Raises Refusal where it is cut off, too large or too slow.
    """
    announced = int(_header(scope, b"content-length") or -1)
    is_desk = scope["path"].startswith(DESK_PATH)
    limit = DESK_BODY_MAX_BYTES if is_desk else PUBLIC_BODY_MAX_BYTES
    if announced > limit:
        if _header(scope, b"expect") is None:
            await _discard(receive)
        raise TooLarge
    size = 0
    while True:
        message = await _next(receive)
        chunk = message.get("body", b"")
        size += len(chunk)
        has_more = message.get("more_body", False)
        if size > limit:
            if has_more:
                await _discard(receive)
            raise TooLarge
        if message["type"] == "http.disconnect":
            raise CutOff
        try:
            body.write(chunk)
        except OSError as error:
            raise NoSpace from error
        if not has_more:
            break
    if scope.get("state", {}).get("is_cut_off") or announced not in (-1, size):
        raise CutOff
    body.seek(0)
    return size


async def _next(receive: Receive) -> Message:
    try:
        async with asyncio.timeout(BODY_TIMEOUT_SECONDS):
            return await receive()
    except TimeoutError as error:
        raise TooSlow from error


async def _discard(receive: Receive) -> None:
    """Take the rest of a body that is refused, within bounds."""
    size = 0
    while size < DISCARDED_MAX_BYTES:
        message = await _next(receive)
        size += len(message.get("body", b""))
        if not message.get("more_body", False):
            return


def _with_body(scope: Scope, body: "tempfile.SpooledTemporaryFile[bytes]", size: int) -> Scope:
    """The scope with the body that was read; one that came in chunks has a length from here on."""
    headers = [one for one in scope["headers"] if one[0] not in _LENGTHS]
    headers.append((b"content-length", b"%d" % size))
    return {**scope, "headers": headers, BODY: body}
