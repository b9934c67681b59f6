"""Input from outside, parsed and cleaned."""

from broadsheet.fundraising.forms.desk import (
    ConfirmTransferForm,
    CorrectionForm,
    GivingForm,
    TransferForm,
)
from broadsheet.fundraising.forms.gift import GiftForm

__all__ = ["ConfirmTransferForm", "CorrectionForm", "GiftForm", "GivingForm", "TransferForm"]
