"""Scores of the shipped schemes come out as their rules say, exactly, and the same in a sheet."""

import math
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from console.domain.refusal import Refusal
from console.evaluation.expression import Figure
from console.evaluation.indicators import count_names
from console.evaluation.plan import Plan, plan_of
from console.evaluation.scheme import ObjectKind, ReworkOf
from console.evaluation.scheme_json import read_scheme
from console.evaluation.scoring import Score, Scores, Subject, average, changes, score
from tests.evaluation.schemes import SHIPPED, shipped
from tests.evaluation.sheet import Cell, worked_out

DEPARTMENT = plan_of(shipped("standard"))
GOOD = {"inst": 120, "need_archive": 100, "archive": 95, "need_dispose": 100,
        "in_time_dispose": 90, "rework": 2, "dispose": 80}  # fmt: skip


def _counts(plan: Plan, figures: dict[str, int]) -> dict[str, int]:
    return {**dict.fromkeys(count_names(plan.scheme.kind), 0), **figures}


def _subject(plan: Plan, figures: dict[str, int], name: str = "U1", group: str = "") -> Subject:
    return Subject(object=name, group=group, counts=_counts(plan, figures))


def _only(plan: Plan, subject: Subject) -> Score:
    (row,) = score(plan, [subject]).rows
    return row


def test_the_standards_example_of_a_department_is_92_4_and_an_a() -> None:
    row = _only(DEPARTMENT, _subject(DEPARTMENT, GOOD))
    weighted = [part.weighted for part in row.parts]
    assert weighted == [Fraction(15, 2), Fraction(57, 2), 27, Fraction(294, 10)]
    assert row.total == Fraction(924, 10)
    assert row.grade
    assert (row.grade.letter, row.rank) == ("A", 1)


@pytest.mark.parametrize(
    ("registered", "points"),
    [(0, 100), (50, 100), (51, 90), (100, 90), (101, 75), (200, 75), (201, 60), (500, 60),
     (501, 40), (1000, 40), (1001, 0)],
)  # fmt: skip
def test_an_edge_of_the_volume_bands_belongs_to_the_band_below(
    registered: int, points: int
) -> None:
    row = _only(DEPARTMENT, _subject(DEPARTMENT, {**GOOD, "inst": registered}))
    assert row.parts[0].value == points


@pytest.mark.parametrize(
    ("accepted", "points"),
    [(0, 0), (100, 0), (101, 40), (300, 40), (301, 60), (501, 75), (1200, 75), (1201, 90),
     (2000, 90), (2001, 100)],
)  # fmt: skip
def test_the_bands_of_people_are_the_standards(accepted: int, points: int) -> None:
    plan = plan_of(shipped("standard", ObjectKind.ACCEPTOR))
    counts = {"operate": accepted, "send_confirm": 1, "in_time_send_confirm": 1}
    row = _only(plan, _subject(plan, counts))
    assert [part.value for part in row.parts] == [points, 100, None]


@pytest.mark.parametrize(
    ("area", "registered", "points"),
    [(1, 0, 100), (1, 2, 90), (1, 3, 75), (1, 5, 60), (1, 8, 40), (1, 9, 0),
     (2, 3, 90), (2, 5, 75), (2, 6, 60), (2, 9, 40), (2, 10, 0)],
)  # fmt: skip
def test_a_region_is_banded_by_the_class_of_its_area(
    area: int, registered: int, points: int
) -> None:
    plan = plan_of(shipped("standard", ObjectKind.REGION))
    one = Subject(
        object="grid",
        counts=_counts(
            plan, {"inst": registered, "need_archive": 4, "archive": 4, "in_time_archive": 2}
        ),
        parameters={"area_class": Fraction(area)},
    )
    row = _only(plan, one)
    assert row.parts[1].value == points
    if registered:
        assert row.total == 10 + Fraction(points, 5) + 30 + 20


