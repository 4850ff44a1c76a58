"""One wall at work: which scene is on, what its blocks show, how old that is.

Orders and figures are asked on lanes of their own, so that a slow figure never delays a pushed
scene. Answers arrive on the owner's thread, which alone writes any state. A failure takes nothing
away: what is shown grows old by itself; when the store is back, the present is shown.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.scene import OnAir, OrderKind, SceneBlock, Show, on_air
from console.evaluation.scene_json import usable
from console.ports.wall import PastReading, WallOrder, WallReading
from console.viewmodels.lanes import Lanes, ThreadLanes
from console.viewmodels.wall_blocks import Shown, WallHead, is_fresh
from console.viewmodels.wall_clock import ServerClock, steady
from console.viewmodels.wall_figures import read_figures
from console.viewmodels.wall_known import Figure, Known, Standing, Wanted
from console.viewmodels.wall_line import Line
from console.viewmodels.wall_names import names_of
from console.viewmodels.wall_question import Question, question_of
from console.viewmodels.wall_rates import districts_in_use
from console.viewmodels.wall_telling import Telling

LOG = logging.getLogger(__name__)
ORDERS_MS: Final = 400
SECOND_MS: Final = 1_000
FIGURES_SECONDS: Final = 2.0
PAST_SECONDS: Final = 1.0
STANDING_SECONDS: Final = 30.0
KEPT: Final = 8
"""Orders that are kept: the last one counts."""
AHEAD: Final = timedelta(seconds=4)
"""So long before a scene comes on its figures are read, so that it does not come on empty."""


class Emergency(NamedTuple):
    """What may be called out of an emergency: its class and its district, in words."""

    category_name: str
    district: str


def one_reader() -> Lanes:
    """Lanes of one line: a question and its answer."""
    return ThreadLanes(readers=1)


def machine_now() -> datetime:
    """This machine's time; shown only while the server has never answered."""
    return datetime.now(UTC)


