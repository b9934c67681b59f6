"""Amounts in fields."""

from broadsheet.core.money import format_amount


def typed_amount(amount_minor: int, currency: str) -> str:
    """An amount as one would type it into a field: "12.50"."""
    return format_amount(amount_minor, currency).partition("\u00a0")[0]
