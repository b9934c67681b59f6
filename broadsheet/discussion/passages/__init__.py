"""Passages: the words of a text that comments are about, carried from each edition to the next.

Plain functions without the database. `mapping.carry` is the door.
"""
