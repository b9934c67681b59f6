"""One line per request, without anything that tells who asked.

No address, no user agent, no query (it holds what people search for) and no token from a path.
"""

import logging
import re

logger = logging.getLogger("broadsheet.access")

# Signed links and random tokens carry capitals or colons; slugs do not.
_TOKEN = re.compile(r"(?<=/)(?=[^/]*[A-Z:])[^/]{20,}")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]")


def public_path(path: str) -> str:
    """The path as it may be kept: tokens and control characters taken out, at most 200 long."""
    return _CONTROL.sub("?", _TOKEN.sub("…", path))[:200]


def write(*, method: str, path: str, status: int, milliseconds: float) -> None:
    """Log one answered request."""
    logger.info("%s %s %d %.0f ms", method, public_path(path), status, milliseconds)
