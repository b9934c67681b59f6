"""Stolen cards tried out in bulk: what counts as such, and when card payments pause.

Thieves try thousands of cards with small gifts, from many addresses. What gives them away is cards
that fail, so failures and distinct cards are counted, by address, by e-mail and for the whole site;
counts are read from the tries themselves, so they survive restarts and all workers agree.

While the site-wide pause holds, everybody may give by bank transfer, and whoever gave here before
gets a letter with a link that goes on with the card. A thief makes up an e-mail for each try, so
tries cause no letters and take nothing from those that donors get; and the answer is the same for
all, so that nobody learns from it who gave. The pause ends by itself when the tries have stopped,
and holds on while they go on.
"""

from datetime import timedelta
from typing import Final

from django.db.models import Count, F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from broadsheet.core import clock, limits, visitors
from broadsheet.core.schedule import every
from broadsheet.fundraising.models import Attempt, Book, Breaker, Donor, Gift, State

WINDOW: Final = timedelta(minutes=10)
"""How far back the site-wide pause looks."""
FAILURES_TO_OPEN: Final = 10
"""Declined cards within the window that pause card payments, where more failed than were paid."""
STARTS_TO_OPEN: Final = 60
"""Started and unpaid card gifts within the window that do the same; failures come after them."""
PAID_SHARE: Final = 5
"""That many starts for one that is paid are still believed to be people."""
HOLDS_FOR: Final = timedelta(minutes=10)
"""The pause ends this long after the last sign of trying."""
REFUSALS_THAT_HOLD: Final = 5
"""Refused starts within a minute that keep the pause."""

DAY: Final = timedelta(days=1)
FAILURES_OF_ONE: Final = 5
"""Declined cards of one address or e-mail in a day, before it has to give by transfer."""
CARDS_OF_ONE: Final = 3
"""Different declined cards of one address or e-mail in a day."""
OPEN_STARTS_OF_ONE: Final = 5
"""Unpaid card gifts of one address or e-mail within the window."""
LETTERS_TO_ONE: Final = 3
"""Letters with a link that one donor gets in a day, and the whole site sends in an hour."""
LETTERS_OF_THE_SITE: Final = 100
DAY_SECONDS: Final = 24 * 3600
TRIES_OF_A_GIFT: Final = 5
"""Declined tries in one checkout before it is closed."""


class CardsPaused(Exception):
    """Card payments are not taken from this donor now; the message is a sentence for them.

    `by_letter` says whether a link sent by e-mail leads on, for those who gave before.
    """

    def __init__(self, sentence: str, *, by_letter: bool) -> None:
        super().__init__(sentence)
        self.by_letter = by_letter


def card_key(fingerprint: str) -> str:
    """A keyed hash of a gateway's fingerprint of a card, which tells cards apart and no more."""
    if not fingerprint:
        return ""
    return salted_hmac("broadsheet.card", fingerprint, algorithm="sha256").hexdigest()


def check(*, gateway: str, address_key: str, email: str) -> None:
    """Raise CardsPaused where this donor, or the whole site, has to wait; ask before each start."""
    now = clock.now()
    tries = Attempt.objects.filter(
        _of_one(address_key, email, gift="gift__"),
        outcome=Attempt.Outcome.DECLINED,
        at__gte=now - DAY,
    ).aggregate(failures=Count("pk"), cards=Count("card_key", distinct=True))
    started = Gift.objects.filter(
        _of_one(address_key, email),
        gateway=gateway,
        state__in=[State.STARTED, State.CANCELLED],
        started_at__gte=now - WINDOW,
    )
    if (
        tries["failures"] >= FAILURES_OF_ONE
        or tries["cards"] >= CARDS_OF_ONE
        or started.count() >= OPEN_STARTS_OF_ONE
    ):
        raise CardsPaused(
            _("Too many card payments were not completed from here. Please give by transfer."),
            by_letter=False,
        )
    if is_paused(gateway):
        raise CardsPaused(
            _(
                "Card payments are paused for a moment, because somebody is trying stolen cards."
                " Please give by bank transfer, or come back in a quarter of an hour. If you gave"
                " here before, look into your mail: a link there leads on with the card."
            ),
            by_letter=True,
        )


def _of_one(address_key: str, email: str, *, gift: str = "") -> Q:
    """Gifts of the same address or the same e-mail, looked at from where `gift` leads to them."""
    found = Q(pk__in=[])
    if address_key:
        found |= Q((f"{gift}address_key", address_key))
    if email:
        found |= Q((f"{gift}donor__email_key", Donor.key_of(email)))
    return found


