"""What a mould gives is what the template gives."""

from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.discussion import rendering
from broadsheet.discussion.models import State
from broadsheet.discussion.queries.shown import CommentRow, ShownComment

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
MOMENTS = st.datetimes(datetime(2001, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001

rows = st.builds(
    CommentRow,
    id=st.integers(1, 2**40),
    parent_id=st.integers(1, 99),
    root_id=st.just(1),
    depth=st.integers(0, 9),
    name=WORDS,
    staff_id=st.none() | st.integers(1, 9),
    body_html=WORDS.map(lambda words: f"<p>100% %(name)s {words}</p>"),
    state=st.sampled_from(State.values),
    created_at=MOMENTS,
    edited_at=st.none() | MOMENTS,
    is_pinned=st.booleans(),
    is_featured=st.booleans(),
    is_author=st.booleans(),
    replies_closed=st.booleans(),
    reply_count=st.integers(0, 9),
    up=st.integers(0, 3000),
    down=st.integers(0, 3000),
)
comments = st.builds(
    ShownComment,
    row=rows,
    thread_is_open=st.booleans(),
    level=st.integers(0, 4),
    answers=st.just("") | WORDS,
    opens_list=st.just(False),
    ends=st.just(0),
    more=st.just(0),
    more_path=st.just(""),
)


@pytest.mark.django_db
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(comments, st.sampled_from(["en", "de", "ar"]))
def test_a_mould_and_its_template_say_the_same(comment, language) -> None:
    with translation.override(language):
        plain = render_to_string("discussion/_comment.html", {"comment": comment})
        assert rendering.comment_html(comment) == plain


@pytest.mark.django_db
def test_the_same_mould_says_other_words_in_another_language() -> None:
    row = CommentRow(
        id=1,
        parent_id=None,
        root_id=None,
        depth=0,
        name="Ada",
        staff_id=None,
        is_author=False,
        body_html="",
        state=State.PUBLISHED,
        created_at=datetime(2026, 3, 1, tzinfo=UTC),
        edited_at=None,
        is_pinned=False,
        is_featured=False,
        replies_closed=False,
        reply_count=0,
        up=0,
        down=0,
    )
    comment = ShownComment(row, True, 0, "", False, 0, 0, "")
    with translation.override("en"):
        assert "1 March 2026" in rendering.comment_html(comment)
    with translation.override("de"):
        assert "1 März 2026" in rendering.comment_html(comment)
