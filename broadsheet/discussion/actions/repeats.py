"""Requests that arrive twice with the same Idempotency-Key: one effect, one answer."""

import hashlib
import json
from datetime import timedelta
from typing import Final

from django.db.models import CharField

from broadsheet.core import clock
from broadsheet.core.prepared import Given, Insert, Select
from broadsheet.core.schedule import every
from broadsheet.discussion.models import Comment, SentOnce
from broadsheet.discussion.refusals import KeyReused, KeyTooLong

KEYS_KEPT: Final = timedelta(hours=24)
"""How long a repeated key gets the first answer."""
KEY_LENGTH: Final = 200

_sent = Select(
    lambda: SentOnce.objects.filter(key=Given("key", CharField())).select_related("comment__thread")
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


@every(seconds=3600, name="forget used idempotency keys")
def forget_old_keys() -> None:
    """Delete keys after KEYS_KEPT; a client that repeats does so within minutes."""
    SentOnce.objects.filter(created_at__lt=clock.now() - KEYS_KEPT).delete()
