"""Discussions: what becomes of each comment of an export."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from broadsheet.core import checks
from broadsheet.discussion.actions import remove
from broadsheet.discussion.models import Comment, OpeningVotes, Pingback
from broadsheet.publishing.models import ArticlePage, StaticPage
from broadsheet.transfer.report import Report
from broadsheet.transfer.wordpress import tree
from broadsheet.transfer.wordpress.comments import votes_of
from broadsheet.transfer.wordpress.records import Comment as Source
from broadsheet.transfer.wordpress.records import Item
from tests.transfer.wordpress.export import comment, page, post, wxr

pytestmark = pytest.mark.django_db


def outcome(report: Report, kind: str = "comments") -> dict[str, int]:
    return {name: count for name, count in report.kinds[kind].outcomes.items() if count}


def whose() -> dict[str, str]:
    """Whose comment answers whose."""
    return {
        row.name: row.parent.name if row.parent else ""
        for row in Comment.objects.select_related("parent")
    }


def test_the_tree_the_times_and_the_names(move_in):
    move_in(
        wxr(
            post(
                1,
                comment(9, parent="5", date_gmt="2026-01-05 00:00:00", email=" a@b.example\n"),
                comment(5, parent="2"),
                comment(2, author="", email="no address"),
            )
        )
    )
    assert whose() == {"Reader 9": "Reader 5", "Reader 5": "Anonymous", "Anonymous": ""}
    ninth = Comment.objects.get(name="Reader 9")
    assert (ninth.depth, ninth.root.name) == (2, "Anonymous")
    assert ninth.created_at == datetime(2026, 1, 5, tzinfo=UTC)
    assert ninth.email == "a@b.example"
    assert Comment.objects.get(name="Anonymous").email == ""
    assert ninth.thread.subject == f"page:{ArticlePage.objects.get().pk}"
    assert ninth.thread.comment_count == 3


def test_a_time_of_zeros_falls_back(move_in):
    zeros = "0000-00-00 00:00:00"
    move_in(
        wxr(
            post(
                1,
                comment(1, date_gmt=zeros, date="2026-01-07 08:00:00"),
                comment(2, date_gmt=zeros, date=zeros),
            )
        )
    )
    times = dict(Comment.objects.values_list("name", "created_at"))
    assert times["Reader 1"] == datetime(2026, 1, 7, 8, tzinfo=UTC), "local, in the newsroom's zone"
    assert times["Reader 2"] == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "that of the post"


def test_what_was_not_approved_is_held_and_the_unknown_too(move_in):
    report = move_in(
        wxr(
            post(
                1,
                comment(1, approved="0"),
                comment(2, approved="hold"),
                comment(3, approved="perhaps"),
                comment(4, approved=""),
                comment(5, approved="approve"),
            )
        )
    )
    assert outcome(report) == {"created": 5}
    assert dict(Comment.objects.values_list("name", "state")) == {
        "Reader 1": "held",
        "Reader 2": "held",
        "Reader 3": "held",
        "Reader 4": "held",
        "Reader 5": "published",
    }


def test_spam_and_trash_stay_out_but_keep_the_place_of_their_answers(move_in):
    report = move_in(
        wxr(
            post(
                1,
                comment(1, approved="spam", content="buy"),
                comment(2, approved="trash", content="insult"),
                comment(3, parent="2", approved="post-trashed", content="worse"),
                comment(4, parent="3", content="an answer"),
                comment(5, parent="1", approved="spam", content="buy more"),
            )
        )
    )
    assert outcome(report) == {"created": 3, "skipped": 2}
    kept = Comment.objects.filter(state="removed")
    assert kept.count() == 2
    assert not any(row.body_html or row.email or "Reader" in row.name for row in kept)
    assert Comment.objects.get(state="published").depth == 2
    assert any(note.startswith("Removed comments with answers") for note in report.notes.counts)


def test_what_was_removed_there_after_it_came_here_is_removed_here(move_in):
    move_in(wxr(post(1, comment(1, content="insult"), comment(2))))
    report = move_in(wxr(post(1, comment(1, content="insult", approved="trash"), comment(2))))
    assert outcome(report) == {"updated": 1, "unchanged": 1}
    assert Comment.objects.get(state="removed").body_html == ""
    assert outcome(move_in(wxr(post(1, comment(2))))) == {"unchanged": 1}


def test_a_missing_parent_opens_the_thread_and_is_told(move_in):
    report = move_in(
        wxr(post(1, comment(1), comment(2, parent="99")), post(2, comment(3, parent="1")))
    )
    assert set(whose().values()) == {""}
    assert sum(n for note, n in report.notes.counts.items() if "top level" in note) == 2


def test_circles_are_broken(move_in):
    report = move_in(
        wxr(
            post(
                1,
                comment(1, parent="3"),
                comment(2, parent="1"),
                comment(3, parent="2"),
                comment(4, parent="4"),
            )
        )
    )
    found = whose()
    assert len(found) == 4
    assert list(found.values()).count("") == 2
    assert sum(n for note, n in report.notes.counts.items() if "circle" in note) == 2


def test_one_id_twice(move_in):
    other = comment(1, content="Other")
    text = wxr(post(1, comment(1), comment(1), other), post(2, comment(1)))
    assert outcome(move_in(text)) == {"created": 3, "skipped": 1}
    assert outcome(move_in(text)) == {"unchanged": 3, "skipped": 1}


def test_private_notes_of_editors_never_come_in(move_in):
    report = move_in(
        wxr(
            post(
                1,
                comment(1, type="note", content="secret"),
                comment(2, parent="1", content="secret too"),
                comment(3, parent="2", approved="0", content="secret three"),
                comment(4, type="order_note", content="secret four"),
                comment(5),
            )
        )
    )
    assert outcome(report) == {"skipped": 4, "created": 1}
    assert not Comment.objects.filter(body_html__contains="secret").exists()


def test_pingbacks_stand_apart(move_in):
    ping = {"type": "pingback", "author": "A &amp; B", "url": "https://blog.example/"}
    text = wxr(
        post(
            1,
            comment(1, **ping),
            comment(2, **{**ping, "type": "trackback"}),
            comment(3, **ping, approved="0"),
            comment(4, parent="1", content="an answer to a pingback"),
        )
    )
    report = move_in(text)
    assert outcome(report, "pingbacks") == {"created": 2, "skipped": 1}
    assert outcome(report) == {"created": 1}
    assert Pingback.objects.filter(title="A & B", url="https://blog.example/").count() == 2
    assert whose() == {"Reader 4": ""}
    assert outcome(move_in(text), "pingbacks") == {"unchanged": 2, "skipped": 1}


def test_what_wpdiscuz_kept(move_in):
    counted = 'a:2:{s:4:"like";i:5;s:7:"dislike";i:2;}'
    move_in(
        wxr(
            post(
                1,
                comment(1, metas={"wpdiscuz_votes_seperate": counted}),
                comment(2, metas={"wpdiscuz_votes": "-3"}),
                comment(3, type="wpdiscuz_sticky", metas={"wpdiscuz_closed": "1"}),
            )
        )
    )
    votes = {row.comment.name: (row.up, row.down) for row in OpeningVotes.objects.all()}
    assert votes == {"Reader 1": (5, 2), "Reader 2": (0, 3)}
    assert dict(Comment.objects.values_list("name", "score")) == {
        "Reader 1": 3,
        "Reader 2": -3,
        "Reader 3": 0,
    }
    third = Comment.objects.get(name="Reader 3")
    assert third.is_pinned
    assert third.replies_closed


@pytest.mark.parametrize(
    ("metas", "votes"),
    [
        ({}, (0, 0)),
        ({"wpdiscuz_votes": "x"}, (0, 0)),
        ({"wpdiscuz_votes": "7"}, (7, 0)),
        ({"wpdiscuz_votes_seperate": 'a:1:{s:4:"like";s:1:"4";}'}, (4, 0)),
        ({"wpdiscuz_votes_seperate": 'a:1:{s:4:"like";i:-4;}'}, (0, 0)),
        ({"wpdiscuz_votes_seperate": 'a:1:{s:4:"like";i:999999999999;}'}, (1_000_000, 0)),
        ({"wpdiscuz_votes_seperate": 'a:1:{s:4:"like";d:INF;}'}, (0, 0)),
        ({"wpdiscuz_votes_seperate": 'O:1:"x":0:{}', "wpdiscuz_votes": "2"}, (2, 0)),
    ],
)
def test_votes(metas, votes):
    assert votes_of(Source(metas=metas)) == votes


def test_a_page_has_a_discussion_where_there_is_one_or_was_room_for_one(move_in):
    move_in(
        wxr(
            page(1, comment(1), comment_status="closed"),
            page(2, comment_status="open"),
            page(3, comment_status="closed"),
            page(4, comment(2, approved="spam"), comment_status="closed"),
        )
    )
    assert dict(StaticPage.objects.values_list("slug", "has_discussion")) == {
        "page-1": True,
        "page-2": True,
        "page-3": False,
        "page-4": False,
    }


def test_what_a_moderator_decided_here_stays(move_in, moderator):
    move_in(wxr(post(1, comment(1))))
    row = Comment.objects.get()
    remove(comment=row, by=moderator, reason="insult")
    move_in(wxr(post(1, comment(1, content="Edited there"))))
    row.refresh_from_db()
    assert row.state == "removed"


def test_every_sum_adds_up_afterwards(move_in):
    said = [comment(n, parent=str(n // 2), metas={"wpdiscuz_votes": str(n)}) for n in range(1, 40)]
    move_in(wxr(post(1, *said, comment(40, approved="0", parent="3"))))
    move_in(wxr(post(1, *said, comment(40, parent="3"), comment(41, parent="40"))))
    assert checks.find_differences() == []


comments = st.lists(
    st.builds(
        Source,
        id=st.sampled_from(["1", "2", "3", "4", "5", "6", ""]),
        parent=st.sampled_from(["", "0", "1", "2", "3", "4", "5", "6", "9"]),
        type=st.sampled_from(["", "comment", "note", "pingback", "strange"]),
        approved=st.sampled_from(["1", "0", "spam", "trash", ""]),
        content=st.sampled_from(["a", "b"]),
    ),
    max_size=9,
)


@given(comments)
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_tangle_becomes_a_tree_and_every_comment_is_accounted_for(said):
    report = Report()
    item = Item(1, 1, comments=list(said))
    plan = tree.plan(item, tree.keyed(item, "1", report), set(), report)
    left_out = sum(report.kinds[kind].outcomes["skipped"] for kind in ("comments", "pingbacks"))
    assert len(plan.comments) + len(plan.linked) + left_out == len(said)
    seen = {""}
    for one in plan.comments:
        assert one.parent in seen, "parents come first"
        seen.add(one.key)
        assert one.source.type != "note"
        assert (one.state == "published") <= (one.source.approved == "1")
