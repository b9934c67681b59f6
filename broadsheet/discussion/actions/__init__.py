"""Everything that changes a discussion: posting, voting, moderating, closing, importing."""

from broadsheet.discussion.actions.importing import (
    ImportedComment,
    import_comment,
    import_pingback,
    import_thread,
)
from broadsheet.discussion.actions.moderating import approve, hold, pin, remove, restore, unpin
from broadsheet.discussion.actions.posting import Posted, edit_comment, post_comment
from broadsheet.discussion.actions.threads import (
    close_thread,
    forget_thread,
    reopen_thread,
    save_rules,
)
from broadsheet.discussion.actions.voting import vote
from broadsheet.discussion.refusals import (
    BadVote,
    EditingOver,
    KeyReused,
    NoSuchComment,
    NoSuchSubject,
    OwnComment,
    ParentElsewhere,
    ParentGone,
    Refused,
    RepliesClosed,
    ThreadClosed,
    TooLong,
    WrongState,
)

__all__ = [
    "BadVote",
    "EditingOver",
    "ImportedComment",
    "KeyReused",
    "NoSuchComment",
    "NoSuchSubject",
    "OwnComment",
    "ParentElsewhere",
    "ParentGone",
    "Posted",
    "Refused",
    "RepliesClosed",
    "ThreadClosed",
    "TooLong",
    "WrongState",
    "approve",
    "close_thread",
    "edit_comment",
    "forget_thread",
    "hold",
    "import_comment",
    "import_pingback",
    "import_thread",
    "pin",
    "post_comment",
    "remove",
    "reopen_thread",
    "restore",
    "save_rules",
    "unpin",
    "vote",
]
