"""Attributes as texts, whatever their type and encoding.

Shapefiles keep bytes and often lie about them, or say nothing: each table is tried as what it says,
then as UTF-8, then as GB 18030, always strictly and as a whole.
"""

import codecs
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

RAW: Final = "ISO-8859-1"
"""Asked of the formats' library for Shapefiles: each byte comes as the sign of its number."""

_CHINESE: Final = "gb18030"
_TRIED: Final = ("utf-8", _CHINESE)
_SYNONYMS: Final = {"gbk": _CHINESE, "gb2312": _CHINESE, "936": _CHINESE, "cp936": _CHINESE}


def encoding_of(texts: Iterable[str], declared: str) -> str | None:
    """The encoding in which all raw texts are readable, the declared one before others.

    None where no usual one fits.
    """
    raw = {text.encode(RAW) for text in texts if not text.isascii()}
    for name in (*_named(declared), *_TRIED):
        if all(_decoded(one, name) is not None for one in raw):
            return name
    return None


def decode(text: str, encoding: str) -> str:
    """A raw text in its encoding."""
    return _decoded(text.encode(RAW), encoding) or ""


def _named(declared: str) -> Iterator[str]:
    plain = declared.strip().lower().replace("ansi ", "")
    name = _SYNONYMS.get(plain, f"cp{plain}" if plain.isdigit() else plain)
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return
    # What every byte can be says nothing: such a word stands there by default.
    if found not in ("iso8859-1", "cp1252"):
        yield name


def _decoded(raw: bytes, encoding: str) -> str | None:
    """The text; a sign cut in two at the end, where a column was too narrow, is left out."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        return decoder.decode(raw)
    except (UnicodeDecodeError, UnicodeError):
        return None


def plain_text(value: Any, most: int) -> str:
    """Any value of a column as one line of printable text."""
    if value is None:
        return ""
    if hasattr(value, "item"):  # a number of the arrays' library
        value = value.item()
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    text = str(value)
    if text == "NaT":
        return ""
    signs = (" " if sign.isspace() else sign for sign in text)
    return "".join(sign for sign in signs if sign.isprintable()).strip()[:most]


def raw_strings(columns: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Every text among the values of some columns."""
    for column in columns:
        for value in column:
            if isinstance(value, str):
                yield value
