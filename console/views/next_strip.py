"""「下一件」: the most urgent case nobody holds, one key away, and what comes after it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from console.domain.tone import Urgency
from console.viewmodels.next_case import NextCase
from console.views.fmt import Formats
from console.views.theme import Theme, set_look
from console.views.widgets.chip import TONES, Chip, StateShape
from console.views.widgets.elided import Elided
from console.views.widgets.keys import KeyButton

SHORT_NUMBER = 6


class NextStrip(QFrame):
    """One line, 40 px; the case can be opened by Space from the list or by the button."""

    opened = Signal()

    def __init__(
        self, next_case: NextCase, formats: Formats, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_look(self, role="strip")
        self._next, self._formats = next_case, formats
        self._compact = False
        say = formats.wording.say
        title = QLabel(say("next.title"), self)
        set_look(title, role="section")
        self._shape = StateShape(theme, Urgency.NORMAL, side=16, parent=self)
        self._left, self._number = QLabel(self), QLabel(self)
        self._what, self._where = Elided(self), Elided(self)
        set_look(self._number, role="strong")
        set_look(self._where, tone="ink2")
        self.open = KeyButton(theme, say("next.open"), "Space", size="small", parent=self)
        self.open.clicked.connect(self.opened)
        self._after = QLabel(say("next.after"), self)
        set_look(self._after, tone="ink2")
        self._chips = tuple(
            Chip(theme, "", urgency=one, parent=self)
            for one in (Urgency.OVER, Urgency.NEAR, Urgency.NEW)
        )
        self._lay_out(title)
        next_case.shown.connect(self.tell)
        self.tell()

    def _lay_out(self, title: QLabel) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(10)
        for part in (title, self._shape, self._left, self._number):
            row.addWidget(part)
        row.addWidget(self._what)
        row.addWidget(self._where)
        row.addWidget(self.open)
        row.addStretch(1)
        row.addWidget(self._after)
        for chip in self._chips:
            row.addWidget(chip)

    def compact(self, compact: bool) -> None:  # noqa: FBT001  a switch of the layout
        """Short number, chips as figures, no «then»."""
        self._compact = compact
        self.tell()

    @Slot()
    def tell(self) -> None:
        """Show the present case, its time left read now."""
        row, cell, say = self._next.row, self._next.cell, self._formats.wording.say
        shown = row is not None and cell is not None
        for part in (self._shape, self._left, self._number, self._where, self.open):
            part.setVisible(shown)
        if row is None or cell is None:
            self._what.setText(say("next.none_line"))
        else:
            self._shape.become(cell.urgency)
            self._shape.setVisible(cell.urgency is not Urgency.NORMAL)
            self._left.setText(self._formats.left_worded(cell.left, day=cell.day))
            set_look(self._left, tone=TONES.get(cell.urgency, ""))
            number = row.number[-SHORT_NUMBER:] if self._compact else row.number
            self._number.setText(number)
            self._what.setText(row.category_name)
            self._where.setText(f"{row.district_name} {row.address}".strip())
            self._where.setToolTip(self._where.text())
        self._tell_counts()

    def _tell_counts(self) -> None:
        count, say = self._next.count, self._formats.wording.say
        figures = (0, 0, 0) if count is None else (count.over, count.near, count.new)
        codes = ("state.over", "state.near", "state.new")
        for chip, figure, code in zip(self._chips, figures, codes, strict=True):
            chip.setVisible(figure > 0)
            chip.say(str(figure) if self._compact else f"{say(code)} {figure}")
            chip.setToolTip(say(code))
        self._after.setVisible(any(figures) and not self._compact)
