"""How the command speaks: what was asked for on stdout, complaints on stderr, one sentence each."""

import sys


class Complaint(Exception):
    """The command cannot be done; the text is one sentence for the person at the terminal."""


def say(text: str = "") -> None:
    """Write a line on stdout, now."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(sentence: str) -> None:
    """Write a line on stderr."""
    sys.stderr.write(f"broadsheet: {sentence}\n")
    sys.stderr.flush()
