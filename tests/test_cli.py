"""What the command says to somebody who got something wrong: one sentence, and nothing written."""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ObjectDoesNotExist

from broadsheet import cli
from broadsheet.cli import data_folder, logs, parser
from broadsheet.cli.voice import Complaint
from broadsheet.edge import listen


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The command in a process of its own, as a shell would run it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "broadsheet", *arguments],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def is_one_sentence(text: str) -> bool:
    return bool(re.fullmatch(r"broadsheet: [^\n]+[.?]\n", text))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "required: COMMAND"),
        (["srve"], "did you mean serve?"),
        (["xyzzy"], "there are: serve, demo"),
        (["serve", "--bogus"], "Unrecognized arguments: --bogus"),
        (["serve", "--port", "99999"], "a port is a number from 0 to 65535"),
        (["serve", "--port", "http"], "a port is a number from 0 to 65535"),
        (["import", "wordpress"], "required: FILE"),
        (["import", "movabletype", "x.txt"], "supported is: wordpress"),
    ],
)
def test_a_wrong_argument_is_one_sentence(arguments, sentence, capsys):
    assert cli.main(arguments) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_help_lists_every_command(capsys):
    assert cli.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"    {name} " in said for name in parser.commands())


def test_the_data_folder_may_stand_before_or_after_the_command():
    before = parser.parse(["--data", "here", "check"])
    after = parser.parse(["check", "--data", "here"])
    assert before.data == after.data == Path("here")
    assert parser.parse(["check"]).data is None


def test_what_follows_manage_is_djangos():
    found = parser.parse(["--data", "here", "manage", "migrate", "--plan", "--data", "x"])
    assert found.rest == ["migrate", "--plan", "--data", "x"]
    assert found.data == Path("here")


def test_a_taken_port_stops_the_start(tmp_path):
    taken = listen.bind("127.0.0.1", 0)
    taken[0].listen()
    port = str(listen.port_of(taken))
    found = run("serve", "--port", port, "--data", str(tmp_path / "new"))
    taken[0].close()
    assert found.returncode == 2
    assert is_one_sentence(found.stderr)
    assert f"Port {port} on 127.0.0.1 is in use" in found.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"BROADSHEET_SITEURL": "https://news.example"}, "Did you mean BROADSHEET_SITE_URL"),
        ({"BROADSHEET_SITE_URL": "news.example"}, "must be an address such as https://"),
        ({"BROADSHEET_TIME_ZONE": "Berlin"}, "must be a time zone"),
        ({"BROADSHEET_TRUSTED_PROXIES": "my-proxy"}, "must list addresses or networks"),
        ({"BROADSHEET_DATABASE_URL": "mysql://host/name"}, "must name a PostgreSQL database"),
    ],
)
def test_a_wrong_setting_stops_the_start(environment, sentence, tmp_path):
    found = run("demo", "--data", str(tmp_path / "new"), **environment)
    assert found.returncode == 2
    assert is_one_sentence(found.stderr)
    assert sentence in found.stderr
    assert found.stdout == ""
    assert not (tmp_path / "new").exists()


def test_a_file_cannot_be_a_data_folder(tmp_path):
    (tmp_path / "file").touch()
    found = run("demo", "--data", str(tmp_path / "file"))
    assert found.returncode == 2
    assert is_one_sentence(found.stderr)


def test_a_folder_that_cannot_be_made_is_named():
    found = run("demo", "--data", "/sys/broadsheet")
    assert found.returncode == 2
    assert is_one_sentence(found.stderr)
    assert "/sys/broadsheet cannot be" in found.stderr


def test_an_empty_key_that_a_full_disk_left_is_written_anew(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    key = tmp_path / "secret-key"
    key.touch()
    for _ in range(2):
        data_folder.make_only()
        assert key.read_text().strip() == settings.SECRET_KEY
    assert key.stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob("*.unfinished"))


def test_another_key_than_ours_is_left_alone(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    (tmp_path / "secret-key").write_text("somebody else's\n")
    with pytest.raises(Complaint):
        data_folder.make_only()
    assert (tmp_path / "secret-key").read_text() == "somebody else's\n"


def test_a_reading_command_makes_no_newsroom(tmp_path):
    found = run("check", "--json", "--data", str(tmp_path / "new"))
    assert found.returncode == 2
    assert is_one_sentence(found.stderr)
    assert "There is no newsroom" in found.stderr
    assert not (tmp_path / "new").exists()


def test_a_damaged_database_is_named_without_a_trace(tmp_path):
    (tmp_path / "broadsheet.sqlite3").write_text("this is no database, but a note " * 99)
    found = run("check", "--data", str(tmp_path))
    assert found.returncode == 2
    assert "is damaged or is not a database" in found.stderr
    assert "Traceback" not in found.stderr
    assert "Traceback" in (tmp_path / "log" / "errors.log").read_text()


def test_a_database_that_is_away_is_said_in_one_sentence(tmp_path):
    url = "postgresql://nobody@127.0.0.1:1/none"
    found = run("check", "--data", str(tmp_path), BROADSHEET_DATABASE_URL=url)
    assert found.returncode == 2
    assert found.stderr.startswith("broadsheet: The database cannot be used")
    assert "Traceback" not in found.stderr


def test_an_import_without_its_file_makes_no_newsroom(tmp_path):
    found = run("import", "wordpress", "missing.xml", "--data", str(tmp_path / "new"))
    assert found.returncode == 2
    assert is_one_sentence(found.stderr)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("fault", "expected"), [(ObjectDoesNotExist(), False), (ValueError(), True), (None, True)]
)
def test_a_task_whose_page_was_deleted_meanwhile_is_no_news(fault, expected):
    about = (type(fault), fault, None) if fault else None
    record = logging.LogRecord("django_tasks", logging.ERROR, "", 0, "failed", (), about)

    assert logs.is_news(record) is expected


WRITE = """
import logging, sys
from pathlib import Path
from broadsheet.cli import logs
logs.FILE_MAX_BYTES, logs.FILES_KEPT = 2000, 1000
handler = logs._handler(Path(sys.argv[1]), "%(message)s")
for number in range(300):
    handler.emit(logging.makeLogRecord({"msg": f"{sys.argv[2]} wrote line {number}."}))
"""


def test_several_processes_write_one_log_and_lose_no_line(tmp_path):
    file = tmp_path / "access.log"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITE, str(file), name]) for name in ("Ada", "Ben")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    lines = [line for log in tmp_path.glob("access.log*") for line in log.read_text().splitlines()]
    expected = [f"{name} wrote line {number}." for name in ("Ada", "Ben") for number in range(300)]
    assert sorted(lines) == sorted(expected)
    assert len(list(tmp_path.glob("access.log*"))) > 3
