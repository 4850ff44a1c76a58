"""Looks for personal data in every part of a finished workbook, before it is published.

Texts are taken from the file itself and not through a library's idea of a workbook: cells, values
kept beside formulas, comments, properties, names, heads and feet of pages, charts, links. Numbers
are looked at too. A part that cannot be read as text (a picture, a macro) is a finding: nobody
has looked into it. Better one text too many than one too few: what a human then finds harmless is
reworded.

Source: issue 5 point 10; GB 11643 (check digit of identity numbers), GA 36 (plates).
"""

import re
import unicodedata
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from defusedxml.ElementTree import iterparse

from console.domain.ideographs import ORDINARY
from console.domain.refusal import Refusal

MOST_FINDINGS: Final = 1_000
"""A book with more is refused as surely; the rest is not looked for."""


class Personal(StrEnum):
    """What was found."""

    MOBILE = "mobile"
    PHONE = "phone"
    IDENTITY = "identity"
    PLATE = "plate"
    NAME = "name"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class PersonalFinding:
    """Personal data in a cell, or (`cell` empty) in the part of the file named by `sheet`."""

    kind: Personal
    sheet: str
    cell: str


_SPLIT: Final = r"[-\s_/·,()\u2010-\u2015]"
"""What people write between the parts of a number."""
_UNSEEN: Final = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_OTHER_DIGIT: Final = re.compile(r"(?![0-9])\d")
_WORDED: Final = re.compile("[〇零一二三四五六七八九幺]{7,}")
_DIGITS: Final = str.maketrans("〇零一二三四五六七八九幺", "001234567891")
_MOBILE: Final = re.compile(
    rf"(?<!\d)(?<!\d\.)(?:(?:\+|00)?86{_SPLIT}{{0,2}})?1[3-9]\d"
    # One dot alone is a decimal's, as in a score.
    rf"(?:{_SPLIT}{{0,2}}\d{{4}}{_SPLIT}{{0,2}}\d{{4}}|\.\d{{4}}\.\d{{4}})(?!\d)"
)
_PHONE: Final = re.compile(
    r"(?<!\d)(?<!\d\.)[(]?0(?:10|2\d|[3-9]\d\d)[)]?[-\s_/.\u2010-\u2015]{0,2}[2-8]\d{2,3}[-\s]?\d{4}(?!\d)"
    r"|(?:电话|座机|手机|热线|联系方式|联系人|\btel(?:ephone)?|\bphone)[^\d]{0,6}[2-8]\d{6,7}(?!\d)",
    re.IGNORECASE,
)
_IDENTITY: Final = re.compile(
    rf"(?<!\d)(?<!\d\.)[1-9]\d{{5}}{_SPLIT}?(?:18|19|20)\d\d(?:0[1-9]|1[0-2])"
    rf"(?:0[1-9]|[12]\d|3[01]){_SPLIT}?\d{{3}}[\dXx](?!\d)"
)
_PLATE: Final = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?[A-HJ-Z][\s·•.-]?"
    r"(?=[A-Z\d]{0,5}\d)[A-HJ-NP-Z\d]{4,6}(?:[挂学警港澳]|(?![A-Z\d]))",
    re.IGNORECASE,
)
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_XML: Final = (".xml", ".rels", ".vml")
SHORTEST: Final = 7
"""Nothing but a name is shorter; most cells of a drill-down hold one digit."""

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_IN_ROWS: Final = frozenset(_MAIN + tag for tag in ("c", "v", "t", "f", "is", "r", "rPr"))
"""Looked at together when their row is whole."""

_SHORT_NUMBER: Final = re.compile(rb'<c r="[A-Z]+\d+"(?: s="\d+")?><v>\d{1,6}</v></c>')
CHUNK: Final = 1 << 18

SHARED: Final = "xl/sharedStrings.xml"


Placed = tuple[str, str, str]
"""Sheet (table, page, part of the file), cell or nothing, and the text that stands there."""


