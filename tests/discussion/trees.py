"""Random conversations for tests of order and place."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from broadsheet.discussion.actions import ImportedComment
from broadsheet.discussion.models import State

START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Conversation:
    """Comments of one thread; parents come before their children."""

    comments: list[ImportedComment]


@st.composite
def conversations(draw: st.DrawFn, max_size: int = 25) -> Conversation:
    """Trees of any shape; times repeat and run backwards, scores repeat, some are not public."""
    count = draw(st.integers(min_value=0, max_value=max_size))
    comments = []
    for number in range(count):
        parent = draw(st.integers(min_value=-1, max_value=number - 1)) if number else -1
        comments.append(
            ImportedComment(
                key=str(number),
                parent_key="" if parent < 0 else str(parent),
                name=f"Reader {number}",
                body=f"Remark {number}",
                created_at=START + timedelta(minutes=draw(st.integers(0, 5))),
                state=draw(st.sampled_from([State.PUBLISHED] * 4 + [State.HELD, State.REMOVED])),
                up=draw(st.integers(0, 3)),
                down=draw(st.integers(0, 3)),
                is_pinned=parent < 0 and draw(st.booleans()) and draw(st.booleans()),
            )
        )
    return Conversation(comments)
