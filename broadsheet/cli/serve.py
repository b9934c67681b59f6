"""`broadsheet serve`: the whole newsroom, until it is told to stop."""

from argparse import Namespace

from django.conf import settings

from broadsheet.cli import data_folder, demo, logs
from broadsheet.cli.voice import say
from broadsheet.core import sign_in
from broadsheet.core.addresses import absolute
from broadsheet.core.models import Newsroom
from broadsheet.edge import server
from broadsheet.publishing.actions import ensure_front_page


def run(arguments: Namespace) -> int:
    """Open the data folder, fill the sample where asked, and serve until told to stop."""
    server.stop_quietly()
    data_folder.open_for_writing()
    logs.keep_in(settings.DATA_DIR / "log")
    if arguments.demo:
        demo.fill()
    title = Newsroom.current().title
    ensure_front_page(title=title)
    link = sign_in.make_link(sign_in.first_person())

    def tell() -> None:
        say(f"{title} is at {absolute('/')}")
        say(f"To the desk, once and within a day: {absolute(link)}")
        say("Stop it with Ctrl+C.")

    server.run(arguments.sockets, on_listening=tell, workers=arguments.workers)
    return 0
