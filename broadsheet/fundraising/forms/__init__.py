"""Input from outside, parsed and cleaned."""

from broadsheet.fundraising.forms.desk import (
    ColumnsForm,
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
    "ColumnsForm",
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
