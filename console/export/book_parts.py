"""Whether every program would open the same workbook in a file.

A package can hold two: one that its types name, another that its relations name, and libraries and
office programs do not look in the same place. What is held against such a file proves nothing of
what its reader sees.
"""

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse

from console.domain.refusal import Refusal

WORKBOOK: Final = "xl/workbook.xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"
SHARED: Final = "xl/sharedStrings.xml"
STYLES: Final = "xl/styles.xml"
_TYPES: Final = "[Content_Types].xml"
_PACKAGE: Final = "_rels/.rels"
_MAIN: Final = ("sheet.main+xml", "template.main+xml", "sheet.macroEnabled.main+xml",
                "template.macroEnabled.main+xml")  # fmt: skip
_BY_TYPE: Final = (
    (_MAIN, WORKBOOK),
    (("sharedStrings+xml",), SHARED),
    (("spreadsheetml.styles+xml",), STYLES),
)
_BY_RELATION: Final = (
    (_PACKAGE, "/officeDocument", "", WORKBOOK),
    (RELATIONS, "/sharedStrings", "xl", SHARED),
    (RELATIONS, "/styles", "xl", STYLES),
)


def check_one_reading(path: Path) -> None:
    """Raises Refusal `book.two_readings` with the `part` that could be read in two ways."""
    with ZipFile(path) as book:
        names = [name.replace("\\", "/").casefold() for name in book.namelist()]
        for name in names:
            if names.count(name) > 1:
                raise Refusal("book.two_readings", part=name)
        for part in (WORKBOOK, RELATIONS, _PACKAGE):
            if part not in book.namelist():
                raise Refusal("book.two_readings", part=part)
        _check_types(book)
        for part, kind, folder, only in _BY_RELATION:
            targets = {
                posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))
                for one in _elements(book, part, "Relationship")
                if one.get("Type", "").endswith(kind)
            }
            if targets - {f"/{only}"}:
                raise Refusal("book.two_readings", part=part)


def _check_types(book: ZipFile) -> None:
    for one in (*_elements(book, _TYPES, "Override"), *_elements(book, _TYPES, "Default")):
        told = one.get("ContentType", "")
        for endings, only in _BY_TYPE:
            if told.endswith(endings) and one.get("PartName") not in (None, f"/{only}"):
                raise Refusal("book.two_readings", part=_TYPES)


def _elements(book: ZipFile, part: str, tag: str) -> Iterator[Any]:
    with book.open(part) as file:
        for _, element in iterparse(file):
            if element.tag.rpartition("}")[2] == tag:
                yield element
