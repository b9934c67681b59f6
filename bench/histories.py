"""Thousands of histories of money, with crashes; see tests/fundraising/settlement/histories.py.

`python -m bench.histories --histories 2000` plays them in one process, with a crash of a forked
child at boundaries of database and gateway; `--kills 50` plays histories against a real server that
is killed with SIGKILL in each. With BROADSHEET_TEST_DATABASE_URL (scripts/with_postgresql.py) on
PostgreSQL.
"""

import argparse
import os
import random
import sys
import time
from typing import Any

ON_THE_SAME_BOOKS = 100
"""Histories in a row on the same books and the same outside; more would only make each slower."""
KILLS_SECONDS = 2.0
SETTLE_SECONDS = 240


def in_one_process(histories: int, steps: int, seed: int) -> int:
    """Play histories; gives how many were played. Raises where one differs."""
    # ruff: noqa: PLC0415
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test.utils import setup_test_environment
    from hypothesis import HealthCheck, Phase
    from hypothesis import seed as seeded
    from hypothesis import settings as playing
    from hypothesis.stateful import run_state_machine_as_test

    from broadsheet.core import clock as house_clock
    from broadsheet.core.models import Newsroom
    from broadsheet.fundraising import actions, checks
    from tests import databases
    from tests.conftest import AFTERNOON, Clock, forget
    from tests.fundraising.settlement.conftest import Till
    from tests.fundraising.settlement.histories import Histories
    from tests.stand_in import client

    setup_test_environment()
    settings.STRIPE_SECRET_KEY = client.KEY
    settings.STRIPE_WEBHOOK_SECRET = client.SECRET
    databases.use_copy()
    held = Clock(AFTERNOON)
    house_clock.now = lambda: held.at
    began, played, turn = time.monotonic(), 0, seed
    while played < histories:
        databases.restore()
        with client.running() as outside:
            settings.STRIPE_API_BASE = outside.address
            forget()
            held.at = AFTERNOON
            room = Newsroom(title="The Harbour Post", time_zone="Europe/Kyiv", is_set_up=True)
            room.save()
            actions.ensure_campaign(goal_minor=500_000, currency="USD")
            staff = User.objects.create_user("tess", "tess@newsroom.example")
            given = {"till": Till(outside, held), "staff": staff}
            machine: Any = seeded(turn)(type("Played", (Histories,), given))
            run_state_machine_as_test(
                machine,
                settings=playing(
                    max_examples=min(ON_THE_SAME_BOOKS, histories - played),
                    stateful_step_count=steps,
                    deadline=None,
                    database=None,
                    phases=[Phase.generate],
                    suppress_health_check=list(HealthCheck),
                ),
            )
            if found := checks.find_differences():
                raise SystemExit(f"seed {turn}: the books differ: {found[:3]}")
        played += int(machine.count)
        print(f"seed {turn}: {played} agree, {time.monotonic() - began:.0f} s", flush=True)
        turn += 1
    databases.drop_copy()
    return played


def with_kills(kills: int, seed: int) -> int:
    """Histories against a real server, killed once in each; gives how many agreed."""
    from bench.card_shop import shop
    from tests.fundraising.settlement.reference import reference

    draw = random.Random(seed)
    with shop(stand_in=("--deliver",)) as found:
        for number in range(kills):
            _play(found, draw, number)
            time.sleep(draw.random() * KILLS_SECONDS)
            found.server.kill()
            found.server.start()
            _play(found, draw, number + kills)
        deadline = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < deadline:
            objects = found.outside.do("objects")
            intents = {one["id"] for one in objects if one["object"] == "payment_intent"}
            expected = sum(reference(objects, intents).values())
            ask = "from django.db.models import Sum\nprint(-(LedgerEntry.objects.filter("
            ask += "account__kind='gifts').aggregate(s=Sum('amount_minor'))['s'] or 0))"
            booked = found.ask(ask)
            if booked == expected:
                break
            time.sleep(2)
        differences = found.check()
        print(f"{kills} SIGKILLs: {booked} booked, {expected} outside; check: {differences}")
        return kills if booked == expected and not differences else 0


def _play(found: object, draw: random.Random, number: int) -> None:
    """Some gifts, paid, refunded, disputed, while the server lives or dies."""
    from contextlib import suppress

    from bench.card_tries import start
    from tests.stand_in.client import Said

    for turn in range(3):
        key = number * 10 + turn
        try:
            _status, made = start(found, key + 1, f"donor{key}@readers.example", 2000)  # type: ignore[arg-type]
        except OSError:
            continue
        session = made.get("next", {}).get("redirect", "").rpartition("/")[2]
        with suppress(Said):
            intent = found.outside.do("pay", session=session)["id"]  # type: ignore[attr-defined]
            if draw.random() < 0.5:
                found.outside.do("refund", intent=intent, amount=draw.choice([100, 700, 2000]))  # type: ignore[attr-defined]
            if draw.random() < 0.3:
                found.outside.do("dispute", intent=intent)  # type: ignore[attr-defined]


def main() -> int:
    """Play, and print what was played."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=2000)
    parser.add_argument("--steps", type=int, default=14)
    parser.add_argument("--seed", type=int, default=20_261_122)
    parser.add_argument("--kills", type=int, default=0)
    wishes = parser.parse_args()
    began = time.monotonic()
    if wishes.kills:
        return 0 if with_kills(wishes.kills, wishes.seed) else 1
    played = in_one_process(wishes.histories, wishes.steps, wishes.seed)
    print(f"{played} histories agree with the reference, {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
