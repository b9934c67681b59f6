"""Real discussions and real votes, played through the house's own actions.

    BROADSHEET_DATA=<a new or empty folder> BROADSHEET_TEST_DATA=<the test data> python -m bench.real_talk

Every comment of `threads/` is posted at its time, by its author, below what it answers; what was
removed there is removed here; totals come from made-up voters. Every row of `votes/` is cast, own votes
included, which the house refuses. Then trees and tallies are compared with the files.
"""  # noqa: E501

import csv
import gzip
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.reading import set_up

THREAD_FILES = (
    "wikipedia-talk-en-bigafd-parsoid",
    "wikipedia-talk-pl-big-parsoid",
    "wikipedia-talk-fr-unsigned-parsoid",
)
VOTE_FILES = ("canadian-electoral-reform", "football-concussions", "vtaiwan.uberx")
LONGEST = 20_000
"""Characters: the most that the newsroom's rules may allow."""


@dataclass(frozen=True)
class Said:
    """One comment of a file."""

    thread: str
    key: str
    parent_key: str
    """Empty at the top level."""
    name: str
    text: str
    """Empty where it was removed."""
    at: datetime
    up: int = 0
    down: int = 0


@dataclass(frozen=True)
class Cast:
    """One row of a file of votes."""

    comment: str
    voter: str
    value: int


def decide_madrid(folder: Path) -> list[Said]:
    """The citizens' debates, each comment behind what it answers.

    People are numbers there. Where one of them said the very same more than once, each copy gets a
    name of its own: the house takes the same name and text within ten minutes for one comment.
    """
    copies: Counter[tuple[str, str, str]] = Counter()
    with gzip.open(
        folder / "threads/decide-madrid-comments.csv.gz", "rt", encoding="utf-8"
    ) as file:
        rows = list(csv.DictReader(file))
    return [
        Said(
            thread=f"madrid:{row['proposalId']}",
            key=row["id"],
            parent_key="" if row["parentId"] == "-1" else row["parentId"],
            name=_name(row, copies),
            text=row["text"].strip(),
            at=datetime.fromisoformat(f"{row['date']}T{row['time'].split()[-1]}+00:00"),
            up=int(row["numPositiveVotes"]),
            down=int(row["numNegativeVotes"]),
        )
        for row in _parents_first(rows, "id", "parentId")
    ]


def _name(row: dict[str, str], copies: "Counter[tuple[str, str, str]]") -> str:
    said = (row["proposalId"], row["userId"], row["text"].strip())
    copies[said] += 1
    again = f" ({copies[said]})" if copies[said] > 1 else ""
    return f"Vecino {row['userId']}{again}"


