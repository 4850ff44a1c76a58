"""What is listed behind a figure is as much as it says: each count, each rate, each post."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from functools import cache

import pytest

from console.evaluation.behind import (
    Behind,
    Side,
    behind,
    listed,
    share_of_acts,
    share_of_cases,
    sums_of_acts,
    sums_of_cases,
)
from console.evaluation.counts import COUNTS, tally_of
from console.evaluation.facts import flags_of
from console.evaluation.indicators import count_names, rates_for
from console.evaluation.posts import AREA_COUNTS, people_of
from console.evaluation.scheme import POST_OF, ObjectKind, ReworkOf, Scheme
from console.ports.facts import CaseAct, CaseFact, Flag, Tally, Term
from tests.evaluation.lives import FIRST, ended_acts, ended_facts
from tests.evaluation.schemes import shipped

AS_OF = FIRST + timedelta(days=90)
KINDS = tuple(ObjectKind)
DEPARTMENT = ObjectKind.DEPARTMENT


@cache
def facts() -> tuple[CaseFact, ...]:
    return ended_facts()


@cache
def tallies() -> tuple[Tally, ...]:
    return tuple(replace(tally_of(one, AS_OF), group=(one.unit,)) for one in facts())


@cache
def acts() -> tuple[CaseAct, ...]:
    return tuple(
        CaseAct(act=act, number="N", category="", flags=flags_of(fact, AS_OF))
        for done, fact in zip(ended_acts(), ended_facts(), strict=True)
        for act in done
    )


def figures(kind: ObjectKind) -> list[Behind]:
    names = (*count_names(kind), *rates_for(kind, ReworkOf.DISPOSE))
    found = [behind(kind, ReworkOf.DISPOSE, name) for name in names]
    return [one for one in found if one is not None]


def counts_of_all() -> Mapping[str, int]:
    return {
        name: sum(share_of_cases(Behind(name=name, numerator=((1, name),)), Side.NUMERATOR, one)
                  for one in tallies())
        for name in COUNTS
    }  # fmt: skip


@pytest.mark.parametrize("what", figures(DEPARTMENT), ids=lambda one: one.name)
def test_the_cases_of_each_side_add_up_to_the_figure(what: Behind) -> None:
    counts = counts_of_all()
    sums = {side: sum(share_of_cases(what, side, one) for one in tallies()) for side in what.sides}
    assert sums[Side.NUMERATOR] == sum(sign * counts[name] for sign, name in what.numerator)
    if what.denominator:
        whole = sum(sign * counts[name] for sign, name in what.denominator)
        assert sums[Side.DENOMINATOR] == whole
        rate = rates_for(DEPARTMENT, ReworkOf.DISPOSE)[what.name].of(counts)
        assert rate == (Fraction(sums[Side.NUMERATOR], whole) if whole else None)


@pytest.mark.parametrize("what", figures(DEPARTMENT), ids=lambda one: one.name)
def test_the_rest_is_in_the_denominator_and_never_in_the_numerator(what: Behind) -> None:
    for tally in tallies():
        if Side.REST in what.sides and share_of_cases(what, Side.REST, tally):
            assert share_of_cases(what, Side.DENOMINATOR, tally)
            assert not share_of_cases(what, Side.NUMERATOR, tally)


@pytest.mark.parametrize("what", figures(DEPARTMENT), ids=lambda one: one.name)
def test_what_is_summed_by_flags_is_what_single_cases_add_up_to(what: Behind) -> None:
    groups: dict[tuple[tuple[str, ...], frozenset[Flag]], list[Tally]] = {}
    for one in tallies():
        groups.setdefault((one.group, one.flags), []).append(one)
    summed = [
        replace(
            many[0],
            cases=len(many),
            rework=sum(one.rework for one in many),
            returns=sum(one.returns for one in many),
        )
        for many in groups.values()
    ]
    scheme = shipped("standard")
    for unit in ("U1", "U2", "U3"):
        assert sums_of_cases(scheme, what, summed, (unit,)) == sums_of_cases(
            scheme, what, tallies(), (unit,)
        )


def test_cases_the_scheme_takes_out_are_behind_no_figure() -> None:
    scheme: Scheme = replace(shipped("standard"), exclusions=(Term(has=(Flag.ASSESSED,)),))
    what = Behind(name="archive", numerator=((1, "archive"),))
    assert sums_of_cases(shipped("standard"), what, tallies(), ("U1",))[Side.NUMERATOR]
    assert not sums_of_cases(scheme, what, tallies(), ("U1",))[Side.NUMERATOR]


@pytest.mark.parametrize("kind", tuple(POST_OF))
def test_acts_behind_a_persons_figure_are_as_many_as_it_says(kind: ObjectKind) -> None:
    scheme = shipped("standard", kind)
    people = people_of(POST_OF[kind], [one.tally for one in acts()])
    assert people
    for person, counts in people.items():
        for what in figures(kind):
            sums = sums_of_acts(scheme, what, [one.tally for one in acts()], person)
            assert sums[Side.NUMERATOR] == sum(sign * counts[n] for sign, n in what.numerator)
            if what.denominator:
                below = sum(sign * counts[n] for sign, n in what.denominator)
                assert sums[Side.DENOMINATOR] == below
            others = [
                share_of_acts(kind, what, Side.NUMERATOR, "nobody", one.tally) for one in acts()
            ]
            assert not any(others)


def test_counts_of_duty_grids_have_no_acts_to_list() -> None:
    kind = ObjectKind.INSPECTOR
    apart = [one.name for one in figures(kind) if not listed(kind, one)]
    assert apart == [*AREA_COUNTS[POST_OF[kind]], "miss_rate"]
    assert all(listed(DEPARTMENT, one) for one in figures(DEPARTMENT))


def test_a_score_has_no_cases_of_its_own() -> None:
    assert behind(DEPARTMENT, ReworkOf.DISPOSE, "total") is None
