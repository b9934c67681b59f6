"""`broadsheet import`: a whole site moves in."""

from argparse import Namespace

from django.conf import settings

from broadsheet.cli import data_folder
from broadsheet.cli.voice import Complaint
from broadsheet.transfer.command import UNUSABLE, run_import


def run(arguments: Namespace) -> int:
    """Read the export and report. A folder made for nothing is taken back."""
    if not arguments.file.is_file():
        raise Complaint(f"There is no file {arguments.file}.")
    if arguments.media is not None and not arguments.media.is_dir():
        raise Complaint(f"There is no folder {arguments.media}.")
    had_folder = settings.DATA_DIR.exists()
    data_folder.open_for_writing()
    status = run_import(
        arguments.kind,
        arguments.file,
        media=arguments.media,
        dry_run=arguments.dry_run,
        as_json=arguments.json,
    )
    if not had_folder and (arguments.dry_run or status == UNUSABLE):
        data_folder.remove_new()
    return status
