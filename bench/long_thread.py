"""A thread of 10,000 comments: what each of its pages costs when nothing is stored.

    BROADSHEET_DATA=<a new or empty folder> BROADSHEET_TEST_DATA=<the test data> python -m bench.long_thread

Its shape is that of real debates, one after another. On PostgreSQL: the same through
`python scripts/with_postgresql.py`.
"""  # noqa: E501

import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from bench.reading import Cost, cost, counted, discussion, set_up
from bench.real_talk import decide_madrid

SUBJECT = "madrid:long"
MOST_MILLISECONDS = 60.0
MOST_QUERIES = 12
LAST_TO_SECOND = 1.3


def build(folder: Path, comments: int) -> None:
    """Import a thread of so many comments under SUBJECT."""
    from broadsheet.discussion import actions  # noqa: PLC0415
    from broadsheet.discussion.actions import ImportedComment  # noqa: PLC0415
    from broadsheet.discussion.models import State  # noqa: PLC0415

    talk = decide_madrid(folder)
    known = {one.key for one in talk}

    def said() -> Iterator[ImportedComment]:
        for number in range(comments):
            again, one = number // len(talk), talk[number % len(talk)]
            yield ImportedComment(
                key=f"{again}-{one.key}",
                parent_key=f"{again}-{one.parent_key}" if one.parent_key in known else "",
                name=one.name[:80],
                body=one.text or "(removed)",
                created_at=one.at + timedelta(days=3000 * again),
                state=State.PUBLISHED if one.text else State.REMOVED,
                up=one.up,
                down=one.down,
            )

    actions.forget_thread(subject=SUBJECT)
    actions.import_thread(subject=SUBJECT, comments=list(said()))


def costs() -> dict[tuple[str, str], Cost]:
    """The cost of the first, second and last page of each order, by order and page."""
    from broadsheet.discussion import queries  # noqa: PLC0415
    from broadsheet.discussion.ranking import Sort  # noqa: PLC0415

    found = {}
    for sort in Sort:
        first = queries.discussion_page(SUBJECT, sort=sort)
        if first is None:
            raise RuntimeError("The long thread is not there.")
        for name, page in (("first", 1), ("second", 2), ("last", first.pages)):
            found[sort.value, name] = cost(partial(discussion, SUBJECT, sort=sort.value, page=page))
    return found


def misses(found: dict[tuple[str, str], Cost]) -> list[str]:
    """What is over its bound."""
    over = [
        f"{sort}, {page} page: {one.milliseconds:.1f} ms, {one.queries} queries"
        for (sort, page), one in found.items()
        if one.milliseconds > MOST_MILLISECONDS or one.queries > MOST_QUERIES
    ]
    for sort in {sort for sort, _page in found}:
        last, second = found[sort, "last"], found[sort, "second"]
        if last.milliseconds > LAST_TO_SECOND * second.milliseconds:
            over.append(f"{sort}: the last page costs {last.milliseconds:.1f} ms, page 2 less")
    return over


def main() -> None:
    """Build the thread, measure and print."""
    if url := os.environ.get("BROADSHEET_TEST_DATABASE_URL"):
        os.environ["BROADSHEET_DATABASE_URL"] = url
    set_up()
    from django.db import connection  # noqa: PLC0415

    from bench.real_talk import stand_on_anything  # noqa: PLC0415
    from broadsheet.cli import data_folder  # noqa: PLC0415
    from broadsheet.discussion.checks import find_differences  # noqa: PLC0415

    data_folder.open_for_writing()
    stand_on_anything()
    comments = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    build(Path(os.environ["BROADSHEET_TEST_DATA"]), comments)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    found = costs()
    print(f"{connection.vendor}, {comments} comments")
    for (sort, page), one in found.items():
        print(f"{one.milliseconds:7.2f} ms {one.queries:3} queries {one.size:8}  {sort}, {page}")
    with counted() as seen:
        differences = find_differences()
    print(f"check: {len(differences)} differences, {len(seen)} queries")
    over = misses(found)
    print(*over, sep="\n")
    sys.exit(1 if over or differences else 0)


if __name__ == "__main__":
    main()
