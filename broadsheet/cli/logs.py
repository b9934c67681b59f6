"""Where a running newsroom writes down what happens: files of bounded size in the data folder."""

import logging
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


def _handler(file: Path, form: str) -> RotatingFileHandler:
    handler = RotatingFileHandler(
        file, maxBytes=FILE_MAX_BYTES, backupCount=FILES_KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter(form))
    return handler
