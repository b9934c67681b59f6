"""Requests that arrive twice: one effect, one answer.

With an Idempotency-Key they are known for certain; without one, the same name and text at the same
place of a thread within a short time is the same comment, sent twice.
"""

import hashlib
import json
from datetime import timedelta
from typing import Final

from django.db.models import BigIntegerField, CharField, DateTimeField, F
from django.db.models.functions import Coalesce

from broadsheet.core import clock
from broadsheet.core.prepared import Given, Insert, Select
from broadsheet.core.schedule import every
from broadsheet.discussion.models import Comment, Passage, SentOnce, Thread
from broadsheet.discussion.refusals import KeyReused, KeyTooLong

KEYS_KEPT: Final = timedelta(hours=24)
"""How long a repeated key gets the first answer."""
KEY_LENGTH: Final = 200
SAME_WITHIN: Final = timedelta(minutes=10)
"""The same name, text and place within this time is the same comment, sent twice."""
REPEATED_WITHIN: Final = timedelta(hours=24)
"""The same text within this time, under any name and anywhere, is a repetition."""

_sent = Select(
    lambda: SentOnce.objects.filter(key=Given("key", CharField())).select_related("comment__thread")
)
_same_text = Select(
    lambda: (
        Comment.objects.filter(
            fingerprint=Given("fingerprint", CharField()),
            created_at__gte=Given("since", DateTimeField()),
        )
        .exclude(pk=Given("editing", BigIntegerField()))
        .values_list("pk")[:1]
    )
)
_twins = Select(
    lambda: (
        Comment.objects.alias(
            # Not the bare columns, or SQLite reads the whole place, or what is new in the whole
            # thread, instead of the few same texts.
            in_thread=F("thread_id") + 0,
            answered=Coalesce("parent", 0, output_field=BigIntegerField()),
            about=Coalesce("passage", 0, output_field=BigIntegerField()),
        )
        .filter(
            fingerprint=Given("fingerprint", CharField()),
            created_at__gte=Given("since", DateTimeField()),
            in_thread=Given("thread", BigIntegerField()),
            name=Given("name", CharField()),
            answered=Given("parent", BigIntegerField()),
            about=Given("passage", BigIntegerField()),
        )
        .select_related("thread")
        .order_by("created_at", "id")[:1]  # as the index on fingerprints has them
    )
)
_keep = Insert(SentOnce, unless_there=True)


def digest_of(*sent: object) -> str:
    """A hash of everything that was sent, JSON values all."""
    return hashlib.sha256(json.dumps(sent).encode()).hexdigest()


def sent_with(key: str, digest: str) -> Comment | None:
    """The comment that a key was used for with the same content; None for a new key, or none.

    Raises KeyReused for other content, KeyTooLong for a key that cannot be kept.
    """
    if not key:
        return None
    if len(key) > KEY_LENGTH:
        raise KeyTooLong
    earlier = _sent.first(key=key)
    if earlier is None:
        return None
    if earlier.digest != digest:
        raise KeyReused
    return earlier.comment


def remember(key: str, digest: str, comment: Comment) -> None:
    """Keep a key, if there is one; raises KeyReused where another took it a moment ago.

    Another request with the same key, content and comment is the same one, sent twice.
    """
    if not key:
        return
    row = SentOnce(key=key, digest=digest, comment=comment, created_at=clock.now())
    if not _keep(row) and sent_with(key, digest) != comment:
        raise KeyReused


def is_repetition(fingerprint: str, *, editing: Comment | None = None) -> bool:
    """Whether a text was sent before within a day, other than by the comment that is mended."""
    earlier = _same_text(
        fingerprint=fingerprint,
        since=clock.now() - REPEATED_WITHIN,
        editing=editing.pk if editing else 0,
    )
    return bool(earlier)


def twin_of(
    *, thread: Thread, parent_id: int | None, passage: Passage | None, name: str, fingerprint: str
) -> Comment | None:
    """The comment of which this is a repetition. “Thanks!” to somebody else is none."""
    return _twins.first(
        fingerprint=fingerprint,
        since=clock.now() - SAME_WITHIN,
        thread=thread.pk,
        name=name,
        parent=parent_id or 0,
        passage=passage.pk if passage else 0,
    )


@every(seconds=3600, name="forget used idempotency keys")
def forget_old_keys() -> None:
    """Delete keys after KEYS_KEPT; a client that repeats does so within minutes."""
    SentOnce.objects.filter(created_at__lt=clock.now() - KEYS_KEPT).delete()
