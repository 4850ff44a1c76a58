"""The intake's middle column: where it is, under which standard, and what it may repeat."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from console.viewmodels.intake_draft import IntakeDraft
from console.views.fmt import Formats
from console.views.panels.inset import Ground, InsetMap
from console.views.panels.intake_compare import CompareCard
from console.views.panels.intake_scene import intake_scene
from console.views.panels.summary import FactList, standard_facts
from console.views.theme import Theme, set_look


class IntakeMiddle(QWidget):
    """Map above, standard or comparison below."""

    def __init__(
        self,
        draft: IntakeDraft,
        theme: Theme,
        formats: Formats,
        ground: Ground | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft, self._formats = draft, formats
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        wording = formats.wording
        legend = (("A", wording.say("likeness.mark")),)
        self.map = InsetMap(theme, wording, ground, legend=legend, parent=self)
        column.addWidget(self.map, 1)
        card = QFrame(self)
        set_look(card, role="panel")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(16, 10, 16, 12)
        self._title = QLabel(card)
        set_look(self._title, role="section")
        self._standard = FactList(card)
        self.compare_card = CompareCard(draft, formats, card)
        self.compare_card.hide()
        for part in (self._title, self._standard, self.compare_card):
            inner.addWidget(part)
        column.addWidget(card)
        draft.surroundings.connect(self.show_scene)
        draft.places.chosen.connect(self.show_scene)

    def compare(self) -> None:
        """Typed and known side by side; again puts it away."""
        shown = not self.compare_card.isVisible() and self._draft.likes.current is not None
        self.compare_card.refresh()
        self.compare_card.setVisible(shown)
        self._standard.setVisible(not shown)

    def refresh(self) -> None:
        """Show what the draft says now."""
        self.show_scene()
        place, say = self._draft.places.place, self._formats.wording.say
        standard = self._draft.classes.standard(place.area_level if place else None)
        if standard is None:
            self._title.setText(say("intake.no_standard"))
            self._standard.show_facts(())
            return
        self._title.setText(say("summary.standard", name=standard.name))
        now, rules = self._draft.desk.now(), self._draft.desk.rules
        due = self._formats.due(rules.calendar.due(now, standard.limit), now)
        expected = (say("intake.due"), say("intake.due_if", due=due))
        self._standard.show_facts((*standard_facts(standard, self._formats), expected))

    def show_scene(self) -> None:
        """Show place, surroundings and duplicates on the map."""
        self.map.show_scene(intake_scene(self._draft, self._formats))
