import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.transfer.wordpress.php import DEPTH_MAX, NotSerialised, unserialise


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("N;", None),
        ("b:1;", True),
        ("b:0;", False),
        ("i:-12;", -12),
        ("d:7.0999999999999996;", 7.1),
        ("d:1.0E+25;", 1e25),
        ("d:-INF;", -math.inf),
        ('s:0:"";', ""),
        ('s:13:"¯\\_(ツ)_/¯";', "¯\\_(ツ)_/¯"),
        ('s:4:"🚀";', "🚀"),
        ('s:5:"a";b;";', 'a";b;'),
        ("a:0:{}", {}),
        ('a:2:{s:4:"like";i:3;i:0;a:1:{i:0;b:1;}}', {"like": 3, 0: {0: True}}),
    ],
)
def test_plain_values_are_read(text, value):
    assert unserialise(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "i:1",
        "i:1;i:2;",
        "i:99999999999999999999;",
        's:3:"ab";',
        's:2:"abc";',
        's:999999999:"a";',
        'O:8:"stdClass":0:{}',
        'C:11:"ArrayObject":0:{}',
        'a:1:{i:0;O:8:"stdClass":0:{}}',
        "a:2:{i:0;i:1;}",
        "a:1:{i:0;i:1;i:2;}",
        "a:1:{b:1;i:1;}",
        "a:1:{d:1.5;i:1;}",
        "a:999999999:{}",
        "R:1;",
        "a:1:{i:0;R:1;}",
        "b:2;",
        "d:0x1A;",
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(NotSerialised):
        unserialise(text)


def test_depth_is_bounded():
    deep = "a:1:{i:0;" * DEPTH_MAX + "N;" + "}" * DEPTH_MAX
    assert isinstance(unserialise(deep), dict)
    with pytest.raises(NotSerialised):
        unserialise("a:1:{i:0;" * 100_000)


@given(st.text())
def test_no_text_breaks_the_reader(text):
    for serialised in (text, f'a:1:{{s:1:"k";{text}}}', f's:{len(text)}:"{text}";'):
        try:
            unserialise(serialised)
        except NotSerialised:
            continue
