"""The arguments of the command and of each subcommand."""

import argparse
import difflib
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from broadsheet import __version__
from broadsheet.cli.voice import Complaint
from broadsheet.edge import listen

PORT_MAX = 65_535
WORKERS_MAX = 64
IMPORT_KINDS = ("wordpress",)

_UNKNOWN_COMMAND = re.compile(r"argument COMMAND: invalid choice: '(.*?)'")


class Parser(argparse.ArgumentParser):
    """argparse's parser, complaining in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise Complaint instead of printing the usage as well."""
        unknown = _UNKNOWN_COMMAND.match(message)
        if unknown:
            raise Complaint(_unknown_command(unknown[1]))
        raise Complaint(f"{message[0].upper()}{message[1:]}; see {self.prog} --help.")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the arguments; raises Complaint for what cannot be understood.

    The namespace has `module` (the file of the subcommand), `data` and `before`: what must happen
    before the settings are read, or None.
    """
    arguments = list(argv)
    rest: list[str] = []
    if "manage" in arguments:
        # Everything after "manage" is Django's.
        place = arguments.index("manage")
        arguments, rest = arguments[: place + 1], arguments[place + 1 :]
    found = _parser().parse_args(arguments)
    found.rest = rest
    return found


def commands() -> list[str]:
    """The names of all subcommands, for the test of the documentation."""
    return [name for name, *_rest in _COMMANDS]


def _parser() -> Parser:
    data = _data_option()
    parser = Parser(
        prog="broadsheet",
        description="A reader-supported newsroom: serve it, fill it, move a site in, check it.",
        parents=[data],
    )
    parser.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    parser.set_defaults(before=None, data=None)
    subparsers = parser.add_subparsers(
        dest="command", metavar="COMMAND", required=True, parser_class=Parser
    )
    for name, module, help_text, add_arguments in _COMMANDS:
        sub = subparsers.add_parser(
            name, help=help_text, description=help_text, parents=[_data_option()]
        )
        sub.set_defaults(module=module)
        add_arguments(sub)
    return parser


def _data_option() -> Parser:
    """--data, which may stand before or after the subcommand; the later one counts."""
    parent = Parser(add_help=False)
    parent.add_argument(
        "--data",
        metavar="DIR",
        type=Path,
        default=argparse.SUPPRESS,
        help="the data folder (environment: BROADSHEET_DATA; default: ./broadsheet-data)",
    )
    return parent


def _unknown_command(name: str) -> str:
    near = difflib.get_close_matches(name, commands(), n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(commands())}."
    return f"“{name}” is not a command of broadsheet; {hint}"


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=_port, default=8000, help="0 takes a free one (%(default)s)")
    parser.add_argument(
        "--workers",
        type=_workers,
        default=1,
        metavar="N",
        help="web processes, one for each core that readers may use (%(default)s)",
    )
    parser.add_argument("--demo", action="store_true", help="fill in the sample newsroom first")
    parser.set_defaults(before=_take_address)


def _take_address(arguments: argparse.Namespace) -> None:
    """Bind first: the site's address, which settings need, follows from the port."""
    arguments.sockets = listen.bind(arguments.host, arguments.port)
    port = listen.port_of(arguments.sockets)
    host = arguments.host
    if host in {"127.0.0.1", "::1", "0.0.0.0", "::", ""}:  # noqa: S104 - compared, not bound
        host = "localhost"
    elif ":" in host:
        host = f"[{host}]"
    os.environ.setdefault("BROADSHEET_SITE_URL", f"http://{host}:{port}")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > PORT_MAX:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to {PORT_MAX}, not “{text}”")
    return int(text)


def _workers(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= WORKERS_MAX:
        raise argparse.ArgumentTypeError(
            f"workers are a number from 1 to {WORKERS_MAX}, not “{text}”"
        )
    return int(text)


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--remove", action="store_true", help="take the sample newsroom out again")


def _add_sign_in(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", nargs="?", metavar="EMAIL", help="whose link; the first if empty")


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", type=_import_kind, help=", ".join(IMPORT_KINDS))
    parser.add_argument("file", metavar="FILE", type=Path, help="the export, plain or .gz")
    parser.add_argument("--media", metavar="DIR", type=Path, help="folder with the uploaded files")
    parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
    parser.add_argument("--json", action="store_true", help="print the report as one JSON object")


def _import_kind(text: str) -> str:
    if text not in IMPORT_KINDS:
        raise argparse.ArgumentTypeError(
            f"“{text}” cannot be imported; supported is: {', '.join(IMPORT_KINDS)}"
        )
    return text


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object")


def _add_nothing(_parser: argparse.ArgumentParser) -> None:
    """Django's own commands read their arguments themselves."""


# Name, file beside this one, help, arguments.
_COMMANDS: list[tuple[str, str, str, Callable[[argparse.ArgumentParser], None]]] = [
    (
        "serve",
        "serve",
        "Run the newsroom: web server, worker and scheduler from one command.",
        _add_serve,
    ),
    ("demo", "demo", "Fill the data folder with the sample newsroom, or take it out.", _add_demo),
    ("sign-in", "sign_in", "Print a one-time link for the desk.", _add_sign_in),
    ("import", "import_site", "Move a whole site in.", _add_import),
    ("check", "check", "Recompute every derived truth and list the differences.", _add_check),
    ("stats", "stats", "Tell how the running newsroom is doing, in numbers.", _add_check),
    ("manage", "manage", "Run one of Django's own commands.", _add_nothing),
]
