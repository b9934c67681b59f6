"""Turns the text of a WordPress post into the raw blocks of our stories.

`convert` is the door. What has a counterpart here becomes that block; the rest is kept as cleaned
markup and named in `Body.kept`, so that nothing is lost unsaid.
"""

from broadsheet.transfer.wordpress.body.convert import convert
from broadsheet.transfer.wordpress.body.surroundings import Body, Surroundings

__all__ = ["Body", "Surroundings", "convert"]
