"""`broadsheet manage`: Django's own commands."""

from argparse import Namespace

from django.core.management import execute_from_command_line

from broadsheet.cli import data_folder


def run(arguments: Namespace) -> int:
    """Hand the rest of the line to Django."""
    data_folder.make_only()
    execute_from_command_line(["broadsheet manage", *arguments.rest])
    return 0
