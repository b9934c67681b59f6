from hypothesis import given
from hypothesis import strategies as st

from broadsheet.transfer.wordpress.body.gutenberg import DEPTH_MAX, parse


def test_blocks_nest_and_carry_attributes():
    [group, text] = parse(
        '<!-- wp:group {"a":{"b":1}} --><div><!-- wp:core/paragraph --><p>x</p>'
        "<!-- /wp:paragraph --></div><!-- /wp:group -->tail"
    )
    assert (group.name, group.attributes) == ("group", {"a": {"b": 1}})
    assert group.has_blocks
    assert group.markup() == "<div><p>x</p></div>"
    assert (text.name, text.parts) == ("", ["tail"])


def test_a_block_may_stand_alone():
    [block] = parse('<!-- wp:latest-posts {"postsToShow":3} /-->')
    assert (block.name, block.attributes) == ("latest-posts", {"postsToShow": 3})


def test_blocks_of_plugins_keep_their_name():
    [block] = parse("<!-- wp:jetpack/map --><p>here</p><!-- /wp:jetpack/map -->")
    assert block.name == "jetpack/map"


def test_broken_grammar_is_read_as_far_as_it_goes():
    assert [block.name for block in parse("<!-- wp:a --><!-- wp:b -->x")] == ["a"]
    assert parse("<!-- /wp:a -->x")[0].markup() == "x"
    assert parse("<!-- wp:a {broken} -->x<!-- /wp:a -->")[0].attributes == {}
    assert parse("<!-- wp:a")[0].markup() == "<!-- wp:a"
    assert parse("<!-- wp:a [1] /-->")[0].attributes == {}


def test_depth_is_bounded():
    [block] = parse("<!-- wp:group -->" * 100_000 + "x")
    depth = 0
    while any(not isinstance(part, str) for part in block.parts):
        block = next(part for part in block.parts if not isinstance(part, str))
        depth += 1
    assert depth < DEPTH_MAX


@given(
    st.lists(
        st.sampled_from(
            [
                "<!-- wp:a -->",
                "<!-- /wp:a -->",
                "<!-- wp:b {} /-->",
                "<!--",
                "-->",
                "text",
                "{",
                "}",
            ]
        )
    )
)
def test_no_text_breaks_the_reader(pieces):
    for block in parse("".join(pieces)):
        block.markup()