def is_paused(gateway: str) -> bool:
    """Whether the site-wide pause holds; opens and ends it by what happened lately."""
    now = clock.now()
    row = Breaker.objects.filter(gateway=gateway).first()
    if row is not None and row.opened_at is not None and row.closes_at and row.closes_at > now:
        return True
    reason = _why_open(gateway)
    if reason:
        _open(gateway, reason)
        return True
    if row is not None and row.opened_at is not None:
        Breaker.objects.filter(pk=row.pk, closes_at__lte=now).update(opened_at=None, closes_at=None)
    return False


def _why_open(gateway: str) -> str:
    since = clock.now() - WINDOW
    tries = Attempt.objects.filter(gateway=gateway, at__gte=since).aggregate(
        failed=Count("pk", filter=Q(outcome=Attempt.Outcome.DECLINED)),
        paid=Count("pk", filter=Q(outcome=Attempt.Outcome.PAID)),
    )
    if tries["failed"] >= FAILURES_TO_OPEN and tries["failed"] > tries["paid"]:
        return f"{tries['failed']} cards declined, {tries['paid']} paid"
    starts = Gift.objects.filter(gateway=gateway, started_at__gte=since).aggregate(
        all=Count("pk"), paid=Count("pk", filter=Q(state=State.SETTLED))
    )
    if starts["all"] >= STARTS_TO_OPEN and starts["all"] > PAID_SHARE * starts["paid"]:
        return f"{starts['all']} started, {starts['paid']} paid"
    return ""


def _open(gateway: str, reason: str) -> None:
    now = clock.now()
    row, _created = Breaker.objects.get_or_create(gateway=gateway)
    opened = Breaker.objects.filter(pk=row.pk, opened_at__isnull=True).update(
        opened_at=now,
        closes_at=now + HOLDS_FOR,
        reason=reason,
        times_opened=F("times_opened") + 1,
    )
    if opened:
        close_suspects(gateway)
    else:
        Breaker.objects.filter(pk=row.pk).update(closes_at=now + HOLDS_FOR)


def close_suspects(gateway: str) -> None:
    """Have the checkouts closed in which cards failed lately, so that no more are tried there."""
    now = clock.now()
    Gift.objects.filter(
        gateway=gateway,
        state=State.STARTED,
        close_checkout_at__isnull=True,
        attempts__outcome=Attempt.Outcome.DECLINED,
        attempts__at__gte=now - WINDOW,
    ).update(close_checkout_at=now)


def refused(gateway: str) -> None:
    """Somebody was turned away by the pause; many of them keep it."""
    try:
        limits.take("cards.refused", gateway, limit=REFUSALS_THAT_HOLD, per_seconds=60)
    except limits.TooMany:
        Breaker.objects.filter(gateway=gateway, opened_at__isnull=False).update(
            closes_at=clock.now() + HOLDS_FOR
        )


def may_write_letter(email: str) -> bool:
    """Count a letter to this e-mail; False where no money ever came from it, or where it, or the
    site, had enough of them.
    """
    gave = Gift.objects.filter(
        donor__email_key=Donor.key_of(email), state=State.SETTLED, book=Book.LIVE
    )
    if not email or not gave.exists():
        return False
    who = salted_hmac("broadsheet.letter", Donor.key_of(email)).hexdigest()[:40]
    try:
        limits.take("cards.letter", who, limit=LETTERS_TO_ONE, per_seconds=DAY_SECONDS)
        limits.take("cards.letter", "site", limit=LETTERS_OF_THE_SITE, per_seconds=3600)
    except limits.TooMany:
        return False
    return True


def note_declined(gift: Gift) -> None:
    """A card failed: close a checkout in which too many did, and see whether to pause."""
    declined = gift.attempts.filter(outcome=Attempt.Outcome.DECLINED).count()
    if declined >= TRIES_OF_A_GIFT and gift.pledge_id is None:
        Gift.objects.filter(pk=gift.pk, state=State.STARTED, close_checkout_at__isnull=True).update(
            close_checkout_at=clock.now()
        )
    if is_paused(gift.gateway) and gift.state == State.STARTED:
        close_suspects(gift.gateway)


@every(seconds=6 * 3600, name="forget addresses of gifts")
def forget_addresses() -> int:
    """Blank the hashed addresses of gifts once their key is gone."""
    old = Gift.objects.filter(started_at__lt=clock.now() - timedelta(days=visitors.KEY_DAYS))
    return old.exclude(address_key="").update(address_key="")
