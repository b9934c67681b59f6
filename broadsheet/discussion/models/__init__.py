"""The facts of the discussion, one noun a file."""

from broadsheet.discussion.models.comment import Comment, State
from broadsheet.discussion.models.decision import Act, Decision
from broadsheet.discussion.models.mailbox import (
    Mailbox,
    News,
    Notify,
    Pace,
    Subscription,
    Suppression,
    Wish,
)
from broadsheet.discussion.models.mark import Order, PageMark
from broadsheet.discussion.models.passage import (
    Passage,
    PassagePlace,
    PassageState,
    PublishedText,
)
from broadsheet.discussion.models.pingback import Pingback
from broadsheet.discussion.models.repeat import SentOnce
from broadsheet.discussion.models.report import Reason, Report
from broadsheet.discussion.models.rules import DiscussionRules
from broadsheet.discussion.models.thread import Thread
from broadsheet.discussion.models.vote import OpeningVotes, Vote
from broadsheet.discussion.models.wording import Wording

__all__ = [
    "Act",
    "Comment",
    "Decision",
    "DiscussionRules",
    "Mailbox",
    "News",
    "Notify",
    "OpeningVotes",
    "Order",
    "Pace",
    "PageMark",
    "Passage",
    "PassagePlace",
    "PassageState",
    "Pingback",
    "PublishedText",
    "Reason",
    "Report",
    "SentOnce",
    "State",
    "Subscription",
    "Suppression",
    "Thread",
    "Vote",
    "Wish",
    "Wording",
]
