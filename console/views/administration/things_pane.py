"""The pane of every section with a list of things and a form."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from console.viewmodels.administration import Administration, Showing
from console.viewmodels.keyed_table import KeyedTable
from console.views.administration.form_view import FormView
from console.views.administration.pane import ListOrWords, Pane
from console.views.look import Look


class ThingsPane(Pane):
    """Operators, units, grids, inspectors, limits, phrases, settings and lent posts."""

    def __init__(self, page: Administration, look: Look, parent: QWidget) -> None:
        self.page, self._look = page, look
        self.list, self.form = ListOrWords(look, parent), FormView(page, look, parent)
        super().__init__(self.list, self.form, parent)
        page.shown.connect(self._on_shown)
        page.hand.changed.connect(self._on_other)
        self.list.table.picked.connect(self._on_picked)

    def show_section(self) -> None:
        """The rows of the open section."""
        name = self._look.wording.say(f"administration.section.{self.page.section.id}")
        self.list.table.show_table(cast(KeyedTable[object], self.page.table), name)
        self._on_shown()

    def focus_list(self) -> None:
        """The keyboard to the list."""
        self.list.take_keyboard()

    def act(self, act: str) -> bool:
        """Make, remove, or do something further with the chosen thing."""
        if act == "remove":
            self.page.remove()
            return False
        if act == "new":
            return self.page.begin_new()
        begun, found = self.page.begin_act(act), self.page.section.act(act)
        # What is done at once leaves the keyboard with the list.
        return begun and found is not None and bool(found.fields)

    def find(self, text: str) -> None:
        """Narrow the list."""
        self.page.narrow(text)

    def enter(self) -> None:
        """Into the form of the chosen thing; what was typed for it before comes back."""
        if self.page.hand.form is not None:
            self.page.hand.begin()
            self.form.enter()
            self.turned.emit()

    def submit(self) -> None:
        """Send the form."""
        self.form.submit()

    def undo(self) -> None:
        """Take this seat's last change back."""
        self.page.history.undo_last()

    def discard(self) -> None:
        """Throw away what was typed, after asking."""
        self.form.discard()

    def leave(self) -> bool:
        """From the form to the list."""
        if not self.in_side:
            return False
        self.form.leave()
        return True

    @Slot(object)
    def _on_picked(self, key: Any) -> None:
        self.page.choose(key)

    @Slot()
    def _on_other(self) -> None:
        """Another thing is in hand: its row is the marked one."""
        if self.page.section.columns:
            self.list.table.settle(self.page.chosen)
        self.turned.emit()

    @Slot()
    def _on_shown(self) -> None:
        """Rows came, went, or could not be read."""
        if not self.page.section.columns:
            return
        self.list.tell(self._instead())
        self.list.table.settle(self.page.chosen)
        self.counted.emit(len(self.page.table.keys), len(self.page.found.things))

    def _instead(self) -> str:
        """What stands in place of the list; "" while it has rows."""
        if self.page.table.keys:
            return ""
        say = self._look.wording.say
        if self.page.showing is Showing.THERE:
            code = "no_match" if self.page.text else "none"
            return say(f"administration.{code}")
        return say(f"administration.{self.page.showing.value}")
