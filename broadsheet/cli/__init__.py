"""The `broadsheet` command: reads the arguments, opens the data folder, runs one subcommand.

`main` is the door. Each subcommand is one file beside this one with a `run(arguments)`, which is
imported only when Django is ready for it.
"""

import gc
import importlib
import os
import signal
import sys
import traceback
from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import django

from broadsheet.cli import data_folder, parser
from broadsheet.cli.voice import Complaint, complain
from broadsheet.edge import listen
from broadsheet.environment import SettingsError

DONE = 0
UNUSABLE = 2
# What a shell expects of a program that was ended by Ctrl+C, and by SIGTERM.
INTERRUPTED = 130
TERMINATED = 143


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status. 0 done, 1 done with refusals, 2 unusable."""
    try:
        arguments = parser.parse(sys.argv[1:] if argv is None else argv)
        return _run(arguments)
    except SystemExit as leaving:
        # argparse after --help, and a server that was asked to stop.
        return leaving.code if isinstance(leaving.code, int) else DONE
    except (Complaint, SettingsError, listen.CannotListen) as error:
        complain(str(error))
        return UNUSABLE
    except BrokenPipeError:
        # Whoever read our output has left; Python must not complain about it at its end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - nobody should have to read a stack trace
        return _unexpected(data_folder.sentence(error))


def _run(arguments: Namespace) -> int:
    signal.signal(signal.SIGTERM, _leave)
    if arguments.data is not None:
        os.environ["BROADSHEET_DATA"] = str(arguments.data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")
    if arguments.before is not None:
        arguments.before(arguments)
    command = _loaded(arguments.module)
    status: int = command.run(arguments)
    return status


def _loaded(module: str) -> Any:
    """The module of a subcommand, with Django ready for it.

    Two thousand modules come, and hardly any garbage: Python's collector, which would go through
    all of them several times, rests meanwhile. That is a tenth of the time of the start.
    """
    gc.disable()
    try:
        django.setup()
        return importlib.import_module(f"broadsheet.cli.{module}")
    finally:
        gc.enable()


def _leave(_number: int, _frame: FrameType | None) -> None:
    """Unwind on SIGTERM: transactions are rolled back and children are stopped."""
    raise SystemExit(TERMINATED)


def _unexpected(sentence: str) -> int:
    """Keep the trace for whoever mends it, and tell the person one sentence."""
    folder = Path(os.environ.get("BROADSHEET_DATA", "broadsheet-data"))
    if not folder.is_dir():
        complain(sentence)
        return UNUSABLE
    log = folder / "log" / "errors.log"
    try:
        log.parent.mkdir(exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {' '.join(sys.argv[1:2])}\n")
            traceback.print_exc(file=file)
    except OSError:
        complain(sentence)
        return UNUSABLE
    complain(f"{sentence} The details are in {log}.")
    return UNUSABLE
