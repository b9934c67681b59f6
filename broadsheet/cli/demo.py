"""`broadsheet demo`: the sample newsroom, in and out."""

from argparse import Namespace

from broadsheet.cli import data_folder
from broadsheet.cli.apart import run_apart
from broadsheet.cli.voice import Complaint, say
from broadsheet.core.models import Newsroom
from broadsheet.transfer import sample


def run(arguments: Namespace) -> int:
    """Fill in or take out the sample; doing either twice changes nothing."""
    data_folder.open_for_writing()
    if arguments.remove:
        was_there = Newsroom.current().is_sample
        kept = sample.remove()
        for sentence in kept:
            say(sentence)
        if was_there or kept:
            say("The sample newsroom is taken out.")
        else:
            say("There is no sample newsroom here; nothing was changed.")
    else:
        fill()
        say("The sample newsroom is filled in; “broadsheet serve” shows it.")
    return 0


def fill() -> None:
    """Fill in the sample, if it is not there; raises Complaint in a newsroom that is in use."""
    newsroom = Newsroom.current()
    if not (newsroom.is_sample or newsroom.is_set_up):
        say("Filling in the sample newsroom; that takes some seconds.")
    try:
        run_apart(sample.fill)
    except sample.NotEmpty as error:
        raise Complaint(str(error)) from error
    Newsroom.forget()
