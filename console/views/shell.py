"""One signed-in seat on screen: makes the panes over a workbench and joins them together.

Who does what for a command is in `shell_commands`; how panes are arranged in `workplace`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QTableView, QWidget

from console.domain.case import CaseId
from console.domain.organisation import Operator
from console.domain.stage import CENTRE_POSTS, Post
from console.viewmodels.alarms import Alarm, Level
from console.viewmodels.desk import Desk
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.session import seat_of
from console.viewmodels.tasks import Tasks
from console.viewmodels.workbench import Workbench
from console.views.actions import ActionRegistry, shown_key
from console.views.banner_view import BannerView
from console.views.case_card_view import CaseCardView
from console.views.cell_stage import CellStage
from console.views.command_bar import CommandBar
from console.views.console_page import ConsolePage, Panes
from console.views.data_age import DataAge
from console.views.empty_state import EmptyState
from console.views.look import Look
from console.views.map_view import MapView
from console.views.maps import Maps
from console.views.next_strip import NextStrip
from console.views.notice_words import notice_words
from console.views.overlays import Overlays
from console.views.pages import Pages
from console.views.panel_stage import PanelStage
from console.views.panels.grid_card import GridCardView
from console.views.queue_view import QueueView
from console.views.rail_view import RailView
from console.views.replay import Replay
from console.views.row_words import QueueWords
from console.views.shift_summary import ShiftSummary
from console.views.slim_list import SlimList
from console.views.status_bar import StatusBar
from console.views.top_bar import TopBar
from console.views.workplace import Frame, Workplace

FOOT = ("report", "register", "dispatch", "pass", "supervise", "close", "open_coordination")
"""Commands whose keys the status bar names, before the screen's own."""
FOOT_SCREEN = ("row_down", "find", "keys")
READ_SECONDS = 10
"""So long the words of a failure stand before a lesser alarm may replace them."""


