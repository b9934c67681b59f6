"""Amounts in templates."""

from django import template

from broadsheet.core.money import format_amount
from broadsheet.fundraising import references

register = template.Library()


@register.filter
def money(amount_minor: int | None, currency: str) -> str:
    """Minor units as an amount for people; nothing where there is none."""
    return "" if amount_minor is None else format_amount(amount_minor, currency)


@register.filter
def blocks_of_four(reference: str) -> str:
    """A payment reference as it is read aloud."""
    return references.for_people(reference)
