"""Texts that leave the house without the figures of people in them: numbers become asterisks.

Free text is typed by people, and now and then a caller's number is typed into it. What
`personal_scan` would find is masked; what it still finds after that is left out whole. Source:
article 23, issue 5 point 9.
"""

import re
import unicodedata
from typing import Final

from console.export.personal_scan import kinds_in

MASK: Final = "***"
_FIGURES: Final = re.compile(r"\+?\d(?:[\d\s().+-]*[\dXx]){5,}")


def masked(text: str) -> str:
    """The text with nobody's numbers in it; a text without any stays as it is."""
    if not kinds_in(text):
        return text
    plain = _FIGURES.sub(MASK, unicodedata.normalize("NFKC", text))
    return MASK if kinds_in(plain) else plain
