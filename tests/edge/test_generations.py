"""The counters: what is current, what is not, and that other processes and threads agree."""

import os
import subprocess
import sys
import threading

import pytest

from broadsheet.edge import generations
from broadsheet.edge.generations import SLOTS, Generations, slot_of

BUMP = """
import sys
from pathlib import Path
from broadsheet.edge.generations import Generations
found = Generations(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    found.bump(["meter"])
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "generations"


@pytest.fixture
def counters(path):
    return Generations(path)


def is_current(counters, seen, *tags):
    return counters.is_current([slot_of(tag) for tag in tags], seen)


def test_a_change_touches_its_tags_alone(counters):
    seen = counters.now()
    counters.bump(["meter"])
    assert not is_current(counters, seen, "site", "meter")
    assert is_current(counters, seen, "site", "stories")
    assert is_current(counters, counters.now(), "site", "meter")


def test_a_change_during_the_making_makes_the_result_old(counters):
    seen = counters.now()
    counters.bump(["thread:page:1"])
    assert not is_current(counters, seen, "thread:page:1")


def test_a_change_of_nothing_is_none(counters):
    before = counters.now()
    counters.bump([])
    assert counters.now() == before


def test_several_tags_change_at_once(counters):
    seen = counters.now()
    counters.bump({"meter", "talk"})
    assert counters.now() == seen + 1
    assert not is_current(counters, seen, "meter")
    assert not is_current(counters, seen, "talk")


def test_a_tag_has_the_same_slot_in_every_process():
    assert slot_of("site") == 2533
    assert all(1 <= slot_of(f"thread:page:{number}") <= SLOTS for number in range(1000))


def test_another_process_is_seen_at_once(counters, path):
    seen = counters.now()
    subprocess.run([sys.executable, "-c", BUMP, str(path), "1"], check=True)
    assert not is_current(counters, seen, "meter")


def test_no_change_is_lost_between_processes_and_threads(counters, path):
    before = counters.now()
    others = [
        subprocess.Popen([sys.executable, "-c", BUMP, str(path), "300"]) for _number in range(2)
    ]
    threads = [
        threading.Thread(target=lambda: [counters.bump(["talk"]) for _number in range(300)])
        for _number in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [other.wait() for other in others] == [0, 0]
    assert counters.now() == before + 1200


def test_the_counters_go_on_after_a_restart(counters, path):
    before = counters.now()
    counters.bump(["meter"])
    again = Generations(path)
    assert again.now() == before + 1
    assert again.last_change("meter") == before + 1


def test_the_file_is_no_sparse_one(counters, path):
    """A full disk is met when the file is made, and never by a write into the map."""
    assert path.stat().st_blocks * 512 >= path.stat().st_size > 0


def test_a_forked_process_has_a_lock_of_its_own(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(generations, "_shared", None)
    ours = generations.shared()
    child = os.fork()
    if child == 0:
        theirs = generations.shared()
        os._exit(0 if theirs is not ours and theirs.now() == ours.now() else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_numbers_grow_even_where_the_file_was_lost(counters, path):
    counters.bump(["meter"])
    path.unlink()
    assert Generations(path).now() >= counters.now() - 1


def test_what_was_told_is_remembered_for_a_while(counters, path):
    counters.note_told(12)
    other = Generations(path)
    assert other.is_told(12)
    assert not other.is_told(13)
    other.note_told(12 + generations.TOLD)
    assert not counters.is_told(12)
