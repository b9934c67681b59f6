"""`broadsheet demo`: the sample newsroom, in and out."""

from argparse import Namespace

from broadsheet.cli import data_folder
from broadsheet.cli.voice import say
from broadsheet.transfer import sample


def run(arguments: Namespace) -> int:
    """Fill in or take out the sample; doing either twice changes nothing."""
    data_folder.open_for_writing()
    if arguments.remove:
        sample.remove()
        say("The sample newsroom is taken out.")
    else:
        sample.fill()
        say("The sample newsroom is filled in; “broadsheet serve” shows it.")
    return 0
