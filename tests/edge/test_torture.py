"""Ten seconds of what `python -m bench.torture` does for minutes."""

from bench.torture.run import run
from tests import databases

SECONDS = 8.0
WORKERS = 2


def test_every_page_is_true_while_many_write_and_the_server_is_killed(
    django_db_setup, django_db_blocker, tmp_path
):
    with django_db_blocker.unblock(), databases.lent(tmp_path / "data") as url:
        outcome = run(tmp_path / "data", database_url=url, workers=WORKERS, seconds=SECONDS)
    assert outcome.violations == []
    assert outcome.complaints == []
    assert outcome.written
    assert outcome.reads
    assert len(outcome.outages_ms) == 2
