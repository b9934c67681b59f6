"""Telling readers what is new: noted at once, coalesced, and written when it is due."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Case, CharField, DateTimeField, ExpressionWrapper, F, Q, Value, When

from broadsheet.core import clock, limits
from broadsheet.core.prepared import Given, Select
from broadsheet.core.schedule import every
from broadsheet.discussion import letters
from broadsheet.discussion.mentions import emails_mentioned_in
from broadsheet.discussion.models import Comment, Mailbox, News, Notify, Pace, State, Subscription

QUIET: Final = timedelta(seconds=90)
"""News waits so long for company: a burst of comments is one letter."""
GAP: Final = timedelta(minutes=10)
"""Between two letters with news to one mailbox."""
LETTERS_PER_DAY: Final = 30
"""With news, to one mailbox; what comes beyond waits for the next day."""
DIGEST_HOUR: Final = 7
"""When the daily letter is written, in the newsroom's zone."""
NEWS_KEPT: Final = timedelta(days=90)
"""How long it is known that a comment was told, so that it is not told again."""
_BATCH: Final = 500
_followers = Select(
    lambda: Subscription.objects.filter(
        subject=Given("subject", CharField()), confirmed_at__isnull=False
    ).values_list("pk")[:1]
)
_LETTERS_IN_A_ROUND: Final = 200


def is_followed(subject: str) -> bool:
    """Whether anybody subscribed to a discussion: one cheap look at each comment."""
    return bool(_followers(subject=subject))


def note_news(*, comment_id: int) -> int:
    """Note for whoever subscribed that there is a new comment. Safe to repeat; gives how many."""
    comment = (
        Comment.objects.select_related("thread", "parent", "root")
        .filter(pk=comment_id, state=State.PUBLISHED)
        .first()
    )
    if comment is None:
        return 0
    wants = Q(kind=Notify.THREAD)
    meant = emails_mentioned_in(comment.body_html)
    if comment.parent is not None and comment.parent.email:
        meant.append(comment.parent.email)
    if meant:
        wants |= Q(kind=Notify.REPLIES, mailbox__email__in=meant)
    if comment.about_id is not None:
        wants |= Q(kind=Notify.PASSAGE, passage_id=comment.about_id)
    mailboxes = list(
        Subscription.objects.filter(
            wants, subject=comment.thread.subject, confirmed_at__isnull=False
        )
        .exclude(mailbox__email=comment.email or None)
        .order_by("mailbox_id")
        .values_list("mailbox_id", flat=True)
        .distinct()
    )
    now = clock.now()
    for start in range(0, len(mailboxes), _BATCH):
        some = mailboxes[start : start + _BATCH]
        with transaction.atomic():
            News.objects.bulk_create(
                (News(mailbox_id=one, comment=comment, created_at=now) for one in some),
                ignore_conflicts=True,
            )
            Mailbox.objects.filter(pk__in=some, due_at__isnull=True).update(due_at=_due_at(now))
    return len(mailboxes)


def _due_at(now: datetime) -> Case:
    """When the next letter to a mailbox is written."""
    after_the_last = ExpressionWrapper(F("last_letter_at") + GAP, output_field=DateTimeField())
    return Case(
        When(pace=Pace.DAILY, then=Value(next_digest(now), output_field=DateTimeField())),
        When(last_letter_at__gt=now + QUIET - GAP, then=after_the_last),
        default=Value(now + QUIET, output_field=DateTimeField()),
        output_field=DateTimeField(),
    )


def next_digest(now: datetime) -> datetime:
    """The next moment at which daily letters are written."""
    here = now.astimezone(clock.zone())
    at = here.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return at if at > here else at + timedelta(days=1)


@every(seconds=15, name="write letters with news")
def write_due_letters() -> int:
    """Write to each mailbox whose news is due; gives how many were taken up."""
    now = clock.now()
    due = Mailbox.objects.filter(due_at__lte=now).order_by("due_at", "pk")[:_LETTERS_IN_A_ROUND]
    found = list(due)
    for mailbox in found:
        _write(mailbox, now)
    return len(found)


def _write(mailbox: Mailbox, now: datetime) -> None:
    """Post a letter for each subject, or one for all that a day brought."""
    with transaction.atomic():
        claimed = Mailbox.objects.filter(pk=mailbox.pk, due_at=mailbox.due_at)
        try:
            limits.take(
                "news letter", str(mailbox.pk), limit=LETTERS_PER_DAY, per_seconds=24 * 3600
            )
        except limits.TooMany as too_many:
            claimed.update(due_at=now + timedelta(seconds=too_many.retry_after_seconds))
            return
        if not claimed.update(due_at=None, last_letter_at=now):
            return  # another process was faster
        untold = News.objects.filter(mailbox=mailbox, told_at__isnull=True)
        rows = list(
            untold.order_by("comment_id").values_list(
                "pk", "comment_id", "comment__thread__subject"
            )
        )
        by_subject: dict[str, list[int]] = {}
        for _pk, comment_id, subject in rows:
            key = "" if mailbox.pace == Pace.DAILY else subject
            by_subject.setdefault(key, []).append(comment_id)
        for subject, comments in by_subject.items():
            letters.post_news(mailbox, subject=subject, comments=comments, at=now)
        News.objects.filter(pk__in=[pk for pk, _comment, _subject in rows]).update(told_at=now)


@every(seconds=6 * 3600, name="forget what was told")
def forget_told() -> None:
    """Delete notes of news that was told long ago."""
    News.objects.filter(told_at__lt=clock.now() - NEWS_KEPT).delete()
