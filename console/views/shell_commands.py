"""What each command does on a seat's screen; which key it has is in `commands` and `actions`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.stage import CENTRE_POSTS, Move, Post
from console.viewmodels.bulk import Bulk
from console.viewmodels.commands import RAIL, ShellCommand
from console.viewmodels.merge_marked import MergeMarked
from console.viewmodels.notices import Notice, NoticeTone
from console.views.bulk_asking import BulkAsking
from console.views.list_asking import ListAsking
from console.views.map_commands import MapCommands
from console.views.merge_dialog import MergeAsking
from console.views.shell import Shell
from console.views.take_over import TakeOverAsking


class ShellCommands(QObject):
    """Carries commands out on one shell."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._bench, self._desk = shell.bench, shell.desk
        merging = MergeMarked(self._desk, self._bench.marks)
        self._merging = MergeAsking(merging, shell.look, shell.workplace)
        self._bulk = BulkAsking(
            Bulk(self._desk, self._bench.marks), self._desk, shell.tasks, shell.overlays, shell.look
        )
        self._bulk.opened.connect(self._on_opened)
        TakeOverAsking(self._bench.holding, self._number_of, shell.look, shell.workplace)
        self._lists = ListAsking.of(
            self._desk, self._bench.queue, shell.queue_view, shell.look, shell.tasks
        )
        self.map = MapCommands(shell, self.act)
        self._screen: Mapping[str, Callable[[], None]] = {**self._table(), **self.map.table()}
        shell.actions.triggered.connect(self.run)
        frame = shell.workplace.frame
        frame.rail.queue_chosen.connect(self.open_queue)
        frame.rail.case_chosen.connect(self.show_case)
        frame.rail.administration_asked.connect(shell.pages.turn_administration)
        frame.top.post_chosen.connect(self.switch_post)
        frame.status.undone.connect(self._bench.undo.undo)
        frame.banner.retried.connect(self.refresh)
        frame.banner.managed.connect(shell.overlays.turn_queued)
        frame.banner.emergency_asked.connect(shell.overlays.show_emergency)
        shell.card_view.waiting.managed.connect(shell.overlays.turn_queued)
        frame.page.panes.strip.opened.connect(self.take_next)
        shell.summary.queue_chosen.connect(self.open_queue)
        shell.empty.queue_chosen.connect(self.open_queue)
        shell.card_view.acted.connect(self.act)
        shell.card_view.located.connect(self.locate)
        shell.card_view.case_asked.connect(self.show_case)
        shell.queue_view.opened.connect(self._on_opened)
        shell.pages.assessment.case_asked.connect(self.show_case)
        self._bench.line.wanted.connect(self.run_with)
        self._bench.line.chosen.connect(self.show_case)

    def _table(self) -> Mapping[str, Callable[[], None]]:
        shell, queue = self._shell, self._bench.queue
        return {
            "find": shell.search.begin,
            "keys": shell.overlays.show_keys,
            "keys_typed": shell.overlays.show_keys,
            "emergency": shell.overlays.show_emergency,
            "queued": shell.overlays.turn_queued,
            "refresh": self.refresh,
            "map_window": shell.maps.turn,
            "walls": shell.overlays.turn_walls,
            "events": shell.overlays.turn_events,
            "theme": shell.theme_asked.emit,
            "language": shell.language_asked.emit,
            "settings": shell.overlays.show_settings,
            "administration": shell.pages.turn_administration,
            "assessment": shell.pages.turn_assessment,
            "layout": shell.workplace.adapt,
            "list_map": shell.page.turn_tab,
            "cancel_task": self.cancel_task,
            "outcomes": self._bulk.show_outcomes,
            "sign_out": shell.left.emit,
            "standard": shell.card_view.show_standard,
            "trail": shell.card_view.expand_trail,
            "why": shell.card_view.show_why,
            "reveal": shell.card_view.ask_reveal,
            "locate": self.locate,
            "layers": shell.maps.turn_layers,
            "grid_card": shell.cells.turn,
            "next_case": self.take_next,
            "open_case": self.open_case,
            "release": self.release,
            "row_up": self.row_up,
            "row_down": self.row_down,
            "filter": self.begin_filter,
            "clear_filter": queue.clear,
            "export_list": self._lists.ask,
            "copy_number": shell.card_view.copy_number,
        }

    @Slot(object, object)
    def run_with(self, command: ShellCommand, given: Mapping[str, Any]) -> None:
        """Carry a command out as it was typed: what it lacks its form asks for."""
        if command.move is None or command.move is Move.UNDO:
            self.run(command)
        else:
            self.act(command.move, given)

    @Slot(object)
    def run(self, command: ShellCommand) -> None:
        """Carry a command out."""
        if command.move is Move.UNDO:
            self._bench.undo.undo()
        elif command.move is not None:
            self.act(command.move)
        elif command.id.startswith("queue."):
            self.open_queue(command.id.removeprefix("queue."))
        elif command.id.startswith("post."):
            self.switch_post(command.id.removeprefix("post."))
        else:
            self._screen[command.id]()

    # --- gestures ---------------------------------------------------------------------------------

    @Slot(object)
    def act(self, move: Move, given: Mapping[str, Any] | None = None) -> None:
        """Open a gesture's panel with what was typed, or say why this seat may not make it now."""
        if self._desk.is_lost and not self._bench.queued.able:
            self._tell(self._desk.state.code or "lost.reason", NoticeTone.REFUSED)
        elif move is Move.REPORT:
            self._open_report()
        elif move is Move.MERGE and len(self._bench.marks.picked) > 1:
            self._merging.ask()
        elif self._bulk.bulk.takes(move):
            self._bulk.ask(move, self._bench.queue.selected)
        else:
            self._act_on_case(move, given)

    def _open_report(self) -> None:
        if self._desk.actor.post is not Post.ACCEPTOR:
            facts = {"move": Move.REPORT.value, "post": self._desk.actor.post.value}
            self._desk.failed(Refusal("move.post", **facts, allowed=Post.ACCEPTOR.value))
        else:
            self._shell.panels.open(Move.REPORT, None)

    def _act_on_case(self, move: Move, given: Mapping[str, Any] | None) -> None:
        known = self._bench.card.known
        if known is None:
            self._tell("case.none_chosen", NoticeTone.INFO)
            return
        refusal = self._bench.refusal(move, known.detail.case)
        if refusal is not None:
            self._desk.failed(refusal)
        else:
            self._shell.panels.open(move, known.detail, given)

    # --- cases ------------------------------------------------------------------------------------

    @Slot()
    def take_next(self) -> None:
        """Hold and show the most urgent case nobody holds (Space)."""
        if self._desk.is_lost:
            state, able = self._desk.state, self._bench.queued.able
            waits = "lost.next" if state.gone else "lost.next.unsaved"
            self._tell(waits if able else state.code or "lost.reason", NoticeTone.REFUSED)
        else:
            self._bench.next_case.take()

    def open_case(self) -> None:
        """Hold the selected case and go to its acts (Enter)."""
        case = self._bench.queue.selected
        if case is None:
            self._tell("case.none_chosen", NoticeTone.INFO)
            return
        self._bench.begin()
        self._bench.holding.hold(case)
        self._shell.focus_card()

    def _number_of(self, case: CaseId) -> str:
        """The number of a case in the list or on the card."""
        known, table = self._bench.card.known, self._bench.queue.table
        if known is not None and known.detail.case.id == case:
            return known.detail.case.number
        row = table.row_at(table.row_of(case))
        return row.number if row is not None else ""

    @Slot(object)
    def _on_opened(self, case: CaseId) -> None:
        self._bench.queue.choose(case)
        self.open_case()

    def release(self) -> None:
        """Clear the map; else close a cell's card; else let the case go; to the list (Esc)."""
        if not self.map.leave():
            if self._bench.cell.code:
                self._bench.cell.close()
            else:
                self._bench.holding.let_go()
        self._shell.focus_list()

    @Slot(object)
    def show_case(self, case: CaseId) -> None:
        """Show a case wherever it stands."""
        self._bench.queue.choose(case)

    def row_up(self) -> None:
        """The row above (K)."""
        self._step(-1)

    def row_down(self) -> None:
        """The row below (J)."""
        self._step(1)

    def _step(self, step: int) -> None:
        found = self._bench.queue.neighbour(step)
        if found is not None:
            self._bench.queue.touched()
            self._bench.queue.choose(found)

    def locate(self) -> None:
        """Bring the selected case into view on the map (M)."""
        if self._shell.maps.present is not None:
            self._shell.maps.present.locate()

    # --- queues, posts, store ---------------------------------------------------------------------

    @Slot(str)
    def open_queue(self, queue: str) -> None:
        """Show a queue of the rail."""
        if queue in RAIL:
            self._shell.panels.close()
            self._bench.queue.open(queue)
            self._shell.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def switch_post(self, post: str) -> None:
        """Work at another post; one the operator has not is refused in words."""
        wanted = Post(post)
        if wanted not in self._desk.posts:
            self._tell("post.locked", NoticeTone.REFUSED)
        elif wanted in CENTRE_POSTS and wanted is not self._desk.actor.post:
            self._shell.panels.close()
            self._shell.switch_post(wanted)
            self._shell.pages.close()
            self._shell.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read everything anew; while the store is lost, try it now (F5)."""
        self._bench.live.look_now()
        self._bench.links.measure()
        self._bench.queued.settle()
        if not self._desk.is_lost:
            self._desk.asked_anew.emit()
            for part in (self._bench.queue, self._bench.rail, self._bench.events):
                part.reload()

    def begin_filter(self) -> None:
        """Into the filter of the list (/)."""
        self._shell.page.show_list()
        self._shell.queue_view.focus_filter()

    def cancel_task(self) -> None:
        """Give up the running task (Ctrl+F2)."""
        self._shell.tasks.cancel()

    def _tell(self, code: str, tone: NoticeTone, **facts: object) -> None:
        self._desk.notice.emit(Notice(code=code, tone=tone, facts=facts))
