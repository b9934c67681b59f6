"""One line of a statement, and what tells it from all others."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from stdnum import iso11649

LINES_MAX: Final = 100_000
_REFERENCE: Final = re.compile(r"RF\d{2}[0-9A-Z]{1,21}")
_OURS: Final = re.compile(r"RF\d{12}")
"""References as we give them: two check digits and ten digits of their own."""


class BadStatement(ValueError):
    """The file is no statement that can be read; the message says where and why."""


@dataclass(frozen=True)
class Line:
    """Money that came (positive) or went (negative)."""

    booked_on: date
    amount_minor: int
    currency: str
    payer: str = ""
    text: str = ""
    bank_ref: str = ""
    """The bank's own name of the entry, where it gives one."""

    @property
    def reference(self) -> str:
        """The first valid payment reference in it, compact; people write it with spaces."""
        found = re.sub(r"[\s./-]", "", self.text).upper()
        for pattern in (_OURS, _REFERENCE):
            for one in pattern.findall(found):
                if iso11649.is_valid(one):
                    return str(one)
        return ""


def with_keys(lines: Iterable[Line]) -> list[tuple[str, Line]]:
    """Each line with a key that another file with the same entry gives as well.

    Lines that are the same in everything are counted: the second of a day is the second again.
    """
    seen: Counter[str] = Counter()
    found = []
    for line in lines:
        parts = [line.booked_on.isoformat(), str(line.amount_minor), line.currency]
        parts += [line.bank_ref] if line.bank_ref else [line.payer, line.text]
        same = "|".join(" ".join(part.split()) for part in parts)
        seen[same] += 1
        key = hashlib.sha256(f"{same}|{seen[same]}".encode()).hexdigest()
        found.append((key, line))
    return found
