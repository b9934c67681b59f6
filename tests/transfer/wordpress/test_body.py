import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.transfer.wordpress.body import convert
from tests.transfer.wordpress.around import Around


def blocks(text: str, around: Around | None = None) -> list[tuple[str, object]]:
    return [(block["type"], block["value"]) for block in convert(text, around or Around()).blocks]


def quote(text: str, speaker: str = "") -> tuple[str, object]:
    return ("quote", {"text": text, "speaker": speaker, "role": "", "via": ""})


def picture(number: int, caption: str = "", alt: str = "") -> tuple[str, object]:
    return ("picture", {"picture": number, "caption": caption, "alt": alt, "decorative": False})


# The classic editor --------------------------------------------------------------------------


def test_an_empty_line_parts_paragraphs_and_a_new_line_breaks_the_line():
    assert blocks("One\ntwo\r\n\r\nThree <em>four</em>\n \n\n&nbsp;\n\nFive") == [
        ("paragraph", "<p>One<br>two</p>"),
        ("paragraph", "<p>Three <em>four</em></p>"),
        ("paragraph", "<p>Five</p>"),
    ]


def test_blocks_among_classic_text_stand_for_themselves():
    assert blocks("Before\n<h2>Head <em>line</em></h2>\nAfter\n<hr />\nEnd<!--more-->") == [
        ("paragraph", "<p>Before</p>"),
        ("heading", {"text": "Head line", "level": 2}),
        ("paragraph", "<p>After</p>"),
        ("html", {"html": "<hr>"}),
        ("paragraph", "<p>End</p>"),
    ]


def test_code_keeps_its_lines():
    assert blocks("See:\n<pre>a\n  b\n\nc</pre>") == [
        ("paragraph", "<p>See:</p>"),
        ("code", {"text": "a\n  b\n\nc", "language": ""}),
    ]


def test_direction_and_language_of_a_paragraph_stay():
    assert blocks('<p dir="rtl" lang="ar" style="x">سلام</p>') == [
        ("paragraph", '<p lang="ar" dir="rtl">سلام</p>')
    ]


def test_nothing_comes_of_nothing():
    assert blocks("") == blocks("&nbsp;") == blocks("<p>\n</p><p>&#8203;</p>") == []


def test_a_bare_address_on_its_own_line_was_an_embed():
    [(kind, value)] = blocks("https://video.example/watch?v=1&t=2")
    assert kind == "html"
    assert 'href="https://video.example/watch?v=1&amp;t=2"' in value["html"]


# Gutenberg -----------------------------------------------------------------------------------


def test_gutenberg_paragraphs_do_not_break_lines():
    text = "<!-- wp:paragraph -->\n<p>One\ntwo</p>\n<!-- /wp:paragraph -->"
    assert blocks(text) == [("paragraph", "<p>One two</p>")]


def test_classic_text_between_blocks_is_read_as_such():
    text = "<!-- wp:paragraph --><p>One</p><!-- /wp:paragraph -->\n\nTwo\n\nThree"
    assert [value for _kind, value in blocks(text)] == ["<p>One</p>", "<p>Two</p>", "<p>Three</p>"]


def test_layout_goes_and_what_is_laid_out_stays():
    text = (
        '<!-- wp:columns --><div class="wp-block-columns"><!-- wp:column --><div>'
        '<!-- wp:heading {"level":4} --><h4>H</h4><!-- /wp:heading --></div><!-- /wp:column -->'
        "<!-- wp:spacer --><div></div><!-- /wp:spacer -->"
        '<!-- wp:cover {"id":7} --><div><img class="x" src="c.jpg" alt="Sea">'
        "<!-- wp:paragraph --><p>On it</p><!-- /wp:paragraph --></div><!-- /wp:cover -->"
        "</div><!-- /wp:columns -->"
    )
    assert blocks(text, Around(pictures={"7": 70})) == [
        ("heading", {"text": "H", "level": 3}),
        picture(70, alt="Sea"),
        ("paragraph", "<p>On it</p>"),
    ]


def test_what_shows_other_parts_of_the_site_is_left_out_and_counted():
    body = convert("<!-- wp:latest-posts /--><!-- wp:search {} /-->", Around())
    assert body.blocks == []
    assert body.dropped == {"latest-posts": 1, "search": 1}


def test_reusable_blocks_are_put_in_and_circles_end():
    around = Around(
        blocks={
            "5": "<!-- wp:paragraph --><p>Again</p><!-- /wp:paragraph -->",
            "6": '<!-- wp:block {"ref":6} /-->',
        }
    )
    assert blocks('<!-- wp:block {"ref":5} /-->', around) == [("paragraph", "<p>Again</p>")]
    assert convert('<!-- wp:block {"ref":6} /-->', around).dropped == {"reusable block": 1}


