"""The tree of a branch, from rows to reading order; plain functions without the database.

Depth can be anything, so nothing here recurses. A branch may be long and a page shows little of it,
so `opening` stops where the page ends.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Node(NamedTuple):
    """What has to be known of a comment to give it its place among its siblings."""

    id: int
    parent_id: int | None
    root_id: int | None
    is_published: bool
    depth: int


class Placed(NamedTuple):
    """A comment that has a place on the page: published, or with published replies below it."""

    node: Node
    reply_count: int
    """Published comments anywhere below it."""


def reading_order(nodes: Iterable[Node], top: int) -> list[Placed]:
    """`top` and all that is below it, each comment before its replies, replies oldest first.

    `nodes` come oldest first, ties in time by id. Comments that readers cannot see keep their place
    only while something published hangs below them; what is not below `top` is left out.
    """
    by_id, children = _family(nodes)
    if top not in by_id:
        return []
    order = list(_depth_first(by_id[top], children))
    below = _published_below(order)
    return [Placed(node, below[node.id]) for node in order if node.is_published or below[node.id]]


def opening(nodes: Iterable[Node], top: int, limit: int) -> list[Node]:
    """The first `limit` comments of `reading_order`, at the price of those alone."""
    by_id, children = _family(nodes)
    found: list[Node] = []
    if top not in by_id:
        return found
    for node in _depth_first(by_id[top], children):
        if len(found) == limit:
            break
        if node.is_published or any(one.is_published for one in _depth_first(node, children)):
            found.append(node)
    return found


def _family(nodes: Iterable[Node]) -> tuple[dict[int, Node], dict[int | None, list[Node]]]:
    by_id: dict[int, Node] = {}
    children: dict[int | None, list[Node]] = {}
    for node in nodes:
        by_id[node.id] = node
        children.setdefault(node.parent_id, []).append(node)
    return by_id, children


def _depth_first(top: Node, children: dict[int | None, list[Node]]) -> Iterator[Node]:
    stack = [top]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children.get(node.id, ())))


def _published_below(order: Sequence[Node]) -> dict[int, int]:
    """For each comment, how many published ones are below; parents stand before children."""
    below = dict.fromkeys((node.id for node in order), 0)
    for node in reversed(order[1:]):
        if node.parent_id in below:
            below[node.parent_id] += below[node.id] + node.is_published
    return below


def indents(depths: Sequence[int], limit: int) -> list[int]:
    """How far each comment of a list in reading order is indented, at most `limit` steps.

    A list may begin in the middle of a branch: a comment is indented once for each comment of the
    list that stands above it in the tree.
    """
    found: list[int] = []
    above: list[int] = []
    for depth in depths:
        while above and above[-1] >= depth:
            above.pop()
        found.append(min(len(above), limit))
        above.append(depth)
    return found
