"""Contrast of two colours by WCAG 2.2, definitions of relative luminance and contrast ratio."""

from typing import Final

AA_TEXT: Final = 4.5
"""Least contrast ratio of text of normal size (WCAG 2.2, success criterion 1.4.3)."""


def _luminance(colour: str) -> float:
    def channel(code: str) -> float:
        value = int(code, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(colour[at : at + 2]) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """The contrast ratio, 1 to 21, of two colours written as #rrggbb."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
