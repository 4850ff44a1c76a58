"""The assessment page of one seat: period, whom, by which scheme, and the ranking of it.

Everything is read off the window's thread, one turn a question; an answer to a setting that was
left is dropped. When the store is gone the last figures stay, with the moment they are of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.refusal import Refusal
from console.evaluation.period_text import read_period
from console.evaluation.periods import (
    Period,
    PeriodKind,
    before,
    between,
    local_day,
    period_of,
    run_up,
)
from console.evaluation.scheme import POST_OF, ObjectKind, Scheme
from console.evaluation.scoring import Change
from console.evaluation.words import named
from console.ports.errors import StoreUnavailable
from console.ports.facts import FactReading, Grouping
from console.ports.publications import Head, Publications
from console.ports.reading import Reading
from console.services.assessing import Assessment, Named, assess
from console.services.assessing_sources import (
    Texts,
    known_schemes,
    objects_of,
    offered,
    scheme_named,
)
from console.viewmodels.answering import while_alive
from console.viewmodels.assessment_frozen import Frozen, frozen_ranking
from console.viewmodels.assessment_setting import Setting
from console.viewmodels.assessment_table import ScoreTable
from console.viewmodels.assessment_task import AssessmentTask
from console.viewmodels.desk import Desk
from console.viewmodels.publication_verify import Verifying
from console.viewmodels.publications import PublicationsDesk, grouping_of
from console.viewmodels.scheme_source import kept_texts
from console.viewmodels.tasks import Tasks
from console.viewmodels.words import Say

KINDS: Final = {
    "regions": (ObjectKind.REGION,),
    "departments": (ObjectKind.DEPARTMENT,),
    "posts": (
        ObjectKind.INSPECTOR,
        ObjectKind.ACCEPTOR,
        ObjectKind.SHIFT_LEADER,
        ObjectKind.DISPATCHER,
    ),
}
"""Section of the rail -> whom it judges, the usual one first."""
LEVELS: Final = (Grouping.DISTRICT, Grouping.STREET, Grouping.COMMUNITY, Grouping.GRID)
"""What regions are summed by, the usual one first."""
STEPS: Final = (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)
RECENT: Final = 8
"""Periods named in the rail: the running one and those before it."""


class Showing(StrEnum):
    """How the ranking stands."""

    READING = "reading"
    THERE = "there"
    LOST = "lost"
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one turn of the lane brings; `objects` are those who were known beforehand, `by` what
    cases are summed by, None for people. `frozen`: of a publication, not of the present facts."""

    made: Assessment
    by: Grouping | None
    schemes: tuple[Scheme, ...]
    objects: Sequence[Named]
    frozen: Frozen | None = None


