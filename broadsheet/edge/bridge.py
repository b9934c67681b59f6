"""From the server's one loop to Django's threads and back: each request crosses twice.

A thread is woken once with the whole request, and hands the whole answer back at once. Libraries
for this cross for the body, for the headers and for each piece of the answer, and each crossing
waits for the interpreter's lock twice. Only an answer of more than HELD_BYTES goes in pieces, at
the pace of whoever reads it.

Whoever changed a page that very many read is answered once the change has been told
(refreshing.py); the thread is free before.
"""

import asyncio
import contextvars
import io
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any, Final

from broadsheet.core import quiet
from broadsheet.edge import gathering, refreshing
from broadsheet.edge.guard import BODY, Message, Receive, Scope, Send
from broadsheet.edge.refreshing import Round
from broadsheet.web import pages

HELD_BYTES: Final = 1_048_576
"""An answer of up to so many bytes is handed over whole, and its thread is free for the next."""

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


@dataclass
class _Answer:
    """What the application has said and the server has not been given yet."""

    start: Message | None = None
    pieces: list[bytes] = field(default_factory=list)
    size: int = 0

    def say(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        """The application's `start_response` (PEP 3333)."""
        self.start = {
            "type": "http.response.start",
            "status": int(status.split(" ", 1)[0]),
            "headers": [
                (name.strip().lower().encode("latin-1"), value.strip().encode("latin-1"))
                for name, value in headers
            ],
        }

    def add(self, piece: bytes) -> None:
        """Take a piece of the body."""
        self.pieces.append(piece)
        self.size += len(piece)

    def messages(self, *, has_more: bool) -> list[Message]:
        """What the server is told next; empties this."""
        found: list[Message] = [self.start] if self.start is not None else []
        body = b"".join(self.pieces)
        found.append({"type": "http.response.body", "body": body, "more_body": has_more})
        self.start, self.pieces, self.size = None, [], 0
        return found


class Bridge:
    """An ASGI application that has a WSGI application answer in threads of its own."""

    def __init__(self, application: Wsgi, threads: int) -> None:
        self.application = application
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix="WSGI")
        self.line = asyncio.Lock()
        """Of those who waited for the same moment to say something."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; its body lies ready in the scope (see guard.py)."""
        loop = asyncio.get_running_loop()
        context = contextvars.copy_context()
        async with gathering.said.turn(self.line) if _says_something(scope) else nullcontext():
            with quiet.requests.answering():
                rest, rounds = await loop.run_in_executor(
                    self.executor, context.run, self._answer, environ_of(scope), loop, send
                )
        if rounds:
            await refreshing.until_told(rounds)
        for message in rest:
            await send(message)

    def _answer(
        self, environ: Environ, loop: asyncio.AbstractEventLoop, send: Send
    ) -> tuple[list[Message], set[Round]]:
        """In a thread: have the application answer.

        Gives what was not sent on the way, and what has to be told before it is.
        """
        answer = _Answer()
        with refreshing.noting_rounds() as rounds:
            pieces = self.application(environ, answer.say)
            try:
                for piece in pieces:
                    answer.add(piece)
                    if answer.size > HELD_BYTES:
                        for message in answer.messages(has_more=True):
                            asyncio.run_coroutine_threadsafe(_sent(send, message), loop).result()
            finally:
                with suppress(AttributeError):
                    pieces.close()  # type: ignore[attr-defined]
        return answer.messages(has_more=False), rounds


def _says_something(scope: Scope) -> bool:
    """Whether it may be a comment or a vote."""
    is_there: bool = scope["method"] == "POST" and scope["path"].startswith(pages.DISCUSSION)
    return is_there


async def _sent(send: Send, message: Message) -> None:
    await send(message)


def environ_of(scope: Scope) -> Environ:
    """The request as PEP 3333 wants it told."""
    server, client = scope.get("server") or ("localhost", 80), scope.get("client")
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": scope.get(BODY) or io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if client is not None:
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = client[0], str(client[1])
    for raw_name, raw_value in scope["headers"]:
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        if name not in ("CONTENT_LENGTH", "CONTENT_TYPE"):
            name = f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        environ[name] = f"{environ[name]},{value}" if name in environ else value
    return environ
