"""Finding a place while a caller talks, and what was taken."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.viewmodels.cells import FoundRow
from console.viewmodels.place_finder import PlaceFinder, match
from console.views.fmt import Formats
from console.views.panels.finder import Finder
from console.views.theme import Theme, set_look
from console.views.widgets.forms import Field
from console.views.widgets.keys import KeyLabel


class PlacePart(QWidget):
    """The search for the place, and what was taken."""

    def __init__(
        self, places: PlaceFinder, theme: Theme, formats: Formats, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._places, self._say = places, formats.wording.say
        self.finder = Finder(theme, self._say("intake.place_hint"), parent=self)
        self.finder.typed.connect(places.find)
        self.finder.picked.connect(self._on_picked)
        self.finder.line.returnPressed.connect(self._on_entered)
        self.field = Field(theme, self._say("intake.find"), self.finder, parent=self)
        self._taken = QLabel(self)
        set_look(self._taken, role="strong")
        self._detail = QLabel(self)
        set_look(self._detail, tone="ink2")
        pick = QLabel(self._say("intake.pick"), self)
        set_look(pick, role="hint")
        line = QHBoxLayout()
        line.setContentsMargins(58, 0, 0, 0)
        line.addWidget(self._taken)
        line.addWidget(self._detail)
        line.addStretch(1)
        line.addWidget(pick)
        line.addWidget(KeyLabel("Alt+M", self))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addLayout(line)
        places.found.connect(self._on_found)
        places.chosen.connect(self.show_taken)
        self.setFocusProxy(self.finder)

    def show_taken(self) -> None:
        """Show the place taken, the search put away."""
        hit = self._places.hit
        self.finder.offer(())
        self._taken.setText(hit.title if hit else "")
        self._detail.setText(" ".join(w for w in (hit.detail, hit.owner_name) if w) if hit else "")
        if hit is not None:
            self.field.complain("")

    def _on_found(self) -> None:
        typed = self.finder.line.text()
        rows = []
        for at, hit in enumerate(self._places.hits):
            start, length = match(hit.title, typed)
            rows.append(
                FoundRow(
                    key=str(at),
                    lead=self._say(f"place.{hit.kind}"),
                    name=hit.title,
                    hint=hit.detail,
                    note=hit.place.unit_grid or "",
                    at=start,
                    length=length,
                )
            )
        self.finder.offer(rows)

    def _on_picked(self, key: str) -> None:
        self._places.take(int(key))
        self.finder.line.setText(self._taken.text())
        self.focusNextChild()

    def _on_entered(self) -> None:
        """Enter without a find takes the words as they are: the point follows later."""
        if not self.finder.table.keys and self._places.hit is None:
            self._places.take_words(self.finder.line.text())
