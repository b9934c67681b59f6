"""Heavy work of the first start, done in a child process that takes its memory with it."""

import gc
import os
import signal
import sys
from collections.abc import Callable

from django.db import connections

# Migrating builds some ten thousand short-lived classes; looking for garbage less often saves a
# sixth of the time for 30 MB.
GARBAGE_THRESHOLDS = (50_000, 5, 10)


def run_apart(work: Callable[[], object]) -> None:
    """Do `work`, which must be safe to repeat, in a child; where that fails, do it here.

    So an error is raised where it can be told. Must be called before any thread is started.
    """
    connections.close_all()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _be_the_child(work)
    try:
        _, status = os.waitpid(child, 0)
    except BaseException:
        os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)
        raise
    if status:
        work()


def _be_the_child(work: Callable[[], object]) -> None:
    status = 1
    try:
        gc.set_threshold(*GARBAGE_THRESHOLDS)
        work()
        connections.close_all()
        status = 0
    except BaseException:  # noqa: BLE001 - the parent does it again and tells
        status = 1
    finally:
        os._exit(status)
