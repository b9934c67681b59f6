"""A gift on its way from a reader to the newsroom, and the log of what became of it."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.fundraising.models.donor import Donor

TEST_GATEWAY: Final = "test"
"""The one gateway whose money is play money; its rows live in a book of their own."""


class Book(models.TextChoices):
    """Which ledger a row belongs to; the meter only sums the live one."""

    LIVE = "live", _("live")
    TEST = "test", _("test")


def book_matches_gateway() -> Q:
    """The condition that play money is in the test book, and no other money is."""
    return Q(gateway=TEST_GATEWAY, book=Book.TEST) | (~Q(gateway=TEST_GATEWAY) & Q(book=Book.LIVE))


class State(models.TextChoices):
    """Where a gift stands. It only moves along `LATTICE`, by compare-and-set."""

    STARTED = "started", _("waiting for the money")
    PENDING = "pending", _("on its way")
    FAILED = "failed", _("not paid")
    CANCELLED = "cancelled", _("given up")
    QUESTIONED = "questioned", _("needs a person")
    REFUSED = "refused", _("not accepted")
    SETTLED = "settled", _("received")
    CORRECTED = "corrected", _("taken back")


LATTICE: Final[dict[State, frozenset[State]]] = {
    State.STARTED: frozenset(
        {State.PENDING, State.FAILED, State.CANCELLED, State.QUESTIONED, State.SETTLED}
    ),
    State.PENDING: frozenset({State.FAILED, State.CANCELLED, State.QUESTIONED, State.SETTLED}),
    State.FAILED: frozenset({State.CANCELLED, State.QUESTIONED, State.SETTLED}),  # a later try
    State.CANCELLED: frozenset({State.QUESTIONED, State.SETTLED}),  # the money came after all
    State.QUESTIONED: frozenset({State.REFUSED, State.SETTLED}),
    State.REFUSED: frozenset(),
    State.SETTLED: frozenset({State.CORRECTED}),
    State.CORRECTED: frozenset(),
}
"""From each state, the states that may follow."""


def states_before(state: State) -> list[State]:
    """The states from which `state` may be reached in one step."""
    return [before for before, after in LATTICE.items() if state in after]


class Gift(models.Model):
    """Money that a reader means to give. Whether it arrived is the ledger's word, not this row's.

    Who gave is private: name, e-mail and message are for the desk alone.
    """

    class Source(models.TextChoices):
        FORM = "form", _("support page")
        API = "api", _("API")
        DESK = "desk", _("desk")
        RENEWAL = "renewal", _("monthly payment")
        STATEMENT = "statement", _("bank statement")
        SAMPLE = "sample", _("sample")

    token = models.CharField(max_length=32, unique=True)
    """Names the gift in addresses; whoever knows it sees amount, reference and state."""
    gateway = models.CharField(_("way of giving"), max_length=20)
    book = models.CharField(_("book"), max_length=4, choices=Book.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.STARTED
    )
    source = models.CharField(_("came through"), max_length=10, choices=Source.choices)
    source_path = models.CharField(_("page read before"), max_length=500, blank=True)
    is_sample = models.BooleanField(default=False, editable=False)

    amount_minor = models.PositiveBigIntegerField(_("amount promised"))
    currency = models.CharField(_("currency"), max_length=3)
    cover_minor = models.PositiveBigIntegerField(_("of it to cover the fee"), default=0)
    """The part of the amount by which the donor pays the gateway's fee; it is part of the gift."""
    received_minor = models.PositiveBigIntegerField(_("amount received"), null=True, blank=True)
    refunded_minor = models.PositiveBigIntegerField(_("amount given back"), default=0)
    """Reserved by refunds that are started or done; never more than was received."""

    donor = models.ForeignKey(
        Donor, null=True, blank=True, on_delete=models.SET_NULL, related_name="gifts"
    )
    pledge = models.ForeignKey(
        "fundraising.Pledge",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="gifts",
    )
    """The monthly promise that this is a payment of."""
    name = models.CharField(_("name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    message = models.TextField(_("message"), blank=True)
    language = models.CharField(max_length=16, blank=True)
    reference = models.CharField(_("reference"), max_length=40, blank=True, db_index=True)
    """What the transfer should carry (ISO 11649, compact), or what it did carry."""

    address_key = models.CharField(max_length=40, blank=True)
    """A keyed hash of the address it was started from, against the trying of stolen cards; blanked
    when its key goes."""
    idempotency_key = models.CharField(max_length=255, unique=True, null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    """SHA-256 of what was asked for under that key."""

    waits_for_letter = models.BooleanField(default=False, editable=False)
    """Whether the donor has to come by the link in a letter before the gateway is asked."""
    close_checkout_at = models.DateTimeField(null=True, blank=True)
    """Set while the gateway has to be told that nobody wants the checkout any more."""
    look_at = models.DateTimeField(null=True, blank=True)
    """Set while a donor waits to be told and the gateway has to be asked."""
    started_at = models.DateTimeField(_("started"))
    settled_at = models.DateTimeField(_("received on"), null=True, blank=True)
    corrected_at = models.DateTimeField(_("taken back on"), null=True, blank=True)

    class Meta:
        ordering = ("-started_at", "-id")
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        indexes = [
            models.Index(fields=["state", "started_at"], name="gift_state_started"),
            models.Index(
                fields=["close_checkout_at"],
                condition=Q(close_checkout_at__isnull=False),
                name="gift_close_checkout",
            ),
            models.Index(
                fields=["look_at"], condition=Q(look_at__isnull=False), name="gift_look_at"
            ),
            models.Index(
                fields=["address_key", "started_at"],
                condition=~Q(address_key=""),
                name="gift_address_started",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=book_matches_gateway(), name="fundraising_gift_book_of_gateway"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="fundraising_gift_amount_is_positive"
            ),
            models.CheckConstraint(
                condition=(
                    ~Q(state__in=[State.SETTLED, State.CORRECTED])
                    & Q(received_minor__isnull=True, settled_at__isnull=True, refunded_minor=0)
                )
                | Q(
                    state__in=[State.SETTLED, State.CORRECTED],
                    received_minor__gt=0,
                    settled_at__isnull=False,
                ),
                name="fundraising_gift_received_when_settled",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor=0)
                | Q(state=State.SETTLED, refunded_minor__lte=models.F("received_minor")),
                name="fundraising_refunds_within_the_gift",
            ),
            models.CheckConstraint(
                condition=Q(cover_minor__lt=models.F("amount_minor")),
                name="fundraising_gift_cover_is_a_part",
            ),
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(source__in=["desk", "statement"]) & ~Q(reference=""),
                name="fundraising_gift_reference_once",
            ),
        ]

    def __str__(self) -> str:
        return f"gift {self.pk}"

    @property
    def is_waiting(self) -> bool:
        """Whether money may still arrive for it."""
        return State(self.state) in states_before(State.SETTLED)

    @property
    def is_monthly(self) -> bool:
        """Whether it is a payment of a monthly promise."""
        return self.pledge_id is not None

    @property
    def stands_minor(self) -> int:
        """What of it the newsroom keeps after refunds; disputes are not looked at."""
        if self.state != State.SETTLED:
            return 0
        return (self.received_minor or 0) - self.refunded_minor


class GiftEvent(models.Model):
    """One step in the life of a gift: what, when, by whom, and why."""

    gift = models.ForeignKey(Gift, on_delete=models.CASCADE, related_name="events")
    state = models.CharField(max_length=10, choices=State.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"gift {self.gift_id} {self.state}"