class Shell(QObject):
    """The parts of one seat's screen.

    Signals: `left` when the operator signs out; `theme_asked`, `language_asked`.
    """

    left = Signal()
    theme_asked = Signal()
    language_asked = Signal()

    def __init__(
        self,
        desk: Desk,
        operator: Operator,
        look: Look,
        inside: QWidget | None = None,
        *,
        with_map: bool = True,
    ) -> None:
        super().__init__(desk)  # `inside` the window at once: moved there, all is styled once more
        self.desk, self.operator, self.look = desk, operator, look
        self.bench = Workbench(desk, look.wording.say, QueueWords(look.formats))
        self.actions = ActionRegistry(look.wording, self)
        self.actions.set_lawful(self.bench.card.lawful)
        self.search = CommandBar(look)
        self.search.set_line(self.bench.line)
        self.queue_view = QueueView(self.bench.queue, self.bench.marks, look)
        self.card_view = CaseCardView(self.bench.card, look)
        self.cell_view = GridCardView(self.bench.cell, look)
        self.map_view: QWidget = MapView(look.theme.tokens) if with_map else QWidget()
        self.workplace = Workplace(self._frame(), inside)
        self.page = self.workplace.frame.page
        self.maps = Maps(self.bench, self.page, look, self.table, self)
        self.replay = Replay(self.bench.past, self.maps, self.page, look, self.table)
        self.cells = CellStage(self.bench, self.page, self.cell_view, self.table)
        self.empty = EmptyState(self.bench.queue, self.table, look.formats, look.theme)
        status = self.workplace.frame.status
        self.age = DataAge(self.bench, self.queue_view.bar, status, look.formats)
        self.tasks = Tasks(self)
        self._failed_at: datetime | None = None
        home = self.queue_view.table
        self.panels = PanelStage(self.bench, self.workplace, self.actions, look, home)
        self.overlays = Overlays(self.bench, self.workplace, look, home)
        kept = (self.actions, look, home, self.tasks, self.panels.close)
        self.pages = Pages(self.bench, self.workplace, *kept)
        self.administration = self.pages.administration
        self._connect()
        self._show_seat()

    def _frame(self) -> Frame:
        bench, look = self.bench, self.look
        formats, theme = look.formats, look.theme
        self.summary = ShiftSummary(bench.shift, formats, theme)
        panes = Panes(
            strip=NextStrip(bench.next_case, formats, theme),
            map=self.map_view,
            queue=self.queue_view,
            card=self.card_view,
            cell=self.cell_view,
            summary=self.summary,
        )
        return Frame(
            top=TopBar(self.search, formats, theme),
            banner=BannerView(self.desk, bench.live, bench.queued, formats, theme),
            rail=RailView(
                bench.rail, bench.events, formats, theme, offered=bench.administration.allowed
            ),
            page=ConsolePage(panes, formats, theme),
            slim=SlimList(bench.queue, bench.slim, look),
            status=StatusBar(formats, theme),
        )

    @property
    def table(self) -> QTableView:
        """The list of the queue, where the keyboard is at home."""
        return self.queue_view.table

    def _connect(self) -> None:
        bench, frame = self.bench, self.workplace.frame
        bench.rail.counted.connect(self.summary.show_counts)
        bench.rail.counted.connect(self.empty.show_counts)
        bench.queue.chosen.connect(self._on_chosen)
        bench.queue.shown.connect(self._on_queue_shown)
        bench.next_case.taken.connect(self._on_taken)
        bench.clock.ticked.connect(frame.top.show_time)
        bench.links.changed.connect(frame.top.show_links)
        bench.undo.offered.connect(self._on_undo_offered)
        bench.undo.ended.connect(self._on_undo_ended)
        self.desk.notice.connect(self.tell)
        self.panels.opened.connect(self._show_foot)
        self.panels.ended.connect(self._show_foot)
        self.pages.ended.connect(self._show_foot)
        self.desk.post_changed.connect(self._on_post_changed)
        self.empty.cleared.connect(bench.queue.clear)
        self.actions.install("G", self.workplace)
        self.actions.install("D", self.page)
        # Not on the whole queue view: Enter and Esc in its filter belong to the filter.
        self.actions.install("L", self.table)
        self.card_view.addAction(self.actions.action("Esc"))
        self.maps.use_keys(self.actions)
        self.maps.asked.connect(self.actions.run)
        self.maps.case_asked.connect(bench.line.chosen)
        bench.choices.loaded.connect(self.queue_view.offer)
        bench.line.done.connect(self._on_line_done)
        self.tasks.progressed.connect(self._on_progress)
        bench.alarms.raised.connect(self._on_alarm)
        self.desk.lost.connect(self._lock_acts)
        bench.queued.changed.connect(self._on_queued)
        bench.card.changed.connect(self._lock_acts)
        self.search.ended.connect(self.focus_list)
        self.overlays.theme_asked = self.theme_asked.emit
        self.overlays.language_asked = self.language_asked.emit

    def start(self, *, listening: bool = True) -> None:
        """Read and show; see `Workbench.start`."""
        self.bench.start(listening=listening)
        self.focus_list()
        if self.desk.actor.post is Post.ADMINISTRATOR:
            self.administration.turn()

    @Slot()
    def focus_list(self) -> None:
        """The keyboard to the list, to the panel or the page that is open."""
        if (page := self.pages.open) is not None:
            page.focus_list()
            return
        panel = self.workplace.panel
        home: QWidget = self.table if panel is None else panel
        home.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_card(self) -> None:
        """The keyboard to the card of the case."""
        self.card_view.focus_acts()

    @Slot()
    def _on_line_done(self) -> None:
        self.bench.go_on(self.bench.queue.selected)

    def stop(self) -> None:
        """End what runs; what is being typed is kept, nothing is shown afterwards."""
        self.panels.keep()
        self.pages.keep()
        self.bench.card.reveal.end()
        self.card_view.facts.clear_clipboard()
        self.overlays.end()
        self.maps.end()
        self.workplace.frame.banner.stop()
        self.bench.stop()

    # --- what is told -----------------------------------------------------------------------------

    @Slot(object)
    def tell(self, notice: Notice) -> None:
        """A sentence at the foot; what can be undone has its own bar."""
        if notice.undo is not None and notice.tone is NoticeTone.DONE:
            self.workplace.frame.status.say("")
            return
        if notice.code == "queued.kept":  # the banner counts it and the card lists it
            return
        words = notice_words(self.look.wording, notice, self.bench.queued.units)
        loud = notice.tone in (NoticeTone.REFUSED, NoticeTone.WARNING)
        self._failed_at = self.desk.now() if loud else None
        self.workplace.frame.status.say(words, loud=loud)

    @Slot(object)
    def _on_alarm(self, alarm: Alarm) -> None:
        """At the foot, where nothing moves; the strip «next» shows the same case with its key."""
        failed, row = self._failed_at, alarm.row
        fresh = timedelta(seconds=READ_SECONDS)
        if alarm.level is Level.P2 and failed is not None and self.desk.now() - failed < fresh:
            return
        facts = {"number": row.number[-6:], "name": row.category_name, "count": alarm.count}
        words = self.look.wording.say(alarm.code, **facts)
        self.workplace.frame.status.say(words, loud=alarm.level is Level.P1)

    @Slot()
    def _on_queued(self) -> None:
        self.card_view.waiting.show_facts(self.bench.queued.facts)
        self._lock_acts()

    @Slot()
    def _lock_acts(self) -> None:
        """Without the store acts wait on this machine, one for each case."""
        lost, queued, case = self.desk.is_lost, self.bench.queued, self.bench.card.case
        reason = ""
        if case is not None and queued.waits(case.id):
            reason = self.look.wording.say("queued.waiting", number=case.number)
        elif lost and not queued.able:
            reason = self.look.wording.say(self.desk.state.code or "lost.reason")
        self.card_view.bar.lock(reason, put_off=lost and queued.able)

    @Slot(str, object)
    def _on_progress(self, code: str, share: float | None) -> None:
        words = self.look.wording.say(code) if code else ""
        self.workplace.frame.status.progress(words, share)

    @Slot(object, int)
    def _on_undo_offered(self, notice: Notice, seconds: int) -> None:
        words = notice_words(self.look.wording, notice, self.bench.queued.units)
        self.workplace.frame.status.undo.offer(words, seconds)

    @Slot()
    def _on_undo_ended(self) -> None:
        self.workplace.frame.status.undo.offer("", 0)

    # --- what is shown ----------------------------------------------------------------------------

    @Slot(object)
    def _on_chosen(self, case: CaseId | None) -> None:
        self.page.show_card(there=case is not None)

    @Slot()
    def _on_queue_shown(self) -> None:
        self.workplace.frame.rail.choose(self.bench.queue.filter.queue)

    @Slot(object, str)
    def _on_taken(self, case: CaseId, queue: str) -> None:
        if self.bench.queue.filter.queue != queue:
            self.bench.queue.open(queue)
        self.bench.queue.choose(case)
        self.bench.rail.reload()

    @Slot(object)
    def _on_post_changed(self, _post: Post) -> None:
        self._show_seat()

    def _show_seat(self) -> None:
        frame, actor, say = self.workplace.frame, self.desk.actor, self.look.wording.say
        mine: Sequence[Post] = [post for post in CENTRE_POSTS if post in self.desk.posts]
        frame.top.show_posts(actor.post, mine, say("post.locked"))
        frame.top.show_seat(actor.seat, f"{self.operator.name} {self.operator.shift}".strip())
        self._show_foot()

    @Slot()
    def _show_foot(self) -> None:
        """The keys that work now: the console's, or those of the panel that is open."""
        if (page := self.pages.open) is not None:
            self.workplace.frame.status.show_keys(page.foot_keys())
            return
        shown = _foot_keys(self.actions)
        if self.workplace.panel is not None:
            say = self.look.wording.say
            shown = [("Ctrl+Enter", say("foot.submit")), ("Esc", say("foot.leave")), *shown[-2:]]
        self.workplace.frame.status.show_keys(shown)

    def switch_post(self, post: Post) -> None:
        """Work at another post of this operator (Ctrl+1…5); what is held is let go first."""
        self.bench.holding.let_go()
        self.desk.switch_post(post, seat_of(self.operator, post))


def _foot_keys(actions: ActionRegistry) -> list[tuple[str, str]]:
    from_registry = actions.words_of
    return [
        (shown_key(key), words)
        for key, words in (from_registry(one) for one in (*FOOT, *FOOT_SCREEN))
    ]
