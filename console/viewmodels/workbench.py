"""All viewmodels of one signed-in seat, made together, started and stopped together."""

from typing import Any

from PySide6.QtCore import QObject, Slot

from console.domain.case import Actor, Case, CaseId
from console.domain.flow import TYPED_NEXT, lawful
from console.domain.needs import Act
from console.domain.refusal import Refusal
from console.domain.stage import QUEUES, Move
from console.services.registry import GESTURE_OF, GESTURES
from console.viewmodels.administration import Administration
from console.viewmodels.ahead import Ahead
from console.viewmodels.alarms import Alarms
from console.viewmodels.basemaps import Basemaps
from console.viewmodels.beat import Beat
from console.viewmodels.case_card import CaseCard
from console.viewmodels.case_columns import RowFacts, RowWords, case_columns
from console.viewmodels.case_queue import CaseQueue
from console.viewmodels.cell_card import CellCard
from console.viewmodels.command_line import CommandLine, command_names
from console.viewmodels.desk import Desk
from console.viewmodels.events import LiveEvents
from console.viewmodels.finder import Finder
from console.viewmodels.holding import Holding
from console.viewmodels.likely import LikelyUnits
from console.viewmodels.links import Links
from console.viewmodels.live import Live
from console.viewmodels.local_picture import LocalPicture
from console.viewmodels.map_ground import MapGround
from console.viewmodels.map_layers import MapLayers
from console.viewmodels.map_past import MapPast
from console.viewmodels.map_pins import MapPins
from console.viewmodels.next_case import NextCase
from console.viewmodels.queue_choices import QueueChoices
from console.viewmodels.queue_marks import QueueMarks
from console.viewmodels.queued import Queued
from console.viewmodels.rail import Rail
from console.viewmodels.resuming import Resuming
from console.viewmodels.rules_in_force import RulesInForce
from console.viewmodels.seat_clock import SeatClock
from console.viewmodels.shift import Shift
from console.viewmodels.slim_cases import SlimCases
from console.viewmodels.undo import UndoClock
from console.viewmodels.words import Say

BESIDE = frozenset({Move.NOTE, Move.ADD_PHOTO})
"""Acts that may be added to a case while another one waits for the store."""


