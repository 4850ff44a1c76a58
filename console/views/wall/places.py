"""Where the blocks of a scene stand on a real screen, and how large their letters are.

One factor scales the design to the screen; one of another shape is filled by stretching places,
never letters. Where letters would be too small (墙屏倍率 150 or 200 %) they are magnified: blocks
that say so take turns in one place, and the others have the room that becomes free. Source: DESIGN
section 3, «Legibility».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSizeF

from console.domain.scene import Rect, Scene, SceneBlock
from console.views.wall.sizes import wall_sizes

WIDE: Final = 2.4
"""A wall more than so many times as wide as high has places of its own."""
TURN_SECONDS: Final = 20
KEPT_HEIGHT: Final = frozenset({"counters", "ticker"})
"""Kinds whose rows are as high as their letters ask, and no higher."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block's place in real pixels."""

    spot: SceneBlock
    place: QRectF


@dataclass(frozen=True, slots=True)
class Layout:
    """`factor` is real pixels of one design pixel inside every block; `head` the head's place."""

    factor: float
    head: QRectF
    blocks: tuple[Placed, ...]


def is_wide(screen: QSizeF) -> bool:
    """Whether a screen takes the wide places."""
    return screen.width() > WIDE * screen.height()


def layout(scene: Scene, screen: QSizeF, magnification: float = 1.0, turn: int = 0) -> Layout:
    """The places on a screen; `turn` counts on and says whose turn it is where some take turns."""
    sizes = wall_sizes()
    wide = is_wide(screen)
    design = QSizeF(sizes.wide if wide else sizes.width, sizes.height)
    across, down = screen.width() / design.width(), screen.height() / design.height()
    factor = min(across, down) * magnification
    head = QRectF(0, 0, screen.width(), sizes.head * factor)
    if magnification > 1.0:
        blocks = _magnified(scene, screen, factor, turn, wide=wide)
    else:
        blocks = tuple(
            Placed(one, _scaled(_rect(one, wide=wide), across, down)) for one in scene.blocks
        )
    return Layout(factor, head, blocks)


def turns(scene: Scene) -> int:
    """How many blocks take turns where letters are magnified."""
    return max(1, sum(one.low for one in scene.blocks))


def _rect(one: SceneBlock, *, wide: bool) -> Rect:
    return one.wide if wide and one.wide is not None else one.rect


def _scaled(rect: Rect, across: float, down: float) -> QRectF:
    return QRectF(rect.x * across, rect.y * down, rect.width * across, rect.height * down)


def _magnified(
    scene: Scene, screen: QSizeF, factor: float, turn: int, *, wide: bool
) -> tuple[Placed, ...]:
    """Rows fill the screen below the head: one of the low blocks in the largest of their places."""
    low = [one for one in scene.blocks if one.low]
    stays = [(one, _rect(one, wide=wide)) for one in scene.blocks if not one.low]
    if low:
        largest = max(
            (_rect(one, wide=wide) for one in low), key=lambda rect: rect.width * rect.height
        )
        stays.append((low[turn % len(low)], largest))
    sizes = wall_sizes()
    gap, margin = sizes.gap * factor, sizes.margin * factor
    rows = _rows(stays)
    kept = [_kept(row) for row in rows]
    top = sizes.head * factor
    free = screen.height() - top - gap - sum(kept) * factor - gap * (len(rows) - 1)
    parts = [
        0 if one else max(rect.height for _, rect in row)
        for row, one in zip(rows, kept, strict=True)
    ]
    placed = []
    for row, fixed, part in zip(rows, kept, parts, strict=True):
        height = fixed * factor or free * part / max(1, sum(parts))
        widths = sum(rect.width for _, rect in row)
        room = screen.width() - 2 * margin - gap * (len(row) - 1)
        left = margin
        for one, rect in row:
            width = room * rect.width / widths
            placed.append(Placed(one, QRectF(left, top, width, height)))
            left += width + gap
        top += height + gap
    return tuple(placed)


Spots = list[tuple[SceneBlock, Rect]]


def _kept(row: Spots) -> int:
    """The height in design pixels of a row that keeps it, else 0."""
    if all(one.kind in KEPT_HEIGHT for one, _ in row):
        return max(rect.height for _, rect in row)
    return 0


def _rows(spots: Sequence[tuple[SceneBlock, Rect]]) -> list[Spots]:
    """Blocks side by side, from above to below: those that overlap in height are one row."""
    rows: list[Spots] = []
    for one, rect in sorted(spots, key=lambda spot: (spot[1].y, spot[1].x)):
        if rows and rect.y < max(other.y + other.height for _, other in rows[-1]):
            rows[-1].append((one, rect))
        else:
            rows.append([(one, rect)])
    return [sorted(row, key=lambda spot: spot[1].x) for row in rows]
