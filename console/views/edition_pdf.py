"""The public edition on paper: rich text as a PDF, A4 across, with page numbers; and read back.

Runs in a process of its own that has no screen and no window; `PaperShop` holds that process's
application object. Fonts are those of the machine and lie in the file, as far as it needs them.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
    QTextOption,
)
from PySide6.QtPdf import QPdfDocument

from console.domain.ideographs import ORDINARY
from console.domain.refusal import Refusal
from console.views.theme import FAMILIES

DPI: Final = 300
MARGIN_MM: Final = 12.0
FOOT_MM: Final = 7.0
POINTS: Final = 10.0
TOUCH: Final = 2.0
"""Dots, less than any line's empty room."""


class PaperShop:
    """Writes and reads PDFs in a process that has no window."""

    def __init__(self) -> None:
        if sys.platform != "win32":  # which has its own way without a screen, and its own fonts
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        self._app = QGuiApplication(sys.argv[:1])
        # Takes its large address space now, before the process is held to what it may take.
        self._reader = QPdfDocument()

    def write(self, rich_text: str, title: str, page_words: str, path: Path) -> None:
        """Write a notice. `page_words` has the places `{page}` and `{pages}`.

        Raises `Refusal` `edition.font` where no font can show Chinese, `edition.unwritable`.
        """
        if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
            raise Refusal("edition.font")
        writer = QPdfWriter(str(path))
        writer.setResolution(DPI)
        writer.setTitle(title)
        margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
        writer.setPageLayout(
            QPageLayout(
                QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, margins,
                QPageLayout.Unit.Millimeter,
            )
        )  # fmt: skip
        painter = QPainter(writer)
        if not painter.isActive():
            raise Refusal("edition.unwritable", part=path.name)
        try:
            self._paint(painter, writer, rich_text, page_words)
        finally:
            painter.end()
        path.write_bytes(readable(path.read_bytes()))

    def texts(self, path: Path) -> Iterator[tuple[str, str]]:
        """What a reader of the file sees: page ("1") or property, and its text.

        Raises `Refusal` `edition.unwritable` for what is no PDF.
        """
        document = self._reader
        if document.load(str(path)) is not QPdfDocument.Error.None_:
            raise Refusal("edition.unwritable", part=path.name)
        try:
            for field in QPdfDocument.MetaDataField:
                yield field.name, str(document.metaData(field) or "")
            for page in range(document.pageCount()):
                yield str(page + 1), document.getAllText(page).text()
        finally:
            document.close()

    def _paint(
        self, painter: QPainter, writer: QPdfWriter, rich_text: str, page_words: str
    ) -> None:
        room = QSizeF(writer.width(), writer.height() - FOOT_MM * DPI / 25.4)
        document = _document(rich_text, writer, room)
        layout: QAbstractTextDocumentLayout = document.documentLayout()
        pages = document.pageCount()
        for page in range(pages):
            if page:
                writer.newPage()
            painter.save()
            painter.translate(0, -page * room.height())
            part = QRectF(0, page * room.height(), room.width(), room.height())
            painter.setClipRect(part)
            context = QAbstractTextDocumentLayout.PaintContext()
            # Lines that touch the clip are drawn too: the first of the next page would be.
            context.clip = part.adjusted(0, TOUCH, 0, -TOUCH)
            layout.draw(painter, context)
            painter.restore()
            painter.setFont(_font(8.5))
            foot = QRectF(0, room.height(), room.width(), writer.height() - room.height())
            words = page_words.format(page=page + 1, pages=pages)
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter), words)


def readable(pdf: bytes) -> bytes:
    """The file with a text that can be found and read aloud: ideographs where Qt says radicals.

    Qt tells a reader the first code of a glyph, and a radical comes before the ideograph that
    looks alike. Both have four figures in the table, so nothing moves.
    """
    return _TO_UNICODE.sub(lambda found: _CODE.sub(_ordinary, found[0]), pdf)


def _ordinary(code: re.Match[bytes]) -> bytes:
    sign = ORDINARY.get(int(code[1], 16))
    return b"<%04X>" % ord(sign) if sign else code[0]


_TO_UNICODE: Final = re.compile(rb"begincmap.*?endcmap", re.DOTALL)
_CODE: Final = re.compile(rb"<([0-9A-Fa-f]{4})>")


def _document(rich_text: str, writer: QPdfWriter, room: QSizeF) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setDefaultFont(_font(POINTS))
    document.setDocumentMargin(0)
    whole_words = QTextOption()
    whole_words.setWrapMode(QTextOption.WrapMode.WordWrap)
    document.setDefaultTextOption(whole_words)
    document.setHtml(rich_text)
    document.setPageSize(room)
    return document


def _font(points: float) -> QFont:
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSizeF(points)
    font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    return font
