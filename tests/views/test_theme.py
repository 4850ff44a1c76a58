"""Both themes: contrast, digits, style sheet without holes."""

from __future__ import annotations

import re
from itertools import product

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from console.views.resources import resource
from console.views.theme import (
    Theme,
    ThemeName,
    Tokens,
    body_font,
    load_tokens,
    mixed,
    palette,
    set_look,
    style_sheet,
)

GROUNDS = ("app", "panel", "panel2", "field", "hover", "sel")
TEXTS = ("ink", "ink2", "ink3", "new", "near", "over")
ON = (
    ("onacc", "accent"),
    ("new", "newbg"),
    ("near", "nearbg"),
    ("over", "overbg"),
    ("ink2", "overbg"),
)
GRAPHICS = ("bar", "overfill", "new", "line3", "nearline")


def luminance(color: str) -> float:
    """Relative luminance after WCAG 2."""
    made = QColor(color)
    parts = (made.redF(), made.greenF(), made.blueF())
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=list(ThemeName), ids=str)
def tokens(request: pytest.FixtureRequest) -> Tokens:
    return load_tokens(request.param)


def test_every_text_is_readable_on_every_ground(tokens: Tokens) -> None:
    pairs = [*product(TEXTS, GROUNDS), *ON]
    weak = {
        (text, ground): round(contrast(getattr(tokens, text), getattr(tokens, ground)), 2)
        for text, ground in pairs
        if contrast(getattr(tokens, text), getattr(tokens, ground)) < 4.6
    }
    assert not weak


def test_every_meaningful_graphic_is_visible_on_the_panel(tokens: Tokens) -> None:
    graphics = GRAPHICS if contrast(tokens.panel, "#FFFFFF") < 2 else (*GRAPHICS[:-1], "nearfill")
    weak = {name for name in graphics if contrast(getattr(tokens, name), tokens.panel) < 3}
    assert not weak


def test_the_mark_in_an_overdue_shape_is_visible(tokens: Tokens) -> None:
    assert contrast(tokens.onover, tokens.overfill) >= 4.5


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("strong", [False, True])
def test_digits_have_equal_width(strong: bool) -> None:  # noqa: FBT001  parametrised
    metrics = QFontMetricsF(body_font(strong=strong))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


@pytest.mark.usefixtures("qapp")
def test_a_family_of_the_list_is_found() -> None:
    assert QFontInfo(body_font()).pixelSize() == 13


@pytest.mark.parametrize("name", ThemeName)
def test_the_style_sheet_has_no_open_place_and_names_existing_images(name: ThemeName) -> None:
    sheet = style_sheet(load_tokens(name), name)
    assert "$" not in sheet
    images = re.findall(r'url\("([^"]+)"\)', sheet)
    assert images
    folder = resource("theme", name.value)
    assert all((folder / image.rsplit("/", 1)[1]).exists() for image in images)


@pytest.mark.parametrize("name", ThemeName)
def test_images_use_only_colours_of_their_theme(name: ThemeName) -> None:
    known = set(load_tokens(name).as_strings().values())
    for file in resource("theme", name.value).glob("*.svg"):
        assert set(re.findall(r"#[0-9A-F]{6}", file.read_text())) <= known, file.name


def test_hues_stand_for_states_only() -> None:
    sheet = "\n".join(file.read_text("utf-8") for file in resource("theme").glob("*.qss"))
    coloured = [line for line in sheet.splitlines() if re.search(r"\$(new|near|over)", line)]
    assert all(re.search(r'tone="|error|chip|banner', line) for line in coloured)


def test_mixing_lies_between_both_colours() -> None:
    assert mixed("#FFFFFF", "#000000", 0.5) == "#808080"
    assert mixed("#102030", "#000000", 1) == "#102030"


def test_a_change_of_theme_reaches_palette_and_listeners(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme()
    theme.dress(qapp)
    with qtbot.waitSignal(theme.changed):
        theme.use(ThemeName.DARK, qapp)
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(theme.tokens.panel)
    with qtbot.assertNotEmitted(theme.changed):
        theme.use(ThemeName.DARK, qapp)
    theme.use(ThemeName.LIGHT, qapp)
    assert theme.name is ThemeName.LIGHT
    qapp.setStyleSheet("")


def test_a_label_takes_its_tone_from_the_sheet(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme()
    theme.dress(qapp)
    label = QLabel("超 18分")
    qtbot.addWidget(label)
    set_look(label, tone="over")
    label.ensurePolished()
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(theme.tokens.over)
    qapp.setStyleSheet("")


def test_selection_in_the_palette_is_the_selection_token(tokens: Tokens) -> None:
    assert palette(tokens).color(QPalette.ColorRole.Highlight) == QColor(tokens.sel)
