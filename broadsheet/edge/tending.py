"""What is done to kept pages beside the answering: rebuilt ahead, compressed well, laid on disk."""

import time
from typing import Final

from broadsheet.edge.keeping import Keeper
from broadsheet.edge.page import Page
from broadsheet.edge.shelf import Shelf
from broadsheet.edge.store import Store

POPULAR_READS: Final = 5
"""A page that was read so often since the last turn is made anew before anybody asks again."""
POPULAR_MAX: Final = 20
SETTLED_SECONDS: Final = 2.0
"""A page that has stayed as it is for so long is worth the best compression and the disk."""
CALM_SECONDS: Final = 10.0
"""One of which a fragment was made anew, such as a discussion, is worth that compression only after
so long: for a long one it takes a quarter of a second, and a word every few seconds would have it
done for nothing."""
IMPROVED_MAX: Final = 4
"""Pages compressed well in one turn; each takes some 50 ms."""
SHELVED_MAX: Final = 500
"""Pages laid on disk in one turn."""


class Tender:
    """Looks after the pages of one process, a turn a second."""

    def __init__(self, keeper: Keeper, shelf: Shelf) -> None:
        self.keeper = keeper
        self.store: Store = keeper.store
        self.shelf = shelf

    def turn(self) -> bool:
        """Find what is popular, and do what is due; false, since it is never urgent."""
        reads = self.store.take_reads()
        popular = [(address, times) for address, times in reads.most_common(POPULAR_MAX)]
        self.keeper.popular = tuple(address for address, times in popular if times >= POPULAR_READS)
        self.keeper.look_ahead()
        self.keeper.maker.forget_makings()
        self._improve([address for address, _times in popular])
        self.shelve()
        return False

    def shelve(self, *, at_most: int = SHELVED_MAX, settled: float = SETTLED_SECONDS) -> None:
        """Lay on disk what was made since the last time and has settled."""
        chosen: list[tuple[str, Page]] = []
        for address in self.store.take_new():
            page = self.store.latest(address)
            if page is None or not self.store.is_current(page):
                continue
            if len(chosen) < at_most and page.made_at <= time.time() - settled:
                chosen.append((address, page))
            else:
                self.store.is_new(address)
        if chosen:
            self.shelf.put(chosen)

    def _improve(self, addresses: list[str]) -> None:
        done = 0
        for address in addresses:
            page = self.store.latest(address)
            if page is None:
                continue
            settled = CALM_SECONDS if page.is_mended else SETTLED_SECONDS
            if (
                page.made_at <= time.time() - settled
                and self.store.is_current(page)
                and page.improve()
            ):
                self.store.measure(address, page)
                done += 1
                if done == IMPROVED_MAX:
                    return
