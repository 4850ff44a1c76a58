"""Opens and closes work panels in the workplace, and what follows when one has done its work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Move
from console.ports.rows import CaseDetail
from console.viewmodels.workbench import Workbench
from console.views.actions import ActionRegistry
from console.views.look import Look
from console.views.panels.base import Finished, Panel
from console.views.panels.inset import Ground
from console.views.panels.registry import open_conflict, open_panel
from console.views.workplace import Workplace

SLIM: frozenset[Move] = frozenset(
    {Move.DISPATCH, Move.REDISPATCH, Move.PASS, Move.FAIL, Move.REVERIFY}
)
"""Panels beside which the queue stays as a slim list (DESIGN 3: 03, 05)."""


class PanelStage(QObject):
    """One panel at a time.

    Signals: `opened` (Panel), `ended` when the console page is back.
    """

    opened = Signal(object)
    ended = Signal()

    def __init__(
        self,
        bench: Workbench,
        workplace: Workplace,
        actions: ActionRegistry,
        look: Look,
        home: QWidget,
    ) -> None:
        """`home` takes the keyboard when a panel has gone."""
        super().__init__(workplace)
        self._bench, self._workplace, self._look = bench, workplace, look
        self._actions, self._home = actions, home
        self._case: CaseId | None = None
        self._move: Move | None = None
        self._wanted: tuple[CaseId, Move] | None = None
        self._and_next = False
        workplace.frame.slim.opened.connect(self._on_slim_chosen)
        bench.card.changed.connect(self._on_card)
        bench.next_case.taken.connect(self._on_next)
        bench.next_case.none_left.connect(self._on_none_left)
        bench.next_case.passed.connect(self._on_none_left)

    @property
    def panel(self) -> QWidget | None:
        """The panel that is open."""
        return self._workplace.panel

    def open(
        self, move: Move, detail: CaseDetail | None, given: Mapping[str, Any] | None = None
    ) -> None:
        """Open the panel of a gesture; what needs no panel is done or asked at once.

        `given` are fields that were typed in the command line.
        """
        self.close()
        look, bench = self._look, self._bench
        bench.begin()
        ground = Ground(base=bench.ground.base, grids=bench.ground.grids)
        panel = open_panel(
            move,
            detail,
            bench.desk,
            look.wording,
            look.theme,
            self._workplace,
            ground=ground,
            given=given,
        )
        if panel is not None:
            self._case = detail.case.id if detail is not None else None
            self._move = move
            if self._case is not None:
                bench.holding.hold(self._case)
            self.show(panel, slim=move in SLIM)

    def show(self, panel: Panel, *, slim: bool = False) -> None:
        """Show a panel and listen to it."""
        panel.closed.connect(self._on_closed)
        panel.finished.connect(self._on_finished)
        panel.conflicted.connect(self.show_clash)
        self._actions.rest(panel.keys)
        self._workplace.show_panel(panel, slim=slim)
        self.opened.emit(panel)

    def close(self) -> None:
        """Back to the console page; drafts are kept by the panel."""
        if self._workplace.panel is not None:
            self.keep()
            self._drop()

    def keep(self) -> None:
        """Save what is being typed in the open panel, as when the window goes."""
        panel = self._workplace.panel
        if isinstance(panel, Panel):
            panel.keep_draft()

    def _drop(self) -> None:
        self._actions.rest(frozenset())
        self._workplace.drop_panel()
        # The acts leave the keyboard in the list, where Ctrl+Z undoes them (DESIGN 5).
        self._home.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ended.emit()

    @Slot(object)
    def _on_slim_chosen(self, case: CaseId) -> None:
        """Another case for the same work: its panel opens when it has been read."""
        if self._move is None or case == self._case:
            return
        self._wanted = (case, self._move)
        self._bench.queue.choose(case)
        self._on_card()

    @Slot()
    def _on_card(self) -> None:
        known = self._bench.card.known
        if self._wanted is None or known is None or known.detail.case.id != self._wanted[0]:
            return
        move, self._wanted = self._bench.meant(self._wanted[1], known.detail.case), None
        refusal = self._bench.refusal(move, known.detail.case)
        if refusal is None:
            self.open(move, known.detail)
        else:
            self.close()
            self._bench.desk.failed(refusal)

    @Slot(object)
    def _on_next(self, case: CaseId) -> None:
        """The next case was given: with Ctrl+Shift+Enter its panel opens as soon as it is read."""
        if self._and_next and self._move is not None:
            self._wanted = (case, self._move)
            self._on_card()
        self._and_next = False

    @Slot()
    def _on_none_left(self) -> None:
        self._and_next = False

    @Slot()
    def _on_closed(self) -> None:
        self._bench.holding.let_go()
        self._drop()

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        self._drop()
        detail = self._bench.card.known.detail if self._bench.card.known is not None else None
        if finished.then and detail is not None and detail.case.id == self._case:
            self.open(Move(finished.then), detail)
        elif finished.changes is not None:
            self._and_next = finished.and_next
            self._bench.go_on(self._case)

    @Slot(object, object)
    def show_clash(self, refusal: Refusal, command: object) -> None:
        """Another seat was faster: what was typed goes to the conflict panel and into its draft."""
        self.keep()
        look, desk = self._look, self._bench.desk
        panel = open_conflict(refusal, command, desk, look.wording, look.theme, self._workplace)
        if panel is not None:
            self.show(panel, slim=self._move in SLIM)
