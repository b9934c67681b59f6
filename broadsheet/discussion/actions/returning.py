"""Coming back to one's own comments: the way in by mail, and erasing what one wrote."""

from typing import Final

from django.db import transaction
from django.utils.translation import get_language

from broadsheet.core import clock, limits
from broadsheet.core.models import Letter
from broadsheet.core.outbox import announce
from broadsheet.core.text import clean_email
from broadsheet.discussion import letters, tally
from broadsheet.discussion.actions.subscribing import hash_of, is_suppressed
from broadsheet.discussion.actions.threads import locked_thread, log
from broadsheet.discussion.models import Act, Comment, Mailbox, Report, State

ASKED_PER_HOUR: Final = 10
"""Ways in asked for from one address of the network in an hour."""
LETTERS_PER_DAY: Final = 3
"""With a way in, to one mailbox, whoever asks."""


def ask_for_way_in(*, email: str, address_key: str = "") -> None:
    """Have the way to their comments sent to whoever owns a mailbox.

    The answer is the same whether the address is known or not. Raises limits.TooMany.
    """
    with transaction.atomic():
        if address_key:
            limits.take("way in", address_key, limit=ASKED_PER_HOUR, per_seconds=3600)
        announce("way_in.asked", email=clean_email(email), language=get_language())


def post_way_in(*, email: str, language: str) -> None:
    """Write to a mailbox that something was written under; to no other."""
    mailbox = Mailbox.objects.filter(email=email).first()
    if is_suppressed(email) or not (mailbox or Comment.objects.filter(email=email).exists()):
        return
    try:
        limits.take("way in letter", hash_of(email), limit=LETTERS_PER_DAY, per_seconds=86_400)
    except limits.TooMany:
        return
    now = clock.now()
    if mailbox is None:
        mailbox, _is_new = Mailbox.objects.get_or_create(
            email=email, defaults={"created_at": now, "language": language}
        )
    letters.post_way_in(mailbox, at=now)


def erase(*, comment_id: int) -> bool:
    """Destroy what somebody wrote: text, earlier wordings, name, address, traces of the browser.

    The row stays in its place, as a tombstone where others answered. False where nothing was left.
    """
    with transaction.atomic():
        found = Comment.objects.select_related("thread").filter(pk=comment_id).first()
        if found is None:
            return False
        thread = locked_thread(found.thread.subject)
        found.refresh_from_db()
        found.thread = thread
        before = State(found.state)
        if before == State.ERASED:
            return False
        found.wordings.all().delete()
        found.name = found.email = found.visitor_key = found.fingerprint = ""
        found.body = found.body_html = ""
        found.staff = None
        found.is_author = found.is_featured = False
        found.edited_at = None
        found.state = State.ERASED
        found.save()
        tally.count_state(found, before=before, after=State.ERASED)
        Report.objects.filter(comment=found, settled_at__isnull=True).update(
            settled_at=clock.now(), note=""
        )
        Letter.objects.filter(key__startswith=f"held:{found.pk}:").delete()
        log(
            thread=thread,
            comment=found,
            act=Act.ERASE,
            by=None,
            from_state=before,
            to_state=State.ERASED,
        )
        announce("comment.removed", subject=thread.subject, comment=found.pk)
    return True


def erase_all(mailbox: Mailbox) -> int:
    """Destroy everything that was written under a mailbox, and forget it; gives how many."""
    numbers = list(Comment.objects.filter(email=mailbox.email).values_list("pk", flat=True))
    erased = sum(erase(comment_id=number) for number in numbers)
    with transaction.atomic():
        Letter.objects.filter(to=mailbox.email, key__regex=r"^(news|mine|subscription):").delete()
        Mailbox.objects.filter(pk=mailbox.pk).delete()
    return erased
