"""Made from the ledger for everybody to read: the public record, and sums carried forward."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.fundraising.models.ledger import AppendOnlyModel, LedgerTransaction


class RecordLine(AppendOnlyModel):
    """A booking's place in the public record: an amount without a person.

    Lines are added in shuffled batches, so that neither number nor day tells who gave when.
    """

    number = models.PositiveBigIntegerField(unique=True)
    """1, 2, 3 and so on, without a gap."""
    transaction = models.OneToOneField(
        LedgerTransaction, on_delete=models.PROTECT, related_name="line"
    )
    seal = models.CharField(max_length=64, unique=True)
    """SHA-256, in hexadecimal, of the code on the donor's receipt (`Proof.code`)."""
    batch = models.PositiveIntegerField(db_index=True)
    added_on = models.DateField()

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"line {self.number}"


class Proof(models.Model):
    """What only the donor's receipt says: the code whose hash seals the gift's line.

    It goes when the donor asks to be erased; the line stays, and is an amount and nothing more.
    """

    transaction = models.OneToOneField(
        LedgerTransaction, on_delete=models.CASCADE, related_name="proof"
    )
    code = models.CharField(max_length=32)
    """Random, in hexadecimal, derived from nothing."""

    def __str__(self) -> str:
        return f"proof of {self.transaction_id}"


class CarriedSum(models.Model):
    """The sums of older bookings, carried forward as at the foot of a page of the books.

    Bookings never change, so a sum of them cannot drift; what came later is added when asked.
    """

    class Side(models.TextChoices):
        GIFTS = "gifts", _("gifts received")
        FEES = "fees", _("fees")
        UNDONE = "undone", _("gifts taken back since")

    up_to = models.PositiveBigIntegerField(db_index=True)
    """The last booking in it; rows of several carries add up."""
    currency = models.CharField(max_length=3)
    is_sample = models.BooleanField()
    month = models.CharField(max_length=7)
    day = models.DateField()
    side = models.CharField(max_length=10, choices=Side.choices)
    kind = models.CharField(max_length=20)
    """The kind of booking."""
    band = models.PositiveSmallIntegerField()
    """The size of the gifts in it, as an index into `sums.BAND_UNITS`."""
    count = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["month", "currency"], name="carried_month_currency")]

    def __str__(self) -> str:
        return f"{self.month} {self.side} {self.kind}: {self.amount_minor}"
