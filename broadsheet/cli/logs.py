"""Where a running newsroom writes down what happens: files of bounded size in the data folder."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist

FILE_MAX_BYTES = 10_000_000
FILES_KEPT = 4

# What visitors do wrong is answered to them and stands in access.log; here it would only be noise.
_NOISY = ("django.request", "uvicorn.error")


def keep_in(folder: Path) -> None:
    """Write requests to access.log, and all else to newsroom.log besides the terminal."""
    newsroom = _handler(folder / "newsroom.log", "%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger().addHandler(newsroom)
    access = logging.getLogger("broadsheet.access")
    access.propagate = False
    access.addHandler(_handler(folder / "access.log", "%(asctime)s %(message)s"))
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.getLogger("django_tasks").addFilter(is_news)


def is_news(record: logging.LogRecord) -> bool:
    """Whether a task's end is worth a line: not where its page was deleted before its turn came."""
    fault = record.exc_info[1] if record.exc_info else None
    return not isinstance(fault, ObjectDoesNotExist)


class SharedFile(RotatingFileHandler):
    """A log that several processes write to: one of them puts it aside, the others follow.

    Each line is one write at the file's end, so that lines do not mix.
    """

    def shouldRollover(self, record: logging.LogRecord) -> bool:
        """Whether the file is full; looks first whether another process has put it aside."""
        return self._followed() >= self.maxBytes

    def doRollover(self) -> None:
        """Put the full file aside, unless another process has just done it."""
        with self._alone():
            if self._followed() >= self.maxBytes:
                super().doRollover()

    def _followed(self) -> int:
        """Write to the file that is at the place now from here on; its length in bytes."""
        if self.stream is not None:
            with suppress(FileNotFoundError):
                there = os.stat(self.baseFilename)
                if os.path.samestat(there, self._ours):
                    return there.st_size
            self.stream.close()
        self.stream = self._open()
        return self._ours.st_size

    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        self._ours = os.fstat(stream.fileno())
        return stream

    @contextmanager
    def _alone(self) -> Iterator[None]:
        folder = os.open(os.path.dirname(self.baseFilename), os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)


def _handler(file: Path, form: str) -> SharedFile:
    handler = SharedFile(
        file, maxBytes=FILE_MAX_BYTES, backupCount=FILES_KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter(form))
    return handler
