"""Plots that the server draws: bars in a box of WIDTH by HEIGHT; the page sets the labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from broadsheet.core.money import format_amount

WIDTH: Final = 960
HEIGHT: Final = 240
GAP: Final = 2
"""Between two bars, in the units of the box."""


@dataclass(frozen=True)
class Column:
    """What is to be drawn: over so many steps of the scale, this much altogether."""

    label: str
    steps: int
    amount_minor: int
    note: str = ""


@dataclass(frozen=True)
class Bar:
    """A bar as SVG takes it; the height is an average where it covers several steps."""

    x: int
    y: int
    width: int
    height: int
    title: str


@dataclass(frozen=True)
class Plot:
    """Bars, and what stands at the top of their scale."""

    bars: list[Bar]
    top: str
    first: str
    last: str
    width: int = WIDTH
    height: int = HEIGHT


def draw(columns: Sequence[Column], currency: str) -> Plot | None:
    """The plot of some columns; None where there is nothing to show."""
    steps = sum(column.steps for column in columns)
    highest = max((column.amount_minor // column.steps for column in columns), default=0)
    if highest <= 0:
        return None
    top = nice_above(highest)
    bars = []
    done = 0
    for column in columns:
        left, right = done * WIDTH // steps, (done + column.steps) * WIDTH // steps
        done += column.steps
        height = max(0, column.amount_minor // column.steps) * HEIGHT // top
        if column.amount_minor > 0:
            height = max(height, 1)
        title = f"{column.label}: {format_amount(column.amount_minor, currency)}"
        bars.append(
            Bar(
                x=left,
                y=HEIGHT - height,
                width=max(1, right - left - GAP),
                height=height,
                title=f"{title}, {column.note}" if column.note else title,
            )
        )
    return Plot(
        bars=bars,
        top=format_amount(top, currency),
        first=columns[0].label,
        last=columns[-1].label,
    )


def nice_above(amount: int) -> int:
    """The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is not below `amount`."""
    power = 10 ** (len(str(max(1, amount))) - 1)
    return next(step * power // 2 for step in (2, 4, 5, 10, 20) if step * power >= 2 * amount)
