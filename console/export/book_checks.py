"""What a file is, judged before any library opens it: kind by content, and the size of its parts.

Runs in the reading process. Every refusal is a `Refusal` with a code `book.*`. Not here: the
limits on memory and time (`book_child.py`, `safe_book.py`), which hold whatever is missed here.
"""

import zipfile
import zlib
from enum import StrEnum
from pathlib import Path
from typing import Final

from console.domain.finding import Finding, notice
from console.domain.refusal import Refusal
from console.export.book_rows import Bounds

ENCRYPTED_BIT: Final = 0x1
HEAD_BYTES: Final = 4_096
OLE_HEAD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP: Final = (b"<!doctype", b"<html", b"<table", b"<script", b"<?xml", b"<workbook", b"<style")
TEXT_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of UTF-16, which spreadsheets write as "Unicode text"; it is full of NULs."""


class FileKind(StrEnum):
    """The two kinds that are read."""

    WORKBOOK = "workbook"
    TEXT = "text"


def kind_of(path: Path) -> FileKind:
    """What the file is by its content; its name is not believed.

    Raises Refusal `book.empty`, `book.old_xls`, `book.encrypted`, `book.markup` or
    `book.not_a_table`.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        if head.startswith(OLE_HEAD):
            rest = head + file.read(HEAD_BYTES * 64)
            hidden = "EncryptedPackage".encode("utf-16-le") in rest
            raise Refusal("book.encrypted" if hidden else "book.old_xls")
    if not head.strip():
        raise Refusal("book.empty")
    if head.startswith(b"PK"):
        return FileKind.WORKBOOK
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        raise Refusal("book.markup")
    if b"\0" in head and not head.startswith(TEXT_MARKS):
        raise Refusal("book.not_a_table")
    return FileKind.TEXT


def check_parts(path: Path, bounds: Bounds) -> list[Finding]:
    """Look at the table of contents of the zip file; returns notices about parts left unread.

    Raises Refusal `book.broken`, `book.encrypted`, `book.zip_bomb`, `book.too_large`,
    `book.other_format` or `book.not_a_table`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise Refusal("book.broken", part=type(error).__name__) from None
    names = {part.filename for part in parts}
    if any(part.flag_bits & ENCRYPTED_BIT for part in parts):
        raise Refusal("book.encrypted")
    packed = sum(part.compress_size for part in parts)
    if len(parts) > bounds.parts or packed > path.stat().st_size or len(names) < len(parts):
        raise Refusal("book.zip_bomb", parts=len(parts))
    for part in parts:
        if part.file_size > bounds.ratio_from_bytes and (
            part.file_size > bounds.ratio * max(part.compress_size, 1)
        ):
            raise Refusal("book.zip_bomb", parts=len(parts))
    unpacked = sum(part.file_size for part in parts)
    if unpacked > bounds.unpacked_bytes:
        raise Refusal("book.too_large", mebibytes=unpacked >> 20, most=bounds.unpacked_bytes >> 20)
    if "xl/workbook.bin" in names or "mimetype" in names:
        raise Refusal("book.other_format")
    if "[Content_Types].xml" not in names:
        raise Refusal("book.not_a_table")
    return _unread(names)


def _unread(names: set[str]) -> list[Finding]:
    notices = []
    if any(name.endswith("vbaProject.bin") for name in names):
        notices.append(notice("book.macros"))
    if any(name.startswith("xl/externalLinks/") for name in names):
        notices.append(notice("book.external_links"))
    return notices
