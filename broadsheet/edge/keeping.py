"""Between the server and Django: pages that may be kept are made once, kept, and sent from there.

A page is made from its address alone. The request that happens to ask first lends nothing else:
no cookie, no Host, no language, no other header reaches Django, so none can get into a page that
others are shown.
"""

import io
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from broadsheet.core.copied import FRESH_SECONDS
from broadsheet.edge.store import Page, Store, is_known, make_page
from broadsheet.web import pages
from broadsheet.web.pages import Kept

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]

FLIGHT_SECONDS = 10.0
"""How long a request waits for another one that makes the same page, before it makes its own."""
UNSETTLED_SECONDS = 2 * FRESH_SECONDS
"""After a change of the settings, a process may work with an older copy of them for so long."""
UNSETTLED_LIFE_SECONDS = 0.5
"""How long a page is kept that was made meanwhile."""
_PUBLIC_VARY = {"", "accept-encoding"}


@dataclass(frozen=True)
class Asked:
    """What a request asks for, as the store names it."""

    address: str
    path: str
    query: str
    has_more: bool
    """Whether the request's own query says more than `query`."""


@dataclass
class Answer:
    """What Django said."""

    status: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    kept: Kept | None = None

    @property
    def code(self) -> int:
        """The status as a number."""
        return int(self.status.split(" ", 1)[0])

    @property
    def is_public(self) -> bool:
        """Whether the headers let everybody have it."""
        found = {name.lower(): value.lower() for name, value in self.headers}
        vary = {name.strip() for name in found.get("vary", "").split(",")}
        rule = found.get("cache-control", "")
        return (
            "set-cookie" not in found
            and "private" not in rule
            and "no-store" not in rule
            and "content-encoding" not in found
            and vary <= _PUBLIC_VARY
        )


def is_personal(cookie: str, authorization: str | None) -> bool:
    """Whether a request comes with the desk's session, or names its sender otherwise."""
    return authorization is not None or f"{settings.SESSION_COOKIE_NAME}=" in cookie


