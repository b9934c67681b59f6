"""The settings of the tests: the house's own, with an empty environment and a folder of their own.

Only two names reach the tests: BROADSHEET_TEST_DATA (real exports and pictures) and
BROADSHEET_TEST_DATABASE_URL (PostgreSQL instead of SQLite).
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_database_url = os.environ.get("BROADSHEET_TEST_DATABASE_URL", "")
for _name in list(os.environ):
    if _name.startswith("BROADSHEET_") and not _name.startswith("BROADSHEET_TEST_"):
        del os.environ[_name]

_folder = tempfile.mkdtemp(prefix="broadsheet-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["BROADSHEET_DATA"] = _folder
if _database_url:
    os.environ["BROADSHEET_DATABASE_URL"] = _database_url

from broadsheet.settings import *  # noqa: E402, F403

Path(_folder, "uploads").mkdir()

# A real hash costs a tenth of a second on purpose; the tests make many people.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
