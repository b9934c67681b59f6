"""Reading order and indentation, without the database."""

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.discussion.queries.tree import Node, indents, opening, reading_order


@st.composite
def branches(draw: st.DrawFn) -> list[Node]:
    """Oldest first, as they are read; ids do not tell the age."""
    nodes = [Node(0, None, None, draw(st.booleans()), 0)]
    numbers = draw(st.permutations(range(1, 30)))
    for number in range(1, draw(st.integers(1, 30))):
        parent = nodes[draw(st.integers(0, number - 1))]
        nodes.append(
            Node(
                id=numbers[number - 1],
                parent_id=parent.id,
                root_id=0,
                is_published=draw(st.booleans()),
                depth=parent.depth + 1,
            )
        )
    return nodes


def descendants(nodes: list[Node], top: int) -> list[Node]:
    below = {top}
    for node in nodes:
        if node.parent_id in below:
            below.add(node.id)
    return [node for node in nodes if node.id in below and node.id != top]


@given(branches())
def test_every_published_comment_has_a_place_and_no_leaf_that_is_gone(nodes) -> None:
    order = reading_order(nodes, 0)
    placed = {one.node.id for one in order}
    for node in nodes:
        has_published_below = any(one.is_published for one in descendants(nodes, node.id))
        assert (node.id in placed) == (node.is_published or has_published_below)


@given(branches())
def test_parents_stand_before_their_replies_and_siblings_by_time(nodes) -> None:
    order = reading_order(nodes, 0)
    place = {one.node.id: index for index, one in enumerate(order)}
    age = {node.id: index for index, node in enumerate(nodes)}
    for one in order:
        if one.node.id != 0:
            assert place[one.node.parent_id] < place[one.node.id]
    for first in order:
        for second in order:
            if first.node.parent_id == second.node.parent_id and first is not second:
                is_older = age[first.node.id] < age[second.node.id]
                assert is_older == (place[first.node.id] < place[second.node.id])


@given(branches())
def test_counts_are_of_published_comments_below(nodes) -> None:
    for one in reading_order(nodes, 0):
        below = descendants(nodes, one.node.id)
        assert one.reply_count == sum(node.is_published for node in below)


@given(branches(), st.integers(0, 40))
def test_the_opening_is_the_beginning_of_the_order(nodes, limit) -> None:
    assert opening(nodes, 0, limit) == [one.node for one in reading_order(nodes, 0)][:limit]


@given(branches(), st.integers(0, 29), st.integers(1, 30), st.integers(0, 5))
def test_lists_open_one_step_at_a_time_wherever_a_page_begins(nodes, start, length, limit) -> None:
    depths = [one.node.depth for one in reading_order(nodes, 0)][start : start + length]
    found = indents(depths, limit)
    assert len(found) == len(depths)
    above = -1
    for level in found:
        assert 0 <= level <= limit
        assert level <= above + 1
        above = level


def test_siblings_at_the_top_of_a_page_are_siblings() -> None:
    assert indents([3, 3, 2, 3, 4], 4) == [0, 0, 0, 1, 2]
    assert indents([0, 1, 2, 3, 4, 5, 6, 1], 4) == [0, 1, 2, 3, 4, 4, 4, 1]
    assert indents([], 4) == []


def test_a_comment_outside_the_branch_is_left_out() -> None:
    nodes = [
        Node(1, None, None, True, 0),
        Node(2, 1, 1, True, 1),
        Node(3, 1, 1, True, 1),
    ]
    assert [one.node.id for one in reading_order(nodes, 2)] == [2]
    assert reading_order(nodes, 99) == []
    assert opening(nodes, 99, 1) == []
