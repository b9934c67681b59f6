"""Gifts as the desk asks for them."""

from collections.abc import Iterable
from typing import Final

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from broadsheet.core.money import BadAmount, parse_amount
from broadsheet.fundraising import references
from broadsheet.fundraising.models import Gift, LedgerTransaction, State
from broadsheet.fundraising.models.gift import states_before
from broadsheet.fundraising.queries.meter import currency

GIFTS_A_PAGE: Final = 50


def _matching(text: str) -> Q:
    """Gifts whose reference, name, e-mail or amount is what somebody typed."""
    text = text.strip()
    compact = references.compact(text).replace(" ", "").upper()
    found = (
        Q(reference__icontains=compact)
        | Q(name__icontains=text)
        | Q(email__icontains=text)
        | Q(token=text)
    )
    try:
        amount = parse_amount(text, currency())
    except BadAmount:
        return found
    return found | Q(amount_minor=amount) | Q(received_minor=amount)


def waiting_gifts(search: str = "") -> QuerySet[Gift]:
    """Bank gifts whose transfer has not come, oldest first; given-up ones only when searched."""
    states = states_before(State.SETTLED) if search.strip() else [State.STARTED]
    found = Gift.objects.filter(gateway="bank", state__in=states).order_by("started_at", "id")
    return found.filter(_matching(search)) if search.strip() else found


def waiting_count() -> int:
    """How many bank gifts wait for their transfer."""
    return waiting_gifts().count()


def gifts_page(
    *,
    number: int | str = 1,
    search: str = "",
    states: Iterable[str] = (),
    book: str = "",
    month: str = "",
) -> Page[Gift]:
    """Gifts of all kinds, newest first, narrowed by what the desk asks; `month` is of receipt."""
    found = Gift.objects.all()
    if search.strip():
        found = found.filter(_matching(search))
    if chosen := [state for state in states if state]:
        found = found.filter(state__in=chosen)
    if book:
        found = found.filter(book=book)
    if month:
        found = found.filter(transactions__month=month).distinct()
    return Paginator(found, GIFTS_A_PAGE).get_page(number)


def booked_months() -> list[str]:
    """Months with movements, newest first."""
    return list(
        LedgerTransaction.objects.order_by("-month").values_list("month", flat=True).distinct()
    )
