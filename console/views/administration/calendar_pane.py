"""The pane of the work calendar: a month in the middle, the shared form at the right."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from console.domain.calendars import DayKind
from console.viewmodels.administration import Showing
from console.viewmodels.administration_calendar import AdministrationCalendar
from console.views.administration.entries import ListedEntry
from console.views.administration.month_view import MonthView, month_words
from console.views.administration.pane import Pane
from console.views.administration.things_pane import ThingsPane
from console.views.card.why_popup import holiday_words
from console.views.look import Look
from console.views.theme import set_look
from console.views.widgets.keys import KeyLabel

HINTS: Final = (("R", "holiday"), ("W", "workday"), ("S", "shift"), ("X", "plain"))
NAME: Final = 150


class CalendarPane(Pane):
    """Arrows walk, PgUp and PgDn turn the month, R, W, S and X say what a day is."""

    filters = False

    def __init__(self, things: ThingsPane, look: Look, parent: QWidget) -> None:
        self._things, self._look = things, look
        self.calendar = AdministrationCalendar(things.page)
        self.body = QFrame(parent)
        super().__init__(self.body, things.form, parent)
        say = look.wording.say
        self.month = MonthView(self.calendar, look, self.body)
        self.title = QLabel(self.body)
        set_look(self.title, role="section")
        self.told = QLabel(self.body)
        self.told.setWordWrap(True)
        self.name, self.slots = QLineEdit(self.body), ListedEntry(self.body)
        for line, code in ((self.name, "name"), (self.slots, "slots")):
            words = say(f"administration.day.{code}")
            line.setPlaceholderText(words)
            line.setAccessibleName(words)
            line.setMaximumWidth(NAME)
            line.returnPressed.connect(self.focus_list)
        self.name.setMaxLength(40)
        self.name.editingFinished.connect(self._on_named)
        self.slots.editingFinished.connect(self._on_slots)
        self.month.entered.connect(self._on_entered)
        self.calendar.changed.connect(self._on_changed)
        things.page.shown.connect(self._on_changed)
        self._lay_out()

    def _lay_out(self) -> None:
        say = self._look.wording.say
        bar = QFrame(self.body)
        set_look(bar, role="bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(6)
        row.addWidget(self.title)
        row.addWidget(KeyLabel("PgUp", bar))
        row.addWidget(KeyLabel("PgDn", bar))
        row.addStretch(1)
        for key, code in HINTS:
            row.addWidget(KeyLabel(key, bar))
            label = QLabel(say(f"administration.day.{code}.act"), bar)
            set_look(label, role="hint")
            row.addWidget(label)
        row.addWidget(self.name)
        row.addWidget(self.slots)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.told)
        column.addWidget(self.month, 1)

    def show_section(self) -> None:
        """The month of the chosen day."""
        self._on_changed()

    @Slot()
    def focus_list(self) -> None:
        """The keyboard to the month."""
        self.month.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Keep the calendar as a new version."""
        self._on_named()
        self._on_slots()
        self._things.submit()

    def undo(self) -> None:
        """Take this seat's last change back."""
        self._things.undo()

    def discard(self) -> None:
        """Throw away what was changed, after asking."""
        self._things.discard()

    def leave(self) -> bool:
        """From the form or a line to the month."""
        if self.in_side:
            self._things.form.leave()
            return True
        if self.month.hasFocus():
            return False
        self.focus_list()
        return True

    @Slot()
    def _on_entered(self) -> None:
        """Enter in the month: to the day's name, or into the form where the day has no row."""
        if self.name.isEnabled():
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._things.enter()

    @Slot()
    def _on_named(self) -> None:
        known, typed = self.calendar.cell.name, self.name.text().strip()
        if self.name.isEnabled() and typed != holiday_words(known, self._look):
            self.calendar.call(typed)

    @Slot()
    def _on_slots(self) -> None:
        if self.slots.isEnabled():
            self.calendar.work(tuple(self.slots.texts()))

    @Slot()
    def _on_changed(self) -> None:
        page = self._things.page
        if page.section.id != "calendar":
            return
        cell = self.calendar.cell
        own = cell.kind in tuple(DayKind)
        self.title.setText(month_words(self._look, self.calendar.day))
        self.name.setEnabled(own)
        self.slots.setEnabled(cell.kind == DayKind.SHIFT.value)
        if not self.name.hasFocus():
            self.name.setText(holiday_words(cell.name, self._look))
        if not self.slots.hasFocus():
            self.slots.show_texts(cell.slots)
        there = page.showing is Showing.THERE
        words = "" if there else self._look.wording.say(f"administration.{page.showing.value}")
        self.told.setText(words)
        self.told.setVisible(bool(words))
