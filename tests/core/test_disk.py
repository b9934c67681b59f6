"""What a full disk looks like from above, and what is cleaned away."""

import errno
import os
from pathlib import Path

import pytest
from django.db import OperationalError

from broadsheet.core import disk


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EROFS, "Read-only file system"),
        OperationalError("database or disk is full"),
        OperationalError("attempt to write a readonly database"),
        OperationalError('could not extend file "base/1": No space left on device'),
    ],
)
def test_a_full_disk_is_known_whoever_says_so(error):
    assert disk.is_full(error)
    around = ValueError("around it")
    around.__cause__ = error
    assert disk.is_full(around)


@pytest.mark.parametrize(
    "error",
    [None, OSError(errno.ENOENT, "gone"), OperationalError("database is locked"), ValueError("x")],
)
def test_other_faults_are_not_a_full_disk(error):
    assert not disk.is_full(error)


def test_unfinished_uploads_go_after_a_day(settings, tmp_path: Path):
    settings.UPLOADS_DIR = tmp_path
    old, fresh = tmp_path / "old.upload", tmp_path / "fresh.upload"
    for file in (old, fresh):
        file.write_bytes(b"half a picture")
    os.utime(old, (0, 0))
    disk.remove_unfinished()
    assert not old.exists()
    assert fresh.exists()