def wikipedia(folder: Path, name: str) -> list[Said]:
    """The talk pages of one file."""
    from broadsheet.core.text import plain  # noqa: PLC0415

    with gzip.open(folder / f"threads/{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for row in rows:
        row["key"] = f"{row['thread']} {row['id']}"
        row["parent_key"] = f"{row['thread']} {row['parent']}" if row["parent"] else ""
    return [
        Said(
            thread=f"{name}:{row['thread']}"[:190],
            key=row["key"],
            parent_key=row["parent_key"],
            name=row["author"] or "?",
            text=(row["text"] or plain(row["html"] or "")).strip(),
            at=datetime.fromisoformat(row["timestamp"]).astimezone(UTC)
            if row["timestamp"]
            else datetime(2020, 1, 1, tzinfo=UTC),
        )
        for row in _parents_first(rows, "key", "parent_key")
    ]


def _parents_first(rows: list[dict[str, Any]], key: str, parent: str) -> Iterator[dict[str, Any]]:
    known = {row[key] for row in rows}
    waiting: dict[str, list[dict[str, Any]]] = {}
    ready = []
    for row in rows:
        if row[parent] in known:
            waiting.setdefault(row[parent], []).append(row)
        else:
            ready.append(row)
    while ready:
        row = ready.pop(0)
        yield row
        ready += waiting.pop(row[key], [])


def votes(folder: Path, name: str) -> tuple[dict[str, str], list[Cast]]:
    """The comments of a file with their authors, and every vote on them in its order."""
    path = folder / f"votes/{name}-comments.csv"
    with path.open(encoding="utf-8", newline="") as file:
        authors = {row["comment-id"]: row["author-id"] for row in csv.DictReader(file)}
    with gzip.open(folder / f"votes/{name}-votes.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    cast = [Cast(row["comment-id"], row["voter-id"], int(row["vote"])) for row in rows]
    for one in cast:
        authors.setdefault(one.comment, "")
    return authors, cast


def tallies(authors: dict[str, str], cast: Iterable[Cast]) -> dict[str, tuple[int, int]]:
    """What the rows give by the house's rule: the last vote counts, own votes are refused."""
    last = {
        (one.comment, one.voter): one.value for one in cast if authors[one.comment] != one.voter
    }
    found = dict.fromkeys(authors, (0, 0))
    for (comment, _voter), value in last.items():
        up, down = found[comment]
        found[comment] = (up + (value > 0), down + (value < 0))
    return found


def play_votes(
    authors: dict[str, str],
    cast: Iterable[Cast],
    subject: str,
    set_clock: Callable[[datetime], None],
) -> dict[str, int]:
    """Post the comments, one a minute, and cast the votes; the comments' ids by their keys."""
    from broadsheet.discussion import actions  # noqa: PLC0415

    ids: dict[str, int] = {}
    for number, (key, author) in enumerate(authors.items()):
        set_clock(datetime(2016, 1, 1, tzinfo=UTC) + timedelta(minutes=number))
        posted = actions.post_comment(
            subject=subject,
            name=f"Author {author}",
            body=f"Statement {key}.",
            visitor_key=f"{subject} {author}" if author else "",
        )
        ids[key] = posted.comment.pk
    for one in cast:
        with suppress(actions.OwnComment):
            actions.vote(
                comment_id=ids[one.comment],
                voter=f"{subject} {one.voter}",
                visitor_key=f"{subject} {one.voter}",
                value=one.value,
            )
    return ids


def play(talk: Iterable[Said], set_clock: Callable[[datetime], None]) -> dict[str, int]:
    """Say all of it; the ids of the comments by their keys."""
    from broadsheet.discussion import actions  # noqa: PLC0415
    from broadsheet.discussion.models import State  # noqa: PLC0415

    made: dict[str, int] = {}
    removed = []
    for one in talk:
        set_clock(one.at)
        posted = actions.post_comment(
            subject=one.thread,
            name=one.name[:80],
            body=one.text[:LONGEST] or f"What {one.key} said was removed.",
            parent_id=made.get(one.parent_key),
        )
        if posted.comment.state == State.HELD:
            actions.approve(comment=posted.comment, by=None)
        made[one.key] = posted.comment.pk
        for number in range(one.up + one.down):
            value = 1 if number < one.up else -1
            actions.vote(comment_id=posted.comment.pk, voter=f"{one.key}/{number}", value=value)
        if not one.text:
            removed.append(posted.comment)
    for comment in removed:
        actions.remove(comment=comment, by=None, reason="Removed where it came from.")
    return made


def differences(talk: list[Said], made: dict[str, int]) -> list[str]:
    """Where the tree, the order in time, the totals or the tombstones are not those of the file."""
    from broadsheet.discussion.models import Comment, State  # noqa: PLC0415

    rows = Comment.objects.in_bulk(made.values())
    known = {one.key for one in talk}
    found = []
    if len(set(made.values())) < len(made):
        found.append(f"{len(made) - len(set(made.values()))} comments were taken for one")
    for one in talk:
        row = rows[made[one.key]]
        parent = made[one.parent_key] if one.parent_key in known else None
        state = State.PUBLISHED if one.text else State.REMOVED
        expected = (parent, one.at, one.up, one.down, state)
        got = (row.parent_id, row.created_at, row.up, row.down, row.state)
        if got != expected:
            found.append(f"{one.key}: {got} instead of {expected}")
    return found


def stand_on_anything() -> None:
    """Let every subject be known, as if each file were a story."""
    from broadsheet.core import subjects  # noqa: PLC0415
    from broadsheet.core.subjects import Subject  # noqa: PLC0415

    for kind in ("madrid", "polis", *THREAD_FILES):
        subjects.register(kind, lambda keys: {key: Subject(key, key, "/story/") for key in keys})


def main() -> None:
    """Play everything and say what differs."""
    set_up()
    from broadsheet.cli import data_folder  # noqa: PLC0415
    from broadsheet.core import clock  # noqa: PLC0415
    from broadsheet.discussion import actions  # noqa: PLC0415
    from broadsheet.discussion.checks import find_differences  # noqa: PLC0415

    data_folder.open_for_writing()
    stand_on_anything()
    actions.save_rules(hold_first_comments=False, link_limit=1000, max_length=LONGEST)
    folder = Path(os.environ["BROADSHEET_TEST_DATA"])
    wrong = 0

    def set_clock(at: datetime) -> None:
        clock.now = lambda: at

    for name in ("decide-madrid", *THREAD_FILES):
        talk = decide_madrid(folder) if name == "decide-madrid" else wikipedia(folder, name)
        begun = time.monotonic()
        made = play(talk, set_clock)
        found = differences(talk, made)
        wrong += len(found)
        cast = sum(one.up + one.down for one in talk)
        print(
            f"{name}: {len(talk)} comments in {len({one.thread for one in talk})} threads,"
            f" {cast} votes, {sum(not one.text for one in talk)} removed,"
            f" {time.monotonic() - begun:.0f} s; different: {len(found)}"
        )
        print(*found[:10], sep="\n")
    for name in VOTE_FILES:
        authors, rows = votes(folder, name)
        begun = time.monotonic()
        ids = play_votes(authors, rows, f"polis:{name}", set_clock)
        found = tally_differences(tallies(authors, rows), ids)
        wrong += len(found)
        own = sum(authors[one.comment] == one.voter for one in rows)
        print(
            f"{name}: {len(rows)} votes on {len(ids)} comments, {own} of them on one's own,"
            f" {time.monotonic() - begun:.0f} s; different: {len(found)}"
        )
        print(*found[:10], sep="\n")
    checked = find_differences()
    print(f"check: {len(checked)} differences")
    sys.exit(1 if wrong or checked else 0)


def tally_differences(expected: dict[str, tuple[int, int]], ids: dict[str, int]) -> list[str]:
    """Comments whose sums are not the expected ones."""
    from broadsheet.discussion.models import Comment  # noqa: PLC0415

    rows = Comment.objects.in_bulk(ids.values())
    return [
        f"{key}: {(rows[ids[key]].up, rows[ids[key]].down)} instead of {sums}"
        for key, sums in expected.items()
        if (rows[ids[key]].up, rows[ids[key]].down) != sums
    ]


if __name__ == "__main__":
    main()