class Workbench(QObject):
    """What a seat works with; the views are given its parts."""

    def __init__(self, desk: Desk, say: Say, words: RowWords) -> None:
        super().__init__(desk)
        self.desk = desk
        self.live = Live(desk, parent=self)
        self.rail = Rail(desk, say)
        self.events = LiveEvents(desk, say)
        self.marks = QueueMarks(desk)
        self.likely = LikelyUnits(desk)
        facts = RowFacts(desk, self.marks, self.likely, words)
        self.queue = CaseQueue(desk, case_columns(facts), say)
        self.choices = QueueChoices(desk)
        self.slim = SlimCases(self.queue, facts, say)
        self.card = CaseCard(desk)
        self.next_case = NextCase(desk, self._in_hand)
        self._done: CaseId | None = None
        self.holding = Holding(desk)
        self.alarms = Alarms(desk, self.next_case)
        self.undo = UndoClock(desk)
        self.clock = SeatClock(desk)
        self.rules = RulesInForce(desk)
        self.links = Links(desk, self.events)
        self.pins = MapPins(desk)
        self.past = MapPast(desk)
        self.ground = MapGround(desk)
        self.layers = MapLayers(desk, self.ground)
        self.cell = CellCard(desk, self.queue)
        self.basemaps = Basemaps(desk, say)
        self.shift = Shift(desk)
        self.beat = Beat(desk)
        self.resuming = Resuming(desk)
        self.queued = Queued(desk)
        self.ahead = Ahead(desk, self.queue)
        self.picture = LocalPicture(desk)
        self.finder = Finder(desk)
        self.administration = Administration(desk, say)
        self.line = CommandLine(
            desk, self.finder, say, self._case_in_hand, self.refusal, command_names(say, desk.posts)
        )
        self._connect()

    def _connect(self) -> None:
        self.rail.counted.connect(self.next_case.on_counted)
        self.next_case.taken.connect(self.holding.keep)
        self.next_case.none_left.connect(self.holding.let_go)
        self.next_case.passed.connect(self._on_passed)
        self.holding.changed.connect(self._on_held)
        self.queue.chosen.connect(self._on_chosen)
        self.likely.changed.connect(self.queue.on_likely)
        self.queued.changed.connect(self._on_queued)
        self.desk.post_changed.connect(self._on_post)
        self.clock.ticked.connect(self.links.beat)
        self.rules.changed.connect(self.clock.begin_anew)
        self.administration.done.connect(self.rules.look_after_own)
        self.administration.done.connect(self.basemaps.load)

    def start(self, *, listening: bool = True) -> None:
        """Read everything; with `listening` False nothing repeats (tests, pictures)."""
        if listening:
            self.live.start()
            self.beat.start()
            self.resuming.start()
            self.rules.start()
            self.clock.start()
            self.links.start()
            self.pins.start()
            self.basemaps.start()
            self.rail.start()
            self.alarms.start()
            self.picture.start()
        else:
            for once in (self.clock.tick, self.links.measure, self.pins.reload, self.rail.reload):
                once()
        self.queued.start()
        self.ahead.load()
        self.ground.load()
        self.events.reload()
        self.shift.reload()
        self.choices.load()
        self.queue.open(self.next_case.queue)

    def stop(self) -> None:
        """End every timer and the listening thread; what is held is let go."""
        self.holding.let_go()
        self.past.leave()
        self.live.stop()
        self.picture.stop()
        timed = (
            self.beat,
            self.resuming,
            self.rules,
            self.clock,
            self.links,
            self.pins,
            self.basemaps,
            self.rail,
            self.alarms,
            self.layers,
        )
        for part in (*timed, self.events):
            part.stop()
        self.undo.stop()
        self.queued.stop()
        self.finder.stop()

    def _case_in_hand(self) -> Case | None:
        return self.card.case

    def _in_hand(self) -> tuple[CaseId | None, str]:
        """What an answer to «next» must find as it was: the case chosen and the queue shown."""
        return self.queue.selected, self.queue.filter.queue

    def begin(self) -> None:
        """The operator begins work of his own: no case on its way may come between."""
        self._done = None
        self.next_case.forgo()

    def go_on(self, done: CaseId | None) -> None:
        """After an act the next most urgent case of the queue opens (DESIGN 5)."""
        queue = self.queue.filter.queue
        if queue in QUEUES and not self.desk.is_lost:
            # Let go only afterwards: the case just done must not be its own successor.
            self._done = done
            self.next_case.take(queue)
            return
        self.holding.let_go()
        rest = [key for key in self.queue.table.keys if key != done]
        first: Any = rest[0] if rest else None
        self.queue.choose(first)

    @Slot(object, object)
    def _on_passed(self, case: CaseId | None, asker: Actor) -> None:
        """The next case came when the operator had gone elsewhere: he stays there."""
        if case is not None:
            self.holding.give_back(case, asker)
        self.holding.leave(self._done)

    @Slot(object)
    def _on_chosen(self, case: CaseId | None) -> None:
        self.card.show(case)

    @Slot()
    def _on_held(self) -> None:
        self.queue.refresh()
        self.card.refresh()
        self.rail.reload()

    @Slot()
    def _on_queued(self) -> None:
        self.marks.wait_for(self.queued.cases)

    @Slot(object)
    def _on_post(self, _post: Any) -> None:
        self.queue.choose(None)
        self.queue.open(self.next_case.queue)
        self.shift.reload()

    def meant(self, move: Move, case: Case) -> Move:
        """The same work on another case: of the gestures on one key the one open to it."""
        key = GESTURE_OF[move].key
        alike = (one.move for one in GESTURES if key and one.key == key)
        return next((one for one in alike if self.refusal(one, case) is None), move)

    def refusal(self, move: Move, case: Case) -> Refusal | None:
        """Why this seat may not make a move now; None when it may."""
        if self.queued.waits(case.id) and move not in BESIDE:
            return Refusal("queued.waiting", number=case.number)
        act = Act(move=move, actor=self.desk.actor, at=self.desk.now(), reason="?")
        try:
            lawful(case, act, self.desk.rules)
        except Refusal as refusal:
            return None if refusal.code in TYPED_NEXT else refusal
        return None
