"""The live events as a list of their own (F12); a choice shows the case, the list stays."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.case import CaseId
from console.viewmodels.events import LiveEvents
from console.views.list_delegates import EventDelegate
from console.views.look import Look
from console.views.rail_view import RailList

SIZE = (420, 720)


class EventView(QWidget):
    """A tool window that never takes the keyboard when news arrives.

    Signals: `case_chosen` (CaseId), `closed`.
    """

    case_chosen = Signal(object)
    closed = Signal()

    def __init__(self, events: LiveEvents, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(look.wording.say("rail.events"))
        self._events = events
        self.list = RailList(events.table, self.windowTitle(), self)
        self.list.setItemDelegate(EventDelegate(look.theme, look.formats, self))
        self.list.picked.connect(self._on_picked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.resize(*SIZE)
        for key in ("Esc", "F12"):
            QShortcut(QKeySequence(key), self).activated.connect(self.close)

    @Slot(object)
    def _on_picked(self, key: int) -> None:
        found = self._events.case_of(key)
        if found is not None:
            self.case_chosen.emit(CaseId(found))

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
