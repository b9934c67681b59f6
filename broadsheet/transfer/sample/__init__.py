"""A sample newsroom, written for this project: The Harbour Ledger of Port Merrin, all invented.

Open `fill` to put it into an empty data folder, and `remove` to take it out again.
"""

from broadsheet.transfer.sample.filling import NotEmpty, fill
from broadsheet.transfer.sample.removing import remove

__all__ = ["NotEmpty", "fill", "remove"]