def test_footnotes_become_a_list_at_the_end():
    body = convert("Text", Around(), '[{"content":"One <em>note</em>","id":"x"}]')
    assert body.blocks[-1]["value"] == {"ordered": True, "items": ["One <em>note</em>"]}
    assert len(convert("Text", Around(), "broken").blocks) == 1


def test_embeds_become_links():
    body = convert(
        '<!-- wp:embed {"url":"https://video.example/1"} --><figure class="wp-block-embed"><div>'
        "https://video.example/1</div><figcaption>The launch</figcaption></figure>"
        "<!-- /wp:embed -->",
        Around(),
    )
    [block] = body.blocks
    assert block["type"] == "html"
    assert 'href="https://video.example/1"' in block["value"]["html"]
    assert "The launch" in block["value"]["html"]
    assert body.kept == {"embed": 1}


def test_players_become_links_with_their_caption():
    body = convert(
        '<figure class="wp-block-video"><video><source src="https://old.example/a.mp4"></video>'
        "<figcaption>The launch</figcaption></figure>"
        '<audio src="https://old.example/b.mp3"></audio>',
        Around(),
    )
    first, second = (block["value"]["html"] for block in body.blocks)
    assert 'href="https://old.example/a.mp4"' in first
    assert "The launch" in first
    assert 'href="https://old.example/b.mp3"' in second
    assert body.kept == {"video": 1, "audio": 1}


# Quotes, lists, tables -----------------------------------------------------------------------


def test_quotes_name_their_speaker():
    assert blocks(
        "<blockquote><p>Stay <em>hungry</em>.</p><p>Stay.</p><cite>— Ada</cite></blockquote>"
    ) == [quote("Stay hungry.\n\nStay.", "Ada")]


def test_a_quote_with_more_in_it_is_kept_as_it_was():
    body = convert('<blockquote><p><a href="https://a.example/">x</a></p></blockquote>', Around())
    assert body.blocks[0]["type"] == "html"
    assert body.kept == {"quote with markup": 1}


def test_pull_quotes_in_both_forms():
    for text in (
        '<figure class="wp-block-pullquote"><blockquote><p>Big</p><cite>Ada</cite></blockquote>'
        "</figure>",
        '<blockquote class="wp-block-pullquote"><p>Big</p><cite>Ada</cite></blockquote>',
    ):
        assert blocks(text) == [("pull_quote", {"text": "Big", "attribution": "Ada"})]


def test_lists_flat_and_nested():
    assert blocks("<ol><li>One <b>1</b><li><p>Two</p><p>2</p></li><li></li></ol>") == [
        ("list", {"ordered": True, "items": ["One <b>1</b>", "Two<br>2"]})
    ]
    [(kind, value)] = blocks("<ul><li>One<ul><li>Inner</li></ul></li></ul>")
    assert kind == "paragraph"
    assert value == "<ul><li>One<ul><li>Inner</li></ul></li></ul>"
    assert blocks('<ol start="8"><li>Eight</li></ol>') == [
        ("paragraph", '<ol start="8"><li>Eight</li></ol>')
    ]


def test_tables_keep_their_caption():
    [(kind, value)] = blocks(
        '<figure class="wp-block-table"><table class="x"><tr><td>1</td></tr></table>'
        "<figcaption>Fares</figcaption></figure>"
    )
    assert kind == "table"
    assert value["html"].startswith("<table><caption>Fares</caption>")


# Pictures ------------------------------------------------------------------------------------


def test_a_picture_by_id_with_caption_and_alt():
    text = (
        '<figure class="wp-block-image"><img class="wp-image-5" src="a.jpg" alt="A boat">'
        "<figcaption>Boat, <em>blue</em></figcaption></figure>"
    )
    assert blocks(text, Around(pictures={"5": 50})) == [picture(50, "Boat, blue", "A boat")]


def test_pictures_in_running_text_come_out_of_it():
    text = 'One <a href="big.jpg"><img src="a.jpg"></a> two <em>three <img src="b.jpg"></em> four'
    assert blocks(text, Around(pictures={"a.jpg": 1, "b.jpg": 2})) == [
        ("paragraph", "<p>One</p>"),
        picture(1),
        ("paragraph", "<p>two <em>three </em></p>"),
        picture(2),
        ("paragraph", "<p>four</p>"),
    ]


