"""The table becomes what it is told, by row signals only, and selections stay with their key."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from console.viewmodels.columns import Align, CellText, Column, Elide
from console.viewmodels.keyed_table import (
    CELL_ROLE,
    KEPT_ROWS,
    KEY_ROLE,
    PAGE,
    ROOT,
    ROW_ROLE,
    TEXT_ROLE,
    KeyedTable,
    WindowedTable,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    id: int
    name: str = "a"
    left: int = 0


COLUMNS: tuple[Column[Item], ...] = (
    Column(key="id", title="head.id", value=lambda row: str(row.id)),
    Column(
        key="left",
        title="",
        value=lambda row: str(row.left),
        align=Align.RIGHT,
        cell=lambda row: row.left,
        spoken=lambda row: f"{row.left} minutes",
        tone=lambda _row: "ink3",
        strong=lambda _row: True,
        hint=lambda _row: "why",
    ),
    Column(key="name", title="", value=lambda row: row.name),
)


def made() -> KeyedTable[Item]:
    return KeyedTable(COLUMNS, lambda row: row.id, title=str.upper)


def items(*keys: int, left: int = 0) -> list[Item]:
    return [Item(id=key, left=left) for key in keys]


def names(table: KeyedTable[Item]) -> list[str]:
    return [table.index(at, 0).data() for at in range(table.rowCount())]


class Shadow:
    """A list kept only from the signals; it must always equal the table."""

    def __init__(self, table: KeyedTable[Item]) -> None:
        self.table, self.rows, self.resets = table, list[Any](), 0
        table.rowsInserted.connect(self._on_inserted)
        table.rowsRemoved.connect(self._on_removed)
        table.rowsMoved.connect(self._on_moved)
        table.layoutChanged.connect(self._on_sorted)
        table.dataChanged.connect(self._on_changed)
        table.modelReset.connect(self._on_reset)

    def _on_inserted(self, _: QModelIndex, first: int, last: int) -> None:
        self.rows[first:first] = [self.table.row_at(at) for at in range(first, last + 1)]

    def _on_removed(self, _: QModelIndex, first: int, last: int) -> None:
        del self.rows[first : last + 1]

    def _on_moved(self, _: QModelIndex, first: int, last: int, __: QModelIndex, to: int) -> None:
        assert first == last
        row = self.rows.pop(first)
        self.rows.insert(to - 1 if to > first else to, row)

    def _on_sorted(self) -> None:
        self.rows = [self.table.row_at(at) for at in range(self.table.rowCount())]

    def _on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        for at in range(first.row(), last.row() + 1):
            self.rows[at] = self.table.row_at(at)

    def _on_reset(self) -> None:
        self.resets += 1


ROWS = st.lists(
    st.builds(Item, id=st.integers(0, 40), name=st.sampled_from("ab"), left=st.integers(0, 2)),
    unique_by=lambda row: row.id,
    max_size=30,
)


@settings(deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=6))
def test_any_sequence_ends_at_its_target_by_row_signals_alone(targets: list[list[Item]]) -> None:
    table = made()
    shadow = Shadow(table)
    for target in targets:
        table.show(target)
        assert [table.row_at(at) for at in range(table.rowCount())] == target
        assert shadow.rows == target
        assert all(table.row_of(row.id) == at for at, row in enumerate(target))
    assert shadow.resets == 0


@settings(deadline=None)
@given(ROWS, ROWS)
def test_a_persistent_index_stays_on_its_key(first: list[Item], second: list[Item]) -> None:
    table = made()
    table.show(first)
    marks = {row.id: QPersistentModelIndex(table.index(at, 1)) for at, row in enumerate(first)}
    table.show(second)
    for key, mark in marks.items():
        assert mark.isValid() == (table.row_of(key) >= 0)
        if mark.isValid():
            assert mark.data(KEY_ROLE) == key


def test_a_great_change_keeps_persistent_indexes_and_never_resets(
    qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    table = made()
    qtmodeltester.check(table)
    dice, keys = random.Random(7), list(range(150))
    table.show(items(*keys))
    shadow = Shadow(table)
    shadow.rows = items(*keys)
    mark = QPersistentModelIndex(table.index(table.row_of(30), 0))
    with qtbot.assertNotEmitted(table.modelReset):
        for left in range(8):
            chosen = dice.sample(range(250), 140)
            target = items(30, *(key for key in chosen if key != 30), left=left)
            dice.shuffle(target)
            table.show(target)
            assert shadow.rows == target
            assert mark.data(KEY_ROLE) == 30


def test_a_leaving_row_moves_no_other(qtbot: QtBot) -> None:
    table = made()
    table.show(items(1, 2, 3))
    with qtbot.waitSignal(table.rowsRemoved), qtbot.assertNotEmitted(table.layoutChanged):
        shown = table.show(items(2, 3))
    assert names(table) == ["2", "3"]
    assert shown.removed == (1,)


def test_only_touched_cells_are_announced(qtbot: QtBot) -> None:
    table = made()
    table.show(items(1, 2, 3, 4))
    with qtbot.waitSignal(table.dataChanged) as changed:
        table.show([*items(1), *items(2, 3, left=5), *items(4)])
    first, last = changed.args[:2]
    assert (first.row(), last.row(), first.column(), last.column()) == (1, 2, 1, 1)


def test_nothing_is_announced_when_nothing_changed(qtbot: QtBot) -> None:
    table = made()
    table.show(items(1, 2))
    with qtbot.assertNotEmitted(table.dataChanged), qtbot.assertNotEmitted(table.layoutChanged):
        assert not table.show(items(1, 2)).inserted


def test_held_rows_wait_for_the_hold_to_end() -> None:
    table = made()
    table.show(items(1, 2, 3))
    shown = table.show(items(3, 1, 9), hold=frozenset({1, 2, 3}))
    assert names(table) == ["1", "9", "2", "3"]
    assert (shown.inserted, shown.held_back) == ((9,), 2)
    assert table.show(items(3, 1, 9)).held_back == 0
    assert names(table) == ["3", "1", "9"]


def test_held_rows_still_show_their_news() -> None:
    table = made()
    table.show(items(1, 2))
    table.show(items(2, 1, left=7), hold=frozenset({1, 2}))
    assert [table.index(at, 1).data() for at in range(2)] == ["7", "7"]


def test_a_row_answers_every_role() -> None:
    table = made()
    table.show(items(1, left=4))
    cell = table.index(0, 1)
    assert cell.data(ROW_ROLE) == Item(id=1, left=4)
    assert cell.data(CELL_ROLE) == 4
    assert cell.data(TEXT_ROLE) == CellText(
        text="4", tone="ink3", strong=True, align=Align.RIGHT, elide=Elide.END
    )
    assert table.index(0, 0).data(CELL_ROLE) is None
    plain = table.index(0, 0).data(TEXT_ROLE)
    assert (plain.tone, plain.strong) == ("ink", False)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "4 minutes"
    assert table.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "a"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "why"
    assert cell.data(Qt.ItemDataRole.DecorationRole) is None
    assert cell.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert table.data(QModelIndex(), ROW_ROLE) is None
    assert (table.row_of(99), table.row_at(5), table.key_at(0)) == (-1, None, 1)
    assert table.keys == (1,)
    assert table.rowCount(cell) == table.columnCount(cell) == 0


def test_heads_are_worded_and_aligned_as_their_column() -> None:
    table, across = made(), Qt.Orientation.Horizontal
    assert table.headerData(0, across, Qt.ItemDataRole.DisplayRole) == "HEAD.ID"
    assert table.headerData(1, across, Qt.ItemDataRole.DisplayRole) == ""
    assert (
        table.headerData(1, across, Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    )
    assert table.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.DisplayRole) is None
    assert table.headerData(0, across, Qt.ItemDataRole.DecorationRole) is None


def windowed() -> WindowedTable[Item]:
    return WindowedTable(COLUMNS, lambda row: row.id)


def test_a_window_asks_once_for_the_page_that_was_looked_at(
    qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    table = windowed()
    table.show_order(range(900))
    with qtbot.waitSignal(table.missing) as asked:
        assert table.index(510, 0).data() is None
        assert table.index(511, 0).data() is None
    (keys,) = asked.args
    assert keys == tuple(range(400, 400 + PAGE))
    with qtbot.waitSignal(table.dataChanged):
        table.fill(items(*keys))
    assert table.index(510, 0).data() == "510"
    qtmodeltester.check(table)


def test_a_failed_load_may_be_asked_for_again(qtbot: QtBot) -> None:
    table = windowed()
    table.show_order([1, 2])
    with qtbot.waitSignal(table.missing):
        table.index(0, 0).data()
    table.forget_asked()
    with qtbot.waitSignal(table.missing):
        table.index(0, 0).data()


def test_a_window_takes_changes_and_ignores_strangers(qtbot: QtBot) -> None:
    table = windowed()
    table.show_order([1, 2, 3])
    table.fill(items(1, 2, 3, 77))
    with qtbot.waitSignal(table.dataChanged):
        table.fill(items(2, left=9))
    assert table.index(1, 1).data() == "9"
    assert table.show_order([3, 2]).removed == (1,)
    assert [table.row_at(at) for at in range(2)] == [*items(3), *items(2, left=9)]


def test_a_window_forgets_the_oldest_rows() -> None:
    table = windowed()
    table.show_order(range(KEPT_ROWS + 500))
    for first in range(0, KEPT_ROWS + 500, 500):
        table.fill(items(*range(first, first + 500)))
    assert table.row_at(0) is None
    assert table.row_at(KEPT_ROWS + 499) is not None


def test_twenty_thousand_rows_are_shown_and_changed_at_once() -> None:
    table = made()
    rows = items(*range(20_000))
    table.show(rows)
    changed = [replace(row, left=1) if row.id % 10 == 0 else row for row in rows]
    table.show(changed[::-1])
    assert table.rowCount(ROOT) == 20_000
    assert table.row_of(0) == 19_999
    assert table.row_at(19_999) == Item(id=0, left=1)
