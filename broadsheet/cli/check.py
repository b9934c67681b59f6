"""`broadsheet check`: every derived truth, recomputed."""

import json
from argparse import Namespace
from dataclasses import asdict

from broadsheet.cli import data_folder
from broadsheet.cli.voice import say
from broadsheet.core import checks


def run(arguments: Namespace) -> int:
    """List what differs; 0 when nothing does, else 1."""
    data_folder.open_for_reading()
    differences = checks.find_differences()
    if arguments.json:
        found = [asdict(difference) for difference in differences]
        say(json.dumps({"ok": not found, "differences": found}, ensure_ascii=False))
    elif not differences:
        say("Everything adds up.")
    else:
        for one in differences:
            say(f"{one.what}, {one.where}: expected {one.expected}, found {one.found}")
        say(f"{len(differences)} differences." if len(differences) > 1 else "1 difference.")
    return 1 if differences else 0