def test_galleries_old_and_new_are_pictures_one_by_one():
    around = Around(pictures={"1": 1, "2": 2}, gallery=["1", "2"])
    old = (
        '<figure class="wp-block-gallery"><ul><li><figure><img data-id="1" src="a"><figcaption>A'
        '</figcaption></figure></li><li><figure><img data-id="2" src="b"></figure></li></ul>'
        "<figcaption>Both</figcaption></figure>"
    )
    assert blocks(old, around) == [picture(1, "A"), picture(2), ("paragraph", "<p>Both</p>")]
    assert blocks("[gallery]", around) == [picture(1), picture(2)]


def test_the_old_caption_markup():
    text = (
        '<div class="wp-caption"><img class="wp-image-3" src="a.jpg">'
        '<p class="wp-caption-text">Words</p></div>'
    )
    assert blocks(text, Around(pictures={"3": 3})) == [picture(3, "Words")]


def test_a_picture_that_is_not_here_leaves_a_link_and_is_never_loaded_from_elsewhere():
    body = convert(
        '<img src="https://old.example/a.jpg" alt="A boat">[gallery ids="9"]'
        '<table><tr><td><img src="https://old.example/b.jpg"></td></tr></table>',
        Around(old={"9": "https://old.example/c.jpg"}),
    )
    everything = str(body.blocks)
    assert "<img" not in everything
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        assert f'href="https://old.example/{name}"' in everything
    assert body.missing_pictures == 3


# Links and danger ----------------------------------------------------------------------------


def test_links_are_rewritten_everywhere():
    around = Around(addresses={"http://old/1": "/news/one/"})
    text = '<p><a href=" http://old/1 ">x</a></p><ul><li><a href="http://old/1">y</a></ul>'
    written = str(blocks(text, around))
    assert written.count('href="/news/one/"') == 2
    assert "http://old/1" not in written


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<p onclick=alert(1)>x</p>",
        '<a href="javascript:alert(1)">x</a>',
        '<img src=x onerror="alert(1)">',
        '<iframe src="javascript:alert(1)"></iframe>',
        "<svg><script>alert(1)</script></svg>",
        "<div><style>@import 'x'</style><form action=x><input onfocus=alert(1)></form></div>",
        '<dl onclick="alert(1)"><dt>x</dt></dl>',
        "[caption caption='<script>alert(1)</script>']<img src=x>[/caption]",
        '<!-- wp:html --><object data="javascript:alert(1)"></object><!-- /wp:html -->',
    ],
)
def test_nothing_that_runs_survives(text):
    written = str([value for _kind, value in blocks(text)]).lower()
    for word in ("<script", "javascript:", "onclick", "onerror", "onfocus", "<iframe", "<style"):
        assert word not in written


def test_what_has_no_counterpart_is_kept_and_named():
    body = convert("<dl><dt>Term</dt><dd>Meaning</dd></dl>", Around())
    assert body.blocks == [
        {"type": "html", "value": {"html": "<dl><dt>Term</dt><dd>Meaning</dd></dl>"}}
    ]
    assert body.kept == {"dl": 1}


def test_hostile_depth_does_not_break_the_mapping():
    for start in (
        "<div>",
        "<b>",
        "<ul><li>",
        "<figure>",
        "<h2><b>",
        "<blockquote><i>",
        "<table><td>",
    ):
        for times in (900, 20_000):
            assert "deep" in str(blocks(start * times + "deep"))


@pytest.mark.parametrize("speaker", ["gannet", "gannet " * 60])
@pytest.mark.parametrize("text", ["", "<p>Words.</p>"])
def test_a_quote_loses_neither_its_words_nor_its_speaker(text, speaker):
    written = str(blocks(f"<blockquote>{text}<cite>{speaker}</cite></blockquote>"))
    assert written.count("gannet") == speaker.count("gannet")
    assert ("Words." in written) is bool(text)


PIECES = [
    *["<p>", "</p>", "<div>", "</div>", "<li>", "<ul>", "</ul>", "<td>", "<figure>", "</figure>"],
    *["<img src=a>", "<blockquote>", "<cite>", "gannet", "\n\n", "<h2>", "<pre>", "</b>", "<a>"],
    *["<!-- wp:quote -->", "<!-- /wp:quote -->", "[caption]", "[/caption]", "<table>", "</body>"],
    *["<dl>", "<dd>", "<b>", "</h2>", "</blockquote>", "</cite>", "<figcaption>", "</figcaption>"],
]


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_no_markup_breaks_the_mapping_and_no_word_is_lost(pieces):
    written = str(convert("".join(pieces), Around()).blocks)
    assert written.count("gannet") >= pieces.count("gannet")
