"""Memory is bounded by one item, not by the file."""

import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.transfer.report import Report
from broadsheet.transfer.wordpress.index import Index
from broadsheet.transfer.wordpress.survey import survey
from tests.transfer.wordpress.export import HEAD, comment, post, term

NOISE_BYTES = 300_000
"""Caches of the interpreter, and garbage not yet collected; a twentieth of the longer file."""

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def peak_of_survey(path: Path) -> tuple[int, int]:
    """The most bytes that the first reading held, and the items it counted."""
    report, index = Report(), Index()
    tracemalloc.start()
    try:
        survey(path, index, report, now=NOW, zone=UTC)
        return tracemalloc.get_traced_memory()[1], report.items_read
    finally:
        tracemalloc.stop()
        index.close()


def write(path: Path, count: int) -> None:
    with path.open("w") as file:
        file.write(HEAD)
        for number in range(count):
            said = comment(number)
            topics = term("category", f"c{number % 7}") + term("post_tag", f"t{number % 50}")
            file.write(post(number, said, topics, content=f"{number} " + "words " * 600))
        file.write("</channel></rss>")


@pytest.mark.django_db
def test_a_file_five_times_as_long_takes_no_more_memory(tmp_path):
    write(tmp_path / "short.xml", 300)
    write(tmp_path / "long.xml", 1500)
    size = (tmp_path / "long.xml").stat().st_size
    peak_of_survey(tmp_path / "short.xml")  # what is loaded only once does not count
    short, few = peak_of_survey(tmp_path / "short.xml")
    long, many = peak_of_survey(tmp_path / "long.xml")
    assert (few, many) == (300, 1500)
    assert size > 5_000_000
    assert long - short < NOISE_BYTES
