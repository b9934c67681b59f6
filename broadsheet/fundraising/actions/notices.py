"""Notices of gateways: stored raw and once, answered at once, worked afterwards.

A notice is a hint. Its object is fetched, and what the gateway says then is booked; notice, ledger,
log and letters share one transaction. What cannot be worked waits longer each time and is parked at
last, so that no notice stops the others.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import DateTimeField, F

from broadsheet.core import clock, quiet
from broadsheet.core.prepared import Given, Select
from broadsheet.core.schedule import every
from broadsheet.core.together import InsertTogether
from broadsheet.fundraising import gateways
from broadsheet.fundraising.actions.pledges import apply_pledge
from broadsheet.fundraising.actions.settlement import UnknownReference, apply_payment
from broadsheet.fundraising.gateways import GatewayDown, NotThere
from broadsheet.fundraising.gateways.facts import Heard
from broadsheet.fundraising.models import Notice

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=2)
BATCH: Final = 20
"""Few, because between two batches checkouts are closed, and a gateway may answer slowly."""
TRIES_MAX: Final = 8
"""Tries of a notice that fails, or whose object we do not know, before it is laid aside."""
FIRST_DELAY: Final = timedelta(seconds=5)
LONGEST_DELAY: Final = timedelta(hours=1)
BODY_KEPT: Final = timedelta(days=90)

_add = InsertTogether(Notice)
_first_due = Select(
    lambda: Notice.objects.filter(
        state=Notice.State.WAITING, due_at__lte=Given("now", DateTimeField())
    ).values_list("pk")[:1]
)


def keep_notice(*, gateway: str, heard: Heard, body: bytes) -> bool:
    """Store a notice as it came; False where it was stored before. One write, nothing else, shared
    with the notices that come while it waits for its turn.
    """
    now = clock.now()
    row = Notice(
        gateway=gateway,
        event_id=heard.event_id,
        kind=heard.kind,
        object_ref=heard.object_ref,
        body=body.decode("utf-8", "replace").replace("\x00", ""),
        state=Notice.State.WAITING if heard.object_ref and heard.is_live else Notice.State.IGNORED,
        happened_at=heard.happened_at,
        received_at=now,
        due_at=now,
    )
    return _add(row)


def work_notices() -> bool:
    """Work what is due, at most BATCH; true where there was any.

    Half of a batch at most is of the kinds that come in masses while somebody tries stolen cards:
    an honest donor's payment does not wait behind thousands of these. Several notices about one
    object are worked by asking for it once.
    """
    now = clock.now()
    if not _first_due(now=now):  # most turns
        return False
    due = Notice.objects.filter(state=Notice.State.WAITING, due_at__lte=now)
    due = due.order_by("due_at", "id")
    in_masses = {kind for gateway in gateways.GATEWAYS for kind in gateway.in_masses}
    found = list(due.filter(kind__in=in_masses)[: BATCH // 2])
    found += due.exclude(kind__in=in_masses)[: BATCH - len(found)]
    about: dict[tuple[str, str], list[Notice]] = {}
    for notice in found:
        about.setdefault((notice.gateway, notice.object_ref), []).append(notice)
    for first, *others in about.values():
        work_notice(first, with_it=others)
    return bool(found)


def work_notice(notice: Notice, *, with_it: Sequence[Notice] = ()) -> None:
    """Fetch what one notice is about and book it. What goes wrong is written to its row.

    `with_it` are notices about the same object that were here before: what is fetched now tells of
    them too. Where it cannot be worked they wait, and are tried by themselves.
    """
    now = clock.now()
    leased = Notice.objects.filter(
        pk=notice.pk, state=Notice.State.WAITING, due_at=notice.due_at
    ).update(due_at=now + LEASE, attempts=F("attempts") + 1)
    if not leased:
        return
    notice.refresh_from_db()
    try:
        quiet.requests.give_way()
        told = gateways.find(notice.gateway).fetch(notice.object_ref)
        quiet.requests.give_way()
        with transaction.atomic():
            for payment in told.payments:
                apply_payment(gateway=notice.gateway, fact=payment)
            for pledge in told.pledges:
                apply_pledge(gateway=notice.gateway, fact=pledge, asked_at=now)
            Notice.objects.filter(pk__in=[notice.pk, *(one.pk for one in with_it)]).update(
                state=Notice.State.DONE,
                facts=told.as_values(),
                worked_at=clock.now(),
                last_error="",
            )
    except GatewayDown as error:
        _later(notice, f"gateway down: {error}", Notice.State.WAITING)
    except NotThere as error:
        _later(notice, f"the gateway does not know it: {error}", Notice.State.PARKED)
    except UnknownReference as unknown:
        last = Notice.State.PARKED if unknown.is_marked else Notice.State.IGNORED
        _later(notice, "nothing here belongs to it", last)
    except Exception as error:
        logger.exception("A notice could not be worked: %s", notice.kind)
        _later(notice, repr(error), Notice.State.PARKED)


def _later(notice: Notice, why: str, last: Notice.State) -> None:
    """Try again later; after TRIES_MAX tries it comes to `last`."""
    is_over = notice.attempts >= TRIES_MAX
    delay = min(FIRST_DELAY * 2 ** min(notice.attempts - 1, 12), LONGEST_DELAY)
    Notice.objects.filter(pk=notice.pk).update(
        state=last if is_over else Notice.State.WAITING,
        due_at=clock.now() + delay,
        last_error=why[:1000],
    )


def replay_notice(*, notice: Notice, by: User | None) -> bool:
    """Have a notice worked again that was laid aside; False where it was not."""
    put_back = (
        Notice.objects.filter(pk=notice.pk)
        .exclude(state=Notice.State.WAITING)
        .exclude(object_ref="")
        .update(state=Notice.State.WAITING, attempts=0, due_at=clock.now(), last_error="")
    )
    if put_back:
        logger.info("Notice %s is worked again, as user %s wished.", notice.pk, by and by.pk)
    return bool(put_back)


@every(seconds=6 * 3600, name="forget who notices were about")
def forget_bodies() -> int:
    """Blank raw notices after 90 days; the facts beside them name nobody and stay."""
    old = Notice.objects.filter(received_at__lt=clock.now() - BODY_KEPT)
    return old.exclude(body="").exclude(state=Notice.State.WAITING).update(body="")
