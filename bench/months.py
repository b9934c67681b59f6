"""What the pages about money cost with 100,000 gifts in the books, when nothing is stored.

    python -m bench.months [GIFTS]

fills a folder of its own in .cache/bench/ with gifts of one month (the worst case: all of them
count for the meter and for the month's page), and prints one JSON object. `measure` gives the lines
of the table.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from pathlib import Path

from bench import machine, reading
from bench.setting import Setting
from bench.table import Result, at_most

GIFTS = 100_000
MOST_MS = 20.0
FOLDER = Path(".cache/bench/months").absolute()
UNITS = (5, 10, 10, 20, 20, 25, 50, 75, 100, 250)
SEED = 20_261_122
AT_ONCE = 2_000


def measure(setting: Setting) -> Iterator[Result]:
    """Meter, month page and the record's first page."""
    ran = subprocess.run(
        machine.on_core(setting.server_core, [sys.executable, "-m", "bench.months"]),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(ran.stdout.splitlines()[-1])
    for name, what in (
        ("meter", "meter, asked for alone"),
        ("support", "support page with the meter"),
        ("month", "month page"),
        ("record", "record, first page"),
    ):
        yield at_most(
            f"{what}, {found['gifts']:,} gifts in one month, nothing stored",
            found[name]["milliseconds"],
            MOST_MS,
            unit=" ms",
            decimals=1,
            **found[name],
        )


def fill(count: int) -> str:
    """Book `count` gifts in this month, as settlement does but many at once; gives the month."""
    from broadsheet.core import clock  # noqa: PLC0415
    from broadsheet.core.ids import new_token  # noqa: PLC0415
    from broadsheet.core.models import Newsroom  # noqa: PLC0415
    from broadsheet.fundraising import actions  # noqa: PLC0415
    from broadsheet.fundraising.models import (  # noqa: PLC0415
        Account,
        Book,
        Gift,
        LedgerEntry,
        LedgerTransaction,
    )

    room = Newsroom.objects.first() or Newsroom()
    room.title, room.currency, room.time_zone = "The Harbour Post", "USD", "Europe/Kyiv"
    room.is_set_up = True
    room.save()
    actions.ensure_campaign(goal_minor=500_000_000, currency="USD")
    actions.set_bank_account(holder="The Harbour Post", account_text="Account 1")
    sides = [
        Account.of(kind=kind, book=Book.LIVE, currency="USD")
        for kind in (Account.Kind.BANK, Account.Kind.GIFTS)
    ]
    now = clock.now()
    month = clock.month_of(now)
    span = (now - month.starts_at) / timedelta(seconds=1)
    draw = random.Random(SEED)
    for start in range(0, count, AT_ONCE):
        amounts = [100 * draw.choice(UNITS) for _ in range(min(AT_ONCE, count - start))]
        moments = [month.starts_at + timedelta(seconds=draw.random() * span) for _ in amounts]
        gifts = Gift.objects.bulk_create(
            Gift(
                token=new_token(),
                gateway="bank",
                book="live",
                state="settled",
                source="form",
                amount_minor=amount,
                received_minor=amount,
                currency="USD",
                started_at=at,
                settled_at=at,
            )
            for amount, at in zip(amounts, moments, strict=True)
        )
        bookings = LedgerTransaction.objects.bulk_create(
            LedgerTransaction(
                kind="gift",
                book="live",
                currency="USD",
                gateway="bank",
                provider_object=gift.token,
                gift=gift,
                happened_at=at,
                zone="Europe/Kyiv",
                month=month.key,
                recorded_at=now - timedelta(days=1),
            )
            for gift, at in zip(gifts, moments, strict=True)
        )
        LedgerEntry.objects.bulk_create(
            LedgerEntry(transaction=booking, account=account, amount_minor=sign * amount)
            for booking, amount in zip(bookings, amounts, strict=True)
            for account, sign in zip(sides, (1, -1), strict=True)
        )
    actions.add_lines(recorded_before=now)
    actions.carry_forward()
    return month.key


def costs(month: str) -> dict[str, reading.Cost]:
    """What each of the pages costs now."""
    from broadsheet.fundraising import queries  # noqa: PLC0415

    def meter() -> str:
        found = queries.meter_now()
        return found.sentence if found else ""

    return {
        "meter": reading.cost(meter),
        "support": reading.cost(partial(reading.page, "/support/")),
        "month": reading.cost(partial(reading.page, f"/support/{month}/")),
        "record": reading.cost(partial(reading.page, "/support/record/")),
    }


def main(arguments: list[str]) -> None:
    """Fill a folder, measure, print."""
    count = int(arguments[0]) if arguments else GIFTS
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    os.environ["BROADSHEET_DATA"] = str(FOLDER)
    subprocess.run(
        [sys.executable, "-m", "broadsheet", "manage", "migrate", "--verbosity", "0"], check=True
    )
    reading.set_up()
    month = fill(count)
    found = {name: asdict(one) for name, one in costs(month).items()}
    print(json.dumps({"gifts": count, "month": month, **found}))


if __name__ == "__main__":
    main(sys.argv[1:])
