"""What if, on the page: a period under typed limits, days or a factor, beside what was counted.

The work runs on a lane and can be given up; nothing is written. Texts are those of the command
line's files (`evaluation.whatif_text`), so that what was tried here can be kept and told.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from console.domain.refusal import Refusal
from console.evaluation.plan import plan_of
from console.evaluation.scheme import Scheme
from console.evaluation.whatif import NOTHING_ELSE, Supposition
from console.evaluation.whatif_text import COLUMNS, read_calendar, read_factor, read_limits
from console.export.compared_sheet import compared_pairs
from console.ports.errors import StoreUnavailable
from console.ports.facts import FactReading
from console.ports.integrity import IntegrityReading
from console.ports.reading import Reading
from console.services.assessing_sources import known_schemes, objects_of, scheme_named
from console.services.supposing import Comparison, Supposed, suppose
from console.viewmodels.answering import while_wanted
from console.viewmodels.assessment_setting import Setting
from console.viewmodels.desk import Desk
from console.viewmodels.words import Say

PANE: Final = "assessment.suppose"
LIMITS_HEAD: Final = ",".join(COLUMNS)
"""The first line of a table of limits."""
Texts = Callable[[], Mapping[str, str]]


class Supposing(StrEnum):
    """How the comparison stands."""

    NOTHING = "nothing"
    READING = "reading"
    THERE = "there"
    LOST = "lost"
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed; empty texts suppose nothing."""

    factor: str = ""
    limits: str = ""
    days: str = ""
    scheme: str = ""

    @property
    def clocks(self) -> bool:
        """Whether any clock would run otherwise."""
        return any(one.strip() for one in (self.factor, self.limits, self.days))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a turn on the lane reads."""

    facts: FactReading
    cases: IntegrityReading
    reading: Reading
    texts: Texts


class SupposeDesk(QObject):
    """Signals: `shown` the comparison or how it stands is another; `moved` (int, int) so many of so
    many cases, from the lane's thread."""

    shown = Signal()
    moved = Signal(int, int)

    def __init__(self, desk: Desk, texts: Texts) -> None:
        super().__init__(desk)
        self.desk, self._texts = desk, texts
        self.state = Supposing.NOTHING
        self.refusal: Refusal | None = None
        self.found: Comparison | None = None
        self.setting: Setting | None = None
        self.typed = Typed()
        """What stood in the form when it was left."""
        self._given_up = [False]

    @classmethod
    def of(cls, desk: Desk, texts: Texts) -> "SupposeDesk":
        """The one of this seat: what was typed and compared outlives the page."""
        kept = desk.findChild(cls, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return kept if isinstance(kept, cls) else cls(desk, texts)

    def set_to(self, setting: Setting) -> None:
        """Another period or scheme: what was compared is of the former one and goes."""
        former, self.setting = self.setting, setting
        if former is None or _of(former) != _of(setting):
            self.stop()
            self.found, self.refusal = None, None
            self.state = Supposing.NOTHING
            self.shown.emit()

    def ask(self, typed: Typed) -> None:
        """Compare the period as it is with what is typed."""
        setting, outside = self.setting, self.desk.outside
        self.stop()
        if setting is None:
            return
        given_up = self._given_up = [False]
        if outside.facts is None or outside.integrity is None:
            self._on_failed(Refusal("assessment.no_facts"))
            return
        self.state, self.refusal = Supposing.READING, None
        now, moved = self.desk.now(), self.moved.emit
        sources = Sources(
            facts=outside.facts,
            cases=outside.integrity,
            reading=outside.reading,
            texts=self._texts,
        )

        def work() -> Comparison | None:
            span = setting.period.span(now)
            asked = asked_of(typed, setting, sources)
            objects = objects_of(sources.reading, setting.kind, setting.by)
            with _held(sources, asked) as (facts, cases):
                return suppose(
                    facts, cases, asked, span, objects, by=setting.by,
                    progress=moved, goes_on=lambda: not given_up[0],
                )  # fmt: skip

        self.desk.lanes.ask(
            PANE,
            work,
            while_wanted(self, given_up, self._on_found),
            while_wanted(self, given_up, self._on_failed),
        )
        self.shown.emit()

    def lines(self, say: Say) -> Sequence[tuple[str, ...]]:
        """The heads, then a line an object; nothing without a comparison."""
        if self.found is None:
            return ()
        asked = self.found.asked
        kind, clocks = asked.plan.scheme.kind, not asked.only_scheme
        return tuple(compared_pairs(kind, self.found.rows, say, counts=clocks))

    def stop(self) -> None:
        """Give up what is being compared."""
        self._given_up[0] = True

    def give_up(self) -> bool:
        """The operator wants no more of it; False when nothing is being compared."""
        if self.state is not Supposing.READING:
            return False
        self.stop()
        self.state = Supposing.STOPPED
        self.shown.emit()
        return True

    def _on_found(self, found: Comparison | None) -> None:
        if found is not None:
            self.found, self.state = found, Supposing.THERE
            self.shown.emit()

    def _on_failed(self, error: Exception) -> None:
        lost = isinstance(error, StoreUnavailable)
        self.state = Supposing.LOST if lost else Supposing.REFUSED
        self.refusal = error if isinstance(error, Refusal) else None
        if not isinstance(error, Refusal):
            self.desk.failed(error)
        self.shown.emit()


def _of(setting: Setting) -> Setting:
    """What is compared: the number of a version comes with the figures, and what changes are told
    against or what was published makes no other comparison."""
    return replace(setting, version=0, against_last_year=False, live=False)


@contextmanager
def _held(sources: Sources, asked: Supposed) -> Iterator[tuple[FactReading, IntegrityReading]]:
    """The one of the two readings that is needed, held at one moment: they may share a line."""
    if asked.only_scheme:
        with sources.facts.at_one_moment() as facts:
            yield facts, sources.cases
    else:
        with sources.cases.at_one_moment() as cases:
            yield sources.facts, cases


def asked_of(typed: Typed, setting: Setting, sources: Sources) -> Supposed:
    """What was typed, as what is asked. Raises `Refusal` as the readers of texts do."""
    known = known_schemes(sources.texts())
    last = setting.period.last

    def scheme(code: str) -> Scheme:
        return scheme_named(known, code, setting.kind, last)

    real = scheme(setting.scheme)
    other = scheme(typed.scheme.strip()) if typed.scheme.strip() else real
    return Supposed(
        plan=plan_of(real), other=plan_of(other), supposition=_supposition(typed, sources)
    )


def _supposition(typed: Typed, sources: Sources) -> Supposition:
    if not typed.clocks:
        return NOTHING_ELSE
    days = typed.days.strip()
    return Supposition(
        limits=read_limits(typed.limits.strip()) if typed.limits.strip() else {},
        factor=read_factor(typed.factor.strip() or "1"),
        calendar=read_calendar(days, sources.cases.calendar_of("")) if days else None,
    )
