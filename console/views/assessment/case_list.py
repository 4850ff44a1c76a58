"""The cases, or acts, behind the chosen figure: sum in the head, list below, more on demand.

Enter on a line opens its case in the queue; N, D and R turn to numerator, denominator and the rest.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from console.domain.case import CaseId
from console.viewmodels.assessment import AssessmentDesk, shows_frozen
from console.viewmodels.assessment_cases import CasesBehind, Listing
from console.viewmodels.assessment_terms import formula, share_text
from console.views.administration.list_view import ThingTable
from console.views.assessment.case_columns import CaseColumns
from console.views.look import Look
from console.views.theme import set_look
from console.views.widgets.elided import Elided
from console.views.widgets.keys import KeyButton
from console.views.widgets.segmented import Segmented

HEAD: Final = 48
FOOT: Final = 24
NEAR_END: Final = 300
"""px from the end of the list at which the next piece is asked for."""
SIDE_KEYS: Final = {"rest": "R", "numerator": "N", "denominator": "D"}
EXPORT: Final = "Ctrl+Shift+E"


class CaseList(QFrame):
    """Signals: `opened` (CaseId) a case shall be shown in the queue; `exported`; `told` the rows
    or numbers are others."""

    opened = Signal(object)
    exported = Signal()

    def __init__(
        self,
        page: AssessmentDesk,
        behind: CasesBehind,
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._page, self.behind, self._look = page, behind, look
        say, theme = look.wording.say, look.theme
        columns = CaseColumns(look, page.desk.now)
        self._tables = {people: columns.table(self, people=people) for people in (False, True)}
        self.table = ThingTable(look, self)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_look(self.words, tone="ink2")
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.words)
        self._stack.addWidget(self.table)
        self.title, self.formula = QLabel(self), Elided(self)
        set_look(self.title, role="section")
        set_look(self.formula, role="hint")
        self.sides: Segmented | None = None
        self._side_words: tuple[tuple[str, str, str], ...] = ()
        self.open_button = KeyButton(
            theme, say("assessment.cases.open"), "Enter", size="small", parent=self
        )
        self.export_button = KeyButton(
            theme, say("assessment.cases.export"), EXPORT, size="small", parent=self
        )
        self.foot = QLabel(self)
        set_look(self.foot, role="hint")
        self._lay_out()
        self._connect()
        self.tell()

    def _lay_out(self) -> None:
        head = QFrame(self)
        set_look(head, role="bar")
        head.setFixedHeight(HEAD)
        self._row = QHBoxLayout(head)
        self._row.setContentsMargins(14, 0, 12, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.title)
        self._row.addWidget(self.formula, 1)
        self._row.addWidget(self.open_button)
        self._row.addWidget(self.export_button)
        foot = QFrame(self)
        set_look(foot, role="statusbar")
        foot.setFixedHeight(FOOT)
        line = QHBoxLayout(foot)
        line.setContentsMargins(14, 0, 12, 0)
        line.addWidget(self.foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._stack, 1)
        column.addWidget(foot)

    def _connect(self) -> None:
        self.behind.shown.connect(self.tell)
        self.table.opened.connect(self.open_case)
        self.open_button.clicked.connect(self.open_case)
        self.export_button.clicked.connect(self.exported)
        self.table.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.open_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.export_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    # --- what is shown ----------------------------------------------------------------------------

    @Slot()
    def tell(self) -> None:
        """Show the list as it stands."""
        behind, say = self.behind, self._look.wording.say
        there = behind.listing is Listing.THERE and bool(behind.rows)
        had = self.window().focusWidget() is self.table
        table = self._tables[behind.people]
        table.show(behind.rows)
        self.table.show_table(table, say("assessment.cases"))
        self.table.take_widths()
        self._stack.setCurrentWidget(self.table if there else self.words)
        self.words.setText(self._words())
        if there and self.table.currentIndex().row() < 0:
            self.table.settle(table.keys[0])  # type: ignore[arg-type] # a key of any kind
        if had and not there:
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.words.setFocusPolicy(Qt.FocusPolicy.NoFocus if there else Qt.FocusPolicy.StrongFocus)
        self._tell_head()
        self._tell_foot()
        self._on_scrolled()

    def _tell_head(self) -> None:
        behind, row, column = self.behind, self.behind.row, self.behind.column
        self.open_button.setVisible(bool(behind.rows))
        self.export_button.setVisible(column is not None)
        if row is None or column is None:
            self.title.setText(self._look.wording.say("assessment.cases"))
            self.formula.setText("")
            self._offer(())
            return
        self.title.setText(f"{row.name} · {column.title} {share_text(column, row)}")
        self.formula.setText(formula(self._page, row, column))
        self.formula.setToolTip(self.formula.text())
        say = self._look.wording.say
        words = []
        for side in behind.sides:
            name = say(f"assessment.side.{side.value}")
            known = behind.sums.get(side)
            words.append((side.value, name if known is None else f"{name} {known}",
                          SIDE_KEYS[side.value]))  # fmt: skip
        self._offer(tuple(words) if len(words) > 1 else ())

    def _offer(self, words: tuple[tuple[str, str, str], ...]) -> None:
        """The sides of a rate; none of a count."""
        if words != self._side_words:
            self._side_words = words
            if self.sides is not None:
                self._row.removeWidget(self.sides)
                self.sides.hide()
                self.sides.deleteLater()
                self.sides = None
            if words:
                self.sides = Segmented(self._look.theme, words, self)
                self.sides.chosen.connect(self.turn)
                self._row.insertWidget(2, self.sides, 0, Qt.AlignmentFlag.AlignVCenter)
        if self.sides is not None:
            self.sides.choose(self.behind.side.value)

    def _words(self) -> str:
        behind, say = self.behind, self._look.wording.say
        if behind.listing is Listing.THERE:
            absent = behind.column is not None and behind.column.what is None
            return say("assessment.cases.elsewhere" if absent else "assessment.cases.none")
        return say(f"assessment.cases.{behind.listing.value}")

    def _tell_foot(self) -> None:
        behind, say, formats = self.behind, self._look.wording.say, self._look.formats
        if behind.listing is not Listing.THERE or behind.read_at is None:
            self.foot.setText("")
            return
        shown = len(behind.rows)
        code = "assessment.cases.more" if behind.more else "assessment.cases.all"
        words = say(code, count=shown)
        at = formats.stamp(behind.read_at, self._page.desk.now())
        words += f"　{say('assessment.cases.read_at', time=at)}"
        if shows_frozen(self._page) is not None:
            words += f"　{say('publications.snapshot')}"
        elif behind.drifted:
            words += f"　{say('assessment.cases.drifted')}"
        self.foot.setText(words)

    # --- hands ------------------------------------------------------------------------------------

    @Slot(str)
    def turn(self, code: str) -> None:
        """Another side of the figure."""
        for side in self.behind.sides:
            if side.value == code:
                self.behind.turn(side)

    def side_keys(self) -> dict[str, partial[None]]:
        """Keys that turn the list while the keyboard is on the page's tables."""
        return {key: partial(self.turn, code) for code, key in SIDE_KEYS.items()}

    @Slot()
    def open_case(self) -> None:
        """Show the case of the current line in the queue."""
        row = self._tables[self.behind.people].row_at(self.table.currentIndex().row())
        if row is not None:
            self.opened.emit(CaseId(row.case))

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is in the list."""
        focus = self.window().focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    def take_keyboard(self) -> None:
        """The keyboard to the list."""
        shown = self._stack.currentWidget() or self
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_scrolled(self) -> None:
        bar = self.table.verticalScrollBar()
        if self.behind.more and bar.maximum() - bar.value() < NEAR_END:
            self.behind.read_on()