class AssessmentDesk(QObject):
    """Signals: `set` the setting is another one; `shown` the ranking or how it stands is."""

    set = Signal()
    shown = Signal()

    def __init__(  # every collaborator comes from outside
        self, desk: Desk, say: Say, language: str, texts: Texts, tasks: Tasks
    ) -> None:
        super().__init__(desk)
        self.desk, self.say, self.tasks = desk, say, tasks
        self.named = partial(named, language=language)
        self.texts = kept_texts(desk, texts)
        self.table = ScoreTable(self)
        month = period_of(PeriodKind.MONTH, local_day(desk.now()))
        self.setting = Setting(
            period=before(month), kind=ObjectKind.DEPARTMENT, by=Grouping.UNIT, scheme="standard",
            version=0,
        )  # fmt: skip
        self.showing = Showing.READING
        self.refusal: Refusal | None = None
        self.found: Found | None = None
        self.publications = PublicationsDesk(desk, texts, tasks, self)
        self.verifying = Verifying(self.publications, texts, tasks)
        self._kept: dict[ObjectKind, tuple[str, Grouping | None]] = {}
        self._turn = 0
        self.task = AssessmentTask(tasks, self)
        self.watched = False
        """Whether somebody looks at the page; what nobody sees is not read anew."""
        desk.asked_anew.connect(self._on_asked_anew)
        self.publications.signed.connect(self.reload)
        self.publications.shown.connect(partial(_follow_published, self))

    @property
    def facts(self) -> FactReading:
        """The facts of this seat. Raises `Refusal` `assessment.no_facts` where it has none."""
        facts = self.desk.outside.facts
        if facts is None:
            raise Refusal("assessment.no_facts")
        return facts

    # --- what is asked for ------------------------------------------------------------------------

    def open(self, section: str) -> None:
        """Judge whom a section of the rail judges; the ranking comes."""
        kinds = KINDS[section]
        self.judge(self.setting.kind if self.setting.kind in kinds else kinds[0])

    def judge(self, kind: ObjectKind) -> None:
        """Judge others; scheme and level are those they had last."""
        if kind is not self.setting.kind:
            self._kept[self.setting.kind] = (self.setting.scheme, self.setting.by)
            scheme, by = self._kept.get(kind, ("standard", _usual(kind)))
            self._become(replace(self.setting, kind=kind, by=by, scheme=scheme))
        elif self.found is None:
            self.reload()

    def sum_by(self, by: Grouping) -> None:
        """Judge regions of another level."""
        self._become(replace(self.setting, by=by))

    def use(self, scheme: str) -> None:
        """Judge by another scheme; what is published by its own one is shown live then."""
        self._become(replace(self.setting, scheme=scheme), live=True)

    def compare(self, *, last_year: bool) -> None:
        """Tell changes against last year's period, or against the one before; nothing is read."""
        self.setting = replace(self.setting, against_last_year=last_year)
        if self.found is not None:
            self.table.show(self.found.made, self.changes, self.say, self.named)
            self.shown.emit()
        self.set.emit()

    def turn(self, *, live: bool) -> None:
        """Show the present figures of a published period, or what was published."""
        if live != self.setting.live:
            self._become(self.setting, live=live)

    def step(self, periods: int) -> Refusal | None:
        """So many periods on; why one that has not begun is not gone to."""
        period = self.setting.period
        for _ in range(abs(periods)):
            period = before(period) if periods < 0 else _after(period)
        return self.go_to(period)

    def last(self, kind: PeriodKind) -> None:
        """The period of a kind in which the present one ends; the running one at most."""
        day = min(self.setting.period.last, local_day(self.desk.now()))
        self.go_to(period_of(kind, day))

    def typed(self, text: str) -> Refusal | None:
        """Go to a period as it was typed; why it is none."""
        try:
            period = read_period(text)
        except Refusal as refusal:
            return refusal
        return self.go_to(period)

    def go_to(self, period: Period) -> Refusal | None:
        """Go to a period; why it cannot be judged yet."""
        try:
            period.span(self.desk.now())
        except Refusal as refusal:
            return refusal
        if period != self.setting.period:
            self._become(replace(self.setting, period=period))
        return None

    @property
    def recent(self) -> tuple[Period, ...]:
        """The running period of the chosen length and those before it, newest first."""
        kind = self.setting.period.kind
        kind = PeriodKind.MONTH if kind is PeriodKind.RANGE else kind
        running = period_of(kind, local_day(self.desk.now()))
        return tuple(reversed(run_up(running, RECENT)))

    def runs(self, period: Period) -> bool:
        """Whether a period is not over."""
        return period.last >= local_day(self.desk.now())

    def title(self, period: Period) -> str:
        """A period in words."""
        code, facts = period.title
        return self.say(code, **facts)

    def _become(self, setting: Setting, *, live: bool = False) -> None:
        # Wherever one goes, what was published is shown first.
        self.setting = replace(setting, version=0, live=live)
        self.set.emit()
        self.reload()

    # --- reading ----------------------------------------------------------------------------------

    @Slot()
    def reload(self) -> None:
        """Read the ranking anew."""
        self._turn += 1
        turn, setting, now = self._turn, self.setting, self.desk.now()
        reading, texts = self.desk.outside.reading, self.texts
        kept = None if setting.live else self.desk.outside.publications
        try:
            facts = self.facts
        except Refusal as refusal:
            self._on_failed(turn, refusal)
            return
        self._stand(Showing.READING)
        self.task.begin("assessment.task.reading", self._on_given_up)
        self.desk.lanes.ask(
            "assessment",
            lambda: read_ranking(facts, reading, texts(), setting, now, kept),
            while_alive(self, lambda found: self._on_read(turn, found)),
            while_alive(self, lambda error: self._on_failed(turn, error)),
        )

    @Slot()
    def _on_asked_anew(self) -> None:
        if self.watched:
            self.publications.reload()
            self.reload()

    def _on_read(self, turn: int, found: Found) -> None:
        if turn != self._turn:
            return
        self.task.end()
        self.desk.heard()
        self.found, self.refusal = found, None
        scheme = found.made.scheme
        self.setting = replace(self.setting, scheme=scheme.id, version=scheme.version, by=found.by)
        self.table.show(found.made, self.changes, self.say, self.named)
        self._stand(Showing.THERE)
        self.set.emit()

    def _on_failed(self, turn: int, error: Exception) -> None:
        if turn != self._turn:
            return
        self.task.end()
        if isinstance(error, StoreUnavailable):
            self.desk.failed(error)
            self._stand(Showing.LOST)
        elif isinstance(error, Refusal):
            self.refusal, self.found = error, None
            self.table.clear()
            self._stand(Showing.REFUSED)
        else:
            self.desk.failed(error)
            self._stand(Showing.STOPPED)

    def _on_given_up(self) -> None:
        self._turn += 1
        self._stand(Showing.STOPPED)

    def _stand(self, showing: Showing) -> None:
        self.showing = showing
        self.shown.emit()

    # --- what is known ----------------------------------------------------------------------------

    @property
    def changes(self) -> Mapping[str, Change]:
        """How objects changed against what is compared with."""
        if self.found is None:
            return {}
        made = self.found.made
        return made.last_year if self.setting.against_last_year else made.last

    @property
    def as_of(self) -> datetime | None:
        """The moment the figures are of; None before the first."""
        return self.found.made.span.as_of if self.found is not None else None

    @property
    def fits(self) -> bool:
        """Whether the figures that are shown are those that were asked for."""
        if self.found is None:
            return False
        made, setting = self.found.made, self.setting
        scheme = made.scheme
        return (made.period, scheme.kind, scheme.id, self.found.by) == (
            setting.period,
            setting.kind,
            setting.scheme,
            setting.by,
        )


