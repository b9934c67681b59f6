"""A hundred histories, the same ones each time; bench/histories.py plays thousands."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.fundraising.settlement.histories import Histories

HISTORIES = 100
STEPS = 14


@pytest.mark.django_db(transaction=True)
def test_the_ledger_equals_the_reference_after_every_history(card_newsroom, editor):
    machine = type("Played", (Histories,), {"till": card_newsroom, "staff": editor})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert machine.count >= HISTORIES
    assert card_newsroom.in_order()
