"""What tests of the WordPress importer share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from broadsheet.transfer.report import Report
from broadsheet.transfer.wordpress.importer import import_wordpress

FIXTURES = Path(__file__).parent.parent / "fixtures"


class Silent:
    """Progress that nobody watches."""

    def phase(self, name: str, total_bytes: int) -> None:
        """Nothing."""

    def at(self, done_bytes: int) -> None:
        """Nothing."""


@pytest.fixture
def fixtures() -> Path:
    """The folder of exports that were written for these tests."""
    return FIXTURES


@pytest.fixture
def move_in(tmp_path: Path) -> Callable[..., Report]:
    """Import the text of an export, or a file: `move_in(wxr(post(1)))`."""

    def run(export: str | Path, **options: Any) -> Report:
        path = export if isinstance(export, Path) else tmp_path / "export.xml"
        if isinstance(export, str):
            path.write_text(export, encoding="utf-8")
        options = {"media": None, "is_dry_run": False, "progress": Silent(), **options}
        return import_wordpress(path, **options)

    return run