@pytest.mark.parametrize(
    ("kind", "counts", "total"),
    [
        (ObjectKind.SHIFT_LEADER, {"inst": 4, "in_time_inst": 2, "accurate_inst": 3, "archive": 5,
         "in_time_archive": 5}, Fraction(125, 10) + 30 + 35),
        (ObjectKind.DISPATCHER, {"dispatch": 120, "in_time_dispatch": 90, "first_dispatch": 100,
         "accurate_dispatch": 80}, 8 + 30 + 32),
        (ObjectKind.INSPECTOR, {"report": 10, "valid_report": 9, "need_confirm": 2,
         "in_time_confirm": 1, "need_verify": 4, "in_time_verify": 4, "missed_report": 1,
         "area_inst": 20}, 36 + 19 + 10 + 20),
        (ObjectKind.INSPECTOR, {"report": 10, "valid_report": 9, "need_confirm": 2,
         "in_time_confirm": 1, "need_verify": 4, "in_time_verify": 4}, None),
    ],
)  # fmt: skip
def test_people_are_scored_by_their_acts(
    kind: ObjectKind, counts: dict[str, int], total: Figure
) -> None:
    plan = plan_of(shipped("standard", kind))
    row = _only(plan, _subject(plan, counts))
    assert row.total == total


YUNCHENG = plan_of(shipped("yuncheng"))
MONTH = {"need_archive": 100, "archive": 99, "in_time_archive": 96, "overtime_archive": 3,
         "postpone": 2, "rework": 1}  # fmt: skip


@pytest.mark.parametrize(
    ("group", "typed", "total"),
    [
        ("facilities", {}, Fraction(9746, 100)),
        ("", {}, Fraction(9746, 100)),
        ("enforcement", {"team": 90, "street_office": 80}, Fraction(68222 + 13500 + 12000, 1000)),
        (
            "sanitation",
            {"rubbish_pieces": 250, "centre": 95},
            Fraction(29238 + 29250 + 38000, 1000),
        ),
        ("landscaping", {"centre": 95, "points_off": 2}, Fraction(68222 + 28500 - 2000, 1000)),
        ("closing", {}, 99),
        ("landscaping", {}, None),
    ],
)
def test_yuncheng_mixes_the_system_score_by_group(
    group: str, typed: dict[str, int], total: Figure
) -> None:
    parameters = {code: Fraction(figure) for code, figure in typed.items()}
    row = _only(YUNCHENG, replace(_subject(YUNCHENG, MONTH, group=group), parameters=parameters))
    assert row.values == {"system": Fraction(9746, 100)}
    assert row.total == total
    assert row.grade is None


@pytest.mark.parametrize(
    ("counts", "typed", "total"),
    [
        ({"in_time_archive": 70, "archive": 90}, {}, 80),
        ({"in_time_archive": 65, "archive": 88}, {}, 45 + 18 + 10),
        ({"in_time_archive": 0, "archive": 0}, {}, 10),
        ({"in_time_archive": 70, "archive": 90}, {"urgent_archive_rate": Fraction(98, 100)}, 78),
        ({"in_time_archive": 70, "archive": 90, "rework_times": 4},
         {"rework_from_third": 1, "frauds": 2, "refusals": 1, "doubled_points": 3},
         80 - Fraction(6, 10) - Fraction(5, 10) - 2 - Fraction(1, 2) - 3),
        ({"in_time_archive": 0, "archive": 0}, {"frauds": 30}, 0),
        ({"in_time_archive": 70, "archive": 90, "deferred_need_archive": 100}, {}, None),
    ],
)  # fmt: skip
def test_jinhua_counts_points(
    counts: dict[str, int], typed: dict[str, Fraction | int], total: Figure
) -> None:
    plan = plan_of(shipped("jinhua"))
    urgent = {"urgent_archive_rate": Fraction(1), "urgent_in_time_rate": Fraction(95, 100)}
    parameters = {**urgent, **{code: Fraction(figure) for code, figure in typed.items()}}
    row = _only(
        plan, replace(_subject(plan, {"need_archive": 100, **counts}), parameters=parameters)
    )
    assert row.total == total


