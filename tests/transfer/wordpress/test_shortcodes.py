from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.transfer.wordpress.body.shortcodes import expand


def expanded(text: str, attached: list[str] | None = None) -> tuple[str, Counter[str]]:
    unknown: Counter[str] = Counter()
    return expand(text, unknown, attached or []).strip(), unknown


@pytest.mark.parametrize(
    "text",
    [
        '[caption id="attachment_16" width="7" caption="A <b>boat</b>"]<img src="b.jpg">[/caption]',
        '[caption id="attachment_16" width="7"]<img src="b.jpg"> A <b>boat</b>[/caption]',
        '[wp_caption id="attachment_16"]<img src="b.jpg">A <b>boat</b>[/wp_caption]',
    ],
)
def test_captions_old_and_new(text):
    made, _unknown = expanded(text)
    assert made == (
        '<figure class="wp-block-image" data-id="16"><img src="b.jpg">'
        "<figcaption>A <b>boat</b></figcaption></figure>"
    )


def test_a_linked_picture_keeps_its_caption():
    made, _unknown = expanded('[caption]<a href="big.jpg"><img src="b.jpg"></a> Boat[/caption]')
    assert "<figcaption>Boat</figcaption>" in made


def test_galleries_by_ids_or_by_what_is_attached():
    by_ids, _unknown = expanded('[gallery columns="2" ids="5, 6"]', ["1"])
    assert [n for n in "156" if f"wp-image-{n}" in by_ids] == ["5", "6"]
    attached, _unknown = expanded("[gallery]", ["1"])
    assert "wp-image-1" in attached


def test_what_plays_elsewhere_becomes_a_link():
    for text, address in [
        ("[embed width=500]https://video.example/1?a=1&amp;b=2[/embed]", "https://video.example/1"),
        ('[audio mp3="https://old.example/a.mp3"][/audio]', "https://old.example/a.mp3"),
        ("[audio https://old.example/a.mp3]", "https://old.example/a.mp3"),
        ('[video src="https://old.example/a.mp4"]', "https://old.example/a.mp4"),
        ("[youtube https://youtu.be/x]", "https://youtu.be/x"),
        ("[vimeo 123]", "https://vimeo.com/123"),
    ]:
        made, unknown = expanded(text)
        assert f'href="{address}' in made
        assert not unknown


def test_code_is_kept_to_the_letter():
    made, _unknown = expanded(
        '[sourcecode language="php"]\n<?php if (a < b) [x]; ?>\n[/sourcecode]'
    )
    assert made == '<pre class="language-php">&lt;?php if (a &lt; b) [x]; ?&gt;</pre>'


def test_escaped_and_verbatim_brackets_stay():
    assert expanded("[[gallery]]")[0] == "[gallery]"
    assert expanded("<pre>[gallery ids=1]</pre>")[0] == "<pre>[gallery ids=1]</pre>"


def test_those_of_plugins_stay_visible_and_are_counted():
    text = '[contact-form to="a@b"] and [my_box]inside[/my_box], he said [sic] and [1] [x].'
    made, unknown = expanded(text)
    assert made == text
    assert unknown == {"contact-form": 1, "my_box": 1}


def test_passages_of_wpdiscuz_keep_their_words():
    made, unknown = expanded(
        'A [wpdiscuz-feedback id="x1" question="Is &quot;this&quot; so?" opened="0"]bold claim'
        "[/wpdiscuz-feedback] here."
    )
    assert made == "A bold claim here."
    assert not unknown


@given(st.text(alphabet="[]/ab =\"'<>pre\n", max_size=60))
def test_no_text_breaks_it(text):
    expanded(text)


def test_many_brackets_take_no_time():
    expanded("[a]" * 50_000 + "[/a]")
    expanded("[caption]" * 50_000)
