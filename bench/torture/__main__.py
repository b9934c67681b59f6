"""python -m bench.torture [--seconds 120] [--workers 1,3] [--seed N] [--json FILE]

Eight writers and eight readers for so long on a newsroom of their own; all its processes are killed
once, and with several workers one of them before that. Each write leaves a word or a number: every
page that is read must hold all that was acknowledged more than a second before, and nothing that
was removed before it was asked for. On SQLite; with BROADSHEET_TEST_DATABASE_URL on PostgreSQL
(scripts/with_postgresql.py sets it). Status 1 when any page was not true.
"""

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.torture.run import run, tell


def main() -> int:
    """Run as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--workers", default="1,3")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    server = os.environ.get("BROADSHEET_TEST_DATABASE_URL", "")
    outcomes = []
    for workers in (int(word) for word in arguments.workers.split(",")):
        with tempfile.TemporaryDirectory(prefix="broadsheet-torture-") as folder:
            outcome = run(
                Path(folder) / "data",
                database_url=new_database(server, f"torture_{workers}") if server else "",
                workers=workers,
                seconds=arguments.seconds,
                seed=arguments.seed,
            )
        tell(outcome)
        outcomes.append(outcome)
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(one) for one in outcomes], indent=1) + "\n")
    return 0 if all(one.is_good for one in outcomes) else 1


def new_database(server: str, name: str) -> str:
    """An empty database on a PostgreSQL server; gives its address."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


if __name__ == "__main__":
    sys.exit(main())
