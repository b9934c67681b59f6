"""Payment references after ISO 11649: RF, two check digits, ten random digits.

The check digits let a bank, and our desk, notice a mistyped reference.
"""

import secrets
from typing import Final

from stdnum import iso11649
from stdnum.iso7064 import mod_97_10

DIGITS: Final = 10


def reference_for(digits: str) -> str:
    """The reference, without spaces, whose own part is `digits`."""
    return f"RF{mod_97_10.calc_check_digits(digits + 'RF')}{digits}"


def new_reference() -> str:
    """A random reference, without spaces; the database says whether it is free."""
    return reference_for("".join(secrets.choice("0123456789") for _ in range(DIGITS)))


def for_people(reference: str) -> str:
    """A reference in blocks of four, "RF18 5390 0754 70"; other text stays as it is."""
    return iso11649.format(reference) if iso11649.is_valid(reference) else reference


def compact(text: str) -> str:
    """A reference as it is stored: a valid one without spaces, other text trimmed."""
    return str(iso11649.compact(text)) if iso11649.is_valid(text) else text.strip()
