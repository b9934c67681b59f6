"""Nothing that was accepted is lost, and nothing is there twice, when the server dies on the way.

The long run is `python -m bench.posting_under_kills`.
"""

import pytest
from django.db import connection

from bench import posting_under_kills
from bench.one_story import lay
from tests import databases

SECONDS = 2.0
PER_SECOND = 25


@pytest.mark.usefixtures("django_db_setup")
def test_each_post_is_there_once_after_a_kill(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("The server of this test works on a SQLite database of its own.")
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    databases.lay_copy(data)
    outcome = posting_under_kills.run(
        lay(data), seconds=SECONDS, per_second=PER_SECOND, kills=1, seed=22
    )
    assert outcome.kills == 1
    assert outcome.repeated > 0  # or the kill met nobody
    assert outcome.as_json()["good"], outcome.as_json()
    assert len(outcome.accepted) == SECONDS * PER_SECOND
