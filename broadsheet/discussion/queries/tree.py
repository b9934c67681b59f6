"""The tree of a branch, from rows to reading order; plain functions without the database.

Depth can be anything, so nothing here recurses.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Node:
    """What has to be known of a comment to give it its place."""

    id: int
    parent_id: int | None
    root_id: int | None
    created_at: datetime
    is_published: bool
    name: str
    depth: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A comment that has a place on the page: published, or with published replies below it."""

    node: Node
    reply_count: int
    """Published comments anywhere below it."""


def reading_order(nodes: Iterable[Node], top: int) -> list[Placed]:
    """`top` and all that is below it, each comment before its replies, replies oldest first.

    Comments that readers cannot see keep their place only while something published hangs below
    them. Ties in time are ordered by id. Comments that are not below `top` are left out.
    """
    by_id: dict[int, Node] = {}
    children: dict[int, list[Node]] = {}
    for node in nodes:
        by_id[node.id] = node
        if node.parent_id is not None:
            children.setdefault(node.parent_id, []).append(node)
    if top not in by_id:
        return []
    for siblings in children.values():
        siblings.sort(key=lambda node: (node.created_at, node.id))
    order = _depth_first(by_id[top], children)
    below = _published_below(order)
    return [Placed(node, below[node.id]) for node in order if node.is_published or below[node.id]]


def _depth_first(top: Node, children: dict[int, list[Node]]) -> list[Node]:
    order: list[Node] = []
    stack = [top]
    while stack:
        node = stack.pop()
        order.append(node)
        stack.extend(reversed(children.get(node.id, ())))
    return order


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