def check_unpersonal(path: Path, names: Collection[str] = ()) -> None:
    """Raises Refusal `assessment_book.personal_data` (`count`, and `kind`, `sheet`, `cell` of the
    first) where a workbook holds any; it must not leave the house then."""
    found = scan_book(path, names)
    if found:
        first = found[0]
        raise Refusal(
            "assessment_book.personal_data",
            count=len(found),
            kind=first.kind.value,
            sheet=first.sheet,
            cell=first.cell,
        )


def scan_book(
    path: Path, names: Collection[str] = (), harmless: Collection[str] = ()
) -> tuple[PersonalFinding, ...]:
    """Every place of personal data, in the order of the file's parts.

    `names` and `harmless` as for `findings_in`. Raises `zipfile.BadZipFile` for what is no
    workbook.
    """
    with zipfile.ZipFile(path) as book:
        scan = _Scan(book)
        found = dict.fromkeys(findings_in(scan.texts(), names, harmless))
        for part in scan.unread:
            found.setdefault(PersonalFinding(Personal.UNREAD, part, ""))
    return tuple(found)


def findings_in(
    texts: Iterable[Placed], names: Collection[str] = (), harmless: Collection[str] = ()
) -> tuple[PersonalFinding, ...]:
    """What personal data these texts hold, each place and kind once, in their order.

    `names` are those of people that must not be there, each of at least one sign; blanks within a
    name make no difference. `harmless` are texts known to be nobody's (a fingerprint), which are
    left out before anything is looked for.
    """
    known = frozenset(names)
    found: dict[PersonalFinding, None] = {}
    for sheet, cell, text in texts:
        for one in harmless:
            text = text.replace(one, " ")  # noqa: PLW2901 - the same text without it
        for kind in sorted(kinds_in(text, known)):
            found.setdefault(PersonalFinding(kind, sheet, cell))
        if len(found) >= MOST_FINDINGS:
            break
    return tuple(found)


def kinds_in(text: str, names: Collection[str] = ()) -> frozenset[Personal]:
    """What personal data a text holds; also for pages and bulletins that are no workbook."""
    if len(text) < SHORTEST and (not names or text.isdecimal()):
        return frozenset()
    plain = _plain(text)
    kinds = set()
    if _MOBILE.search(plain):
        kinds.add(Personal.MOBILE)
    if _PHONE.search(plain):
        kinds.add(Personal.PHONE)
    if any(is_identity(one) for one in _IDENTITY.findall(plain)):
        kinds.add(Personal.IDENTITY)
    if _PLATE.search(plain):
        kinds.add(Personal.PLATE)
    if names and _named(plain, names):
        kinds.add(Personal.NAME)
    return frozenset(kinds)


def is_identity(number: str) -> bool:
    """Whether the last of eighteen signs is the check digit of the others (GB 11643)."""
    signs = re.sub(_SPLIT, "", number)
    total = sum(w * int(digit) for w, digit in zip(_WEIGHTS, signs, strict=False))
    return _CHECKS[total % 11] == signs[-1].upper()


def _plain(text: str) -> str:
    """The text as it is read: without signs nobody sees, and with every digit as 0 to 9."""
    if text.isascii():
        return text
    seen = _UNSEEN.sub("", unicodedata.normalize("NFKC", text).translate(ORDINARY))
    seen = _OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found.group())), seen)
    return _WORDED.sub(lambda found: found.group().translate(_DIGITS), seen)


@lru_cache(maxsize=8)
def _names(names: frozenset[str]) -> frozenset[str]:
    plain = ("".join(_plain(one).split()) for one in names)
    return frozenset(one.casefold() for one in plain if one)


def _named(text: str, names: Collection[str]) -> bool:
    joined = "".join(text.split()).casefold()
    # One sign alone is a name only where nothing else stands beside it.
    return any(
        name == joined if len(name) == 1 else name in joined for name in _names(frozenset(names))
    )


