"""Evidence against units: who is pointed to, who is excluded, and by what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from console.views.theme import body_font, set_look
from console.views.wording import Wording

ROW_HEIGHT: Final = 40


class Bearing(StrEnum):
    """What a piece of evidence says of a unit."""

    POINTS = "points"
    EXCLUDES = "excludes"
    NONE = "none"


SIGNS: Final = {Bearing.POINTS: "●", Bearing.EXCLUDES: "⊘", Bearing.NONE: "—"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One piece: its name, what it says, and its bearing on each unit by key."""

    key: str
    name: str
    content: str
    bearings: dict[str, Bearing]


class EvidenceMatrix(QTableWidget):
    """Rows are pieces of evidence, columns the units; the last row counts points and exclusions."""

    opened = Signal(str)  # key of the evidence whose original is wanted (E or Enter)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._pieces: tuple[Evidence, ...] = ()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        set_look(self, role="framed")
        self.setAccessibleName(wording.say("evidence.name"))
        self.itemActivated.connect(self._on_item_activated)

    def show_evidence(self, units: Sequence[tuple[str, str]], pieces: Sequence[Evidence]) -> None:
        """`units` as (key, name)."""
        self._pieces = tuple(pieces)
        self.clear()
        self.setColumnCount(2 + len(units))
        self.setRowCount(len(pieces) + 1)
        heads = [self._wording.say("evidence.name"), self._wording.say("evidence.content")]
        self.setHorizontalHeaderLabels([*heads, *(name for _, name in units)])
        for at in (0, 1):
            if (head := self.horizontalHeaderItem(at)) is not None:
                head.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, piece in enumerate(pieces):
            self._put(at, 0, piece.name, strong=True)
            self._put(at, 1, piece.content)
            for unit_at, (unit, name) in enumerate(units):
                self._put_bearing(at, 2 + unit_at, piece.bearings.get(unit, Bearing.NONE), name)
        self._put_sum(units)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(0, 130)

    def open_current(self) -> None:
        """Ask for the original of the chosen piece."""
        if 0 <= self.currentRow() < len(self._pieces):
            self.opened.emit(self._pieces[self.currentRow()].key)

    def _on_item_activated(self) -> None:
        self.open_current()

    def _put_sum(self, units: Sequence[tuple[str, str]]) -> None:
        last = len(self._pieces)
        self._put(last, 0, self._wording.say("evidence.sum"), strong=True)
        self._put(last, 1, self._wording.say("evidence.sum_of"))
        for at, (unit, _) in enumerate(units):
            bearings = [piece.bearings.get(unit, Bearing.NONE) for piece in self._pieces]
            points, excludes = bearings.count(Bearing.POINTS), bearings.count(Bearing.EXCLUDES)
            self._put(last, 2 + at, f"{points} / {excludes}", strong=True, centre=True)

    def _put_bearing(self, row: int, column: int, bearing: Bearing, unit: str) -> None:
        item = self._put(row, column, SIGNS[bearing], centre=True)
        spoken = self._wording.say(f"evidence.{bearing.value}", unit=unit)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        item.setToolTip(spoken)

    def _put(
        self, row: int, column: int, text: str, *, strong: bool = False, centre: bool = False
    ) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        if strong:
            item.setFont(body_font(strong=True))
        if centre:
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setItem(row, column, item)
        return item
