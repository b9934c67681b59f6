"""The house is as its plan says: rooms introduce themselves, and nothing outgrows a read."""

import ast
import re
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "broadsheet"
ROOMS = sorted(path.parent for path in PACKAGE.glob("*/apps.py"))
DEBIANS_PYTHON = "3.11.2"
"""What Debian 12 brings; some libraries mean a later 3.11 when they say that they need one."""
# A file that is read once, top to bottom.
LINES_MAX = 400
# What a room may be made of; specialities are free, synonyms are not.
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "services.py", "managers.py", "misc.py", "common.py"}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_introduces_itself(room):
    words = ast.get_docstring(ast.parse((room / "__init__.py").read_text())) or ""
    sentences = re.findall(r"[^.!?;]+[.!?;](?:\s|$)", words.replace("\n", " "))
    assert len(sentences) >= 2, "what the room is for, and which door to use"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_is_on_the_map(room):
    assert f"{room.name}/" in (ROOT / "docs" / "map.md").read_text()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_names_things_as_the_others_do(room):
    found = {path.name for path in room.rglob("*.py")} & FORBIDDEN_NAMES
    assert not found


def test_files_stay_readable():
    long = {
        str(path.relative_to(ROOT)): count
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts
        and (count := len(path.read_text().splitlines())) > LINES_MAX
    }
    assert long == {}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_what_is_locked_can_be_installed_with_debians_python(lock):
    names = re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text(), re.M)
    assert "django" in names
    wanted = {name: distribution(name).metadata["Requires-Python"] or "" for name in names}
    assert [
        f"{name} needs {python}"
        for name, python in wanted.items()
        if not SpecifierSet(python).contains(DEBIANS_PYTHON)
    ] == []


def test_signals_stay_in_their_two_places():
    receiving = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if re.search(
            r"^from django\.(db\.models|dispatch)[.\w]* import .*\b(receiver|post_save)",
            path.read_text(),
            re.M,
        )
    }
    assert receiving <= {"publishing/signals.py", "web/signals.py"}


def test_public_templates_bring_no_inline_script_or_style():
    offending = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("templates/**/*.html")
        # Letters are no pages: a mail program knows no stylesheet but what stands in the mail.
        if not {"desk", "wagtailadmin", "letters"} & set(path.parts)
        and re.search(
            r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=|[^>]*ld\+json)", path.read_text()
        )
    ]
    assert offending == []
