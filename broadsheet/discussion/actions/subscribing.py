"""Subscribing: asked for by anybody, confirmed by the owner of the mailbox, stopped at once.

Whoever asks learns nothing about an address: not whether it is known, nor whether it wants no
letters. Nothing that somebody typed into a form stands in a letter to an address that has not
confirmed, so that nobody can use the form to send words of their own to a stranger.
"""

import hashlib
import hmac
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language

from broadsheet.core import clock, limits, subjects
from broadsheet.core.outbox import announce
from broadsheet.core.schedule import every
from broadsheet.core.text import clean_email
from broadsheet.discussion import doors, letters
from broadsheet.discussion.models import (
    Mailbox,
    Notify,
    Pace,
    Passage,
    Subscription,
    Suppression,
    Wish,
)
from broadsheet.discussion.refusals import NoSuchSubject, NotifyUnknown, PassageMissing

ASKED_PER_HOUR: Final = 20
"""Subscriptions asked for from one address of the network in an hour."""
CONFIRMATIONS_PER_DAY: Final = 3
"""Letters that ask one mailbox to confirm, in a day; whoever asks, and about whatever."""


def ask_to_subscribe(
    *,
    subject: str,
    email: str,
    kind: str,
    passage_id: int | None = None,
    address_key: str = "",
) -> None:
    """Have the owner of a mailbox asked whether letters about a subject are wanted.

    `passage_id` names the words for the kind that is about some alone. The answer is the same for
    every address. Raises NoSuchSubject, NotifyUnknown, PassageMissing and limits.TooMany.
    """
    if kind not in Notify.values or (kind == Notify.PASSAGE) != (passage_id is not None):
        raise NotifyUnknown
    if subjects.find(subject) is None:
        raise NoSuchSubject
    if passage_id is not None and _passage_of(subject, passage_id) is None:
        raise PassageMissing
    with transaction.atomic():
        if address_key:
            limits.take("subscribe", address_key, limit=ASKED_PER_HOUR, per_seconds=3600)
        announce(
            "subscription.asked",
            subject=subject,
            email=clean_email(email),
            kind=kind,
            passage=passage_id,
            language=get_language(),
        )


def _passage_of(subject: str, passage_id: int) -> Passage | None:
    return Passage.objects.filter(pk=passage_id, thread__subject=subject).first()


def post_confirmation(
    *, subject: str, email: str, kind: str, language: str, passage: int | None = None
) -> None:
    """Write to a mailbox what was asked for in its name, within the limits. Safe to repeat."""
    if subjects.find(subject) is None or is_suppressed(email):
        return
    about = _passage_of(subject, passage) if passage is not None else None
    if (kind == Notify.PASSAGE) != (about is not None):
        return  # the passage went since it was asked for
    now = clock.now()
    with transaction.atomic():
        mailbox, _is_new = Mailbox.objects.get_or_create(
            email=email, defaults={"created_at": now, "language": language}
        )
        subscription, is_new = Subscription.objects.get_or_create(
            mailbox=mailbox,
            subject=subject,
            kind=kind,
            passage=about,
            defaults={"asked_at": now},
        )
        if subscription.confirmed_at is not None:
            return
        try:
            limits.take(
                "confirm letter", hash_of(email), limit=CONFIRMATIONS_PER_DAY, per_seconds=86_400
            )
        except limits.TooMany:
            if is_new:
                subscription.delete()
            return
        Subscription.objects.filter(pk=subscription.pk).update(asked_at=now)
        letters.post_confirmation(subscription, at=now)


def confirm(subscription: Subscription) -> None:
    """The owner of the mailbox said yes. Safe to repeat."""
    Subscription.objects.filter(pk=subscription.pk, confirmed_at__isnull=True).update(
        confirmed_at=clock.now()
    )


def stop(
    *,
    mailbox: Mailbox,
    subject: str = "",
    wishes: Iterable[Wish] = (),
    subscription_id: int | None = None,
) -> None:
    """End the letters about one subject, of one subscription, or all of them. Safe to repeat.

    Where `wishes` are given, only these end of what was asked for.
    """
    rows = Subscription.objects.filter(mailbox=mailbox)
    if subject:
        rows = rows.filter(subject=subject)
    if named := [Q(kind=kind, passage=passage) for kind, passage in wishes]:
        rows = rows.filter(reduce(or_, named))
    if subscription_id is not None:
        rows = rows.filter(pk=subscription_id)
    with transaction.atomic():
        rows.delete()
        untold = mailbox.news.filter(told_at__isnull=True)
        still = Subscription.objects.filter(mailbox=mailbox).values("subject")
        untold.exclude(comment__thread__subject__in=still).delete()


def set_pace(*, mailbox: Mailbox, pace: str) -> None:
    """Tell news soon or once a day; what waits is told by the new rule from the next news on."""
    mailbox.pace = Pace(pace)
    mailbox.save(update_fields=["pace"])


def suppress(email: str, *, why: str = Suppression.Why.ASKED) -> None:
    """Never write to an address again, and forget it with its subscriptions. Safe to repeat."""
    email = clean_email(email)
    with transaction.atomic():
        Suppression.objects.get_or_create(
            email_hash=hash_of(email), defaults={"why": why, "created_at": clock.now()}
        )
        Mailbox.objects.filter(email=email).delete()


def lift_suppression(email: str) -> bool:
    """Let an address be written to again, at its owner's wish; whether there was a ban."""
    deleted, _rows = Suppression.objects.filter(email_hash=hash_of(clean_email(email))).delete()
    return deleted > 0


def is_suppressed(email: str) -> bool:
    """Whether this address is never written to."""
    return Suppression.objects.filter(email_hash=hash_of(email)).exists()


def hash_of(email: str) -> str:
    """By which an address is known again without being kept."""
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, f"suppression|{email}".encode(), hashlib.sha256).hexdigest()


@every(seconds=3600, name="forget what was not confirmed")
def forget_unconfirmed() -> None:
    """Delete subscriptions whose letter nobody answered, and mailboxes that nothing needs."""
    ended = clock.now() - doors.CONFIRM_TIME
    Subscription.objects.filter(confirmed_at__isnull=True, asked_at__lt=ended).delete()
    Mailbox.objects.filter(
        subscriptions__isnull=True, news__isnull=True, created_at__lt=ended
    ).delete()
