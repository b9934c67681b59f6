"""How a page is made: Django is asked for it, or for those of its fragments that are old.

A page is made from its address alone. The request that happens to ask first lends nothing else:
no cookie, no Host, no language, no other header reaches Django, so none can get into a page that
others are shown.
"""

import io
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from broadsheet.core import figures
from broadsheet.core.copied import FRESH_SECONDS
from broadsheet.edge.page import Page, Part, facts, make_page
from broadsheet.edge.shelf import Shelf
from broadsheet.edge.store import Store
from broadsheet.web import kept, pages
from broadsheet.web.fragments import Fragment, Seam
from broadsheet.web.kept import Kept

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

UNSETTLED_SECONDS: Final = 2 * FRESH_SECONDS
"""After a change of the settings, a process may work with an older copy of them for so long."""
UNSETTLED_LIFE_SECONDS: Final = 0.5
"""How long a page is kept that was made meanwhile."""
FIRST_ASKED_SECONDS: Final = 5.0
"""A change of longer ago was not seen because nobody asked for the page."""
HOT_MAKINGS: Final = 3
"""A page that is made so often in a second is hot: changes of what stands in its fragments are told
together, see refreshing.py."""
HOT_SECONDS: Final = 2.5
_PUBLIC_VARY: Final = {"", "accept-encoding"}


@dataclass(frozen=True)
class Asked:
    """What a request asks for, as the store names it."""

    address: str
    path: str
    """In bytes as WSGI has them, one character each."""
    query: str
    has_more: bool
    """Whether the request's own query says more than `query`."""


def asked_by(address: str) -> Asked:
    """What a kept address stands for."""
    path, _, query = address.partition("?")
    return Asked(address, path.encode().decode("latin-1"), query, has_more=False)


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


