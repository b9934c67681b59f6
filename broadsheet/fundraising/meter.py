"""The meter in figures and in words: what it shows follows from a handful of facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.core import clock
from broadsheet.core.clock import Month
from broadsheet.core.money import format_amount


@dataclass(frozen=True)
class Tick:
    """A mark on the scale."""

    amount_minor: int
    label: str
    at_percent: int
    """Where it stands on the scale; beyond the goal the scale is longer than the goal."""


@dataclass(frozen=True)
class Milestone:
    """What becomes possible once so much has come."""

    amount_minor: int
    label: str
    amount: str
    is_reached: bool
    at_permille: int
    """Where it stands on the scale."""


@dataclass(frozen=True)
class Reconciled:
    """When the books were last compared with bank and payment services, and how that ended."""

    at: datetime
    differ: tuple[str, ...] = ()
    """Gateways whose last comparison left something for a person."""
    credits_waiting: int = 0
    """Lines of bank statements that have no gift yet."""

    @property
    def is_clean(self) -> bool:
        """Whether nothing is left to look at."""
        return not self.differ and not self.credits_waiting

    @property
    def day_text(self) -> str:
        """The day for people."""
        return formats.date_format(self.at.astimezone(clock.zone()), _("j F Y"))


@dataclass(frozen=True)
class Meter:
    """Money received this month against the goal. Amounts are minor units of `currency`."""

    name: str
    month: Month
    currency: str
    goal_minor: int
    raised_minor: int
    """Settled live money of the month, corrections taken off; below 0 if they outweigh it."""
    gifts: int
    today: date
    as_of: datetime
    is_sample: bool
    planned: Sequence[tuple[int, str]] = ()
    """Milestones: (amount in minor units, words)."""

    @property
    def permille(self) -> int:
        """Thousandths of the goal, rounded down: 1000 means that the goal is reached."""
        return self.raised_minor * 1000 // self.goal_minor

    @property
    def percent(self) -> float:
        """Percent of the goal with one decimal, rounded down: 43.6."""
        return self.permille / 10

    @property
    def percent_text(self) -> str:
        """Percent for people: "43.6 %"."""
        whole, tenth = divmod(abs(self.permille), 10)
        sign = "−" if self.permille < 0 else ""
        point = formats.get_format("DECIMAL_SEPARATOR")
        number = f"{whole:,}{point}{tenth}" if tenth else f"{whole:,}"
        return f"{sign}{number}\u00a0%"

    @property
    def beyond(self) -> bool:
        """Whether more than the goal was received."""
        return self.raised_minor > self.goal_minor

    @property
    def reached(self) -> bool:
        """Whether the goal was received."""
        return self.raised_minor >= self.goal_minor

    @property
    def is_empty(self) -> bool:
        """Whether nothing was received yet."""
        return self.raised_minor <= 0

    @property
    def goal_at_percent(self) -> int:
        """Where the goal stands on the scale: 100, or less to leave room for what is beyond it."""
        room = (90, 80, 70, 60, 50, 40, 30, 20)
        if not self.beyond:
            return 100
        return next((at for at in room if self.raised_minor * at <= self.goal_minor * 100), 10)

    @property
    def scale_minor(self) -> int:
        """The end of the scale; the goal, unless more was received."""
        return self.goal_minor * 100 // self.goal_at_percent

    @property
    def fill_minor(self) -> int:
        """How far the bar is filled, within the scale."""
        return min(max(self.raised_minor, 0), self.scale_minor)

    @property
    def ticks_minor(self) -> list[int]:
        """Nothing, half of the goal, the goal."""
        return [0, self.goal_minor // 2, self.goal_minor]

    @property
    def ticks(self) -> list[Tick]:
        """The marks with their labels; half is left out where the goal stands too near to 0."""
        places = (0, self.goal_at_percent // 2, self.goal_at_percent)
        return [
            Tick(amount_minor=amount, label=self._money(amount), at_percent=at)
            for amount, at in zip(self.ticks_minor, places, strict=True)
            if at == 0 or at >= 25 or amount == self.goal_minor
        ]

    @property
    def milestones(self) -> list[Milestone]:
        """What becomes possible, rising; what lies beyond the scale stands at its end."""
        return [
            Milestone(
                amount_minor=amount,
                label=label,
                amount=self._money(amount),
                is_reached=self.raised_minor >= amount,
                at_permille=min(1000, amount * 1000 // self.scale_minor),
            )
            for amount, label in sorted(self.planned)
        ]

    @property
    def scale_text(self) -> str:
        """The scale on one line: "0 $ · 2,500 $ · 5,000 $"."""
        return " · ".join(self._money(amount) for amount in self.ticks_minor)

    @property
    def deadline_on(self) -> date:
        """The last day of the month, which counts in full."""
        return self.month.last_day

    @property
    def days_left(self) -> int:
        """Days from today to the last day: 0 on the last day."""
        return clock.days_left(self.today)

    @property
    def is_last_day(self) -> bool:
        """Whether the meter starts anew at the next midnight."""
        return self.days_left == 0

    @property
    def stale_at(self) -> datetime:
        """The next midnight of the newsroom: what the days say is true until then."""
        return datetime.combine(self.today + timedelta(days=1), time(), tzinfo=clock.zone())

    @property
    def label(self) -> str:
        """The time left: "8 days left until the end of November", or "last day"."""
        if self.is_last_day:
            return _("last day")
        return ngettext(
            "%(days)d day left until the end of %(month)s",
            "%(days)d days left until the end of %(month)s",
            self.days_left,
        ) % {"days": self.days_left, "month": self.month_text}

    @property
    def month_text(self) -> str:
        """The name of the month."""
        return str(MONTHS[self.month.month])

    @property
    def raised_text(self) -> str:
        """The money received: "2,180 $"."""
        return self._money(self.raised_minor)

    @property
    def goal_text(self) -> str:
        """The goal: "5,000 $"."""
        return self._money(self.goal_minor)

    @property
    def beyond_text(self) -> str:
        """The money beyond the goal."""
        return self._money(self.raised_minor - self.goal_minor)

    @property
    def missing_text(self) -> str:
        """The money missing to the goal."""
        return self._money(max(0, self.goal_minor - self.raised_minor))

    @property
    def gifts_text(self) -> str:
        """The number of gifts in words."""
        if not self.gifts:
            return _("no gift yet")
        return ngettext("%(count)d gift", "%(count)d gifts", self.gifts) % {"count": self.gifts}

    @property
    def as_of_machine(self) -> str:
        """The moment of the figures as HTML's <time> takes it, to the second."""
        return self.as_of.replace(microsecond=0).isoformat()

    @property
    def as_of_text(self) -> str:
        """The moment of the figures on the newsroom's clock: "22 November 2026, 16:04"."""
        return formats.date_format(self.as_of.astimezone(clock.zone()), _("j F Y, H:i"))

    @property
    def sentence(self) -> str:
        """Everything at once: "2,180 $ of 5,000 $ received. 8 days left until the end of …"."""
        parts = [_("%(raised)s of %(goal)s received.") % self._sums()]
        if self.is_empty:
            parts.append(
                _("Yours would be the first gift of %(month)s.") % {"month": self.month_text}
            )
        elif self.beyond:
            parts.append(_("That is %(beyond)s beyond the goal.") % self._sums())
        elif self.reached:
            parts.append(_("The goal is reached."))
        if self.is_last_day:
            parts.append(_("Today is the last day of %(month)s.") % {"month": self.month_text})
        else:
            parts.append(f"{self.label}.")
        return " ".join(parts)

    def _money(self, amount_minor: int) -> str:
        return format_amount(amount_minor, self.currency)

    def _sums(self) -> dict[str, str]:
        return {
            "raised": self.raised_text,
            "goal": self.goal_text,
            "beyond": self.beyond_text,
        }
