"""Bank transfer: the donor gets a reference and pays; the desk confirms what has arrived."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from segno import helpers
from stdnum import iban as iban_number

from broadsheet.fundraising import references
from broadsheet.fundraising.gateways.base import Gateway, Instructions
from broadsheet.fundraising.models import FundraisingSettings, Gift

EPC_CURRENCY = "EUR"
"""The European Payments Council's code ("Scan2Pay", EPC069-12) exists for euro transfers alone."""
EPC_LARGEST_MINOR = 99_999_999_999


def payment_code(*, holder: str, iban: str, bic: str, amount_minor: int, reference: str) -> str:
    """An EPC payment code as an inline SVG drawing, dark on white in any colour scheme."""
    code = helpers.make_epc_qr(
        name=holder,
        iban=iban,
        amount=Decimal(amount_minor).scaleb(-2),
        reference=reference,
        bic=bic or None,
    )
    return str(
        code.svg_inline(
            scale=4, border=4, dark="#000", light="#fff", svgclass="payment-code", lineclass=None
        )
    )


class BankGateway(Gateway):
    """Works without any provider."""

    key = "bank"
    name = gettext_lazy("Bank transfer")
    hint = gettext_lazy("You get a reference and our account; your bank does the rest.")
    works_in_sample = True  # its money moves only when staff say so

    def why_closed(self) -> str:
        """Closed until an account is set at the desk."""
        if FundraisingSettings.current().has_account:
            return ""
        return _("This newsroom has not set a bank account yet.")

    def prepare(self, gift: Gift) -> None:
        """Give the gift a reference that no other one has."""
        gift.reference = references.new_reference()
        while Gift.objects.filter(reference=gift.reference).exists():
            gift.reference = references.new_reference()

    def begin(self, gift: Gift) -> Instructions:
        """Nothing outside happens: the donor's bank does it."""
        return self.instructions(gift)

    def instructions(self, gift: Gift) -> Instructions:
        """The account as it is set today, with the gift's amount and reference."""
        account = FundraisingSettings.current()
        has_code = (
            gift.currency == EPC_CURRENCY
            and bool(account.iban and account.account_holder)
            and gift.amount_minor <= EPC_LARGEST_MINOR
            and not gift.is_sample
        )
        return Instructions(
            holder=account.account_holder,
            iban=iban_number.format(account.iban) if account.iban else "",
            account_text=account.account_text,
            bic=account.bic,
            bank_name=account.bank_name,
            amount_minor=gift.amount_minor,
            currency=gift.currency,
            reference=gift.reference,
            note=_("This is a sample newsroom: please transfer no real money.")
            if gift.is_sample
            else account.instructions,
            qr_svg=payment_code(
                holder=account.account_holder,
                iban=account.iban,
                bic=account.bic,
                amount_minor=gift.amount_minor,
                reference=gift.reference,
            )
            if has_code
            else "",
        )
