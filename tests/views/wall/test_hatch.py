"""The hatch of what is old: its place alone, its step at every size, no seam between its tiles."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from console.views.wall.sheet import HATCH_STEP, hatch

SIDE = 240
MARGIN = 12


@pytest.fixture(params=[(0.5, 1.0), (2 / 3, 1.0), (1.0, 1.0), (0.5, 1.5)], ids=str)
def drawn(request: pytest.FixtureRequest, qapp: object) -> tuple[QImage, float]:
    """A hatched square, and the real pixels of one design pixel there."""
    factor, ratio = request.param
    picture = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor("black"))
    scale = factor * ratio
    painter = QPainter(picture)
    painter.scale(factor, factor)
    whole, edge = SIDE / scale, MARGIN / scale
    hatch(painter, QRectF(edge, edge, whole - 2 * edge, whole - 2 * edge), QColor("white"))
    painter.end()
    return picture, scale


def light(picture: QImage, x: int, y: int) -> int:
    return picture.pixelColor(x, y).lightness()


def test_nothing_is_drawn_outside_its_place(drawn: tuple[QImage, float]) -> None:
    picture, _ = drawn
    edge = [(x, y) for x in range(SIDE) for y in range(MARGIN - 1)]
    assert all(light(picture, x, y) == light(picture, y, x) == 0 for x, y in edge)
    assert all(light(picture, x, SIDE - 1 - y) == 0 for x, y in edge)


def test_its_lines_keep_their_step(drawn: tuple[QImage, float]) -> None:
    picture, scale = drawn
    row = [light(picture, x, SIDE // 2) for x in range(MARGIN, SIDE - MARGIN)]
    tops = [at for at in range(1, len(row) - 1) if row[at - 1] < row[at] >= row[at + 1] > 90]
    steps = {after - at for at, after in pairwise(tops)}
    assert steps == {round(HATCH_STEP * scale)}


def test_a_line_goes_on_from_tile_to_tile(drawn: tuple[QImage, float]) -> None:
    """Each row is the one above, one pixel further to the left."""
    picture, _ = drawn
    inside = range(MARGIN + 2, SIDE - MARGIN - 2)
    for y in inside[1:]:
        above = [light(picture, x, y - 1) for x in inside[1:]]
        assert [light(picture, x - 1, y) for x in inside[1:]] == above
