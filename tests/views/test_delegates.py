"""Cells paint their state in a way that can be seen, keep their heights, and follow the theme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QListView, QStyle, QStyleOptionViewItem, QTableView
from pytestqt.qtbot import QtBot

from console.domain.tone import Urgency
from console.viewmodels.cells import DeadlineCell, HolderCell, MarkCell
from console.viewmodels.columns import Align, Column
from console.viewmodels.keyed_table import KeyedTable
from console.views.delegates import (
    DeadlineDelegate,
    HolderDelegate,
    MarkDelegate,
    RowDelegate,
    TextDelegate,
)
from console.views.fmt import Formats
from console.views.theme import Theme, ThemeName
from console.views.wording import Wording

SIZE = (104, 28)


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    id: int
    text: str = ""
    cell: object = None


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme()


def painted(
    delegate: RowDelegate, row: One, *, selected: bool = False, size: tuple[int, int] = SIZE
) -> QImage:
    column: Column[One] = Column(
        key="x",
        title="",
        value=lambda one: one.text,
        cell=lambda one: one.cell,
        align=Align.RIGHT,
        tone=lambda _one: "ink3",
    )
    table = KeyedTable([column], lambda one: one.id)
    table.show([row])
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(delegate.tokens.color("panel"))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, *size)
    if selected:
        option.state |= QStyle.StateFlag.State_Selected
    painter = QPainter(image)
    delegate.paint(painter, option, table.index(0, 0))
    painter.end()
    return image


def count(image: QImage, color: str, area: QRect | None = None) -> int:
    room = area or image.rect()
    wanted = QColor(color)
    xs, ys = range(room.left(), room.right() + 1), range(room.top(), room.bottom() + 1)
    return sum(image.pixelColor(x, y) == wanted for x, y in product(xs, ys))


def deadline(theme: Theme, urgency: Urgency, left: float | None, share: float) -> QImage:
    delegate = DeadlineDelegate(theme, Formats(Wording("zh_CN")))
    return painted(delegate, One(id=1, cell=DeadlineCell(urgency=urgency, left=left, share=share)))


def test_longer_is_worse_in_the_share_bar(theme: Theme) -> None:
    bars = [
        count(
            deadline(theme, Urgency.NEAR, 360, share), theme.tokens.nearfill, QRect(0, 22, 104, 5)
        )
        for share in (0.2, 0.5, 0.9)
    ]
    assert bars == sorted(bars)
    assert bars[0] * 4 < bars[2]


def test_an_overdue_cell_carries_shape_and_bar_in_red(theme: Theme) -> None:
    image = deadline(theme, Urgency.OVER, -18 * 60, 1.2)
    assert count(image, theme.tokens.overfill, QRect(0, 0, 18, 28)) > 20
    assert count(image, theme.tokens.overfill, QRect(20, 22, 84, 5)) > 100


def test_a_normal_cell_has_no_hue(theme: Theme) -> None:
    image = deadline(theme, Urgency.NORMAL, 9180, 0.36)
    hues = {theme.tokens.nearfill, theme.tokens.overfill, theme.tokens.new}
    assert not any(count(image, hue) for hue in hues)
    assert count(image, theme.tokens.bar) > 20


def test_a_case_without_limit_has_a_dash_and_no_bar(theme: Theme) -> None:
    image = deadline(theme, Urgency.NORMAL, None, 0.0)
    assert count(image, theme.tokens.track) == 0
    assert count(image, theme.tokens.panel) < 104 * 27


def test_paused_time_is_hatched_not_filled(theme: Theme) -> None:
    paused = deadline(theme, Urgency.PAUSED, 4320, 1.0)
    bar = QRect(20, 22, 80, 5)
    assert 0 < count(paused, theme.tokens.bar, bar) < 150


def test_a_selected_row_shows_ground_and_bar(theme: Theme) -> None:
    image = painted(TextDelegate(theme), One(id=1, text="2026"), selected=True)
    assert count(image, theme.tokens.accent, QRect(0, 0, 3, 27)) >= 3 * 27
    assert count(image, theme.tokens.sel) > 104 * 15


@pytest.mark.parametrize("align", [QRect(0, 0, 52, 27), QRect(52, 0, 52, 27)])
def test_text_stands_where_its_column_says(theme: Theme, align: QRect) -> None:
    image = painted(TextDelegate(theme), One(id=1, text="18"))
    inked = count(image, theme.tokens.panel, align) < 52 * 27
    assert inked == (align.left() == 52)


@pytest.mark.parametrize(
    ("cell", "hued"),
    [
        (MarkCell(new=True), True),
        (MarkCell(redo=True), False),
        (MarkCell(changed=True), False),
        (MarkCell(picked=True), False),
    ],
)
def test_each_mark_is_painted_and_only_new_has_a_hue(
    theme: Theme,
    cell: MarkCell,
    hued: bool,  # noqa: FBT001  parametrised
) -> None:
    image = painted(MarkDelegate(theme), One(id=1, cell=cell), size=(26, 28))
    assert count(image, theme.tokens.panel) < 26 * 27 - 20
    assert (count(image, theme.tokens.new) > 20) == hued


def test_an_empty_mark_and_an_unheld_case_leave_the_cell_empty(theme: Theme) -> None:
    for delegate, cell in (
        (MarkDelegate(theme), MarkCell()),
        (HolderDelegate(theme), HolderCell()),
    ):
        image = painted(delegate, One(id=1, cell=cell))
        assert count(image, theme.tokens.panel) == 104 * 27


def test_my_case_and_that_of_another_seat_look_different(theme: Theme) -> None:
    holders = (
        HolderCell(label="02席", mine=True),
        HolderCell(label="02席"),
        HolderCell(label="02席", stale=True),
    )
    images = [painted(HolderDelegate(theme), One(id=1, cell=cell)) for cell in holders]
    assert images[0] != images[1] != images[2] != images[0]


def test_a_change_of_theme_changes_what_is_painted(theme: Theme, qapp: QApplication) -> None:
    delegate = TextDelegate(theme)
    light = painted(delegate, One(id=1, text="18"))
    theme.use(ThemeName.DARK, qapp)
    assert painted(delegate, One(id=1, text="18")) != light
    theme.use(ThemeName.LIGHT, qapp)
    qapp.setStyleSheet("")


def test_a_foreign_cell_is_left_alone(theme: Theme) -> None:
    delegates: tuple[Callable[[], RowDelegate], ...] = (
        lambda: MarkDelegate(theme),
        lambda: HolderDelegate(theme),
        lambda: DeadlineDelegate(theme, Formats(Wording("en"))),
        lambda: TextDelegate(theme),
    )
    for make in delegates:
        assert count(painted(make(), One(id=1, cell="x")), theme.tokens.panel) == 104 * 27


def test_rows_are_28_high_in_table_and_list(theme: Theme, qtbot: QtBot) -> None:
    column: Column[One] = Column(key="x", title="", value=lambda one: one.text)
    table = KeyedTable([column], lambda one: one.id)
    table.show([One(id=1, text="a")])
    for view in (QTableView(), QListView()):
        qtbot.addWidget(view)
        view.setModel(table)
        view.setItemDelegate(TextDelegate(theme, view))
        assert view.sizeHintForRow(0) in (28, 29)  # a grid line of the table
