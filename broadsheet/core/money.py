"""Money as whole minor units with an ISO 4217 code; exponents come from a table, never a float."""

import re
from typing import Final

_TWO = "AUD BRL CAD CHF CZK DKK EUR GBP HKD ILS INR MXN NOK NZD PLN RON SEK SGD TRY UAH USD ZAR"
_NONE = "CLP ISK JPY KRW VND"
_THREE = "BHD JOD KWD TND"

EXPONENTS: Final[dict[str, int]] = {
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_NONE.split(), 0),
    **dict.fromkeys(_THREE.split(), 3),
}
"""Digits after the decimal point of each currency (ISO 4217, list one)."""

SYMBOLS: Final[dict[str, str]] = {
    "EUR": "€",
    "GBP": "£",
    "ILS": "₪",
    "INR": "₹",
    "JPY": "¥",
    "KRW": "₩",
    "TRY": "₺",
    "UAH": "₴",
    "USD": "$",
    "VND": "₫",
}

LARGEST_MINOR: Final = 10**12
"""An amount above this is a typing mistake, not money."""


class BadAmount(ValueError):
    """The text is no amount of this currency; the message says what to write instead."""


def exponent(currency: str) -> int:
    """Digits after the decimal point of a currency; raises BadAmount for an unknown one."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise BadAmount(f"“{currency}” is not a currency this newsroom knows.") from None


def format_amount(amount_minor: int, currency: str) -> str:
    """An amount for people: "2,180 $", "12.50 €"; whole amounts without decimals.

    A no-break space stands before the symbol, so that the two never part.
    """
    digits = exponent(currency)
    whole, part = divmod(abs(amount_minor), 10**digits)
    number = f"{whole:,}" + (f".{part:0{digits}d}" if part else "")
    sign = "−" if amount_minor < 0 else ""
    return f"{sign}{number}\u00a0{SYMBOLS.get(currency, currency)}"


def parse_amount(text: str, currency: str) -> int:
    """Minor units from what a person typed: "20", "1,000", "12.50", "12,50", "20 $".

    One separator followed by one or two digits is a decimal point; followed by three it groups
    thousands. Raises BadAmount where the text could mean two sums, or none.
    """
    digits = exponent(currency)
    symbol = SYMBOLS.get(currency, currency)
    bare = re.sub(r"[\s\u00a0\u202f’']", "", text)
    bare = bare.removeprefix(symbol).removesuffix(symbol)
    bare = bare.removeprefix(currency).removesuffix(currency)
    grouping = "," if digits == 3 else "[.,]"  # 1.234 KWD has three digits after its point
    found = re.fullmatch(
        rf"(\d{{1,3}}(?:({grouping})\d{{3}})(?:\2\d{{3}})*|\d+)(?:([.,])(\d+))?", bare
    )
    if not found or (found[2] and found[2] == found[3]):
        raise BadAmount(f"Please write the amount in figures, such as 20 or 12.50 {symbol}.")
    whole = re.sub(r"[.,]", "", found[1])
    part = found[4] or ""
    if found[3] and len(part) == 3 and digits != 3:
        raise BadAmount(f"Please write the amount without separators, such as 1000 {symbol}.")
    if len(part) > digits:
        raise BadAmount(f"{currency} has {digits} digits after the point, not {len(part)}.")
    amount = int(whole + part.ljust(digits, "0"))
    if amount > LARGEST_MINOR:
        raise BadAmount("That is more than a newsroom can book in one entry.")
    return amount
