"""Finished pages in memory: by address, bounded by bytes, served while nothing in them changed.

What was read longest ago goes first when the bytes do not suffice.
"""

import threading
import time
from collections import Counter, OrderedDict
from typing import Final

from broadsheet.edge.generations import Generations, slot_of
from broadsheet.edge.page import Page, Part, Variant
from broadsheet.web import pages

STORE_BYTES: Final = 64 * 1024 * 1024
PAGE_MAX_BYTES: Final = 4 * 1024 * 1024
"""A page beyond this is not kept."""
_TAKEN: Final = (slot_of(pages.TAKEN),)


class Store:
    """Pages by address. Safe to use from several threads."""

    def __init__(self, generations: Generations, *, max_bytes: int = STORE_BYTES) -> None:
        self.generations = generations
        self.max_bytes = max_bytes
        self.bytes = 0
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._sizes: dict[str, int] = {}
        self._lock = threading.Lock()
        self._reads: Counter[str] = Counter()
        self._new: set[str] = set()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, address: str) -> Page | None:
        """The page at an address while it is current, else None."""
        page = self._pages.get(address)
        if page is None or not self.is_current(page):
            return None
        self._reads[address] += 1
        try:
            self._pages.move_to_end(address)
        except KeyError:  # another thread has just taken it out
            return None
        return page

    def count_reads(self, address: str, times: int) -> None:
        """Count reads of a page without `get`: those that were repeated or wait for it."""
        if address in self._pages:
            self._reads[address] += times

    def latest(self, address: str) -> Page | None:
        """The page at an address as it was last, current or not."""
        return self._pages.get(address)

    def is_current(self, page: Page) -> bool:
        """Whether nothing that the page shows has changed, and its time is not over."""
        moment = time.time()
        if moment < page.steady_until and self.generations.is_current(_TAKEN, page.checked):
            return True
        if moment >= page.expires_at:
            return False
        now = self.generations.now()
        if now != page.checked:
            for part in page.parts:
                if not self.generations.is_current(part.facts.slots, part.facts.seen):
                    return False
            page.checked = now
        return True

    def is_true(self, part: Part) -> bool:
        """Whether a part of a page still says what is."""
        return time.time() < part.facts.expires_at and self.generations.is_current(
            part.facts.slots, part.facts.seen
        )

    def variant(self, address: str, page: Page, accepted: bytes) -> Variant:
        """The page in the best coding for a reader, made when it is asked for first."""
        before = len(page.variants)
        found = page.variant(accepted)
        if len(page.variants) != before:
            self.measure(address, page)
        return found

    def put(self, address: str, page: Page) -> None:
        """Keep a page, and let go of those read longest ago where it is too much."""
        with self._lock:
            self._take_out(address)
            if page.size <= min(PAGE_MAX_BYTES, self.max_bytes):
                self._pages[address] = page
                self._new.add(address)
                self._measure(address, page)

    def measure(self, address: str, page: Page) -> None:
        """Count a kept page's bytes anew, where one of its codings was made."""
        with self._lock:
            if self._pages.get(address) is page:
                self._measure(address, page)

    def discard(self, address: str) -> None:
        """Keep nothing at an address."""
        with self._lock:
            self._take_out(address)

    def take_reads(self) -> Counter[str]:
        """How often each page was read since this was asked last."""
        taken, self._reads = self._reads, Counter()
        return taken

    def take_new(self) -> set[str]:
        """The addresses of pages that were put since this was asked last."""
        with self._lock:
            taken, self._new = self._new, set()
        return taken

    def is_new(self, address: str) -> None:
        """Name this address, too, when `take_new` is asked next."""
        with self._lock:
            self._new.add(address)

    def _measure(self, address: str, page: Page) -> None:
        size = page.size
        self.bytes += size - self._sizes.get(address, 0)
        self._sizes[address] = size
        while self.bytes > self.max_bytes and self._pages:
            longest_unread, _page = self._pages.popitem(last=False)
            self.bytes -= self._sizes.pop(longest_unread)

    def _take_out(self, address: str) -> None:
        if self._pages.pop(address, None) is not None:
            self.bytes -= self._sizes.pop(address)
