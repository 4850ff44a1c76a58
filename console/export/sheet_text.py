"""Values and texts as the files of a workbook hold them: no formula, and nothing XML cannot say."""

import re
from fractions import Fraction
from functools import lru_cache
from typing import Final
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from console.export.assessment_book import Value
from console.export.cell_text import NOTHING, clean

MOST_CHARACTERS: Final = 32_767
"""What a cell holds."""

_UNSAYABLE: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ESCAPE_ALIKE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def sheet_text(text: str) -> str:
    """The text as a cell can hold it: cleaned, whole characters, cut to what a cell takes."""
    return _UNSAYABLE.sub("\ufffd", clean(text))[:MOST_CHARACTERS]


def shown(value: Value) -> str | float | int:
    """A value as a cell holds it: the nearest float of a fraction, "—" for what is undefined."""
    if value is None:
        return NOTHING
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    return sheet_text(value) if isinstance(value, str) else value


@lru_cache(maxsize=4096)
def inline_text(text: str) -> str:
    """The content of an inline string. A literal `_x000D_` is kept from being read as a code."""
    kept = _ESCAPE_ALIKE.sub("_x005F_", sheet_text(text))
    return f'<is><t xml:space="preserve">{escape(kept)}</t></is>'


def lines_in(text: str, width: int) -> int:
    """How many lines a text takes in a cell that is `width` characters wide.

    Chinese signs take the room of two.
    """
    taken = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
    return max(1, -(-taken // max(1, width - 1)))
