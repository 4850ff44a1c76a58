"""Behind a figure the list goes on piece by piece until it is as long as the figure says."""

from datetime import date, timedelta
from functools import cache

import pytest

from console.evaluation.behind import Behind, Side, behind
from console.evaluation.facts import flags_of
from console.evaluation.indicators import count_names, rates_for
from console.evaluation.periods import between
from console.evaluation.scheme import ObjectKind, ReworkOf, Scheme
from console.ports.facts import CaseAct, Grouping
from console.services.assessing import Assessment, assess
from console.services.assessing_cases import Piece, Wanted, read_piece, sums
from tests.evaluation.lives import FIRST, ended_acts, ended_facts
from tests.evaluation.memory import Facts
from tests.evaluation.schemes import shipped

ALL = between(date(2026, 9, 1), date(2027, 3, 31))
NOW = FIRST + timedelta(days=200)


@cache
def reading() -> Facts:
    facts = ended_facts()
    acts = [
        CaseAct(act=act, number=f"N{fact.case}", category="", flags=flags_of(fact, NOW))
        for done, fact in zip(ended_acts(), facts, strict=True)
        for act in done
    ]
    return Facts(facts, done=acts)


@cache
def made(kind: ObjectKind) -> Assessment:
    return assess(reading(), shipped("standard", kind), ALL, (), NOW)


def wanted(scheme: Scheme, what: Behind, side: Side, whose: str = "") -> Wanted:
    result = made(scheme.kind)
    return Wanted(
        scheme=scheme, span=result.span, by=next(iter(scheme.by), None), object=whose,
        members=frozenset(row.subject.object for row in result.scores.rows),
        what=what, side=side,
    )  # fmt: skip


def whole(ask: Wanted, most: int) -> list[Piece]:
    """Every piece of a list."""
    pieces = [read_piece(reading(), ask, most=most)]
    while (after := pieces[-1].after) is not None:
        pieces.append(read_piece(reading(), ask, after, most))
    return pieces


def figures(scheme: Scheme) -> list[Behind]:
    names = (*count_names(scheme.kind), *rates_for(scheme.kind, ReworkOf.NEED_ARCHIVE))
    found = [behind(scheme.kind, scheme.rework_of, name) for name in names]
    return [one for one in found if one is not None]


@pytest.mark.parametrize("kind", [ObjectKind.DEPARTMENT, ObjectKind.DISPATCHER])
def test_every_figure_of_the_ranking_is_as_much_as_its_list(kind: ObjectKind) -> None:
    scheme = shipped("standard", kind)
    for row in made(kind).scores.rows:
        for what in figures(scheme):
            ask = wanted(scheme, what, Side.NUMERATOR, row.subject.object)
            shares = [share for one in whole(ask, 1000) for _, share in (*one.cases, *one.acts)]
            told = sum(sign * row.subject.counts[name] for sign, name in what.numerator)
            assert sum(shares) == told == sums(reading(), ask)[Side.NUMERATOR]
            assert 0 not in shares


@pytest.mark.parametrize("kind", [ObjectKind.DEPARTMENT, ObjectKind.INSPECTOR])
def test_pieces_leave_nothing_out_and_name_nothing_twice(kind: ObjectKind) -> None:
    scheme = shipped("standard", kind)
    name = "in_time_dispose_rate" if kind is ObjectKind.DEPARTMENT else "in_time_verify_rate"
    what = behind(kind, scheme.rework_of, name)
    assert what is not None
    ask = wanted(scheme, what, Side.DENOMINATOR)
    pieces, (one,) = whole(ask, 7), whole(ask, 100_000)
    assert len(pieces) > 2
    assert tuple(case for piece in pieces for case in piece.cases) == one.cases
    assert tuple(act for piece in pieces for act in piece.acts) == one.acts


def test_a_groups_figure_is_the_sum_of_its_members() -> None:
    scheme = shipped("standard")
    what = Behind(name="dispose", numerator=((1, "dispose"),))
    ask = wanted(scheme, what, Side.NUMERATOR)
    told = made(ObjectKind.DEPARTMENT).scores.whole.counts["dispose"]
    assert sums(reading(), ask) == {Side.NUMERATOR: told}
    (piece,) = whole(ask, 100_000)
    assert len(piece.cases) == told
    assert Grouping.UNIT is ask.by
    assert all(fact.unit in ask.members for fact, _ in piece.cases)


def test_what_follows_from_reports_alone_lists_nothing() -> None:
    scheme = shipped("standard", ObjectKind.INSPECTOR)
    what = Behind(name="missed_report", numerator=((1, "missed_report"),))
    ask = wanted(scheme, what, Side.NUMERATOR, "I1")
    assert read_piece(reading(), ask) == Piece()
    assert sums(reading(), ask) == {Side.NUMERATOR: 0}
