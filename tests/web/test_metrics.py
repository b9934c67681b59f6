"""The numbers: for whoever has the token, in the form that Prometheus reads."""

import re

import pytest

from broadsheet.core import figures
from broadsheet.web import metrics

LINE = re.compile(
    r"# (HELP|TYPE) broadsheet_[a-z_]+ .+"
    r'|broadsheet_[a-z_]+(\{[a-z]+="[^"]+"\})? [0-9.e+-]+'
)
TOKEN = "a-token-for-the-tests"


@pytest.fixture
def token(settings, tmp_path):
    settings.METRICS_TOKEN, settings.DATA_DIR = TOKEN, tmp_path
    figures.take_place(0)
    yield TOKEN
    figures.leave_place()


def test_without_the_setting_there_is_nothing(client, db):
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer ").status_code == 404
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic a-token-for-the-tests"])
def test_without_the_token_nobody_is_let_in(client, db, token, header):
    answer = client.get("/metrics", HTTP_AUTHORIZATION=header)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert "no-store" in answer["Cache-Control"]
    assert b"broadsheet_" not in answer.content


def test_with_it_the_numbers_are_told(client, db, token):
    figures.add(figures.HITS, 7)
    figures.add_status(200, 7)
    figures.observe(figures.REBUILD, 0.02)
    answer = client.get("/metrics", HTTP_AUTHORIZATION=f"Bearer {token}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == metrics.CONTENT_TYPE
    assert "no-store" in answer["Cache-Control"]
    text = answer.content.decode()
    assert "broadsheet_store_hits_total 7\n" in text
    assert 'broadsheet_answers_total{status="200"} 7\n' in text
    assert 'broadsheet_rebuild_seconds_bucket{le="0.01"} 0\n' in text
    assert 'broadsheet_rebuild_seconds_bucket{le="0.025"} 1\n' in text
    assert 'broadsheet_rebuild_seconds_bucket{le="+Inf"} 1\n' in text
    assert "broadsheet_comments_held 0\n" in text
    for line in text.splitlines():
        assert LINE.fullmatch(line), line


def test_the_same_as_one_object(db, token):
    figures.add(figures.HITS)
    figures.observe(figures.VISIBLE, 99.0)
    found = metrics.as_json(metrics.health())
    assert found["store"]["hits"] == 1
    assert found["store"]["hit_rate"] == 1.0
    assert found["change_to_visible_seconds"]["p99"] is None
    assert found["outbox"]["letters_failed"] == 0
