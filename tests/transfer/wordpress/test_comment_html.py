from broadsheet.core.html import clean_comment_html
from broadsheet.transfer.wordpress.body.comment import comment_html


def shown(text: str) -> str:
    return clean_comment_html(comment_html(text))


def test_lines_and_paragraphs():
    assert comment_html("One\ntwo\r\n\r\nthree") == "<p>One<br>two</p><p>three</p>"
    assert comment_html("\n  \n") == ""


def test_markup_of_few_kinds():
    assert shown("<b>a</b> <i>b</i><h1>c</h1><blockquote>d\ne</blockquote>") == (
        "<p><strong>a</strong> <em>b</em></p>c<blockquote><p>d<br>e</p></blockquote>"
    )


def test_code_keeps_its_lines():
    assert shown("<pre>a\n\nb</pre>") == "<pre>a\n\nb</pre>"


def test_bare_addresses_become_links():
    assert comment_html("See https://a.example/x?y=1&z=2. Really") == (
        '<p>See <a href="https://a.example/x?y=1&amp;z=2">https://a.example/x?y=1&amp;z=2</a>.'
        " Really</p>"
    )


def test_pictures_become_links():
    made = shown('<img src="https://tracker.example/a.gif" alt="smile">')
    assert "<img" not in made
    assert ">smile</a>" in made


def test_hostile_depth_keeps_the_words():
    for text in ("<blockquote>" * 1500 + "deep", "<b>" * 1500 + "deep", "<div>" * 50_000 + "deep"):
        assert "deep" in shown(text)


def test_danger_goes():
    made = shown('x <script>alert(1)</script><a href="javascript:alert(1)" onclick="x">y</a>')
    assert "alert" not in made
    assert "onclick" not in made
