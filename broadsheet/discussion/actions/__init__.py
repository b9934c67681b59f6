"""Everything that changes a discussion: posting, voting, moderating, subscribing, importing."""

from broadsheet.discussion.actions.importing import (
    ImportedComment,
    import_comment,
    import_pingback,
    import_thread,
)
from broadsheet.discussion.actions.moderating import (
    approve,
    dismiss,
    feature,
    hold,
    pin,
    remove,
    restore,
    unfeature,
    unpin,
)
from broadsheet.discussion.actions.posting import Posted, edit_comment, post_comment
from broadsheet.discussion.actions.reporting import report
from broadsheet.discussion.actions.returning import ask_for_way_in, erase, erase_all
from broadsheet.discussion.actions.subscribing import (
    ask_to_subscribe,
    confirm,
    lift_suppression,
    set_pace,
    stop,
    suppress,
)
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
    "ask_for_way_in",
    "ask_to_subscribe",
    "close_thread",
    "confirm",
    "dismiss",
    "edit_comment",
    "erase",
    "erase_all",
    "feature",
    "forget_thread",
    "hold",
    "import_comment",
    "import_pingback",
    "import_thread",
    "lift_suppression",
    "pin",
    "post_comment",
    "remove",
    "reopen_thread",
    "report",
    "restore",
    "save_rules",
    "set_pace",
    "stop",
    "suppress",
    "unfeature",
    "unpin",
    "vote",
]
