"""Typed and known side by side, to tell a duplicate from another matter."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.viewmodels.intake_draft import IntakeDraft
from console.views.fmt import Formats
from console.views.panels.summary import FactList
from console.views.theme import set_look


class CompareCard(QWidget):
    """This report left, the current likely duplicate right."""

    def __init__(self, draft: IntakeDraft, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft, self._formats = draft, formats
        self._titles, self._facts = (QLabel(self), QLabel(self)), (FactList(self), FactList(self))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for title, facts in zip(self._titles, self._facts, strict=True):
            set_look(title, role="strong")
            column = QVBoxLayout()
            column.addWidget(title)
            column.addWidget(facts)
            column.addStretch(1)
            row.addLayout(column, 1)

    def refresh(self) -> None:
        """Show what is typed and known now."""
        say, current = self._formats.wording.say, self._draft.likes.current
        if current is None:
            return
        case, category = current.case, self._draft.classes.category
        hit = self._draft.places.hit
        self._titles[0].setText(say("intake.this_report"))
        self._titles[1].setText(case.number)
        self._facts[0].show_facts(
            (
                (say("intake.class"), category.name if category else ""),
                (say("summary.place"), hit.title if hit else ""),
                (say("summary.words"), self._draft.description),
            )
        )
        self._facts[1].show_facts(
            (
                (say("intake.class"), case.category_name),
                (say("summary.place"), case.address),
                (say("summary.words"), current.description),
                (say("likeness.stage"), say(f"stage.{case.stage.value}")),
                (say("summary.unit"), case.unit_name),
            )
        )