class _WithoutShortNumbers:
    """A sheet's part without the cells that hold a number of up to six digits.

    They are nearly all of a drill-down and can be nobody's; leaving them out before the parser
    sees them halves the time. What the pattern misses is only looked at.
    """

    def __init__(self, part: IO[bytes]) -> None:
        self._part, self._rest = part, b""

    def read(self, _size: int = -1) -> bytes:
        """The next bytes, as many as there happen to be; none at the end."""
        while True:
            chunk = self._part.read(CHUNK)
            text = self._rest + chunk
            # The last cell may go on in the next chunk.
            cut = (text.rfind(b"<c ") if chunk else 0) or len(text)
            cut = cut if cut > 0 else len(text)
            self._rest = text[cut:]
            kept = _SHORT_NUMBER.sub(b"", text[:cut])
            if kept or not chunk:
                return kept


class _Scan:
    """All texts of a workbook with their places; `unread` is known after the last one."""

    def __init__(self, book: zipfile.ZipFile) -> None:
        self._book = book
        self.unread: list[str] = []
        self._used: set[int] = set()

    def texts(self) -> Iterator[Placed]:
        """Sheet (or part), cell (or nothing) and text."""
        sheets, shared = self._sheets(), self._shared()
        for name in self._book.namelist():
            if name in sheets:
                yield from self._cells(name, sheets[name], shared)
            elif name.lower().endswith(_XML):
                if name != SHARED:  # they are looked at in their cells
                    yield from ((name, "", text) for text in self._strings(name))
            elif not name.endswith("/"):
                self.unread.append(name)
            yield name, "", name
        for at, text in enumerate(shared):
            if at not in self._used:  # what no cell shows is in the file all the same
                yield SHARED, "", text

    def _elements(self, name: str, but: frozenset[str] = frozenset()) -> Iterator[tuple[str, Any]]:
        """Elements as they end, by their name without namespace; without those of `but`."""
        with self._book.open(name) as part:
            for _, element in iterparse(_WithoutShortNumbers(part) if but else part):
                tag = element.tag
                if tag not in but:
                    yield tag.rpartition("}")[2], element

    def _sheets(self) -> dict[str, str]:
        """Part -> the name of the sheet it holds."""
        targets = {
            one.get("Id"): str(PurePosixPath("xl") / one.get("Target", "").removeprefix("/xl/"))
            for tag, one in self._elements("xl/_rels/workbook.xml.rels")
            if tag == "Relationship"
        }
        return {
            targets[relation]: one.get("name", "")
            for tag, one in self._elements("xl/workbook.xml")
            if tag == "sheet"
            for key, relation in one.items()
            if key.endswith("}id") and relation in targets
        }

    def _shared(self) -> list[str]:
        if SHARED not in self._book.namelist():
            return []
        return [
            "".join(one.text or "" for one in item.iter() if one.tag.endswith("}t"))
            for tag, item in self._elements(SHARED)
            if tag == "si"
        ]

    def _strings(self, name: str) -> Iterator[str]:
        """Every text and attribute of a part; runs of one text also put together."""
        joined: list[str] = []
        for tag, element in self._elements(name):
            yield from (value for value in element.attrib.values() if value)
            for text in (element.text, *(child.tail for child in element)):
                if text and text.strip():
                    joined.append(text)
                    yield text
            if tag in {"comment", "si", "rich", "p"}:
                yield "".join(joined)
                joined = []
            element.clear()
        yield "".join(joined)

    def _cells(self, name: str, sheet: str, shared: list[str]) -> Iterator[tuple[str, str, str]]:
        for tag, element in self._elements(name, but=_IN_ROWS):
            if tag == "row":
                for cell in element:
                    yield from self._cell(sheet, cell, shared)
                element.clear()
            else:  # heads and feet, rules, validations, links
                texts = (element.text, *element.attrib.values())
                yield from ((sheet, "", text) for text in texts if text)

    def _cell(self, sheet: str, cell: Any, shared: list[str]) -> Iterator[tuple[str, str, str]]:
        place, kind = cell.get("r", ""), cell.get("t")
        for part in cell:
            text = part.text or "" if len(part) == 0 else "".join(part.itertext())
            if kind == "s" and part.tag.endswith("}v"):
                text = self._value(text, shared)
            yield sheet, place, text

    def _value(self, number: str, shared: list[str]) -> str:
        if number.isdecimal() and int(number) < len(shared):
            self._used.add(int(number))
            return shared[int(number)]
        return number
