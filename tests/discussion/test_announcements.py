"""Moderators hear of held comments; readers hear nothing of them."""

import pytest

from broadsheet.core import outbox
from broadsheet.core.models import Letter
from broadsheet.discussion import actions, announcements
from tests.discussion.conftest import FERRY


def post(**others: object):
    sent = {"subject": FERRY, "name": "Gus", "body": "Is this *true*?"} | others
    return actions.post_comment(**sent)  # type: ignore[arg-type]


def test_everybody_who_may_moderate_gets_one_letter(moderator, reporter) -> None:
    comment = post(email="gus@readers.example").comment
    outbox.work_once()
    announcements.tell_moderators({"subject": FERRY, "comment": comment.pk})
    letter = Letter.objects.get()
    assert letter.to == moderator.email
    assert letter.subject == "A comment by Gus is waiting: The ferry stays in port"
    assert "Is this *true*?" in letter.text
    assert f"/desk/discussion/comments/{comment.pk}/" in letter.text
    assert "First comments are read" in letter.text
    assert "&" not in letter.text


def test_whoever_may_no_longer_work_here_hears_nothing(moderator) -> None:
    moderator.is_active = False
    moderator.save()
    post()
    outbox.work_once()
    assert not Letter.objects.exists()


def test_once_it_is_decided_nobody_is_asked(moderator) -> None:
    actions.remove(comment=post().comment, by=moderator)
    outbox.work_once()
    assert not Letter.objects.exists()


def test_a_flood_does_not_fill_a_mailbox(moderator, monkeypatch) -> None:
    monkeypatch.setattr(announcements, "LETTERS_PER_HOUR", 3)
    for number in range(6):
        post(body=f"Remark {number}")
    outbox.work_once()
    assert Letter.objects.count() == 3


@pytest.mark.usefixtures("moderator")
def test_a_name_cannot_bend_the_subject_line(db) -> None:
    post(name="Gus\nBcc: all@readers.example")
    outbox.work_once()
    assert "\n" not in Letter.objects.get().subject


def test_a_comment_hidden_by_hand_asks_nobody(say, moderator) -> None:
    actions.hold(comment=say().comment, by=moderator)
    outbox.work_once()
    assert not Letter.objects.exists()
