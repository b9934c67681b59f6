"""The facts of the discussion, one noun a file."""

from broadsheet.discussion.models.comment import Comment, State
from broadsheet.discussion.models.decision import Act, Decision
from broadsheet.discussion.models.mark import Order, PageMark
from broadsheet.discussion.models.pingback import Pingback
from broadsheet.discussion.models.repeat import SentOnce
from broadsheet.discussion.models.rules import DiscussionRules
from broadsheet.discussion.models.thread import Thread
from broadsheet.discussion.models.vote import OpeningVotes, Vote

__all__ = [
    "Act",
    "Comment",
    "Decision",
    "DiscussionRules",
    "OpeningVotes",
    "Order",
    "PageMark",
    "Pingback",
    "SentOnce",
    "State",
    "Thread",
    "Vote",
]