class Maker:
    """Makes pages with Django and puts them into the store. Its calls take a thread's time."""

    def __init__(self, application: Wsgi, store: Store, shelf: Shelf | None = None) -> None:
        self.application = application
        self.store = store
        self.shelf = shelf
        site = urlsplit(settings.SITE_URL)
        self._scheme, self._host = site.scheme, site.netloc
        self._last_site_change = store.generations.last_change(pages.SITE)
        self._settled_at = 0.0
        self._makings: Counter[str] = Counter()
        pages.forget_copies()

    def forget_makings(self) -> None:
        """Begin to count anew how often each page is made; called once a second."""
        self._makings = Counter()

    def _note_making(self, address: str, page: Page) -> None:
        self._makings[address] += 1
        if self._makings[address] >= HOT_MAKINGS:
            self.store.generations.heat(page.slots_of_fragments, HOT_SECONDS)

    def make(self, asked: Asked, accepted: bytes = b"") -> tuple[Answer | None, Page | None]:
        """The page, kept from now on, or Django's answer where it may not be kept.

        The coding that the first reader wants is made here, off the server's own thread.
        """
        began = time.perf_counter()
        old = self.store.latest(asked.address)
        seen = self.store.generations.now()
        is_settled = self._look_at_settings()
        answer, page = None, self._found(asked, seen) if is_settled else None
        if page is None:
            answer, page = self._made(asked, seen, is_settled=is_settled)
        if page is None:
            self.store.discard(asked.address)
            return answer, None
        page.variant(accepted)
        self.store.put(asked.address, page)
        self._note_making(asked.address, page)
        figures.observe(figures.REBUILD, time.perf_counter() - began)
        if old is not None:
            self._note_visible(old, page)
        return answer, page

    def _note_visible(self, old: Page, page: Page) -> None:
        """Count how long ago the change was that made the page old."""
        generations = self.store.generations
        last = generations.last_change_in(slot for part in page.parts for slot in part.facts.slots)
        changed_at = generations.moment_of(last)
        if last > old.checked and changed_at is not None:
            seconds = time.time() - changed_at
            if 0 <= seconds < FIRST_ASKED_SECONDS:
                figures.observe(figures.VISIBLE, seconds)

    def _made(
        self, asked: Asked, seen: int, *, is_settled: bool
    ) -> tuple[Answer | None, Page | None]:
        """Ask Django for the whole."""
        began = time.time()
        environ = self._environ(asked) | {kept.WANTED: True}
        answer = self._ask(environ)
        found = answer.kept
        if found is None or not answer.is_public:
            return answer, None
        latest = float("inf") if is_settled else began + UNSETTLED_LIFE_SECONDS
        around = facts(found.tags, seen=seen, expires_at=min(latest, found.expires_at.timestamp()))
        page = make_page(
            status=answer.code,
            headers=[
                (name.lower().encode("latin-1"), value.encode("latin-1"))
                for name, value in answer.headers
            ],
            parts=[
                _part(part, seen) if isinstance(part, Fragment) else Part(part, around)
                for part in found.parts
            ],
            steady_until=began + found.steady.total_seconds() if found.steady else 0.0,
            made_at=began,
            tags=found.tags,
        )
        return answer, page

    def _found(self, asked: Asked, seen: int) -> Page | None:
        """The page as it was last, in memory or on disk, mended where a fragment of it is old."""
        old = self.store.latest(asked.address)
        if old is None and self.shelf is not None:
            old = self.shelf.get(asked.address)
            if old is not None and self.store.is_current(old):
                return old
        return self._renewed(asked, old, seen) if old is not None else None

    def renewed(self, addresses: Iterable[str], slots: frozenset[int]) -> dict[str, Page]:
        """Pages by address as a change makes them that is committed and not told yet; not kept.

        They are in the codings that readers of each page have asked for. Left out are pages that
        are old already, do not show what changed, or are not made of fragments there. What several
        of them show is made once.
        """
        began = time.perf_counter()
        seen = self.store.generations.now()
        if not self._look_at_settings():
            return {}
        wanted: dict[str, tuple[Page, list[int]]] = {}
        for address in addresses:
            old = self.store.latest(address)
            if old is None or not self.store.is_current(old):
                continue
            touched = [index for index, part in enumerate(old.parts) if part.shows(slots)]
            if touched and all(old.parts[index].seam is not None for index in touched):
                wanted[address] = old, touched
        seams = {old.parts[index].seam for old, touched in wanted.values() for index in touched}
        made = self._fragments(asked_by(next(iter(wanted))), list(seams), seen) if wanted else {}
        found: dict[str, Page] = {}
        for address, (old, touched) in wanted.items():
            if all(old.parts[index].seam in made for index in touched):
                page = found[address] = _mended(old, touched, made)
                for coding in tuple(old.variants):  # readers add others meanwhile
                    page.make_variant(coding)
                self._note_making(address, page)
        if found:
            figures.observe(figures.REBUILD, (time.perf_counter() - began) / len(found))
        return found

    def _renewed(self, asked: Asked, old: Page, seen: int) -> Page | None:
        """The page with its old fragments made anew; None where that does not suffice."""
        wanted = [index for index, part in enumerate(old.parts) if not self.store.is_true(part)]
        seams = [old.parts[index].seam for index in wanted]
        if not wanted or None in seams:
            return None
        made = self._fragments(asked, seams, seen)
        return _mended(old, wanted, made) if made else None

    def _fragments(self, asked: Asked, seams: Sequence[Seam], seen: int) -> dict[Seam, Part]:
        """These fragments of a page, made now; none where one of them is no longer there."""
        environ = self._environ(asked) | {kept.SEAMS: seams}
        self._ask(environ)
        return {fragment.seam: _part(fragment, seen) for fragment in environ[kept.SEAMS]}

    def _look_at_settings(self) -> bool:
        """Forget copies of settings after a change; whether all threads have seen it for sure."""
        change = self.store.generations.last_change(pages.SITE)
        if change != self._last_site_change:
            self._last_site_change = change
            self._settled_at = time.monotonic() + UNSETTLED_SECONDS
            pages.forget_copies()
        return time.monotonic() >= self._settled_at

    def _environ(self, asked: Asked) -> Environ:
        """The environ of a request for this address that tells nothing of who asks."""
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": asked.path,
            "QUERY_STRING": asked.query,
            "SERVER_NAME": self._host.partition(":")[0],
            "SERVER_PORT": "443" if self._scheme == "https" else "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": self._host,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": self._scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }

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
        answer.kept = environ.get(kept.KEPT)
        return answer


def _mended(old: Page, wanted: Iterable[int], made: Mapping[Seam, Part]) -> Page:
    """The page with some of its parts made anew."""
    parts = list(old.parts)
    for index in wanted:
        parts[index] = made[parts[index].seam]
    return make_page(
        status=old.status,
        headers=old.headers,
        parts=parts,
        made_at=time.time(),
        tags=old.tags,
        is_mended=True,
    )


def _part(fragment: Fragment, seen: int) -> Part:
    expires_at = kept.expires_at(fragment.until).timestamp()
    return Part(
        fragment.html, facts(fragment.tags, seen=seen, expires_at=expires_at), fragment.seam
    )
