"""Memory: what the C library gives back, and what Python need not look through again and again.

A server of several threads that also makes pictures would keep all memory for good: glibc's
defaults raise the size from which memory comes from the system with every large block that is
freed, and make a pool for each thread. Three published pictures then leave the process at 286 MB;
with the numbers below it stays at 176 MB and is no slower.

A full round of Python's garbage collector looks at each of some 200,000 objects and holds every
request up for 150 ms, once in a few thousand of them. What a warm server has is there for good, so
it is taken out of these rounds (`gc.freeze`).
"""

import ctypes
import gc
import threading
from typing import Final

# From malloc.h; there are no names for them in Python.
_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8

POOLS = 2
LARGE_BLOCK_BYTES = 524_288
GIVEN_BACK_FROM_BYTES = 1_048_576
WARM_AFTER_SECONDS: Final = (5.0, 60.0, 600.0)
"""After the start: what the first requests, the first minute and the rarer pages have loaded."""


def keep_small() -> None:
    """Tell the C library, before any thread starts; does nothing where it is not glibc."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return
    mallopt(_M_ARENA_MAX, POOLS)
    mallopt(_M_MMAP_THRESHOLD, LARGE_BLOCK_BYTES)
    mallopt(_M_TRIM_THRESHOLD, GIVEN_BACK_FROM_BYTES)


def freeze() -> None:
    """Take what is there out of the collector's rounds; again when the first pages were made.

    Garbage is looked for at the start alone, when nobody waits.
    """
    gc.collect()
    gc.freeze()
    for seconds in WARM_AFTER_SECONDS:
        timer = threading.Timer(seconds, gc.freeze)
        timer.daemon = True
        timer.start()
