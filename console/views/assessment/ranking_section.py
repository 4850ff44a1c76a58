"""Regions, departments, posts: the bar, the ranking, the cases behind a figure, and what it means.

In the ranking: arrows walk cell by cell, Enter lists the cases of a figure, W M Q Y choose a
length, / the period as typed, C what is compared with, L the level or post, S the scheme, O the
order, X shows or hides charts, E the folder of the last export; of a published period V turns to
the present figures and back, A goes to its amendments. Esc goes back from the list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.assessment import STEPS, AssessmentDesk, Showing
from console.viewmodels.assessment_cases import CasesBehind
from console.viewmodels.assessment_columns import ScoreColumn
from console.viewmodels.assessment_export import AssessmentExport
from console.viewmodels.assessment_lines import Lines
from console.viewmodels.assessment_rows import ScoreRow
from console.viewmodels.assessment_setting import Setting
from console.views.assessment.bar import LETTERS, AssessmentBar
from console.views.assessment.case_list import EXPORT, CaseList
from console.views.assessment.forms_dialog import FormsDialog
from console.views.assessment.frozen_strip import VERIFY, FrozenStrip
from console.views.assessment.ranking_keys import FOOT, KEPT, SHEET
from console.views.assessment.score_table import ScoreView
from console.views.assessment.section import Section
from console.views.assessment.side import SidePanel
from console.views.assessment.standing import standing_words
from console.views.look import Look
from console.views.refusal_words import sentence
from console.views.resources import resource
from console.views.theme import set_look

SIDE: Final = 470
NARROW_SIDE: Final = 404
WIDE: Final = 1300
"""px of the section from which charts stand beside the ranking."""
COMPACT: Final = 1250
FOOT_HEIGHT: Final = 24


class RankingSection(Section):
    """Signals: `opened` (CaseId) a case shall be shown in the queue."""

    opened = Signal(object)
    keys = frozenset({"Ctrl+E", EXPORT, VERIFY})

    def __init__(self, page: AssessmentDesk, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page, self._look = page, look
        set_look(self, role="panel")
        self.behind, self.lines = CasesBehind(page), Lines(page)
        language = "en" if look.wording.language.value == "en" else "zh_CN"
        layout = resource("excel", f"assessment.{language}.xlsx")
        self.export = AssessmentExport(page, self.behind, layout)
        self.bar = AssessmentBar(page, look, self)
        self.strip = FrozenStrip(page, look, self)
        self.table = ScoreView(page.table, look, self)
        self.cases = CaseList(page, self.behind, look, self)
        self.side = SidePanel(page, self.lines, look, self)
        self.words, self.foot = QLabel(self), QLabel(self)
        self._middle = QStackedWidget(self)
        self._wide, self._code = True, ""
        self._lay_out()
        self._connect()
        self._bind()

    def _lay_out(self) -> None:
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_look(self.words, tone="ink2")
        set_look(self.foot, role="hint")
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.words)
        foot = QFrame(self)
        set_look(foot, role="statusbar")
        foot.setFixedHeight(FOOT_HEIGHT)
        line = QHBoxLayout(foot)
        line.setContentsMargins(14, 0, 12, 0)
        line.addWidget(self.foot)
        upper = QFrame(self)
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._middle, 1)
        column.addWidget(foot)
        self._work = QSplitter(Qt.Orientation.Vertical, self)
        self._work.setHandleWidth(1)
        self._work.setChildrenCollapsible(False)
        self._work.addWidget(upper)
        self._work.addWidget(self.cases)
        self._work.setSizes([560, 440])
        rule = QFrame(self)
        set_look(rule, role="rulev")
        lower = QHBoxLayout()
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(0)
        lower.addWidget(self._work, 1)
        lower.addWidget(rule)
        lower.addWidget(self.side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self.strip)
        whole.addLayout(lower, 1)

    def _connect(self) -> None:
        page, table = self.page, self.table
        page.shown.connect(self.tell)
        table.walked.connect(self._on_walked)
        table.asked.connect(self._on_asked)
        table.ordered.connect(page.table.sort_by)
        self.bar.left.connect(self.take_keyboard)
        self.bar.exported.connect(self.export_book)
        self.strip.amending.connect(self.section_asked)
        self.cases.opened.connect(self.opened)
        self.cases.exported.connect(self.export_list)

    def _bind(self) -> None:
        everywhere: dict[str, Callable[[], object]] = {
            "Ctrl+E": self.export_book,
            EXPORT: self.export_list,
            VERIFY: self.strip.verify,
        }
        in_tables: dict[str, Callable[[], object]] = {
            **{
                letter: partial(self.bar.choose_length, kind.value)
                for letter, kind in zip(LETTERS, STEPS, strict=True)
            },
            **dict.fromkeys("/／", self.bar.begin_typing),
            "C": self.bar.turn_against,
            "L": self.bar.turn_who,
            "S": self.bar.turn_scheme,
            "O": self.turn_order,
            "X": self.turn_side,
            "E": self.open_folder,
            "F": self.open_forms,
            "V": self.strip.turn,
            "A": self.strip.amend,
            **self.cases.side_keys(),
        }
        for key, slot in everywhere.items():
            self._shortcut(key, slot, self)
        for owner in (self.table, self.words, self.cases.table, self.cases.words):
            for key, slot in in_tables.items():
                self._shortcut(key, slot, owner)

    def _shortcut(self, key: str, slot: Callable[[], object], owner: QWidget) -> None:
        made = QShortcut(QKeySequence(key), owner)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.setAutoRepeat(False)
        made.activated.connect(slot)

    # --- as a section -----------------------------------------------------------------------------

    def show_section(self, code: str, _setting: Setting) -> None:
        """Judge whom this row of the rail judges."""
        self._code = code
        self.page.open(code)
        self.bar.show_section(code)
        self.tell()

    def escape(self) -> bool:
        """From the list to the ranking, from the ranking away."""
        if self.cases.has_keyboard:
            self.take_keyboard()
            return True
        return False

    def show_figure(self, row: tuple[str, str], column: str) -> None:
        """Go to a figure and list its cases."""
        if self.table.choose(row, column) and (cell := self.table.current) is not None:
            self._on_asked(*cell)

    @Slot()
    def take_keyboard(self) -> None:
        """The keyboard to the ranking, or to the sentence in its place."""
        shown = self._middle.currentWidget() or self
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def foot_keys(self) -> Sequence[tuple[str, str]]:
        """What the keys do here, for the foot of the window."""
        told = self._worded(FOOT)
        return told + self._worded(KEPT) if self.strip.head is not None else told

    def sheet_keys(self) -> Sequence[tuple[str, str]]:
        """All of them, for the key sheet."""
        return self._worded((*SHEET, *KEPT))

    def _worded(self, keys: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(key, self._look.wording.say(f"assessment.{code}")) for key, code in keys]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        if wide != self._wide:
            self._wide = wide
            self.side.setVisible(wide)
        self.side.setFixedWidth(SIDE if wide else NARROW_SIDE)
        self.bar.compact(self.width() < COMPACT)

    # --- what is shown ----------------------------------------------------------------------------

    @Slot()
    def tell(self) -> None:
        """Show the ranking, or the sentence that stands in its place."""
        page, say = self.page, self._look.wording.say
        shown = page.found is not None and page.showing is not Showing.REFUSED and page.fits
        had = self.window().focusWidget() in (self.table, self.words)
        self._middle.setCurrentWidget(self.table if shown else self.words)
        if had:
            self.take_keyboard()
        refusal = page.refusal
        if refusal is not None and page.showing is Showing.REFUSED:
            self.words.setText(sentence(refusal, self._look.wording))
        else:
            self.words.setText(say(f"assessment.showing.{page.showing.value}"))
        self.foot.setText(standing_words(page, self._look) if shown else "")
        if shown and page.found is not None:
            count = len(page.found.made.scores.rows)
            self.told.emit(self._code, say("assessment.objects", count=count))

    @Slot(object, object)
    def _on_walked(self, row: ScoreRow, column: ScoreColumn) -> None:
        self.lines.ask(row, column)

    @Slot(object, object)
    def _on_asked(self, row: ScoreRow, column: ScoreColumn) -> None:
        if not self.behind.ask(row, column):
            self.lines.ask(row, column)

    @Slot()
    def turn_order(self) -> None:
        """Order by the column the keyboard is in (O)."""
        cell = self.table.current
        if cell is not None:
            self.page.table.sort_by(cell[1].key)

    @Slot()
    def turn_side(self) -> None:
        """Charts and meanings beside the ranking, or more room for it (X)."""
        self.side.setVisible(not self.side.isVisible())

    # --- files ------------------------------------------------------------------------------------

    @Slot()
    def export_book(self) -> None:
        """Ask for a file and write the workbook (Ctrl+E)."""
        if self.page.found is not None and not self.export.busy:
            path = self._asked("assessment.export.title", self.export.book_name)
            if path is not None:
                self.export.write_book(path)

    @Slot()
    def export_list(self) -> None:
        """Ask for a file and write the list (Ctrl+Shift+E)."""
        if self.behind.wanted is not None and not self.export.busy:
            path = self._asked("assessment.export.list_title", self.export.list_name)
            if path is not None:
                self.export.write_list(path)

    def _asked(self, title: str, name: str) -> Path | None:
        say = self._look.wording.say
        kinds = f"{say('assessment.export.kind')} (*.xlsx)"
        chosen, _ = QFileDialog.getSaveFileName(self.window(), say(title), name, kinds)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(".xlsx")

    @Slot()
    def open_folder(self) -> None:
        """Show where the last file lies (E); by itself no window opens."""
        if self.export.last is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.export.last.parent)))

    @Slot()
    def open_forms(self) -> None:
        """The chooser of regular forms (F)."""
        FormsDialog.of(self.page, self._look, self).open()

    def stop(self) -> None:
        """The page goes: nothing is read or written any more."""
        self.export.stop()
        self.lines.stop()
        for one in (self.behind, self.lines, self.export):
            one.deleteLater()
