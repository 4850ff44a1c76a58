"""An assessment is made of the period's facts alone, beside the former one, for everybody known."""

from datetime import UTC, date, datetime

import pytest

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Source, Stage
from console.evaluation.periods import PeriodKind, period_of
from console.evaluation.scheme import ObjectKind
from console.ports.facts import (
    ActTally,
    CaseFact,
    Grouping,
)
from console.services.assessing import Named, assess
from tests.evaluation.memory import Facts
from tests.evaluation.schemes import shipped

NOW = datetime(2026, 11, 29, tzinfo=UTC)
OCTOBER = period_of(PeriodKind.MONTH, date(2026, 10, 1))


def _fact(number: int, unit: str, month: int, *, late: bool = False) -> CaseFact:
    at = datetime(2026, month, 10, 2, tzinfo=UTC)
    done = at.replace(hour=9 if late else 3)
    return CaseFact(
        case=CaseId(number), number=f"N{number}", version=9, stage=Stage.CLOSED,
        source=Source.HOTLINE, scheme="s", kind="event", category="01", urgent=False,
        district="410402", street="", community="", grid="", duty_grid="", unit=unit,
        first_unit=unit, reported_at=at, accepted_at=at,
        registered_at=at, dispatched_at=at, due=at.replace(hour=6), standing=False, ended=done,
        exempt=False, handled_at=done, closed_at=done, close_kind=None, rework=0, returns=0,
        extensions=0, suspensions=0,
    )  # fmt: skip


def test_units_are_ranked_by_the_cases_of_the_month_beside_those_of_the_month_before() -> None:
    cases = [_fact(1, "U1", 10), _fact(2, "U2", 10, late=True), _fact(3, "U1", 9, late=True)]
    made = assess(Facts(cases), shipped("standard"), OCTOBER, [Named(code="U9", name="九所")], NOW)
    rows = {row.subject.object: row for row in made.scores.rows}
    assert rows["U1"].rank == 1
    assert rows["U1"].total is not None
    assert rows["U2"].total is not None
    assert rows["U1"].total > rows["U2"].total
    assert made.last["U1"].total == rows["U1"].total - rows["U2"].total  # U1 was as U2 is now
    assert made.last_year["U1"].total is None


def test_a_unit_without_cases_stands_in_the_ranking_with_its_name() -> None:
    made = assess(Facts([]), shipped("standard"), OCTOBER, [Named(code="U9", name="九所")], NOW)
    (row,) = made.scores.rows
    assert (row.subject.object, row.subject.name, row.total) == ("U9", "九所", None)


def test_people_are_judged_by_their_acts_of_the_period() -> None:
    act = ActTally(
        operator="lin", inspector="", post=Post.DISPATCHER, move=Move.DISPATCH, in_time=True,
        first=True, flags=frozenset(), acts=7,
    )  # fmt: skip
    scheme = shipped("standard", ObjectKind.DISPATCHER)
    made = assess(Facts([], [(datetime(2026, 10, 9, tzinfo=UTC), act)]), scheme, OCTOBER, (), NOW)
    (row,) = made.scores.rows
    assert (row.subject.object, row.subject.counts["dispatch"]) == ("lin", 7)


def test_a_grouping_the_scheme_does_not_know_is_refused() -> None:
    with pytest.raises(Refusal, match=r"assess\.by"):
        assess(Facts([]), shipped("standard"), OCTOBER, (), NOW, by=Grouping.GRID)