class Keeper:
    """A WSGI application in front of another one, which it asks for each page once."""

    def __init__(self, application: Wsgi, store: Store) -> None:
        self.application = application
        self.store = store
        site = urlsplit(settings.SITE_URL)
        self._scheme, self._host = site.scheme, site.netloc
        self._flights: dict[str, threading.Lock] = {}
        self._flights_lock = threading.Lock()
        self._last_site_change = store.generations.last_change(pages.SITE)
        self._settled_at = 0.0
        pages.forget_copies()

    def __call__(self, environ: Any, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from the store where possible, else let the application answer."""
        asked = _asked(environ)
        if asked is not None:
            page = self._find(asked)
            if page is None:
                with self._flight(asked.address):
                    page = self._find(asked)
                    if page is None:
                        answer, page = self._make(asked, environ)
                        if page is None and _is_plain(asked, environ):
                            start_response(answer.status, answer.headers)
                            return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]
            if page is not None and _is_for(asked, page):
                return _send(page, environ, start_response)
        return self.application(environ, start_response)

    def _find(self, asked: Asked) -> Page | None:
        page = self.store.get(asked.address)
        return page if page is not None and _is_for(asked, page) else None

    @contextmanager
    def _flight(self, address: str) -> Any:
        """One request at a time for each address; none waits for ever."""
        with self._flights_lock:
            lock = self._flights.setdefault(address, threading.Lock())
        is_first = lock.acquire(timeout=FLIGHT_SECONDS)
        try:
            yield
        finally:
            if is_first:
                with self._flights_lock:
                    self._flights.pop(address, None)
                lock.release()

    def _make(self, asked: Asked, environ: Environ) -> tuple[Answer, Page | None]:
        """Have a page made, and keep it where that is allowed."""
        seen = self.store.generations.now()
        is_settled = self._look_at_settings()
        answer = self._ask(_clean(asked, environ, self._scheme, self._host))
        if answer.kept is None or not answer.is_public:
            self.store.discard(asked.address)
            return answer, None
        expires_at = answer.kept.expires_at.timestamp()
        if not is_settled:
            expires_at = min(expires_at, time.time() + UNSETTLED_LIFE_SECONDS)
        page = make_page(
            status=answer.code,
            headers=[
                (name.lower().encode("latin-1"), value.encode("latin-1"))
                for name, value in answer.headers
            ],
            body=answer.body,
            tags=answer.kept.tags,
            seen=seen,
            expires_at=expires_at,
        )
        self.store.put(asked.address, page)
        return answer, page

    def _look_at_settings(self) -> bool:
        """Forget copies of settings after a change; whether all threads have seen it for sure."""
        change = self.store.generations.last_change(pages.SITE)
        if change != self._last_site_change:
            self._last_site_change = change
            self._settled_at = time.monotonic() + UNSETTLED_SECONDS
            pages.forget_copies()
        return time.monotonic() >= self._settled_at

    def _ask(self, environ: Environ) -> Answer:
        answer = Answer()

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            answer.status, answer.headers = status, headers

        parts = self.application(environ, start)
        try:
            answer.body = b"".join(parts)
        finally:
            with suppress(AttributeError):
                parts.close()  # type: ignore[attr-defined]
        answer.kept = environ.get(pages.KEPT)
        return answer


def _asked(environ: Environ) -> Asked | None:
    """What is asked for; None where the answer may depend on who asks, or is not for keeping."""
    path = environ["PATH_INFO"]
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or path.startswith(pages.NEVER_KEPT)
        or "?" in path  # a question mark in percent signs; it would look like a query's
        or is_personal(environ.get("HTTP_COOKIE", ""), environ.get("HTTP_AUTHORIZATION"))
        or "json" in environ.get("HTTP_ACCEPT", "").lower()
    ):
        return None
    query = pages.counted(environ.get("QUERY_STRING", ""))
    if query is None:
        return None
    name = path.encode("latin-1").decode("utf-8", "replace")
    address = f"{name}?{query.counted}" if query.counted else name
    return Asked(address, path, query.counted, query.has_more)


def _is_for(asked: Asked, page: Page) -> bool:
    """A redirect may know another one for the parameters that were left out; a page reads none."""
    return page.status == HTTPStatus.OK or not asked.has_more


def _clean(asked: Asked, environ: Environ, scheme: str, host: str) -> Environ:
    """The environ of a request for this address that tells nothing of who asks."""
    kept = {
        name: value
        for name, value in environ.items()
        if not name.startswith("HTTP_")
        and name not in {"CONTENT_LENGTH", "CONTENT_TYPE", "asgi.scope"}
    }
    return kept | {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": asked.path,
        "QUERY_STRING": asked.query,
        "HTTP_HOST": host,
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(),
    }


def _is_plain(asked: Asked, environ: Environ) -> bool:
    """Whether the answer to the clean request is the answer to this one."""
    return not asked.has_more and "HTTP_COOKIE" not in environ


def _send(page: Page, environ: Environ, start_response: StartResponse) -> list[bytes]:
    """Send a kept page as the server itself does; see serve.py."""
    variant = page.variant(environ.get("HTTP_ACCEPT_ENCODING", "").encode("latin-1"))
    wanted = environ.get("HTTP_IF_NONE_MATCH")
    if (
        wanted is not None
        and page.status == HTTPStatus.OK
        and is_known(variant.etag, wanted.encode("latin-1"))
    ):
        status, headers, body = HTTPStatus.NOT_MODIFIED, variant.not_modified_headers, b""
    else:
        status, headers, body = HTTPStatus(page.status), variant.headers, variant.body
    start_response(
        f"{status.value} {status.phrase}",
        [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers],
    )
    return [] if environ["REQUEST_METHOD"] == "HEAD" or not body else [body]
