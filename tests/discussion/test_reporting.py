"""Reports by readers, picks, badges and answers by the newsroom."""

import pytest

from broadsheet.core import subjects
from broadsheet.discussion import actions
from broadsheet.discussion.actions import reporting
from broadsheet.discussion.checks import find_differences
from broadsheet.discussion.models import Act, Comment, Decision, Report, State
from tests.discussion.test_views import article


def send(who, comment, **others):
    sent = {"reason": "abuse", "note": "Look at the third line."} | others
    return who.client.post(f"/comments/{comment.pk}/report/", sent)


def test_a_reader_reports_with_a_reason(guest, say, client, moderator):
    comment = say().comment
    page = guest.client.get(f"/comments/{comment.pk}/report/")
    assert "It is advertising or spam" in page.content.decode()
    answer = send(guest, comment)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    row = Report.objects.get()
    assert (row.reason, row.note) == ("abuse", "Look at the third line.")
    send(guest, comment, reason="spam")
    assert Report.objects.get().reason == "spam"
    client.force_login(moderator)
    html = client.get("/desk/discussion/reported/").content.decode()
    assert "It is advertising or spam" in html
    assert "Look at the third line." in html
    assert "Readers reported 1 comment" in client.get("/desk/").content.decode()


@pytest.mark.parametrize(
    ("sent", "status"), [({"reason": ""}, 422), ({"reason": "x"}, 422), ({"note": "x" * 501}, 422)]
)
def test_a_report_needs_one_of_the_reasons(guest, say, sent, status):
    answer = send(guest, say().comment, **sent)
    assert answer.status_code == status
    assert not Report.objects.exists()


def test_what_readers_do_not_see_cannot_be_reported(guest, say, moderator):
    comment = say().comment
    actions.hold(comment=comment, by=moderator)
    assert send(guest, comment).status_code == 404
    assert guest.client.get("/comments/4711/report/").status_code == 404


def test_one_network_reports_so_often_and_no_more(guest, say, monkeypatch):
    monkeypatch.setattr(reporting, "PER_HOUR", 1)
    assert send(guest, say().comment).status_code == 200
    assert send(guest, say().comment).status_code == 429


def test_enough_readers_hold_a_comment_until_somebody_decides(reader, say, moderator):
    comment = say().comment
    for n in range(2):
        send(reader("Reader", address=f"192.0.2.{n}"), comment)
    comment.refresh_from_db()
    assert comment.is_published
    send(reader("Reader", address="192.0.2.9"), comment)
    comment.refresh_from_db()
    assert comment.state == State.HELD
    last = Decision.objects.latest("id")
    assert (last.act, last.by) == (Act.HOLD, None)
    actions.approve(comment=comment, by=moderator)
    assert not Report.objects.filter(settled_at__isnull=True).exists()
    for n in range(20, 25):
        send(reader("Reader", address=f"192.0.2.{n}"), comment)
    comment.refresh_from_db()
    assert comment.is_published
    assert find_differences() == []


def test_a_moderator_may_leave_a_comment_as_it_is(client, guest, say, moderator):
    comment = say().comment
    send(guest, comment)
    client.force_login(moderator)
    client.post(f"/desk/discussion/comments/{comment.pk}/decide/", {"act": "dismiss"})
    assert Report.objects.get().settled_at is not None
    assert Decision.objects.latest("id").act == Act.DISMISS
    comment.refresh_from_db()
    assert comment.is_published


def test_a_pick_wears_a_badge_in_its_ordinary_place(client, say, moderator):
    first, second = say().comment, say().comment
    client.force_login(moderator)
    decide = f"/desk/discussion/comments/{second.pk}/decide/"
    client.post(decide, {"act": "feature", "reason": "Well put"})
    html = article()
    assert html.count("Newsroom’s pick") == 1
    assert html.index(f"comment-{first.pk}") < html.index(f"comment-{second.pk}")
    client.post(decide, {"act": "unfeature"})
    assert "Newsroom’s pick" not in article()
    assert [row.act for row in Decision.objects.order_by("id")] == [Act.FEATURE, Act.UNFEATURE]


def test_the_newsroom_answers_from_the_desk(client, say, moderator):
    actions.save_rules(hold_first_comments=True)
    comment = Comment.objects.get(pk=say().comment.pk)
    actions.approve(comment=comment, by=moderator)
    client.force_login(moderator)
    path = f"/desk/discussion/comments/{comment.pk}/answer/"
    assert client.post(path, {"body": "  "}).status_code == 422
    answer = client.post(path, {"body": "We *checked*: it is so."})
    assert answer.status_code == 302
    reply = Comment.objects.get(parent=comment)
    assert (reply.name, reply.staff, reply.state) == ("Mona Moderator", moderator, State.PUBLISHED)
    assert not reply.is_author
    assert 'comment-badge">Newsroom<' in article()


def test_an_author_of_the_story_is_marked_as_such(say, moderator, monkeypatch):
    monkeypatch.setitem(
        subjects._authors, "story", lambda key: frozenset({moderator.email.lower()})
    )
    comment = say(name="Mona", staff=moderator).comment
    assert comment.is_author
    assert 'comment-badge">Author<' in article()


def test_letters_are_allowed_again_at_the_desk(client, publisher):
    actions.suppress("ada@readers.example")
    client.force_login(publisher)
    assert "1 address" in client.get("/desk/discussion/letters/").content.decode()
    client.post("/desk/discussion/letters/", {"email": "Ada@readers.example"})
    assert "0 addresses" in client.get("/desk/discussion/letters/").content.decode()
