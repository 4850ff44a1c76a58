"""Facts of three units over three months, and a seat that reads them: for tests of the page."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from console.domain.case import CaseId, CloseKind
from console.domain.stage import Move, Post, Source, Stage
from console.evaluation.facts import flags_of
from console.ports.errors import StoreUnavailable
from console.ports.facts import ActFact, CaseAct, CaseFact, FactReading
from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.desk import Desk
from console.viewmodels.tasks import Tasks
from console.views.wording import Wording
from tests.evaluation.memory import Facts
from tests.evaluation.schemes import SHIPPED
from tests.fake_reading import FakeReading
from tests.fakes import a_unit
from tests.panels import a_table
from tests.rows import NOW, a_case_row

UNITS: Final = {"U1": "市政维护处", "U2": "环卫中心", "U3": "安静的单位"}
LATE_IN: Final[Mapping[tuple[str, int], int]] = {
    ("U1", 10): 1, ("U2", 10): 4, ("U1", 9): 3, ("U2", 9): 1, ("U1", 11): 0, ("U2", 11): 2,
}  # fmt: skip
"""Unit and month -> how many of its ten cases were handled late."""
EACH: Final = 10


def a_fact(number: int, unit: str, month: int, *, late: bool, rework: int = 0) -> CaseFact:
    """One closed case of a unit."""
    at = datetime(2026, month, 3, 2, tzinfo=UTC) + timedelta(hours=number % EACH)
    due, done = at + timedelta(hours=4), at + timedelta(hours=9 if late else 3)
    return CaseFact(
        case=CaseId(number), number=f"2026-{month:02}03-{number:06}", version=9,
        stage=Stage.CLOSED, source=Source.INSPECTOR, scheme="s", kind="event", category="01",
        urgent=False, district="410402", street="410402001", community="", grid="G1",
        duty_grid="D1", unit=unit, first_unit=unit, reported_at=at, accepted_at=at,
        registered_at=at, dispatched_at=at, due=due, standing=False, ended=done, exempt=False,
        handled_at=done, closed_at=done, close_kind=CloseKind.NORMAL, rework=rework, returns=0,
        extensions=0, suspensions=0,
    )  # fmt: skip


def the_facts() -> Facts:
    """Ten cases of two units in each of three months; one of them was reworked twice."""
    cases: list[CaseFact] = []
    for (unit, month), late in LATE_IN.items():
        for _ in range(EACH):
            number = len(cases) + 1
            at = number - 1
            cases.append(
                a_fact(number, unit, month, late=at % EACH < late, rework=2 if number == 12 else 0)
            )
    return Facts(cases, done=[_dispatch(fact) for fact in cases])


def _dispatch(fact: CaseFact) -> CaseAct:
    """Chen Lei sent it in time, but for every fifth one."""
    at = fact.reported_at + timedelta(minutes=90 if fact.case % 5 == 0 else 10)
    act = ActFact(
        case=fact.case, seq=4, move=Move.DISPATCH, at=at, operator="chenlei",
        post=Post.DISPATCHER, unit=fact.unit, inspector="", outcome="",
        due=fact.reported_at + timedelta(minutes=30), first=True, again=False,
    )  # fmt: skip
    flags = flags_of(fact, NOW)
    return CaseAct(act=act, number=fact.number, category=fact.category, flags=flags)


def the_reading() -> FakeReading:
    """The units, and rows of a few of the cases."""
    reading = FakeReading()
    reading.known_units = tuple(a_unit(code, name) for code, name in UNITS.items())
    return reading


def words_of_cases(reading: FakeReading, facts: Facts) -> None:
    """Put the rows of all cases where lists find their words."""
    reading.put(*(replace(a_case_row(), id=fact.case, number=fact.number) for fact in facts.cases))


class LostFacts(Facts):
    """Facts of a store that does not answer while `lost`."""

    lost = False

    def at_one_moment(self) -> AbstractContextManager[FactReading]:
        """As its base, or a store that is gone."""
        if self.lost:
            raise StoreUnavailable("store.lost")
        return super().at_one_moment()


def lost_facts() -> LostFacts:
    """The same facts, to be lost by a test."""
    known = the_facts()
    return LostFacts(known.cases, known.tallied, known.done)


def a_desk(facts: FactReading, reading: FakeReading, *posts: Post) -> Desk:
    """A supervisor's desk over them."""
    desk = a_table(Post.SUPERVISOR).desk
    desk.posts = posts or (Post.SUPERVISOR,)
    desk.now = lambda: NOW
    desk.outside = replace(desk.outside, facts=facts, reading=reading)
    return desk


def a_page(desk: Desk, language: str = "zh") -> AssessmentDesk:
    """The page's viewmodel, not yet read."""
    say = Wording(language).say
    return AssessmentDesk(desk, say, language, lambda: SHIPPED, Tasks(desk))
