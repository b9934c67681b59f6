"""What the server counts: added up over its processes, readable from any."""

import os

import pytest

from broadsheet.core import figures


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    yield
    figures.leave_place()


def test_without_a_place_nothing_is_counted():
    figures.add(figures.HITS)
    assert figures.read().counts[figures.HITS] == 0
    assert figures.read().processes == 0
    assert figures.read().hit_rate is None


def test_places_are_added_up():
    for place in range(3):
        figures.take_place(place)
        figures.add(figures.HITS, 3)
        figures.add(figures.MISSES)
        figures.add_status(200, 4)
        figures.add_status(418)
        figures.put(figures.BYTES, 100)
    found = figures.read()
    assert found.processes == 3
    assert found.counts[figures.HITS] == 9
    assert found.counts[figures.BYTES] == 300
    assert found.hit_rate == 0.75
    assert found.statuses == {"200": 12, "other": 3}


def test_several_processes_lose_no_count():
    children = []
    for place in range(3):
        child = os.fork()
        if child == 0:
            figures.take_place(place)
            for _time in range(500):
                figures.add(figures.HITS)
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    assert figures.read().counts[figures.HITS] == 1500


def test_a_new_start_counts_from_zero():
    figures.take_place(0)
    figures.add(figures.HITS)
    figures.clear()
    assert figures.read().processes == 0
    figures.take_place(0)
    assert figures.read().counts[figures.HITS] == 0


def test_times_fall_into_buckets():
    figures.take_place(0)
    for seconds in (0.0005, 0.001, 0.003, 0.2, 60.0):
        figures.observe(figures.REBUILD, seconds)
    found = figures.read().rebuild
    assert found.count == 5
    assert found.counts[0] == 2
    assert found.counts[-1] == 1
    assert found.sum_seconds == pytest.approx(60.2045)
    assert found.quantile(0.5) == 0.005
    assert found.quantile(0.99) == float("inf")
    assert figures.read().visible.quantile(0.5) is None
