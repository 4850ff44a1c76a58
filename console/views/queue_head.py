"""The head of the queue's table: which columns fit, how wide, which one orders the rows."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from console.ports.rows import CaseRow
from console.viewmodels.case_queue import CaseQueue
from console.viewmodels.columns import Column
from console.views.look import Look
from console.views.wording import Language

HEIGHT: Final = 26
ENGLISH_WIDTHS: Final = {"left": 136, "source": 52, "reported": 62, "holder": 84}
NARROW: Final = 1000  # px of the table; below it the seven columns of the 1366 layout
MEDIUM: Final = 1150  # below it the description gives way
LARGE: Final = 1600  # from it on the unit grid has a column
NARROW_KEYS: Final = frozenset({"mark", "left", "number", "class", "place", "unit", "holder"})
NARROW_CLASS: Final = 128
ORDERS: Final = {
    "left": "due",
    "number": "number",
    "source": "source",
    "class": "category",
    "words": "description",
    "place": "address",
    "grid": "grid",
    "unit": "unit",
    "reported": "reported",
    "holder": "holder",
}
"""Column to what the database can order by."""


class QueueHead(QHeaderView):
    """Sections by declared columns; a caret marks the one the rows are ordered by."""

    ROOM: Final = 14

    def __init__(self, queue: CaseQueue, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._queue, self._look = queue, look
        self._hidden: set[str] = set()
        self._ordered: tuple[int, bool] = (-1, False)
        self.columns = queue.table.columns
        self.setMinimumSectionSize(24)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setFixedHeight(HEIGHT)
        self.sectionClicked.connect(self._on_clicked)

    @property
    def ordered(self) -> tuple[str, bool]:
        """The column the rows are ordered by, and whether falling."""
        section, descending = self._ordered
        return self.columns[section].key, descending

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if section != self._ordered[0]:
            super().paintSection(painter, rect, section)
            return
        tokens = self._look.theme.tokens
        painter.save()
        super().paintSection(painter, rect.adjusted(0, 0, -self.ROOM, 0), section)
        painter.restore()
        room = QRect(rect.right() + 1 - self.ROOM, rect.top(), self.ROOM, rect.height())
        painter.fillRect(room, tokens.color("panel2"))
        painter.fillRect(room.left(), room.bottom(), room.width(), 1, tokens.color("line"))
        middle, up = room.center(), -1 if self._ordered[1] else 1
        left = middle.x() - 5
        painter.setPen(QPen(tokens.color("ink2"), 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tip = QPoint(left + 3, middle.y() - 2 * up)
        painter.drawPolyline(
            [QPoint(left, middle.y() + up), tip, QPoint(left + 6, middle.y() + up)]
        )

    # --- layout -----------------------------------------------------------------------------------

    def section(self, key: str) -> int:
        """The section of a column. Raises StopIteration on an unknown key."""
        return next(at for at, column in enumerate(self.columns) if column.key == key)

    def take_widths(self) -> None:
        """Give every column its declared width; the model must be set."""
        english = self._look.wording.language is Language.ENGLISH
        for at, column in enumerate(self.columns):
            wide = ENGLISH_WIDTHS.get(column.key, column.width) if english else column.width
            self.resizeSection(at, wide)
        self.tell_order()

    def adapt(self, width: int) -> None:
        """Show the columns that fit `width` px; one of them takes what is left."""
        shown = {column.key for column in self.columns if _fits(column, width)} - self._hidden
        stretched = "words" if "words" in shown else "place"
        for at, column in enumerate(self.columns):
            self.setSectionHidden(at, column.key not in shown)
            stretch = column.key == stretched
            modes = QHeaderView.ResizeMode
            self.setSectionResizeMode(at, modes.Stretch if stretch else modes.Interactive)
            if not stretch and column.key == "class":
                self.resizeSection(at, NARROW_CLASS if width < NARROW else column.width)
            elif not stretch and column.key == "place":
                self.resizeSection(at, column.width)

    def hide_column(self, key: str, width: int, *, hidden: bool) -> None:
        """Leave a column out, or take it back, whatever the width."""
        (self._hidden.add if hidden else self._hidden.discard)(key)
        self.adapt(width)

    # --- order ------------------------------------------------------------------------------------

    @Slot(int)
    def _on_clicked(self, section: int) -> None:
        order = ORDERS.get(self.columns[section].key)
        if order is None:
            return
        wanted = self._queue.filter
        descending = wanted.order == order and not wanted.descending
        self._queue.narrow(order=order, descending=descending)
        self.tell_order()

    def tell_order(self) -> None:
        """Point at the column the rows are ordered by."""
        wanted = self._queue.filter
        key = next((key for key, order in ORDERS.items() if order == wanted.order), "left")
        marked = (self.section(key), wanted.descending)
        if self._ordered != marked:
            self._ordered = marked
            self.viewport().update()


def _fits(column: Column[CaseRow], width: int) -> bool:
    if width < NARROW:
        return column.key in NARROW_KEYS
    if column.key == "grid":
        return width >= LARGE
    return column.key != "words" or width >= MEDIUM
