"""Input from outside, parsed and cleaned."""

from broadsheet.fundraising.forms.desk import (
    ConfirmTransferForm,
    CorrectionForm,
    RefundForm,
    TransferForm,
    TurnDownForm,
)
from broadsheet.fundraising.forms.files import ColumnsForm, GiftFileForm, StatementForm
from broadsheet.fundraising.forms.gift import GiftForm
from broadsheet.fundraising.forms.settings import GivingForm

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
