"""Telephone numbers as figures only, so that the same number always looks the same.

Nothing here asks whether a number exists.
"""

import unicodedata
from typing import Final

_COUNTRY: Final = "86"
_MOBILE_FIGURES: Final = 11
_LEAST: Final = 7
"""Figures of the shortest number of a subscriber; shorter ones are services, or parts."""
_SUBSCRIBER_MOST: Final = 8
_MOST: Final = 15  # ITU-T E.164
_LONG_DISTANCE: Final = range(10, 13)  # with area code: 0 and nine to eleven figures
_SEPARATORS: Final = frozenset(" -()+.\u2010\u2011\u2012\u2013\u2014\u00b7")


def figures_of(phone: str) -> str:
    """A number as it is dialled within the country; '' when there are no figures.

    Full-width figures, blanks, brackets and dashes, the country's code (+86, 0086) and an extension
    (转) make no difference.
    """
    plain = unicodedata.normalize("NFKC", phone).partition("转")[0].strip()
    figures = "".join(sign for sign in plain if sign.isdecimal() and sign.isascii())
    if plain.startswith(f"+{_COUNTRY}"):
        return _inland(figures[len(_COUNTRY) :])
    if figures.startswith(f"00{_COUNTRY}"):
        return _inland(figures[len(_COUNTRY) + 2 :])
    if figures.startswith(f"{_COUNTRY}1") and len(figures) == _MOBILE_FIGURES + len(_COUNTRY):
        return figures[len(_COUNTRY) :]
    return figures


def typed_number(words: str) -> str:
    """The figures of words that may be a whole telephone number; '' when they cannot be one."""
    plain = unicodedata.normalize("NFKC", words).strip()
    if not all(sign in _SEPARATORS or (sign.isdecimal() and sign.isascii()) for sign in plain):
        return ""
    figures = figures_of(plain)
    # A case's number begins with its year; no subscriber's that long begins so without its 0.
    of_a_case = figures.startswith("20") and len(figures) > _SUBSCRIBER_MOST
    return figures if _LEAST <= len(figures) <= _MOST and not of_a_case else ""


def surely_a_number(figures: str) -> bool:
    """Whether figures are a telephone number and can be no number or code of a case or a grid."""
    mobile = figures.startswith("1") and len(figures) == _MOBILE_FIGURES
    return mobile or (figures.startswith("0") and len(figures) in _LONG_DISTANCE)


def _inland(figures: str) -> str:
    """Without the country's code: a mobile number as it is, any other with its leading 0."""
    mobile = figures.startswith("1") and len(figures) == _MOBILE_FIGURES
    return figures if mobile or figures.startswith("0") or not figures else f"0{figures}"
