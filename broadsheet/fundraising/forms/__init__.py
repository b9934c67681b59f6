"""Input from outside, parsed and cleaned."""

from broadsheet.fundraising.forms.desk import (
    ConfirmTransferForm,
    CorrectionForm,
    GiftFileForm,
    GivingForm,
    RefundForm,
    StatementForm,
    TransferForm,
    TurnDownForm,
)
from broadsheet.fundraising.forms.gift import GiftForm

__all__ = [
    "ConfirmTransferForm",
    "CorrectionForm",
    "GiftFileForm",
    "GiftForm",
    "GivingForm",
    "RefundForm",
    "StatementForm",
    "TransferForm",
    "TurnDownForm",
]
