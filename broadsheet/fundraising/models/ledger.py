"""The money ledger: double-entry, whole minor units, append-only.

A row is never edited and never deleted; a mistake is answered by a row that reverses it. The models
refuse here, and triggers in the database refuse everybody else (see append_only.py). Rows hold no
person. The one exception: rows born in a data folder marked as sample may be taken out again.
"""

from typing import Any, Final, NoReturn, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.fundraising.models.gift import Book, Gift, book_matches_gateway
from broadsheet.fundraising.models.manual import ManualEntry
from broadsheet.fundraising.models.refund import Dispute, Refund

REVERSING: Final = ["correction", "refund_failed", "dispute_released"]
"""Kinds that book an earlier transaction again with the signs turned."""


class AppendOnly(Exception):
    """The ledger is append-only: book a correction instead."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """A query set that can add and read, and nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def delete_samples(self) -> int:
        """Delete these rows, which must be samples: triggers stop the deletion of any other."""
        return self._raw_delete(self.db)


class AppendOnlyModel(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; raises AppendOnly for one that is already in the ledger."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly


class Account(models.Model):
    """Where money is or comes from: one per kind, currency and book."""

    class Kind(models.TextChoices):
        BANK = "bank", _("bank account")
        CARDS = "cards", _("card gateway")
        TILL = "till", _("play money till")
        GIFTS = "gifts", _("gifts received")
        FEES = "fees", _("fees of gateways and banks")
        HELD = "held", _("held in disputes")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    book = models.CharField(max_length=4, choices=Book.choices)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "book", "currency"], name="fundraising_one_account_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.currency} {self.book}"

    @classmethod
    def of(cls, *, kind: Kind, book: Book, currency: str) -> Self:
        """The account of this kind, opened at its first use."""
        found, _created = cls.objects.get_or_create(kind=kind, book=book, currency=currency)
        return found


class LedgerTransaction(AppendOnlyModel):
    """One movement of money; its entries sum to zero.

    (gateway, provider object, kind) is unique: however often a movement is told, it is booked once.
    """

    class Kind(models.TextChoices):
        GIFT = "gift", _("gift")
        FEE = "fee", _("fee")
        REFUND = "refund", _("refund")
        REFUND_FAILED = "refund_failed", _("refund that failed")
        DISPUTE_HELD = "dispute_held", _("dispute: held")
        DISPUTE_RELEASED = "dispute_released", _("dispute: released")
        DISPUTE_LOST = "dispute_lost", _("dispute: lost")
        CORRECTION = "correction", _("correction")
        MANUAL = "manual", _("entry by hand")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    book = models.CharField(max_length=4, choices=Book.choices)
    currency = models.CharField(max_length=3)
    gateway = models.CharField(max_length=20)
    provider_object = models.CharField(max_length=255)
    """What the gateway calls the movement; a bank transfer goes by the token of its gift."""
    gift = models.ForeignKey(
        Gift, null=True, blank=True, on_delete=models.PROTECT, related_name="transactions"
    )
    """The gift that it is about; None for an entry by hand."""
    refund = models.ForeignKey(
        Refund, null=True, blank=True, on_delete=models.PROTECT, related_name="transactions"
    )
    dispute = models.ForeignKey(
        Dispute, null=True, blank=True, on_delete=models.PROTECT, related_name="transactions"
    )
    manual = models.OneToOneField(
        ManualEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="booking"
    )
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversal"
    )
    happened_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    month = models.CharField(max_length=7)
    """The month it counts in, "2026-11": that of `happened_at` in `zone`, fixed when booked."""
    recorded_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=["book", "currency", "month"], name="ledger_book_currency_month")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "provider_object", "kind"],
                name="fundraising_movement_booked_once",
            ),
            models.CheckConstraint(
                condition=book_matches_gateway(), name="fundraising_booking_book_of_gateway"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=REVERSING, reverses__isnull=False)
                | (~Q(kind__in=REVERSING) & Q(reverses__isnull=True)),
                name="fundraising_correction_reverses",
            ),
            models.CheckConstraint(
                condition=Q(kind="manual", gift__isnull=True, manual__isnull=False)
                | (~Q(kind="manual") & Q(gift__isnull=False, manual__isnull=True)),
                name="fundraising_booking_is_about_something",
            ),
            models.CheckConstraint(
                condition=Q(kind__startswith="refund", refund__isnull=False)
                | (~Q(kind__startswith="refund") & Q(refund__isnull=True)),
                name="fundraising_refund_booking_has_refund",
            ),
            models.CheckConstraint(
                condition=Q(kind__startswith="dispute", dispute__isnull=False)
                | (~Q(kind__startswith="dispute") & Q(dispute__isnull=True)),
                name="fundraising_dispute_booking_has_dispute",
            ),
        ]

    def __str__(self) -> str:
        return f"transaction {self.pk} ({self.kind})"


class LedgerEntry(AppendOnlyModel):
    """One side of a transaction: positive is debit (money here), negative is credit (from here)."""

    transaction = models.ForeignKey(
        LedgerTransaction, on_delete=models.PROTECT, related_name="entries"
    )
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    amount_minor = models.BigIntegerField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount_minor=0), name="fundraising_entry_is_not_zero"
            ),
            models.UniqueConstraint(
                fields=["transaction", "account"], name="fundraising_entry_once_an_account"
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"
