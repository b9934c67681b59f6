"""Migrations that touch the ledger leave it protected."""

import pytest
from django.core.management import call_command
from django.db import connection

from broadsheet.fundraising import append_only


@pytest.mark.django_db(transaction=True)
def test_the_ledger_is_protected_after_each_way():
    assert append_only.missing(connection) == []
    call_command("migrate", "fundraising", "0003", verbosity=0)
    try:
        assert append_only.missing(connection) == []
    finally:
        call_command("migrate", "fundraising", verbosity=0)
    assert append_only.missing(connection) == []
