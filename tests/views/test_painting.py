"""State marks differ without colour, agree between list and map, and stay inside their place."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from console.domain.tone import StageFill, Urgency
from console.views.painting import (
    SPRITE,
    draw_redo,
    draw_share,
    draw_state,
    sprite_name,
    sprite_sheet,
    text_token,
)
from console.views.theme import ThemeName, Tokens, load_tokens

SIDE = 16


@pytest.fixture(params=list(ThemeName), ids=str)
def tokens(request: pytest.FixtureRequest) -> Tokens:
    return load_tokens(request.param)


def drawn(urgency: Urgency, stage: StageFill, tokens: Tokens, side: int = SIDE) -> QImage:
    image = QImage(side + 8, side + 8, QImage.Format.Format_RGB32)
    image.fill(tokens.color("panel"))
    painter = QPainter(image)
    draw_state(painter, QRectF(4, 4, side, side), urgency, stage, tokens)
    painter.end()
    return image


def grey(image: QImage) -> list[int]:
    flat = image.convertToFormat(QImage.Format.Format_Grayscale8)
    points = product(range(flat.height()), range(flat.width()))
    return [flat.pixelColor(x, y).value() for y, x in points]


def differing(one: QImage, other: QImage) -> int:
    return sum(abs(a - b) > 40 for a, b in zip(grey(one), grey(other), strict=True))


def test_every_time_state_is_told_apart_in_grey(tokens: Tokens) -> None:
    for one, other in combinations(Urgency, 2):
        pair = drawn(one, StageFill.HALF, tokens), drawn(other, StageFill.HALF, tokens)
        assert differing(*pair) >= 12, (one, other)


@pytest.mark.parametrize("urgency", [Urgency.NORMAL, Urgency.NEAR, Urgency.OVER])
def test_every_stage_is_told_apart_in_grey(tokens: Tokens, urgency: Urgency) -> None:
    for one, other in combinations(StageFill, 2):
        assert differing(drawn(urgency, one, tokens), drawn(urgency, other, tokens)) >= 6, (
            one,
            other,
        )


def test_a_mark_stays_inside_its_rectangle_but_for_a_pixel(tokens: Tokens) -> None:
    ground = QColor(tokens.panel)
    for urgency, stage in product(Urgency, StageFill):
        image = drawn(urgency, stage, tokens)
        inner = QRect(3, 3, SIDE + 2, SIDE + 2)
        outside = [
            (x, y)
            for x, y in product(range(image.width()), range(image.height()))
            if not inner.contains(x, y) and image.pixelColor(x, y) != ground
        ]
        assert not outside, (urgency, stage)


def test_the_bar_fills_by_the_share_used_and_cuts_excess(tokens: Tokens) -> None:
    def filled(share: float, urgency: Urgency) -> int:
        image = QImage(100, 3, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        draw_share(painter, QRectF(0, 0, 100, 3), share, urgency, tokens)
        painter.end()
        track = tokens.color("track")
        return sum(image.pixelColor(x, 1) != track for x in range(100))

    assert [filled(share, Urgency.OVER) for share in (-1, 0, 0.5, 1, 3)] == [0, 0, 50, 100, 100]
    assert 0 < filled(1, Urgency.PAUSED) < 100


def test_the_sheet_holds_every_mark_at_its_place(tokens: Tokens) -> None:
    image, places = sprite_sheet(tokens, 2)
    assert image.devicePixelRatio() == 2
    assert {sprite_name(u, s) for u, s in product(Urgency, StageFill)} < set(places)
    for name, (x, y, width, height) in places.items():
        cell = image.copy(x * 2, y * 2, width * 2, height * 2)
        painted = [
            cell.pixelColor(a, b).alpha() > 0
            for a, b in product(range(SPRITE * 2), range(SPRITE * 2))
        ]
        assert any(painted), name
        assert not any(painted[: SPRITE * 2]), f"{name} touches its edge"


def test_the_redo_arrow_has_no_hue(tokens: Tokens) -> None:
    image = QImage(16, 16, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    draw_redo(painter, QRectF(1, 1, 14, 14), tokens)
    painter.end()
    ink = QColor(tokens.ink2)
    solid = [
        image.pixelColor(x, y)
        for x, y in product(range(16), range(16))
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert solid
    assert all(color.rgb() == ink.rgb() for color in solid)


def test_only_near_over_and_paused_change_the_text_colour() -> None:
    assert [text_token(urgency) for urgency in Urgency] == ["ink", "ink", "near", "over", "ink3"]
