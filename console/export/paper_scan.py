"""All texts of a PDF with their places, for the look-out for personal data.

Text of pages comes from whoever can read pages (`Reader`); here it is taken by lines, and beside it
what no page shows: strings and metadata of the file itself. A part that cannot be looked into
(an attachment, a packed table of objects) is told apart.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from console.export.personal_scan import Placed

Reader = Callable[[Path], Iterable[tuple[str, str]]]
"""Page's number (or property's name) and its text, for every page and property of a PDF."""

_STREAM: Final = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_XML: Final = re.compile(rb"<\?xpacket begin.*?<\?xpacket end", re.DOTALL)
_LITERAL: Final = re.compile(rb"\(((?:\\.|[^\\()])*)\)", re.DOTALL)
_HEX: Final = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")
_ESCAPE: Final = re.compile(rb"\\(.)", re.DOTALL)
_BETWEEN: Final = re.compile(r"(?<=\d) +(?=\d)")
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
"""How a PDF is told from every other; its figures are chance."""

_UNREAD: Final = (b"/EmbeddedFile", b"/ObjStm", b"/Encrypt", b"/JavaScript")
"""Words of parts that hold what is not looked into."""

_UTF16: Final = b"\xfe\xff"
_HIDDEN: Final = "PDF"


def paper_texts(path: Path, read: Reader) -> Iterator[Placed]:
    """Page (or property, or "PDF" for what no page shows), line and text."""
    for place, text in read(path):
        for number, line in enumerate(text.splitlines(), start=1):
            # Counts of a row stand on one line with a blank between: 139 1255 1203 calls nobody.
            # What is written with blanks within one cell is found in the notice itself.
            yield place, str(number), _BETWEEN.sub("   ", line)
    yield from ((_HIDDEN, "", text) for text in hidden_texts(path.read_bytes()))


def hidden_texts(pdf: bytes) -> Iterator[str]:
    """Strings outside the pages, and metadata."""
    for found in _XML.findall(pdf):
        yield _UUID.sub("", found.decode("utf-8", "replace"))
    rest = _STREAM.sub(b"", pdf)
    for literal in _LITERAL.findall(rest):
        yield _decoded(_ESCAPE.sub(rb"\1", literal))
    for digits in _HEX.findall(rest):
        plain = b"".join(digits.split())
        yield _decoded(bytes.fromhex(plain.decode() + "0" * (len(plain) % 2)))


def unread_parts(path: Path) -> tuple[str, ...]:
    """Kinds of parts in the file that nobody can look into."""
    rest = _STREAM.sub(b"", path.read_bytes())
    return tuple(word.decode() for word in _UNREAD if word in rest)


def _decoded(text: bytes) -> str:
    if text.startswith(_UTF16):
        return text.removeprefix(_UTF16).decode("utf-16-be", "replace")
    return _UUID.sub("", text.decode("latin-1"))
