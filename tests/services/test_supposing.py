"""A period both ways: counts as the naive reader has them, scores by each scheme."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from console.domain.case import Case
from console.domain.refusal import Refusal
from console.domain.trail import fold
from console.evaluation.counts import COUNTS
from console.evaluation.facts import case_fact
from console.evaluation.plan import plan_of
from console.evaluation.scheme import ObjectKind
from console.evaluation.whatif import NOTHING_ELSE, Supposition, supposed_case
from console.ports.facts import FactDate, Flag, Grouping, Span, Term
from console.services.assessing import Named
from console.services.supposing import Comparison, Supposed, suppose
from tests.builders import city_rules
from tests.evaluation.lives import UNITS, ended, ended_facts, histories
from tests.evaluation.memory import Facts
from tests.evaluation.oracle import counts_of
from tests.evaluation.schemes import shipped
from tests.services.test_finding import Rows

AS_OF = datetime(2027, 3, 1, tzinfo=UTC)
SPAN = Span(
    start=datetime(2026, 9, 1, tzinfo=UTC), end=datetime(2027, 3, 1, tzinfo=UTC), as_of=AS_OF
)
PLAN = plan_of(shipped("standard"))
HALF = Supposition(factor=Fraction(1, 2))
NOBODY = (Term(has=(Flag.REGISTERED,)), Term(lacks=(Flag.REGISTERED,)))
OBJECTS = [Named(code=unit, name=unit) for unit in UNITS]


class Period(Rows):
    """The histories whose date puts them into the period, as the store would answer."""

    def cases(self, span: Span, date: FactDate) -> Iterator[Case]:
        for case in ended():
            at = getattr(case_fact(case), date.value)
            if at is not None and span.start <= at < span.end:
                yield case


def compare(
    asked: Supposed, *, by: Grouping | None = Grouping.UNIT, goes_on: bool = True
) -> Comparison | None:
    facts = Facts(ended_facts())
    return suppose(facts, Period(), asked, SPAN, OBJECTS, by=by, goes_on=lambda: goes_on)


def test_the_real_side_is_what_the_naive_reader_counts() -> None:
    found = compare(Supposed(plan=PLAN, other=PLAN, supposition=HALF))
    assert found is not None
    naive: Mapping[str, Counter[str]] = {unit: Counter() for unit in UNITS}
    for trail in histories():
        case = fold(trail)
        if case.bundled and SPAN.start <= case.bundled.due < SPAN.end and case.unit:
            naive[case.unit].update(counts_of(trail, AS_OF))
    rows = {row.real.subject.object: row.real.subject.counts for row in found.rows}
    assert rows == {unit: {name: naive[unit][name] for name in COUNTS} for unit in UNITS}


def test_half_the_time_makes_more_of_them_late_and_never_fewer() -> None:
    found = compare(Supposed(plan=PLAN, other=PLAN, supposition=HALF))
    assert found is not None
    assert 0 < found.changed < found.cases
    for row in found.rows:
        real, supposed = row.real.subject.counts, row.supposed.subject.counts
        assert supposed["in_time_dispose"] <= real["in_time_dispose"]
        assert supposed["report"] == real["report"]
    assert sum(row.supposed.subject.counts["overtime_dispose"] for row in found.rows) > sum(
        row.real.subject.counts["overtime_dispose"] for row in found.rows
    )


def test_the_supposed_side_is_what_supposed_cases_count_as() -> None:
    found = compare(Supposed(plan=PLAN, other=PLAN, supposition=HALF))
    assert found is not None
    late = Counter(
        case.unit
        for case in Period().cases(SPAN, PLAN.scheme.case_date)
        if _late(supposed_case(case, HALF, city_rules().calendar_of))
    )
    for row in found.rows:
        assert row.supposed.subject.counts["overtime_dispose"] == late[row.real.subject.object]


def _late(case: Case) -> bool:
    clock = case.bundled
    kinds = {"voided", "merged", "self_handled", "not_accepted", "not_registered"}
    return (
        clock is not None
        and clock.stopped is not None
        and clock.stopped > clock.due
        and not clock.exempt
        and case.handled_at is not None
        and str(case.close_kind) not in kinds
    )


def test_another_scheme_alone_scores_the_same_counts_by_its_own_rules() -> None:
    other = plan_of(replace(shipped("yuncheng"), case_date=PLAN.scheme.case_date))
    found = compare(Supposed(plan=PLAN, other=other))
    assert found is not None
    assert any(row.real.total != row.supposed.total for row in found.rows)
    for row in found.rows:
        assert row.real.subject.counts == row.supposed.subject.counts


def test_who_is_judged_by_one_scheme_only_stands_on_both_sides() -> None:
    early = plan_of(replace(PLAN.scheme, case_date=FactDate.REPORTED, exclusions=()))
    nobody = replace(PLAN.scheme, exclusions=NOBODY)
    facts = Facts(ended_facts())
    for asked in (
        Supposed(plan=early, other=plan_of(nobody)),
        Supposed(plan=plan_of(nobody), other=early),
    ):
        found = suppose(facts, Period(), asked, SPAN, (), by=Grouping.UNIT)
        assert found is not None
        assert {row.real.subject.object for row in found.rows} == set(UNITS)
        assert all(row.real.subject.object == row.supposed.subject.object for row in found.rows)
        reported = [
            (row.real.subject.counts["report"], row.supposed.subject.counts["report"])
            for row in found.rows
        ]
        assert all(0 in pair and sum(pair) for pair in reported)


def test_people_have_no_supposed_clocks_but_may_have_another_scheme() -> None:
    plan = plan_of(shipped("standard", ObjectKind.DISPATCHER))
    assert compare(Supposed(plan=plan, other=plan), by=None) is not None
    with pytest.raises(Refusal, match=r"whatif\.people"):
        compare(Supposed(plan=plan, other=plan, supposition=HALF), by=None)


def test_nothing_supposed_changes_nothing() -> None:
    same = Supposition(factor=Fraction(1), calendar=city_rules().calendar)
    found = compare(Supposed(plan=PLAN, other=PLAN, supposition=same))
    assert found is not None
    assert (found.changed, found.elsewhere) == (0, 0)
    assert all(row.real == row.supposed for row in found.rows)
    assert Supposed(plan=PLAN, other=PLAN, supposition=NOTHING_ELSE).only_scheme


def test_who_stops_it_gets_no_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.services.supposing._TOLD_EVERY", 10)
    assert compare(Supposed(plan=PLAN, other=PLAN, supposition=HALF), goes_on=False) is None