def test_a_parameter_that_is_not_known_has_the_schemes_default() -> None:
    month = _subject(YUNCHENG, MONTH)
    unsaid = replace(month, parameters={"points_off": None, "team": None})
    assert _only(YUNCHENG, unsaid).parameters == _only(YUNCHENG, month).parameters
    assert _only(YUNCHENG, unsaid).total == Fraction(9746, 100)


def test_the_rework_rate_is_a_share_of_what_the_scheme_says() -> None:
    other = plan_of(replace(DEPARTMENT.scheme, rework_of=ReworkOf.DISPOSE))
    subject = _subject(DEPARTMENT, GOOD)
    assert _only(DEPARTMENT, subject).indicators["rework_rate"] == Fraction(2, 100)
    assert _only(other, subject).indicators["rework_rate"] == Fraction(2, 80)


def _scored(*rows: tuple[str, str, int | None]) -> Scores:
    """Objects of Yuncheng's groups with a closing rate in percent, None for undefined."""
    return score(
        YUNCHENG,
        [
            _subject(
                YUNCHENG,
                {
                    "need_archive": 100 if rate is not None else 0,
                    "archive": rate or 0,
                    "in_time_archive": rate or 0,
                },
                name,
                group,
            )
            for name, group, rate in rows
        ],
    )  # fmt: skip


def test_equal_scores_share_a_place_and_the_next_places_are_left_out() -> None:
    told = _scored(("a", "closing", 90), ("d", "closing", None), ("c", "closing", 95),
                   ("b", "closing", 90), ("e", "closing", 80), ("f", "facilities", 5))  # fmt: skip
    order = [(row.subject.object, row.rank) for row in told.rows]
    assert order == [("f", 1), ("c", 1), ("a", 2), ("b", 2), ("e", 4), ("d", None)]
    assert [row.subject.object for row in told.of_group("closing")] == ["c", "a", "b", "e", "d"]


def test_rates_of_a_sum_come_from_summed_counts_and_scores_are_averages() -> None:
    small = _subject(DEPARTMENT, {**GOOD, "need_archive": 10, "archive": 0}, "small")
    large = _subject(DEPARTMENT, {**GOOD, "need_archive": 990, "archive": 990}, "large")
    idle = _subject(DEPARTMENT, {}, "idle")
    told = score(DEPARTMENT, [small, large, idle])
    whole = told.whole
    assert (whole.objects, whole.scored) == (3, 2)
    assert whole.counts["need_archive"] == 1000
    assert whole.indicators["archive_rate"] == Fraction(99, 100)
    assert whole.parts["archive_score"] == 50
    assert whole.parts["volume_score"] == Fraction(75 + 75 + 100, 3)
    totals = [row.total for row in told.rows if row.total is not None]
    assert whole.total == sum(totals) / 2
    assert told.groups == {"": whole}


def test_a_single_object_is_first_and_its_own_average() -> None:
    told = score(DEPARTMENT, [_subject(DEPARTMENT, GOOD)])
    assert told.whole.total == told.rows[0].total
    assert told.rows[0].rank == 1


def test_an_object_without_cases_has_no_score_no_grade_and_no_place() -> None:
    row = _only(DEPARTMENT, _subject(DEPARTMENT, {}))
    assert (row.total, row.grade, row.rank) == (None, None, None)
    assert [part.value for part in row.parts] == [100, None, None, None]
    assert [part.weighted for part in row.parts] == [10, None, None, None]
    whole = score(DEPARTMENT, [row.subject]).whole
    assert (whole.scored, whole.total, whole.indicators["archive_rate"]) == (0, None, None)


