"""Everything that reads a discussion, shaped for the page, the API or the desk that asks."""

from broadsheet.discussion.queries.composing import (
    back_path,
    composing,
    subject_path,
    text_limit,
)
from broadsheet.discussion.queries.counting import counts, held_count, most_discussed, newest
from broadsheet.discussion.queries.listing import Listed, Listing, comments_after
from broadsheet.discussion.queries.pages import (
    BranchPage,
    DiscussionPage,
    branch_page,
    discussion_page,
)
from broadsheet.discussion.queries.places import place_of, position_of, public_comment
from broadsheet.discussion.queries.shown import ShownComment, shown_one

__all__ = [
    "BranchPage",
    "DiscussionPage",
    "Listed",
    "Listing",
    "ShownComment",
    "back_path",
    "branch_page",
    "comments_after",
    "composing",
    "counts",
    "discussion_page",
    "held_count",
    "most_discussed",
    "newest",
    "place_of",
    "position_of",
    "public_comment",
    "shown_one",
    "subject_path",
    "text_limit",
]
