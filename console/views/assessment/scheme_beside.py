"""Beside the form: the last month by the open scheme and by the one in force, or what differs."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final, cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QVBoxLayout, QWidget

from console.viewmodels.keyed_table import KeyedTable
from console.viewmodels.scheme_beside import diff_columns, diff_rows, trial_columns, trial_title
from console.viewmodels.schemes import SchemeDesk
from console.views.administration.list_view import ThingTable
from console.views.look import Look
from console.views.theme import set_look
from console.views.widgets.elided import Elided

MONTH: Final = 0
DIFFERENCES: Final = 1


class SchemeBeside(QFrame):
    """Two tables, one at a time."""

    def __init__(self, page: SchemeDesk, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page, self._look = page, look
        say = look.wording.say
        set_look(self, role="panel")
        self.title, self.state = Elided(self), QLabel(self)
        self.state.setWordWrap(True)
        set_look(self.title, role="section")
        set_look(self.state, role="hint")
        self.month: KeyedTable[Any] = KeyedTable(
            trial_columns(), lambda row: row.object, say, parent=self
        )
        self.diff: KeyedTable[Any] = KeyedTable(diff_columns(), _place_of, say, parent=self)
        self.tables = QStackedWidget(self)
        for table, name in ((self.month, "schemes.trial"), (self.diff, "schemes.diff")):
            view = ThingTable(look, self)
            view.show_table(cast("KeyedTable[object]", table), say(name))
            self.tables.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(4)
        words = QVBoxLayout()
        words.setContentsMargins(12, 0, 12, 0)
        words.addWidget(self.title)
        words.addWidget(self.state)
        column.addLayout(words)
        column.addWidget(self.tables, 1)
        page.preview.tried.connect(self.tell)
        page.edit.changed.connect(self.tell)
        page.opened.connect(self.tell)

    @property
    def showing_differences(self) -> bool:
        """Whether differences are shown instead of the month."""
        return self.tables.currentIndex() == DIFFERENCES

    @property
    def view(self) -> ThingTable:
        """The table that is shown."""
        return cast("ThingTable", self.tables.currentWidget())

    @Slot()
    def turn(self) -> None:
        """The other of the two."""
        self.tables.setCurrentIndex(MONTH if self.showing_differences else DIFFERENCES)
        self.tell()

    @Slot()
    def tell(self) -> None:
        """Show what is known now."""
        say, preview, edit = self._look.wording.say, self._page.preview, self._page.edit
        if self.showing_differences:
            found = diff_rows(self._page.differences(), say)
            self.diff.show(found)
            self.title.setText(say("schemes.diff.title", version=self._page.compared))
            none = edit.scheme is not None and not found
            self.state.setText(say("schemes.diff.none") if none else self._wrong())
            return
        trial = preview.trial
        self.month.show(trial.rows if trial is not None else ())
        self.title.setText(trial_title(trial, say))
        self.state.setText(self._wrong() or self._pending())

    def _wrong(self) -> str:
        """That what is shown is not of what is typed, because that does not hold."""
        wrong = self._page.edit.document is not None and self._page.edit.scheme is None
        return self._look.wording.say("schemes.trial.stale") if wrong else ""

    def _pending(self) -> str:
        say, preview = self._look.wording.say, self._page.preview
        if preview.failed:
            return say("schemes.trial.failed")
        return say("schemes.trial.running") if preview.trying else say("schemes.trial.hint")


def _place_of(row: Any) -> Hashable:
    at: Hashable = row.at
    return at