def test_groups_without_objects_have_an_empty_summary() -> None:
    told = score(YUNCHENG, [])
    assert told.rows == ()
    assert set(told.groups) == {group.code for group in YUNCHENG.scheme.groups}
    assert all(one.objects == 0 and one.total is None for one in told.groups.values())


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"group": "nobody"}, "scheme.group_unknown"),
        ({"parameters": {"beauty": Fraction(1)}}, "scheme.parameter_unknown"),
    ],
)
def test_an_object_that_does_not_fit_the_scheme_is_refused(
    wrong: dict[str, object], code: str
) -> None:
    with pytest.raises(Refusal) as no:
        score(YUNCHENG, [replace(_subject(YUNCHENG, {}), **wrong)])  # type: ignore[arg-type]
    assert no.value.code == code
    with pytest.raises(Refusal, match=r"scheme\.object_twice"):
        score(YUNCHENG, [_subject(YUNCHENG, {}), _subject(YUNCHENG, {})])


def test_change_is_now_less_then_and_places_won() -> None:
    then = _scored(("a", "closing", 80), ("b", "closing", 85), ("c", "closing", None),
                   ("d", "facilities", 90))  # fmt: skip
    now = _scored(("a", "closing", 90), ("b", "closing", 84), ("c", "closing", 70),
                  ("d", "closing", 60), ("e", "closing", 50))  # fmt: skip
    change = changes(now, then)
    assert [change["a"].total, change["a"].rank] == [10, 1]
    assert [change["b"].total, change["b"].rank] == [-1, -1]
    assert change["a"].indicators["archive_rate"] == Fraction(1, 10)
    assert (change["c"].total, change["c"].rank) == (None, None)
    assert change["d"].rank is None
    assert (change["e"].total, change["e"].rank) == (None, None)
    assert set(change["e"].indicators.values()) == {None}


def test_the_average_of_nothing_is_undefined() -> None:
    assert average([]) is average([None]) is None
    assert average([Fraction(1), None, Fraction(2)]) == Fraction(3, 2)


def _same(shown: Cell, told: Figure) -> bool:
    if told is None or not isinstance(shown, float):
        return told is None and shown == "—"
    return math.isclose(shown, told, rel_tol=1e-9, abs_tol=1e-8)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_sheet_over_the_same_figures_comes_to_the_same_score(name: str) -> None:
    scheme = read_scheme(SHIPPED[name])
    plan, random = plan_of(scheme), Random(5)
    graded = set()
    for turn in range(60):
        row = _only(plan, _random_subject(plan, random, turn))
        cells, told = _row(row)
        where = {code: f"A{at}" for at, code in enumerate((*cells, *told), start=1)}
        values: dict[str, Cell] = {where[code]: figure for code, figure in cells.items()}
        for code, formula in plan.row_formulas(row.subject.group, where | {"grade": "Z1"}).items():
            shown = worked_out(formula, values)
            if code == "grade":
                assert shown == (row.grade.letter if row.grade else "—")
                graded.add(shown)
            else:
                assert _same(shown, told[code]), (code, shown, told[code])
                values[where[code]] = shown
    assert len(graded) > 2 or not scheme.grades


def _random_subject(plan: Plan, random: Random, turn: int) -> Subject:
    """Figures of every size, also such that make no sense together; the first has none."""
    whole = random.choice([1, 3, 10, 300, 3000]) if turn else 0
    scheme = plan.scheme
    return Subject(
        object="U1",
        group=random.choice([group.code for group in scheme.groups] or [""]),
        counts={
            name: random.randint(whole * (3 if "need" in name else 2) // 4, whole)
            for name in count_names(scheme.kind)
        },
        parameters={
            one.code: random.choice([None, Fraction(random.randint(0, 20), 10)])
            for one in scheme.parameters
        },
    )


def _row(row: Score) -> tuple[dict[str, Cell], dict[str, Figure]]:
    """What stands in a row as figures, and what its formulas have to come to."""
    figures = {**row.indicators, **row.parameters}
    cells: dict[str, Cell] = {
        code: "—" if one is None else float(one) for code, one in figures.items()
    }
    parts = {part.code: part.value for part in row.parts}
    return cells, {**row.values, **parts, **row.deductions, "total": row.total}
