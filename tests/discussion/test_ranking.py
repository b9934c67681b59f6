"""Order: total, stable, the same by pages and by cursors."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.core.paging import BadCursor, encode_cursor
from broadsheet.discussion import actions, queries
from broadsheet.discussion.actions import ImportedComment
from broadsheet.discussion.models import Comment, State
from broadsheet.discussion.queries import Listed
from broadsheet.discussion.ranking import Sort
from tests.discussion.conftest import FERRY
from tests.discussion.trees import START, Conversation, conversations

ANYWAY = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def bring(talk: Conversation) -> dict[str, Comment]:
    actions.forget_thread(subject=FERRY)
    return actions.import_thread(subject=FERRY, comments=talk.comments)


def walk(sort: Sort, limit: int) -> list[Listed]:
    items: list[Listed] = []
    cursor = None
    while True:
        listing = queries.comments_after(FERRY, sort=sort, cursor=cursor, limit=limit)
        items += listing.items
        cursor = listing.next
        if cursor is None:
            return items


def expected(sort: Sort) -> list[int]:
    rows = [
        row
        for row in Comment.objects.filter(parent__isnull=True)
        if row.is_published or Comment.objects.filter(root=row, state=State.PUBLISHED).exists()
    ]
    keys = {
        Sort.OLDEST: lambda row: (row.created_at, row.pk),
        Sort.NEWEST: lambda row: (-row.created_at.timestamp(), -row.pk),
        Sort.MOST_VOTED: lambda row: (-row.score, row.pk),
    }
    return [row.pk for row in sorted(rows, key=keys[sort])]


@pytest.mark.django_db
@ANYWAY
@given(conversations(), st.sampled_from(list(Sort)), st.integers(1, 7))
def test_cursors_visit_every_comment_once_in_order(talk, sort, limit) -> None:
    bring(talk)
    assert [item.comment.pk for item in walk(sort, limit)] == expected(sort)


@pytest.mark.django_db
@ANYWAY
@given(conversations(max_size=40), st.sampled_from(list(Sort)))
def test_pages_show_the_same_order_with_pins_first(talk, sort) -> None:
    bring(talk)
    actions.save_rules(comments_per_page=5)
    seen: list[int] = []
    page, pages = 1, 1
    while page <= pages:
        shown = queries.discussion_page(FERRY, sort=sort, page=page)
        assert shown is not None
        pages = shown.pages
        seen += [one.id for one in shown.comments if one.level == 0]
        page += 1
    pinned = set(Comment.objects.filter(is_pinned=True).values_list("pk", flat=True))
    order = expected(sort)
    assert seen == [pk for pk in order if pk in pinned] + [pk for pk in order if pk not in pinned]


@pytest.mark.django_db
@settings(ANYWAY, max_examples=8)
@given(conversations(max_size=30))
def test_every_published_comment_is_found_where_its_address_leads(talk) -> None:
    bring(talk)
    actions.save_rules(comments_per_page=5, replies_shown=2)
    for comment in Comment.objects.filter(state=State.PUBLISHED):
        found = queries.public_comment(comment.pk)
        assert found is not None
        place = queries.place_of(*found)
        assert place.endswith(f"#comment-{comment.pk}")
        number = int(place.partition("page=")[2].partition("#")[0])
        if place.startswith("/comments/"):
            root = int(place.split("/")[2])
            shown = queries.branch_page(root, page=number)
        else:
            shown = queries.discussion_page(FERRY, sort="oldest", page=number)
        assert shown is not None
        assert comment.pk in [one.id for one in shown.comments]


@pytest.mark.django_db
def test_a_cursor_survives_votes_and_removals_between_pages() -> None:
    comments = [
        ImportedComment(key=str(n), name="A", body=f"{n}", created_at=START + timedelta(hours=n))
        for n in range(9)
    ]
    made = actions.import_thread(subject=FERRY, comments=comments)
    first = queries.comments_after(FERRY, sort=Sort.OLDEST, cursor=None, limit=3)
    actions.remove(comment=made["1"], by=None, reason="")
    actions.vote(comment_id=made["8"].pk, voter="v", value=1)
    second = queries.comments_after(FERRY, sort=Sort.OLDEST, cursor=first.next, limit=3)
    assert [item.comment.body for item in second.items] == ["3", "4", "5"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cursor",
    [
        "no cursor",
        encode_cursor(["newest", "2026-01-01T00:00:00Z", 1]),
        encode_cursor(["oldest", "yesterday", 1]),
        encode_cursor(["oldest", "2026-01-01T00:00:00", 1]),
        encode_cursor(["oldest", "2026-01-01T00:00:00Z", "1"]),
        encode_cursor(["oldest"]),
        encode_cursor([]),
        encode_cursor(["oldest", None, 1]),
    ],
)
def test_a_foreign_cursor_is_named_as_such(cursor: str) -> None:
    with pytest.raises(BadCursor):
        queries.comments_after(FERRY, sort=Sort.OLDEST, cursor=cursor, limit=3)


def test_an_unknown_sort_is_the_default() -> None:
    assert Sort.read("best") is Sort.OLDEST
    assert Sort.read(None) is Sort.OLDEST
    assert Sort.read("most_voted") is Sort.MOST_VOTED
