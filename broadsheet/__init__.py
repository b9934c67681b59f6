"""Broadsheet: a reader-supported newsroom in one package.

Start at docs/map.md for the rooms; the command is `broadsheet`, in `cli.py`.
"""

__version__ = "0.1.0"
