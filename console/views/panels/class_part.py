"""Choosing a class by initials, code or name, then one of its registration conditions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.viewmodels.category_finder import CategoryFinder, key_text
from console.viewmodels.cells import FoundRow
from console.views.fmt import Formats
from console.views.limit_words import limit_words
from console.views.panels.finder import Finder
from console.views.theme import Theme
from console.views.widgets.forms import Field


class ClassPart(QWidget):
    """The search for the class, then its conditions."""

    def __init__(
        self, classes: CategoryFinder, theme: Theme, formats: Formats, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._classes, self._formats = classes, formats
        self._say = formats.wording.say
        self.finder = Finder(theme, self._say("intake.class_hint"), parent=self)
        self.finder.typed.connect(self._on_typed)
        self.finder.picked.connect(self._on_picked)
        self.field = Field(theme, self._say("intake.class"), self.finder, parent=self)
        self.conditions = Finder(theme, most=5, parent=self)
        self.conditions.line.setReadOnly(True)
        self.conditions.picked.connect(self._on_condition)
        self.condition_field = Field(
            theme, self._say("summary.condition"), self.conditions, parent=self
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self.condition_field)
        classes.chosen.connect(self.show_taken)
        self.show_taken()
        self.setFocusProxy(self.finder)

    def offer(self) -> None:
        """Offer the classes that fit what was typed, the component's own first."""
        finds = self._classes.find(self.finder.line.text())
        rows = [
            FoundRow(
                key=key_text(one.category.key),
                lead=self._code(one.category.key.kind, one.category.key.code),
                name=one.category.name,
                at=one.at,
                length=one.length,
                initials=one.option.initials.upper(),
                hint=one.category.class_name,
                note=self._say("intake.of_component") if one.of_component else "",
            )
            for one in finds
        ]
        self.finder.offer(rows)

    def show_taken(self) -> None:
        """Show class and condition taken."""
        classes = self._classes
        self.condition_field.setVisible(classes.category is not None)
        if classes.category is None:
            return
        key = classes.category.key
        self.finder.settle(f"{classes.category.name}  {self._code(key.kind, key.code)}")
        self.field.complain("")
        chosen = classes.condition
        self.conditions.line.setText(chosen.text if chosen else self._say("intake.no_condition"))
        rows = [
            FoundRow(
                key=str(one.ordinal),
                name=one.text,
                note=limit_words(one.limit, self._formats.wording) if one.limit else "",
            )
            for one in classes.conditions()
        ]
        if len(rows) > 1:
            self.conditions.offer(rows)
            if chosen is not None:
                at = self.conditions.table.row_of(str(chosen.ordinal))
                self.conditions.list.setCurrentIndex(self.conditions.table.index(at, 0))
        else:
            self.conditions.offer(())

    def _code(self, kind: str, code: str) -> str:
        return f"{self._say(f'kind.{kind}')} {code[:2]}-{code[2:]}"

    def _on_typed(self, _text: str) -> None:
        self.offer()

    def _on_picked(self, key: str) -> None:
        self._classes.choose(key)
        self.conditions.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_condition(self, key: str) -> None:
        self._classes.choose_condition(int(key))
        self.focusNextChild()
