"""The disk under the data folder: whether it failed us, and what lies there unfinished."""

import errno
import time
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import Error as DatabaseError

from broadsheet.core.schedule import every

UNFINISHED_SECONDS: Final = 24 * 3600
"""After this long nobody is still sending; a process was killed on the way."""
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
# SQLite's words, then PostgreSQL's.
_NO_ROOM_IN_DATABASE: Final = ("disk is full", "readonly database", "No space left", "disk full")


def is_full(error: BaseException | None) -> bool:
    """Whether something failed because there is no room, or no permission to use it."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return True
        if isinstance(error, DatabaseError):
            return any(words in str(error) for words in _NO_ROOM_IN_DATABASE)
        error = error.__cause__ or error.__context__
    return False


@every(seconds=6 * 3600, name="remove unfinished uploads")
def remove_unfinished() -> None:
    """Delete what a killed process left in the upload folder."""
    oldest = time.time() - UNFINISHED_SECONDS
    for file in Path(settings.UPLOADS_DIR).glob("*"):
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
