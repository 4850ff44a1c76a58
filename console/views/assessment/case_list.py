"""The cases, or acts, behind the chosen figure: sum in the head, list below, more on demand.

Enter on a line opens its case in the queue; N, D and R turn to numerator, denominator and the rest.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from console.domain.case import CaseId
from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.assessment_cases import BehindRow, CasesBehind, Listing
from console.viewmodels.assessment_terms import formula, share_text
from console.viewmodels.columns import Align, Column, Elide
from console.viewmodels.keyed_table import KeyedTable
from console.views.administration.list_view import ThingTable
from console.views.look import Look
from console.views.theme import set_look
from console.views.widgets.elided import Elided
from console.views.widgets.keys import KeyButton
from console.views.widgets.segmented import Segmented

HEAD: Final = 44
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
        self._tables = {people: self._table(people=people) for people in (False, True)}
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

    def _table(self, *, people: bool) -> KeyedTable[BehindRow]:
        columns = self._act_columns() if people else self._case_columns()
        return KeyedTable(columns, _key, self._look.wording.say, parent=self)

    def _case_columns(self) -> tuple[Column[BehindRow], ...]:
        moment = self._moment
        number: Column[BehindRow] = Column(
            key="number", title="assess.case.number", value=lambda row: row.number, width=150
        )
        kind: Column[BehindRow] = Column(
            key="category", title="assessment.case.category", value=lambda row: row.category,
            width=130,
        )  # fmt: skip
        place: Column[BehindRow] = Column(
            key="place", title="assessment.case.place", value=lambda row: row.place, stretch=True,
            elide=Elide.MIDDLE,
        )  # fmt: skip
        moments: list[Column[BehindRow]] = [
            Column(key="sent", title="assessment.case.sent", value=lambda row: moment(row.sent),
                   width=104, align=Align.RIGHT),
            Column(key="due", title="assessment.case.due", value=lambda row: moment(row.due),
                   width=104, align=Align.RIGHT),
            Column(key="done", title="assessment.case.done", value=lambda row: moment(row.done),
                   width=104, align=Align.RIGHT),
        ]  # fmt: skip
        return (number, kind, place, *moments, self._late(), self._note())

    def _act_columns(self) -> tuple[Column[BehindRow], ...]:
        say, moment = self._look.wording.say, self._moment
        number, kind, place, *_ = self._case_columns()
        move: Column[BehindRow] = Column(
            key="move", title="assessment.case.move",
            value=lambda row: say(f"gesture.{row.move}").rstrip("…"), width=130,
        )  # fmt: skip
        done: Column[BehindRow] = Column(
            key="done", title="assessment.case.acted", value=lambda row: moment(row.done),
            width=104, align=Align.RIGHT,
        )  # fmt: skip
        due: Column[BehindRow] = Column(
            key="due", title="assessment.case.due", value=lambda row: moment(row.due), width=104,
            align=Align.RIGHT,
        )  # fmt: skip
        return (number, kind, place, move, due, done, self._late())

    def _late(self) -> Column[BehindRow]:
        formats = self._look.formats
        column: Column[BehindRow] = Column(
            key="late", title="assessment.case.late",
            value=lambda row: "" if row.late is None else formats.span(max(row.late, 60.0)),
            width=84, align=Align.RIGHT, strong=lambda _row: True,
        )  # fmt: skip
        return column

    def _note(self) -> Column[BehindRow]:
        column: Column[BehindRow] = Column(
            key="note", title="assessment.case.note", value=self._note_words, width=112
        )
        return column

    def _note_words(self, row: BehindRow) -> str:
        say = self._look.wording.say
        words = say(f"assessment.note.{row.note}") if row.note else "—"
        return say("assessment.times", n=row.share) if row.share > 1 else words

    def _moment(self, at: datetime | None) -> str:
        return "" if at is None else self._look.formats.moment(at, self._page.desk.now())

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
        self.table.show_table(table, say("assessment.cases"))  # type: ignore[arg-type] # rows of any kind
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
                self._row.insertWidget(2, self.sides)
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
        if behind.drifted:
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


def _key(row: BehindRow) -> tuple[int, int]:
    return row.key
