"""What is written about the house is true: every setting and every command stands in the docs."""

import re
from pathlib import Path

import pytest

from broadsheet import environment
from broadsheet.cli import parser

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", environment.NAMES + environment.TEST_NAMES)
def test_a_setting_is_documented(name):
    assert f"`{name}`" in (ROOT / "docs" / "settings.md").read_text()


def test_no_setting_is_documented_that_does_not_exist():
    named = set(re.findall(r"`(BROADSHEET_[A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text()))
    assert named <= {*environment.NAMES, *environment.TEST_NAMES}


def test_every_setting_that_is_read_has_a_name():
    for path in (ROOT / "broadsheet").rglob("*.py"):
        read = set(re.findall(r"BROADSHEET_[A-Z_]+", path.read_text()))
        read.discard("BROADSHEET_")
        assert read <= {*environment.NAMES, *environment.TEST_NAMES}, path


@pytest.mark.parametrize("name", parser.commands())
def test_a_command_is_documented(name):
    assert f"broadsheet {name}" in (ROOT / "README.md").read_text()


def test_a_make_target_that_is_documented_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        assert set(re.findall(r"`make ([a-z]+)`", path.read_text())) <= targets, path


def test_links_inside_the_docs_lead_somewhere():
    for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
