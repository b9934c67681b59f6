"""`broadsheet sign-in`: a one-time link for the desk."""

from argparse import Namespace

from broadsheet.cli import data_folder
from broadsheet.cli.voice import Complaint, say
from broadsheet.core import sign_in
from broadsheet.core.addresses import absolute


def run(arguments: Namespace) -> int:
    """Print a link that works once within a day."""
    data_folder.open_for_writing()
    try:
        person = sign_in.person_with(arguments.email) if arguments.email else sign_in.first_person()
    except sign_in.NobodyThere as error:
        raise Complaint(str(error)) from error
    say(absolute(sign_in.make_link(person)))
    return 0
