"""Where a running newsroom writes down what happens: files of bounded size in the data folder."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_MAX_BYTES = 10_000_000
FILES_KEPT = 4


def keep_in(folder: Path) -> None:
    """Write requests to access.log and everything else to newsroom.log; warnings also to stderr."""
    newsroom = _handler(folder / "newsroom.log", "%(asctime)s %(levelname)s %(name)s: %(message)s")
    newsroom.setLevel(logging.INFO)
    logging.getLogger().addHandler(newsroom)
    access = logging.getLogger("broadsheet.access")
    access.setLevel(logging.INFO)
    access.propagate = False
    access.addHandler(_handler(folder / "access.log", "%(asctime)s %(message)s"))


def _handler(file: Path, form: str) -> RotatingFileHandler:
    handler = RotatingFileHandler(
        file, maxBytes=FILE_MAX_BYTES, backupCount=FILES_KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter(form))
    return handler
