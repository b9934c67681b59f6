"""The command as a person at the terminal meets it."""

import json

import pytest

from broadsheet.publishing.models import ArticlePage
from broadsheet.transfer.command import run_import
from broadsheet.transfer.report import KINDS, OUTCOMES
from tests.transfer.wordpress.export import post, wxr

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "export.xml"
    path.write_text(wxr(post(1), post(2, type="nav_menu_item", title="[bold]Menu[/bold]")))
    return path


def run(path, **options):
    return run_import(
        "wordpress", path, **{"media": None, "dry_run": False, "as_json": False, **options}
    )


def test_json_is_one_object_and_nothing_else(export, capsys):
    assert run(export, as_json=True) == 0
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert said.err == ""
    assert set(KINDS) <= set(told)
    for kind in KINDS:
        assert set(told[kind]) == {*OUTCOMES, "reasons"}
    assert told["articles"]["created"] == told["articles"]["skipped"] == 1
    [reason] = told["articles"]["reasons"]
    assert reason["count"] == 1
    assert reason["examples"] == ["[bold]Menu[/bold]"]


def test_the_report_for_people_gives_numbers_and_reasons(export, capsys):
    assert run(export) == 0
    said = capsys.readouterr().out
    assert "2 items and 0 comments of old.example" in said
    assert "nav_menu_item" in said
    assert "[bold]Menu[/bold]" in said


def test_a_dry_run_says_so(export, capsys):
    assert run(export, dry_run=True) == 0
    assert "nothing was written" in capsys.readouterr().out
    assert not ArticlePage.objects.exists()


def test_something_refused_is_status_1(tmp_path, capsys):
    path = tmp_path / "export.xml"
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "x.png").write_text("no picture")
    url = "https://old.example/wp-content/uploads/x.png"
    path.write_text(wxr(post(1, type="attachment", status="inherit", attachment_url=url), post(2)))
    assert run(path, media=tmp_path / "media", as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["media"]["refused"] == 1
    assert told["articles"]["created"] == 1


def test_unusable_input_is_status_2_and_one_sentence(tmp_path, capsys):
    path = tmp_path / "export.xml"
    path.write_text(wxr(post(1))[:-9])
    for options in ({}, {"as_json": True}, {"dry_run": True}):
        assert run(path, **options) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.count("\n") == 1
        assert "line 10, column 1." in said.err
