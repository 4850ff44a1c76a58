"""State shapes, bars and the map's sprite sheet: one painter, so that list and map agree.

Outline says time (`Urgency`), fill says stage (`StageFill`); both are readable without colour.
No widget and no model is known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from console.domain.tone import StageFill, Urgency
from console.views.theme import Tokens

HALO: Final = 1.8  # logical px of ground colour around a map mark
SPRITE: Final = 28  # logical px of one cell: 24 px ring plus 2 px air
MARK_SIZES: Final = {  # logical px of the mark itself on the map (DESIGN 2: 11–16)
    Urgency.NORMAL: 12.0,
    Urgency.NEW: 12.0,
    Urgency.NEAR: 15.0,
    Urgency.OVER: 16.0,
    Urgency.PAUSED: 12.0,
}


class Extra(StrEnum):
    """Sprites that are no state of time."""

    RING = "ring"  # accent ring of the selected case, laid over its mark
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Box:
    """A square around a centre; shapes are given in parts of its half side."""

    middle: QPointF
    half: float

    @classmethod
    def within(cls, rect: QRectF) -> Box:
        return cls(rect.center(), min(rect.width(), rect.height()) / 2)

    def at(self, x: float, y: float) -> QPointF:
        return QPointF(self.middle.x() + x * self.half, self.middle.y() + y * self.half)

    def polygon(self, *points: tuple[float, float], closed: bool = True) -> QPainterPath:
        path = QPainterPath()
        path.addPolygon(QPolygonF([self.at(x, y) for x, y in points]))
        if closed:
            path.closeSubpath()
        return path

    def disc(self, radius: float) -> QPainterPath:
        path = QPainterPath()
        path.addEllipse(self.middle, radius * self.half, radius * self.half)
        return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """What one shape is painted with."""

    fill: str
    edge: str  # thin outline that carries contrast where the fill alone does not
    mark: str  # «!» in a solid shape
    tick: str


def draw_state(
    painter: QPainter,
    rect: QRectF,
    urgency: Urgency,
    stage: StageFill,
    tokens: Tokens,
    *,
    halo: str | None = None,
) -> None:
    """Draw the mark of a case into `rect` (logical px, 9–32; the largest centred square is used).

    `halo` is the colour of a rim around the shape, for marks over a map.
    """
    box = Box.within(rect)
    if urgency in (Urgency.NEAR, Urgency.OVER):  # a stroke reaches outside, so both end alike
        box = Box(box.middle, box.half * (1.06 if stage is StageFill.SOLID else 0.87))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = _outline(box, urgency, stage)
    if halo:
        painter.strokePath(shape, _pen(halo, 2 * HALO + 1.5))
        painter.fillPath(shape, QColor(halo))
    if urgency is Urgency.NEW:
        painter.fillPath(shape, tokens.color("new"))
    elif urgency is Urgency.PAUSED:
        painter.strokePath(shape, _pen(tokens.ink2, max(1.1, box.half * 0.16)))
    elif urgency is Urgency.NORMAL and stage is StageFill.SOLID:
        painter.fillPath(shape, tokens.color("bar"))
    else:
        _draw_filled(painter, box, shape, stage, _ink(urgency, tokens))
    painter.restore()


def _outline(box: Box, urgency: Urgency, stage: StageFill) -> QPainterPath:
    if urgency is Urgency.NEAR:
        return box.polygon((0, -0.84), (0.92, 0.76), (-0.92, 0.76))
    if urgency is Urgency.OVER:
        return box.polygon((0, -0.92), (0.92, 0), (0, 0.92), (-0.92, 0))
    if urgency is Urgency.PAUSED:
        bars = box.polygon((-0.6, -0.7), (-0.2, -0.7), (-0.2, 0.7), (-0.6, 0.7))
        bars.addPath(box.polygon((0.2, -0.7), (0.6, -0.7), (0.6, 0.7), (0.2, 0.7)))
        return bars
    if urgency is Urgency.NEW:
        return box.disc(0.78)
    return box.disc(0.56 if stage is StageFill.SOLID else 0.82)


def _ink(urgency: Urgency, tokens: Tokens) -> Ink:
    if urgency is Urgency.NEAR:
        dark = tokens.ink if QColor(tokens.panel).lightness() > 128 else tokens.nearline
        return Ink(fill=tokens.nearfill, edge=tokens.nearline, mark=dark, tick=tokens.near)
    if urgency is Urgency.OVER:
        fill = tokens.overfill
        return Ink(fill=fill, edge=fill, mark=tokens.onover, tick=fill)
    return Ink(fill=tokens.ink2, edge=tokens.ink2, mark=tokens.panel, tick=tokens.ink2)


def _draw_filled(
    painter: QPainter, box: Box, shape: QPainterPath, stage: StageFill, ink: Ink
) -> None:
    line = max(1.5, box.half * 0.22)
    if stage is StageFill.SOLID:
        painter.fillPath(shape, QColor(ink.fill))
        painter.strokePath(shape, _pen(ink.edge, max(0.9, box.half * 0.11)))
        _draw_exclamation(painter, box, ink)
        return
    if ink.edge != ink.fill:  # a thin darker rim keeps light amber readable on light ground
        painter.strokePath(shape, _pen(ink.edge, line + 1.0))
    painter.strokePath(shape, _pen(ink.fill, line))
    if stage is StageFill.HALF:
        painter.save()
        painter.setClipRect(QRectF(box.at(-1.2, -1.2), box.at(0, 1.2)))
        painter.fillPath(shape, QColor(ink.fill))
        painter.restore()
    elif stage is StageFill.TICK:
        tick = box.polygon((-0.32, 0.08), (-0.06, 0.34), (0.38, -0.2), closed=False)
        if ink.edge != ink.fill:  # the triangle's middle lies lower
            tick = box.polygon((-0.3, 0.3), (-0.06, 0.5), (0.32, 0.02), closed=False)
        painter.strokePath(tick, _pen(ink.tick, max(1.3, box.half * 0.2)))


def _draw_exclamation(painter: QPainter, box: Box, ink: Ink) -> None:
    low = 0.14 if ink.edge != ink.fill else 0.0  # optical middle of the triangle
    pen = _pen(ink.mark, max(1.4, box.half * 0.22))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QLineF(box.at(0, -0.42 + low), box.at(0, 0.16 + low)))
    painter.drawLine(QLineF(box.at(0, 0.3 + low), box.at(0, 0.52 + low)))


def draw_redo(painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
    """Circular arrow «sent out again»; no hue, because it is no alarm."""
    box = Box.within(rect)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    arc = QPainterPath()
    around = QRectF(box.at(-0.68, -0.62), box.at(0.68, 0.74))
    arc.arcMoveTo(around, 140)
    arc.arcTo(around, 140, -320 + 20)
    mirrored = QPainterPath(arc)
    painter.strokePath(mirrored, _pen(tokens.ink2, max(1.2, box.half * 0.18)))
    head = box.polygon((-0.86, -0.86), (-0.86, -0.2), (-0.2, -0.2), closed=False)
    painter.strokePath(head, _pen(tokens.ink2, max(1.2, box.half * 0.18)))
    painter.restore()


def draw_share(
    painter: QPainter, rect: QRectF, share: float, urgency: Urgency, tokens: Tokens
) -> None:
    """Bar of the share used (0–1, more is cut): longer is worse; paused is hatched."""
    painter.fillRect(rect, tokens.color("track"))
    used = QRectF(rect)
    used.setWidth(rect.width() * min(max(share, 0.0), 1.0))
    if urgency is Urgency.PAUSED:
        painter.fillRect(used, QBrush(tokens.color("bar"), Qt.BrushStyle.BDiagPattern))
        return
    fills = {Urgency.NEAR: "nearfill", Urgency.OVER: "overfill"}
    painter.fillRect(used, tokens.color(fills.get(urgency, "bar")))


def text_token(urgency: Urgency) -> str:
    """Name of the token a time left is written in."""
    return {
        Urgency.NEAR: "near",
        Urgency.OVER: "over",
        Urgency.PAUSED: "ink3",
    }.get(urgency, "ink")


def sprite_name(urgency: Urgency, stage: StageFill) -> str:
    return f"{urgency.value}.{stage.value}"


def sprite_sheet(
    tokens: Tokens, device_pixel_ratio: float = 1.0, sizes: Mapping[Urgency, float] | None = None
) -> tuple[QImage, dict[str, tuple[int, int, int, int]]]:
    """All map marks in one picture.

    `sizes` are those of a wall (logical px, at most 23): there the fill says nothing, because no
    legend has room for it, and what is paused is one of the others.

    Returns the image (device px, its ratio set) and, per sprite name (`near.half`, `ring`, `redo`),
    the cell as x, y, width, height in *logical* px; a mark lies in the middle of its cell.
    """
    states = [sprite_name(urgency, stage) for urgency, stage in product(Urgency, StageFill)]
    columns, names = len(StageFill), [*states, *(extra.value for extra in Extra)]
    places = {
        name: (at % columns * SPRITE, at // columns * SPRITE, SPRITE, SPRITE)
        for at, name in enumerate(names)
    }
    rows = -(-len(names) // columns)
    image = QImage(
        round(columns * SPRITE * device_pixel_ratio),
        round(rows * SPRITE * device_pixel_ratio),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.setDevicePixelRatio(device_pixel_ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    for urgency, stage in product(Urgency, StageFill):
        cell = QRectF(*places[sprite_name(urgency, stage)])
        _draw_sprite(painter, cell, urgency, stage, tokens, sizes)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ring = Box.within(QRectF(*places[Extra.RING.value])).disc(11.0 / (SPRITE / 2))
    painter.strokePath(ring, _pen(tokens.map_halo, 4.4))
    painter.strokePath(ring, _pen(tokens.accent, 2.4))
    draw_redo(painter, _centred(QRectF(*places[Extra.REDO.value]), 12), tokens)
    painter.end()
    return image, places


def _draw_sprite(
    painter: QPainter,
    cell: QRectF,
    urgency: Urgency,
    stage: StageFill,
    tokens: Tokens,
    sizes: Mapping[Urgency, float] | None,
) -> None:
    if sizes is not None:  # a wall's
        urgency = Urgency.NORMAL if urgency is Urgency.PAUSED else urgency
        stage = StageFill.SOLID
    mark = _centred(cell, (sizes or MARK_SIZES)[urgency])
    draw_state(painter, mark, urgency, stage, tokens, halo=tokens.map_halo)


def _centred(rect: QRectF, side: float) -> QRectF:
    middle = rect.center()
    return QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)


def _pen(color: str, width: float) -> QPen:
    pen = QPen(QColor(color), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
