"""Whole sites, moved in from other systems.

Open `command.run_import` to move one in; each system it can read is a folder beside this file.
"""
