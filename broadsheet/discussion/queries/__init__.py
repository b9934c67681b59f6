"""Everything that reads a discussion, shaped for the page, the API or the desk that asks."""

from broadsheet.discussion.queries.composing import (
    back_path,
    composing,
    rendered,
    subject_path,
    text_limit,
)
from broadsheet.discussion.queries.counting import counts, held_count, most_discussed, newest
from broadsheet.discussion.queries.desk import reported_count
from broadsheet.discussion.queries.latest import latest_comments, search_comments
from broadsheet.discussion.queries.listing import (
    Annotated,
    Listed,
    Listing,
    annotated_after,
    comments_after,
)
from broadsheet.discussion.queries.marked import ShownPassage, shown_passage
from broadsheet.discussion.queries.mine import (
    described,
    everything_of,
    own_comment,
    own_comments,
    own_subscriptions,
)
from broadsheet.discussion.queries.pages import (
    BranchPage,
    DiscussionPage,
    branch_page,
    discussion_page,
)
from broadsheet.discussion.queries.places import place_of, position_of, public_comment
from broadsheet.discussion.queries.shown import ShownComment, shown_one, with_answered
from broadsheet.discussion.queries.visible import closes_at

__all__ = [
    "Annotated",
    "BranchPage",
    "DiscussionPage",
    "Listed",
    "Listing",
    "ShownComment",
    "ShownPassage",
    "annotated_after",
    "back_path",
    "branch_page",
    "closes_at",
    "comments_after",
    "composing",
    "counts",
    "described",
    "discussion_page",
    "everything_of",
    "held_count",
    "latest_comments",
    "most_discussed",
    "newest",
    "own_comment",
    "own_comments",
    "own_subscriptions",
    "place_of",
    "position_of",
    "public_comment",
    "rendered",
    "reported_count",
    "search_comments",
    "shown_one",
    "shown_passage",
    "subject_path",
    "text_limit",
    "with_answered",
]
