"""Triggers that keep the ledger append-only, whoever holds the database.

SQLite drops a table's triggers whenever Django rebuilds that table, and refuses to rebuild one that
another table's trigger reads. So a migration that alters a ledger table begins with
`RunPython(remove, install)` and ends with `RunPython(install, remove)`; `broadsheet check` reports
a trigger that is missing.

Rows marked as sample may be deleted (never changed): `broadsheet demo --remove` takes out a sample
newsroom. The mark is set when the row is written, only in a data folder that is marked as sample,
and cannot be added later, since no row can be changed.
"""

from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

TRANSACTIONS: Final = "fundraising_ledgertransaction"
ENTRIES: Final = "fundraising_ledgerentry"
MESSAGE: Final = "the ledger is append-only"

_IS_SAMPLE: Final = {
    TRANSACTIONS: "OLD.is_sample",
    ENTRIES: f"(SELECT t.is_sample FROM {TRANSACTIONS} t"  # noqa: S608 - names of our own
    " WHERE t.id = OLD.transaction_id)",
}

TRIGGERS: Final = tuple(
    f"{table}_{verb}" for table in (TRANSACTIONS, ENTRIES) for verb in ("update", "delete")
)
"""The names of the triggers, the same in every database."""


def _sqlite() -> list[str]:
    statements = []
    for table, is_sample in _IS_SAMPLE.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        statements += [
            f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table}"
            f" WHEN NOT coalesce({is_sample}, 0) {refuse}",
        ]
    return statements


def _postgresql() -> list[str]:
    statements = [
        "CREATE OR REPLACE FUNCTION fundraising_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';"
        " END $$",
        "CREATE OR REPLACE FUNCTION fundraising_refuse_unless_sample() RETURNS trigger"  # noqa: S608
        " LANGUAGE plpgsql AS $$ DECLARE is_sample boolean; BEGIN"
        f" IF TG_TABLE_NAME = '{TRANSACTIONS}' THEN is_sample := OLD.is_sample;"
        f" ELSE SELECT t.is_sample INTO is_sample FROM {TRANSACTIONS} t"
        " WHERE t.id = OLD.transaction_id; END IF;"
        " IF is_sample THEN RETURN OLD; END IF;"
        f" RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    ]
    for table in _IS_SAMPLE:
        statements += [
            f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION fundraising_refuse()",
            f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION fundraising_refuse_unless_sample()",
        ]
    return statements


def _drops(vendor: str) -> list[str]:
    on_table = vendor == "postgresql"
    return [
        f"DROP TRIGGER IF EXISTS {trigger}"
        + (f" ON {trigger.rpartition('_')[0]}" if on_table else "")
        for trigger in TRIGGERS
    ]


def protect(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers afresh."""
    creates = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    with connection.cursor() as cursor:
        for statement in _drops(connection.vendor) + creates:
            cursor.execute(statement)


def release(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers (a reversed migration; tests that empty all tables between them)."""
    with connection.cursor() as cursor:
        for statement in _drops(connection.vendor):
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that are not in the database."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return [name for name in TRIGGERS if name not in found]


def install(apps: Any, schema_editor: Any) -> None:
    """For migrations: protect the ledger."""
    protect(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    """For migrations: the way back."""
    release(schema_editor.connection)
