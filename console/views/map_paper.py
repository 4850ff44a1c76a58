"""The map on paper: a sheet with its picture, head, scale bar, legend and sources; PNG or PDF.

Painted off the window's thread. Nothing of a caller is on it: the picture has marks, the head has
the centre's name, the moment and the layers.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPaintDevice, QPainter, QPdfWriter

from console.domain.refusal import Refusal
from console.domain.tone import StageFill, Urgency
from console.views.painting import draw_state
from console.views.theme import Tokens, body_font

DPI: Final = 200
MM: Final = DPI / 25.4
SIZES: Final = {"A4": QSizeF(297, 210), "A3": QSizeF(420, 297)}
"""Sheets in millimetres, landscape."""
MARGIN: Final = 10.0
HEAD: Final = 14.0
FOOT: Final = 16.0
_STEPS: Final = (1, 2, 5)
_PREFIX: Final = "data:image/png;base64,"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything a sheet says. `picture` is the page's data URL; `metres` what its width spans."""

    picture: str
    metres: float
    size: str
    title: str
    subtitle: str
    foot: str
    legend: Sequence[tuple[Urgency, StageFill, str]]
    tokens: Tokens
    metre: str = "m"
    kilometre: str = "km"

    def with_picture(self, url: str) -> Sheet:
        """The sheet with the page's picture."""
        return replace(self, picture=url)


def write_sheet(sheet: Sheet, path: Path) -> None:
    """Paint and write, whole or not at all.

    Raises `Refusal` `print.picture` for a picture that is none, `print.not_written` (fact path, the
    file's name) where the file cannot be written.
    """
    picture = picture_of(sheet.picture)
    made = _pdf(sheet, picture) if path.suffix.lower() == ".pdf" else _png(sheet, picture)
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(made)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise Refusal("print.not_written", path=path.name) from None


def picture_of(url: str) -> QImage:
    """The page's picture. Raises `Refusal` `print.picture`."""
    image = QImage()
    if url.startswith(_PREFIX):
        image = QImage.fromData(base64.b64decode(url.removeprefix(_PREFIX)))
    if image.isNull():
        raise Refusal("print.picture")
    return image


def scale_of(metres_per_mm: float, room_mm: float) -> tuple[float, float]:
    """A round length that fits into `room_mm`: metres and millimetres on paper."""
    best = (0.0, 0.0)
    for power in range(7):
        for step in _STEPS:
            metres = float(step * 10**power)
            wide = metres / metres_per_mm
            if wide <= room_mm:
                best = (metres, wide)
    return best


def _pixels(sheet: Sheet) -> QSizeF:
    return SIZES[sheet.size] * MM


def _png(sheet: Sheet, picture: QImage) -> bytes:
    image = QImage(_pixels(sheet).toSize(), QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(DPI / 0.0254))
    image.setDotsPerMeterY(round(DPI / 0.0254))
    image.fill(QColor("white"))
    with _painting(image) as painter:
        paint_sheet(painter, sheet, picture)
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(kept, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, Qt takes text
    return bytes(kept.data().data())


def _pdf(sheet: Sheet, picture: QImage) -> bytes:
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(kept)
    writer.setResolution(DPI)
    writer.setTitle(sheet.title)
    page = QPageSize(QPageSize.PageSizeId.A3 if sheet.size == "A3" else QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Landscape, QMarginsF()))
    with _painting(writer) as painter:
        paint_sheet(painter, sheet, picture)
    return bytes(kept.data().data())


@contextmanager
def _painting(on: QPaintDevice) -> Iterator[QPainter]:
    """A painter that lets go of what it paints on, also when painting failed."""
    painter = QPainter(on)
    try:
        yield painter
    finally:
        painter.end()


def paint_sheet(painter: QPainter, sheet: Sheet, picture: QImage) -> None:
    """Head, picture, scale, legend and foot; in pixels of the sheet."""
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    whole = QRectF(QPointF(), _pixels(sheet)).adjusted(
        MARGIN * MM, MARGIN * MM, -MARGIN * MM, -MARGIN * MM
    )
    head = QRectF(whole.left(), whole.top(), whole.width(), HEAD * MM)
    room = QRectF(whole)
    room.setTop(head.bottom())
    room.setHeight(room.height() - FOOT * MM)
    _write(painter, head, sheet.title, 5.0, bold=True)
    _write(painter, head.adjusted(0, 7 * MM, 0, 0), sheet.subtitle, 3.2)
    frame = QRectF(QPointF(), picture.size().toSizeF().scaled(room.size(), _KEEP))
    frame.moveTopLeft(room.topLeft())
    # Right below the picture, however low that is.
    foot = QRectF(whole.left(), frame.bottom(), whole.width(), FOOT * MM)
    painter.drawImage(frame, picture)
    painter.setPen(QColor("#525C64"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(frame)
    _paint_scale(painter, sheet, frame)
    _paint_legend(painter, sheet, foot)
    _write(painter, foot.adjusted(0, 8 * MM, 0, 0), sheet.foot, 2.8)


_KEEP: Final = Qt.AspectRatioMode.KeepAspectRatio


def _paint_scale(painter: QPainter, sheet: Sheet, frame: QRectF) -> None:
    if sheet.metres <= 0:  # nobody knows what the view spans: no scale is better than a wrong one
        return
    wide_mm = frame.width() / MM
    metres, length = scale_of(sheet.metres / wide_mm, wide_mm / 4)
    if not length:
        return
    bar = QRectF(0, 0, length * MM, 1.2 * MM)
    bar.moveBottomRight(frame.bottomRight() - QPointF(4 * MM, 4 * MM))
    painter.fillRect(bar.adjusted(-2 * MM, -5.5 * MM, 2 * MM, 2 * MM), QColor(255, 255, 255, 220))
    painter.fillRect(bar, QColor("#171D22"))
    far = metres >= 1000
    words = f"{metres / 1000:g} {sheet.kilometre}" if far else f"{metres:g} {sheet.metre}"
    _write(painter, bar.adjusted(0, -5 * MM, 0, -1 * MM), words, 3.0)


def _paint_legend(painter: QPainter, sheet: Sheet, foot: QRectF) -> None:
    left = foot.left()
    for urgency, fill, words in sheet.legend:
        mark = QRectF(left, foot.top() + 2 * MM, 4 * MM, 4 * MM)
        draw_state(painter, mark, urgency, fill, sheet.tokens)
        text = QRectF(mark.right() + MM, foot.top() + 1.5 * MM, 40 * MM, 5 * MM)
        left = text.left() + _write(painter, text, words, 3.0) + 4 * MM


def _write(
    painter: QPainter,
    room: QRectF,
    words: str,
    height_mm: float,
    *,
    bold: bool = False,
) -> float:
    """Words in ink; answers how wide they are, in pixels."""
    painter.setFont(body_font(max(1, round(height_mm * MM)), strong=bold))
    painter.setPen(QColor("#171D22"))
    flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
    return painter.drawText(room, flags, words).width()
