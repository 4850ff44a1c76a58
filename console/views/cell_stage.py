"""Joins the card of a unit grid to the page: what opens it, what closes it, where the keys go."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from console.domain.case import CaseId
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.workbench import Workbench
from console.views.console_page import ConsolePage
from console.views.panels.grid_card import GridCardView


class CellStage(QObject):
    """Shows the card in the detail of the page while a cell is asked for."""

    def __init__(
        self, bench: Workbench, page: ConsolePage, view: GridCardView, home: QWidget
    ) -> None:
        super().__init__(page)
        self._bench, self._page, self._view, self._home = bench, page, view, home
        bench.cell.opened.connect(self._on_opened)
        bench.cell.closed.connect(self._on_closed)
        bench.queue.chosen.connect(self._on_chosen)
        view.narrowed.connect(self._on_narrowed)
        view.case_asked.connect(self._on_case)

    def turn(self) -> None:
        """The card of the chosen case's cell, and back (I)."""
        cell = self._bench.cell
        if cell.code:
            cell.close()
            return
        case = self._bench.card.case
        code = case.place.unit_grid if case is not None else None
        if code:
            cell.show(code)
            return
        words = "case.none_chosen" if case is None else "grid.of_case_none"
        self._bench.desk.notice.emit(Notice(code=words, tone=NoticeTone.INFO))

    @Slot()
    def _on_opened(self) -> None:
        self._page.show_cell()
        self._view.focus_lines()

    @Slot()
    def _on_closed(self) -> None:
        self._page.show_card(self._bench.queue.selected is not None)
        self._home.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_chosen(self) -> None:
        """Another case is in hand: its card is wanted now."""
        self._bench.cell.close()

    @Slot()
    def _on_narrowed(self) -> None:
        self._home.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_case(self, case: CaseId) -> None:
        if case == self._bench.queue.selected:
            self._bench.cell.close()
        else:
            self._bench.cell.choose(case)