class WallStage(QObject):
    """What is on a wall.

    Signals: `scene_changed` (OnAir) another scene, or another time of it; `shown` (tuple of Shown)
    all blocks of the scene when anything about them changed; `aged` (WallHead) each second.

    Args:
        reading: What is asked; closed with the stage. Asked from two threads.
        shipped: The scenes that hold where the city has none of its own.
        wall: This wall's name, for orders that speak to it alone.
        past: The city as it was; without it orders for the past are not followed.
    """

    scene_changed = Signal(object)
    shown = Signal(object)
    aged = Signal(object)

    def __init__(
        self,
        reading: WallReading,
        shipped: Show,
        *,
        wall: str = "",
        centre: str = "",
        past: PastReading | None = None,
        lanes: Callable[[], Lanes] = one_reader,
        clock: Callable[[], float] = steady,
        machine: Callable[[], datetime] = machine_now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reading, self._past, self._shipped = reading, past, shipped
        self._wall, self._centre, self._steady, self._machine = wall, centre, clock, machine
        self._figures = Line("figures", lanes(), clock, self._on_lost)
        self._orders = Line("orders", lanes(), clock, self._on_orders_lost)
        self._clock, self._telling = ServerClock(), Telling()
        self._known: Known | None = None
        self._told: tuple[WallOrder, ...] = ()
        self._after = 0
        self._air: OnAir | None = None
        self._asked: frozenset[Question] = frozenset()
        self._answered: frozenset[Question] = frozenset()
        self._next, self._anew = 0.0, False
        self._beat, self._second = QTimer(self), QTimer(self)
        self._beat.setInterval(ORDERS_MS)
        self._beat.timeout.connect(self.look)
        self._second.setInterval(SECOND_MS)
        self._second.timeout.connect(self.age)

    @property
    def air(self) -> OnAir | None:
        """The scene that is on; None before `start`."""
        return self._air

    @property
    def blocks(self) -> tuple[Shown, ...]:
        """The blocks as told last."""
        return self._telling.last

    @property
    def emergencies(self) -> Mapping[int, Emergency] | None:
        """Open emergencies that may be named, by id; None while the present is not known."""
        known = self._known
        if known is None or known.past is not None:
            return None
        district = known.standing.names.district
        return {
            one.id: Emergency(one.category_name, district(one.district))
            for one in known.cases.values()
            if one.emergency and one.shown
        }

    @property
    def now(self) -> datetime:
        """The server's time (UTC); this machine's until the server has answered once."""
        return self._clock.now(self._steady()) or self._machine()

    @property
    def head(self) -> WallHead:
        """What the head says now."""
        known, air, now = self._known, self._air, self.now
        past = None if air is None else air.moment_at(now)
        if past is not None and known is not None and known.past is not None:
            past = known.past  # where the figures have come to, not where they should be by now
        return WallHead(
            centre=self._centre,
            scene="" if air is None else air.scene.name,
            now=now,
            data_at=None if known is None else known.as_of,
            feed_seconds=None if known is None else int(self._steady() - known.asked),
            store_well=self._figures.well and self._orders.well,
            on_duty=_on_duty(known, now),
            district="" if known is None or air is None else known.standing.district_on(air, now),
            why=self._figures.why,
            pinned=air is not None and air.pinned,
            past=past,
            speed=0.0 if air is None else air.speed,
        )

    def start(self) -> None:
        """Begin to ask; the first scene is on at once, empty."""
        self._beat.start()
        self._second.start()
        self.look()
        self.age()

    def close(self) -> None:
        """Ask no more, end all threads, give the reading back."""
        self._beat.stop()
        self._second.stop()
        self._orders.close()
        self._figures.close()
        self._reading.close()

    @Slot()
    def look(self) -> None:
        """One beat: new orders, the scene of this moment, figures when it is their time."""
        after, reading = self._after, self._reading
        self._orders.ask(lambda: reading.orders(after), self._on_orders)
        self._put_on_air()
        self._tell()  # a district may have had its turn
        self._ask_figures()

    @Slot()
    def age(self) -> None:
        """The head of this second."""
        self.aged.emit(self.head)

    # --- orders and scenes ----------------------------------------------------------------------

    def _on_orders(self, orders: list[WallOrder]) -> None:
        former = () if self._after == 0 else self._told
        followed = [
            one
            for one in orders
            if one.wall in ("", self._wall)
            and (one.kind is not OrderKind.PAST or self._past is not None)
        ]
        self._told = (*former, *followed)[-KEPT:]
        if orders:
            self._after = max(one.id for one in orders)
            self._put_on_air()
            self._ask_figures()

    def _on_orders_lost(self) -> None:
        """All are asked for again, for the store that comes back may be one of an earlier time."""
        self._after = 0
        self._on_lost()

    def _put_on_air(self) -> None:
        show = self._shipped if self._known is None else self._known.standing.show
        air = on_air(show, self.now, self._told, self._wall)
        if air == self._air:
            return
        former, self._air = self._air, air
        if former is None or (former.scene, former.moment) != (air.scene, air.moment):
            self._telling.forget()
        self.scene_changed.emit(air)
        self._tell()
        self.age()

    # --- figures --------------------------------------------------------------------------------

    def _questions(self) -> frozenset[Question]:
        """What the scene asks, and the one that comes on soon."""
        if self._known is None or self._air is None:
            return frozenset()  # which districts there are is not known yet
        now, show = self.now, self._known.standing.show
        soon = on_air(show, now + AHEAD, self._told, self._wall)
        wanted = [(self._air, now), (soon, now + AHEAD)]
        return frozenset(
            self._question(block, air, at) for air, at in wanted for block in air.scene.blocks
        )

    def _question(self, block: SceneBlock, air: OnAir, at: datetime) -> Question:
        names = () if self._known is None else tuple(self._known.standing.names.districts)
        return question_of(block, air, at, names)

    def _ask_figures(self) -> None:
        at, questions = self._steady(), self._questions()
        if not self._figures.ready or (at < self._next and questions <= self._asked):
            return
        then = None if self._air is None else self._air.moment_at(self.now)
        self._next = at + (FIGURES_SECONDS if then is None else PAST_SECONDS)
        self._asked = questions
        reading, past, before, clock = self._reading, self._past, self._known, self._steady
        shipped, anew = self._shipped, self._anew or not self._figures.well

        def work() -> Known:
            standing = None if before is None or anew else before.standing
            if standing is None or clock() - standing.read >= STANDING_SECONDS:
                standing = read_standing(reading, shipped, clock(), standing)
            else:
                show, version = read_scenes(reading, shipped, standing)
                standing = replace(standing, show=show, scenes=version)
            wanted = Wanted(
                questions=questions, before=before, standing=standing, at=clock(), anew=anew,
                past=then,
            )  # fmt: skip
            return read_figures(reading, past, wanted)

        self._figures.ask(work, self._on_figures)

    def _on_figures(self, known: Known) -> None:
        first = self._known is None
        self._known, self._answered, self._anew = known, self._asked, False
        self._clock.heard(known.as_of, known.asked)
        self._put_on_air()
        self._tell()
        if first:
            self.age()  # figures never stand under a head that still waits for data
        self._ask_figures()  # what was asked before the scene or the districts were known

    def _on_lost(self) -> None:
        """The next answer is read whole, and what is shown grows old until then."""
        self._anew = True
        self.age()

    def _tell(self) -> None:
        air = self._air
        told = None if air is None else self._telling.tell(air, self._figure)
        if told is not None:
            self.shown.emit(told)

    def _figure(self, block: SceneBlock) -> Figure | None:
        """What a block shows; nothing of another time, and nothing old that is asked for now."""
        known, air, now = self._known, self._air, self.now
        if known is None or air is None or (known.past is None) != (air.moment is None):
            return None
        question = self._question(block, air, now)
        figure = known.figures.get(question)
        if figure is None or question in self._answered or is_fresh(figure.as_of, now):
            return figure
        return None if self._figures.well else figure


def _on_duty(known: Known | None, now: datetime) -> int | None:
    """The head has no hatching: what is not fresh is not said."""
    return known.on_duty if known is not None and is_fresh(known.on_duty_at, now) else None


def read_standing(
    reading: WallReading, shipped: Show, at: float, before: Standing | None = None
) -> Standing:
    """What changes seldom; `before` is what was known of the same store a moment ago."""
    show, version = read_scenes(reading, shipped, before)
    with reading.at_one_moment() as moment:
        used = districts_in_use(moment.facts, moment.as_of)
    return Standing(
        rules=reading.rules(),
        names=names_of(reading.names(), used),
        settings=reading.settings(),
        show=show,
        scenes=version,
        read=at,
    )


def read_scenes(reading: WallReading, shipped: Show, before: Standing | None) -> tuple[Show, int]:
    """The scenes to go by and their version, read where it is another one than before.

    The version is asked for first: scenes put in between are read once more, and never missed.
    """
    version = reading.scenes_version()
    if before is not None and before.scenes == version:
        return before.show, version
    show, faults = usable(reading.scenes(), shipped)
    for no in faults:
        where = ".".join(str(no.facts[one]) for one in ("scene", "block") if one in no.facts)
        LOG.warning("of the city's scenes %d is not used: %s %s", version, no.code, where)
    return show, version
