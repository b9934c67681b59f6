"""Telling the caches between us and our readers, such as a delivery network, what is old.

Each kept page carries the keys of all that it shows, in `Surrogate-Key` and `Cache-Tag`. Whoever
runs such a cache adds a backend, which is given the keys of each change after its commit.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Final

from broadsheet.edge.generations import slot_of

logger = logging.getLogger(__name__)

Backend = Callable[[list[str]], object]
"""Told the keys of a change, before the request that caused it is answered: it must not wait for
the network, and may be told the same again."""

KEYS_MAX: Final = 100
"""With more, a page carries `MANY` alone, which every change names."""
MANY: Final = "many"


def key(slot: int) -> str:
    """A counter's name for other caches: four or five characters."""
    return f"b{slot:x}"


def keys_of_page(slots: Iterable[int]) -> list[str]:
    """The keys that a page carries."""
    found = sorted(set(slots))
    return [key(slot) for slot in found] if len(found) <= KEYS_MAX else [MANY]


def headers(slots: Iterable[int]) -> list[tuple[bytes, bytes]]:
    """The keys as the two headers in use."""
    keys = keys_of_page(slots)
    if not keys:
        return []
    return [
        (b"surrogate-key", " ".join(keys).encode()),
        (b"cache-tag", ",".join(keys).encode()),
    ]


def log(keys: list[str]) -> None:
    """The backend of a newsroom without such a cache."""
    logger.debug("Old everywhere: %s", " ".join(keys))


backends: list[Backend] = [log]


def purge(tags: Iterable[str]) -> None:
    """Tell every backend that pages with these tags are old; one that fails stops no other."""
    keys = [*sorted({key(slot_of(tag)) for tag in tags}), MANY]
    for backend in backends:
        try:
            backend(keys)
        except Exception:
            logger.exception("A cache could not be told that pages are old.")