def _follow_published(page: AssessmentDesk) -> None:
    """What somebody else published meanwhile is shown, or live figures would stand below a seal."""
    if page.showing is not Showing.THERE or page.setting.live or not page.fits:
        return
    in_force, shown = page.publications.in_force(page.setting), shows_frozen(page)
    if (in_force[-1].id if in_force else None) != (shown.id if shown is not None else None):
        page.reload()


def _usual(kind: ObjectKind) -> Grouping | None:
    if kind in POST_OF:
        return None
    return Grouping.UNIT if kind is ObjectKind.DEPARTMENT else LEVELS[0]


def _after(period: Period) -> Period:
    """The period that begins when this one ends."""
    if period.kind is PeriodKind.RANGE:
        first, days = period.last + timedelta(days=1), timedelta(days=period.days)
        return between(first, period.last + days)
    return period_of(period.kind, period.last + timedelta(days=1))


def read_ranking(
    facts: FactReading,
    reading: Reading,
    texts: Mapping[str, str],
    setting: Setting,
    now: datetime,
    kept: Publications | None = None,
) -> Found:
    """One turn: schemes, objects, scores; all facts of one moment. Raises as `assess`.

    Of a period that is published in `kept`, what was published.
    """
    known, kind, day = known_schemes(texts), setting.kind, setting.period.last
    schemes = offered(known, kind, day)
    name = setting.scheme
    if name not in {one.id for one in schemes} and schemes:
        name = schemes[0].id
    scheme = scheme_named(known, name, kind, day)
    by = setting.by if setting.by in scheme.by else next(iter(scheme.by), None)
    objects = objects_of(reading, kind, by)
    published = frozen_ranking(kept, setting.period, kind, setting.by)
    if published is not None:
        made, frozen = published
        found = grouping_of(frozen.head)
        return Found(made=made, by=found, schemes=schemes, objects=objects, frozen=frozen)
    with facts.at_one_moment() as held:
        made = assess(held, scheme, setting.period, objects, now, by=by)
    return Found(made=made, by=by, schemes=schemes, objects=objects)


def facts_shown(page: AssessmentDesk) -> FactReading:
    """The facts behind what is shown. Raises `Refusal` `assessment.no_facts`."""
    if page.found is not None and page.found.frozen is not None:
        return page.found.frozen.facts
    return page.facts


def shows_frozen(page: AssessmentDesk) -> Head | None:
    """The publication that is shown; None where the figures are live."""
    if page.found is None or page.found.frozen is None or not page.fits:
        return None
    return page.found.frozen.head
