"""The newsroom's accent colour, made readable on paper by day and by night."""

from typing import Final

from broadsheet.core import contrast

PAPER_LIGHT: Final = "#fcfbf8"
PAPER_DARK: Final = "#161513"
"""The two papers of static/web/css/tokens.css."""

COMFORT: Final = 6.0
"""Contrast ratio at which the accent is left as it is; above AA (4.5), also on --surface."""

STEPS: Final = 40


def _mixed(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it."""
    channels = (
        round(int(colour[at : at + 2], 16) * (1 - share) + int(other[at : at + 2], 16) * share)
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def readable(colour: str, paper: str) -> str:
    """The colour itself, or the nearest mix with black or white that is readable on `paper`."""
    towards = "#000000" if contrast.ratio(paper, "#000000") > 10 else "#ffffff"
    for step in range(STEPS + 1):
        mixed = _mixed(colour, towards, step / STEPS)
        if contrast.ratio(mixed, paper) >= COMFORT:
            return mixed
    return towards


def _words_on(colour: str) -> str:
    """White or near-black, whichever reads better on `colour`."""
    return max("#ffffff", "#120807", key=lambda words: contrast.ratio(colour, words))


def _values(colour: str, *, strong_towards: str) -> str:
    strong = _mixed(colour, strong_towards, 0.2)
    return f"--accent:{colour};--accent-ink:{_words_on(colour)};--accent-strong:{strong};"


def accent_css(accent: str) -> str:
    """The three accent properties for both papers, as a stylesheet of layer tokens."""
    day = readable(accent, PAPER_LIGHT)
    night = readable(accent, PAPER_DARK)
    return (
        f"@layer tokens{{:root{{{_values(day, strong_towards='#000000')}}}"
        "@media (prefers-color-scheme:dark){:root{"
        f"{_values(night, strong_towards='#ffffff')}}}}}}}"
    )
