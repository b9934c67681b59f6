"""`broadsheet import`: a whole site moves in."""

from argparse import Namespace

from broadsheet.cli import data_folder
from broadsheet.transfer.command import run_import


def run(arguments: Namespace) -> int:
    """Read the export and report; the room knows the rest."""
    data_folder.open_for_writing()
    return run_import(
        kind=arguments.kind,
        file=arguments.file,
        media=arguments.media,
        dry_run=arguments.dry_run,
        as_json=arguments.json,
    )
