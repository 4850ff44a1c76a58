"""The sections at the left, each with its key (Alt+1…9, 0, B, H)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QFrame, QStyleOptionViewItem, QVBoxLayout, QWidget

from console.viewmodels.administration_sections import SECTIONS, section_cap
from console.viewmodels.columns import Align, Column
from console.viewmodels.keyed_table import ROW_ROLE, KeyedTable
from console.views.delegates import Index, RowDelegate
from console.views.look import Look
from console.views.rail_view import RailHead, RailList
from console.views.theme import set_look

ROW: Final = 44
NARROW: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """One line of the rail."""

    id: str
    cap: str
    name: str
    short: str
    hint: str


class SectionDelegate(RowDelegate):
    """Key cap and name; below what it is about."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, ROW)

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, SectionRow):
            return
        cap = QRect(rect.left() + 12, rect.top() + 5, 17, 17)
        if rect.width() < NARROW:
            self.text(painter, rect.adjusted(6, 4, -4, -ROW // 2 + 2), row.short)
            lower = rect.adjusted(6, ROW // 2, -4, -2)
            self.text(painter, lower, row.cap, pixels=11, tone="ink2")
            return
        painter.setPen(QPen(self.tokens.color("line3"), 1))
        painter.setBrush(self.tokens.color("field"))
        painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        self.text(painter, cap, row.cap, pixels=11, tone="ink2", align=Align.CENTRE)
        name = QRect(cap.right() + 8, rect.top() + 4, rect.width() - 44, 20)
        self.text(painter, name, row.name, pixels=14)
        self.text(painter, name.translated(0, 19), row.hint, pixels=12, tone="ink2")


class SectionRail(QFrame):
    """Signals: `chosen` (str) a section."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, role="rail")
        say = look.wording.say
        column: Column[SectionRow] = Column(
            key="section", title="", value=_spoken, hint=_spoken, stretch=True
        )
        self._table: KeyedTable[SectionRow] = KeyedTable((column,), _key, parent=self)
        self._table.show(
            SectionRow(
                id=one.id,
                cap=section_cap(at),
                name=say(f"administration.section.{one.id}"),
                short=say(f"administration.short.{one.id}"),
                hint=say(f"administration.about.{one.id}"),
            )
            for at, one in enumerate(SECTIONS)
        )
        self.list = RailList(self._table, say("administration.title"), self)
        self.list.setItemDelegate(SectionDelegate(look.theme, self))
        self.list.picked.connect(self._on_picked)
        self.list.selectionModel().currentRowChanged.connect(self._on_current)
        self._telling = False
        self._head = RailHead(say("administration.title"), "Alt+1…0, H", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self.list, 1)

    def show_section(self, section: str) -> None:
        """Mark the section that is open; tells nobody."""
        self._telling = True
        self.list.setCurrentIndex(self._table.index(self._table.row_of(section), 0))
        self._telling = False

    def narrow(self, narrow: bool) -> None:  # noqa: FBT001  a switch of the layout
        """The 72 px rail: short names, no head."""
        self._head.setVisible(not narrow)

    @Slot(object)
    def _on_picked(self, section: str) -> None:
        self.chosen.emit(section)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = current.data(ROW_ROLE)
        if not self._telling and isinstance(row, SectionRow):
            self.chosen.emit(row.id)


def _key(row: SectionRow) -> str:
    return row.id


def _spoken(row: SectionRow) -> str:
    return f"{row.name}，{row.hint}"
