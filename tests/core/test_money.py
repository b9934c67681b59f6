"""Amounts are exact, readable and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.core.money import EXPONENTS, BadAmount, format_amount, parse_amount


@pytest.mark.parametrize(
    ("amount_minor", "currency", "shown"),
    [
        (0, "USD", "0\u00a0$"),
        (250_000, "USD", "2,500\u00a0$"),
        (218_000, "USD", "2,180\u00a0$"),
        (1250, "EUR", "12.50\u00a0€"),
        (500, "JPY", "500\u00a0¥"),
        (1234, "KWD", "1.234\u00a0KWD"),
        (-2000, "USD", "−20\u00a0$"),
    ],
)
def test_amounts_are_shown_with_their_symbol_behind(amount_minor, currency, shown):
    assert format_amount(amount_minor, currency) == shown


@pytest.mark.parametrize(
    ("text", "currency", "amount_minor"),
    [
        ("20", "USD", 2000),
        ("20 $", "USD", 2000),
        ("$20", "USD", 2000),
        ("12.50", "EUR", 1250),
        ("12,5", "EUR", 1250),
        ("1,000", "USD", 100_000),
        ("1.000,00", "EUR", 100_000),
        ("1 000", "EUR", 100_000),
        ("500", "JPY", 500),
        ("5.123", "USD", 512_300),
    ],
)
def test_amounts_are_read_as_people_write_them(text, currency, amount_minor):
    assert parse_amount(text, currency) == amount_minor


@pytest.mark.parametrize(
    "text", ["", "ten", "-5", "1,00,0", "1.234.5", "1,000,00", "9" * 20, "12.50.1", "٢٠x"]
)
def test_what_could_mean_two_sums_or_none_is_refused(text):
    with pytest.raises(BadAmount):
        parse_amount(text, "USD")


def test_an_unknown_currency_is_named():
    with pytest.raises(BadAmount, match="XXX"):
        format_amount(1, "XXX")


@given(st.integers(0, 10**11), st.sampled_from(sorted(EXPONENTS)))
def test_what_is_shown_reads_back_as_the_same_amount(amount_minor, currency):
    assert parse_amount(format_amount(amount_minor, currency), currency) == amount_minor
