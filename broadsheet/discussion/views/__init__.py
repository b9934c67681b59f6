"""HTTP in, one action or query, HTTP out."""

from broadsheet.discussion.views.passages import block, inline, passage
from broadsheet.discussion.views.posting import edit, erase, post, posted, preview, reply
from broadsheet.discussion.views.reading import branch, comment
from broadsheet.discussion.views.reporting import report
from broadsheet.discussion.views.returning import (
    ask,
    change_letters,
    erase_all,
    export,
    mine,
)
from broadsheet.discussion.views.returning import erase as erase_mine
from broadsheet.discussion.views.subscribing import confirm, letters, subscribe
from broadsheet.discussion.views.voting import vote

__all__ = [
    "ask",
    "block",
    "branch",
    "change_letters",
    "comment",
    "confirm",
    "edit",
    "erase",
    "erase_all",
    "erase_mine",
    "export",
    "inline",
    "letters",
    "mine",
    "passage",
    "post",
    "posted",
    "preview",
    "reply",
    "report",
    "subscribe",
    "vote",
]
