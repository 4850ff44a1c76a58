"""What is laid over a small picture: that it moves or is heard, or why its file cannot be shown."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPolygonF

from console.views.theme import Tokens, body_font

DISC: Final = 40  # px across
_JPEG: Final = b"\xff\xd8\xff"
_MOST_SIDE: Final = 640
"""Pixels of a preview; what claims to be larger is none of ours."""


def preview_image(content: bytes) -> QImage:
    """A preview from the database, small by its making; a null image for anything else."""
    if not content.startswith(_JPEG):
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    reader = QImageReader(buffer, QByteArray(b"JPEG"))
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > _MOST_SIDE:
        return QImage()
    return reader.read()


def length_words(seconds: float) -> str:
    """`0:12`, `1:05:00`: how players write a length."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3_600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def draw_playable(painter: QPainter, place: QRect, tokens: Tokens, words: str) -> None:
    """A disc with a triangle in the middle, and the length below."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    disc = QRect(0, 0, DISC, DISC)
    disc.moveCenter(place.center())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.color("scrim"))
    painter.drawEllipse(disc)
    painter.setBrush(tokens.color("onscrim"))
    middle, reach = QPointF(disc.center()), DISC / 5
    corners = [QPointF(-reach * 0.8, -reach), QPointF(-reach * 0.8, reach), QPointF(reach, 0)]
    painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
    draw_words(painter, QRect(place.left(), disc.bottom() + 4, place.width(), 20), tokens, words)
    painter.restore()


def draw_words(painter: QPainter, place: QRect, tokens: Tokens, words: str) -> None:
    """Words on a dark ground as wide as they are, wrapped within `place`."""
    painter.setFont(body_font(12))
    painter.setPen(tokens.color("onscrim"))  # first: without a pen words take no room
    flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
    needed = painter.boundingRect(place, flags, words)
    painter.fillRect(needed.adjusted(-6, -2, 6, 2), tokens.color("scrim"))
    painter.drawText(needed, flags, words)


def draw_spoiled(painter: QPainter, place: QRect, tokens: Tokens, words: str) -> None:
    """A picture dimmed, because its file is not what it was, and why."""
    ground = tokens.color("panel2")
    ground.setAlphaF(0.6)
    painter.fillRect(place, ground)
    draw_words(painter, place, tokens, words)
