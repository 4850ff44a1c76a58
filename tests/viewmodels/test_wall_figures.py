"""Figures of the wall against plain counts over the same cases, and against the assessment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as some

from console.domain.administration import SETTINGS
from console.domain.scene import BlockKind
from console.domain.stage import QUEUES, Source, Stage
from console.domain.timelimit import TimeLimit
from console.evaluation.periods import PeriodKind, between, local_day, midnight, period_of
from console.evaluation.rates import RATES
from console.evaluation.scheme_json import read_scheme
from console.ports.facts import FactDate, Grouping
from console.ports.wall import CallCounts, PatrolCounts, StageFlow
from console.services.assessing import counts_by_object
from console.viewmodels.wall_blocks import (
    Backlog,
    Bars,
    Calls,
    Counters,
    Curve,
    Emergencies,
    Longest,
    MapBlock,
    Patrols,
    Ranking,
    Rates,
    Ticker,
)
from console.viewmodels.wall_hours import hour_of, usual
from console.viewmodels.wall_known import Known
from console.viewmodels.wall_question import Question
from console.views.resources import resource
from tests.evaluation.memory import Facts
from tests.fake_wall import DISTRICTS, NOW, UNITS, FakeWall, Life, random_lives
from tests.wall_reading import RULES, block, is_open, read, standing

DAY: Final = timedelta(days=1)
SCHEME: Final = resource("assessment", "standard_department.json").read_text(encoding="utf-8")


# --- plain counts --------------------------------------------------------------------------------


def is_over(life: Life, now: datetime = NOW) -> bool:
    handled = life.at(Stage.HANDLED)
    waits = handled is None and life.due is not None and not life.paused
    return waits and life.due is not None and now > life.due


def is_near(life: Life, now: datetime = NOW) -> bool:
    handled = life.at(Stage.HANDLED)
    if handled is not None or life.due is None or life.paused:
        return False
    return life.due - timedelta(minutes=30) <= now <= life.due


def in_time(life: Life) -> bool:
    handled = life.at(Stage.HANDLED)
    return handled is not None and life.due is not None and handled <= life.due


def figures_of(lives: list[Life], known: Known) -> list[tuple[str, object, object]]:
    """Name, the wall's figure, the plain count."""
    found: list[tuple[str, object, object]] = []
    today = midnight(local_day(NOW))
    minute = NOW.replace(second=0, microsecond=0) - DAY
    counters = block(known, BlockKind.COUNTERS)
    assert isinstance(counters, Counters)
    stage_of = {
        "report": Stage.REPORTED, "inst": Stage.TO_DISPATCH, "dispatch": Stage.DISPATCHED,
        "dispose": Stage.HANDLED, "archive": Stage.CLOSED,
    }  # fmt: skip
    for counter in counters.counters[:-1]:
        moments = [life.at(stage_of[counter.name]) for life in lives]
        found.append(
            (counter.name, counter.value, sum(one is not None and one >= today for one in moments))
        )
        found.append(
            (f"{counter.name} before", counter.before,
             sum(m is not None and today - DAY <= m < minute for m in moments))
        )  # fmt: skip
    over = sum(is_open(life) and is_over(life) for life in lives)
    found.append(("overdue", counters.counters[-1].value, over))
    backlog = block(known, BlockKind.BACKLOG)
    assert isinstance(backlog, Backlog)
    for line in backlog.lines:
        mine = [life for life in lives if is_open(life) and life.stage in QUEUES[line.queue]]
        found.append((line.queue, line.open, len(mine)))
        found.append((f"{line.queue} over", line.over, sum(map(is_over, mine))))
        found.append((f"{line.queue} near", line.near, sum(map(is_near, mine))))
    map_ = block(known, BlockKind.MAP)
    assert isinstance(map_, MapBlock)
    for load in map_.districts:
        mine = [life for life in lives if is_open(life) and life.district == load.code]
        found.append((load.name, load.open, len(mine)))
    placed = {life.id for life in lives if is_open(life) and life.shown and life.lon is not None}
    found.append(("pins", {pin.id for pin in map_.pins}, placed))
    found.append(("open", map_.open, sum(map(is_open, lives))))
    found.append(("heat", sum(count for _, count in map_.heat), map_.open))
    curve = block(known, BlockKind.CURVE)
    assert isinstance(curve, Curve)
    for hour, reported, closed in zip(curve.hours, curve.reported, curve.closed, strict=True):
        found.append((f"{hour}", reported, sum(hour_of(one.entered[0]) == hour for one in lives)))
        ends = [one.at(Stage.CLOSED) for one in lives]
        found.append(
            (f"{hour} closed", closed, sum(e is not None and hour_of(e) == hour for e in ends))
        )
    rates = block(known, BlockKind.RATES)
    assert isinstance(rates, Rates)
    for line_ in (*rates.districts, *rates.units):
        mine = [
            life for life in lives
            if line_.code in (life.district, life.unit) and life.due is not None
            and today - 7 * DAY <= life.due < today
        ]  # fmt: skip
        rate = Fraction(sum(map(in_time, mine)), len(mine)) if mine else None
        found.append((f"rate {line_.code}", line_.value, rate))
    return found


def test_a_thousand_figures_are_what_a_plain_count_gives() -> None:
    compared = 0
    for seed in range(12):
        lives = random_lives(Random(seed), 300)
        known = read(FakeWall(lives={life.id: life for life in lives}))
        for name, shown, plain in figures_of(lives, known):
            assert shown == plain, (seed, name)
            compared += 1
    assert compared >= 1_000


def test_rates_are_those_of_the_assessment_for_the_same_days() -> None:
    wall = FakeWall.with_cases(400)
    shown = block(read(wall), BlockKind.RATES)
    assert isinstance(shown, Rates)
    assert shown.first is not None
    assert shown.last is not None
    scheme = read_scheme(SCHEME)
    span = between(shown.first, shown.last).span(NOW)
    facts = Facts([life.fact() for life in wall.lives.values()])
    sheet = counts_by_object(facts, scheme, span, Grouping.UNIT)
    rate = RATES[shown.indicator]
    assert {line.code: line.value for line in shown.units} == {
        unit: rate.of(counts) for unit, counts in sheet.items()
    }
    assert scheme.case_date is FactDate.DUE
    assert len(shown.units) == len(UNITS)


def test_the_ranking_is_the_assessments_of_the_month_so_far() -> None:
    wall = FakeWall.with_cases(400)
    shown = block(read(wall), BlockKind.RANKING)
    assert isinstance(shown, Ranking)
    facts = Facts([life.fact() for life in wall.lives.values()])
    span = period_of(PeriodKind.MONTH, local_day(NOW)).span(NOW)
    sheet = counts_by_object(facts, read_scheme(SCHEME), span, Grouping.UNIT)
    for line in shown.lines:
        wanted = tuple(
            RATES[name].of(sheet[line.code]) if name in RATES else sheet[line.code][name]
            for name in shown.indicators
        )
        assert line.values == wanted
    column = shown.indicators.index("in_time_dispose_rate")
    best = [line.values[column] for line in shown.lines]
    assert best == sorted(best, key=lambda value: -(value or 0))
    assert [line.place for line in shown.lines] == list(range(1, len(shown.lines) + 1))


def test_the_month_has_a_line_for_every_district() -> None:
    shown = block(read(FakeWall()), BlockKind.MONTH)
    assert isinstance(shown, Ranking)
    assert {line.code for line in shown.lines} == set(DISTRICTS)
    assert {value for line in shown.lines for value in line.values} == {0, None}


def test_a_city_without_cases_shows_zeros_and_undefined_rates_never_a_full_one() -> None:
    known = read(FakeWall())
    rates, counters = block(known, BlockKind.RATES), block(known, BlockKind.COUNTERS)
    assert isinstance(rates, Rates)
    assert isinstance(counters, Counters)
    assert [line.value for line in rates.districts] == [None] * 3
    assert rates.units == ()
    assert [one.value for one in counters.counters] == [0] * 6
    assert not any(one.alarm for one in counters.counters)


def test_the_longest_overdue_is_by_counted_time_and_names_who_has_it() -> None:
    monday = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    friday = monday - 3 * DAY
    wall = FakeWall()
    # Due on Friday at 9:00 by working hours; and by hours of the clock on Sunday at noon.
    for number, limit, due in (
        (1, "4 work_hour", friday + timedelta(hours=1)),
        (2, "2 hour", monday - timedelta(hours=20)),
    ):  # fmt: skip
        begun = due - timedelta(hours=4)
        wall.put(Life(id=number, entered=(begun,) * 5, limit=limit))
    wall.put(Life(id=3, entered=(friday,) * 5, shown=False))
    known = read(wall)
    shown, map_ = block(known, BlockKind.LONGEST), block(known, BlockKind.MAP)
    assert isinstance(shown, Longest)
    assert isinstance(map_, MapBlock)
    by_hours = NOW - (monday - timedelta(hours=20))
    by_work = RULES.calendar.counted_seconds(
        friday + timedelta(hours=1), NOW, TimeLimit.from_code("4 work_hour").unit
    )
    lines = [(line.case, line.late, line.place, line.day) for line in shown.lines]
    assert lines == [
        (2, by_hours.total_seconds() // 60 * 60, "市政处", 86_400),
        (1, by_work // 60 * 60, "市政处", 28_800),
    ]
    assert map_.numbered == (2, 1)
    assert map_.over == 3


def test_hidden_classes_are_in_every_sum_and_in_no_list() -> None:
    lives = [replace(life, shown=False, category="0501") for life in random_lives(Random(3), 200)]
    wall = FakeWall(lives={life.id: life for life in lives})
    known = read(wall, told=standing(wall_hidden_classes="event:05"))
    map_, storm = block(known, BlockKind.MAP), block(known, BlockKind.EMERGENCIES)
    late, ticker = block(known, BlockKind.LONGEST), block(known, BlockKind.TICKER)
    classes = block(known, BlockKind.CLASSES)
    assert isinstance(map_, MapBlock)
    assert isinstance(storm, Emergencies)
    assert isinstance(late, Longest)
    assert isinstance(ticker, Ticker)
    assert isinstance(classes, Bars)
    assert map_.open == storm.open == sum(map(is_open, lives)) > 0
    assert (map_.pins, map_.numbered, storm.lines, late.lines, ticker.lines) == ((),) * 5
    assert classes.bars == ()
    today = midnight(local_day(NOW))
    assert classes.rest == sum(
        life.source is Source.HOTLINE and life.entered[0] >= today for life in lives
    )


def test_reports_by_telephone_are_counted_by_class() -> None:
    wall = FakeWall()
    for number, category in enumerate(("0110", "0110", "0201", "0501"), 1):
        wall.put(Life(id=number, entered=(NOW,), category=category, source=Source.HOTLINE))
    wall.put(Life(id=9, entered=(NOW,), category="0501"))
    shown = block(read(wall), BlockKind.CLASSES)
    assert isinstance(shown, Bars)
    assert [(bar.name, bar.value) for bar in shown.bars] == [
        ("市容环境", 2), ("宣传广告", 1), ("突发事件", 1),
    ]  # fmt: skip


def test_emergencies_are_told_with_who_is_under_way() -> None:
    wall = FakeWall()
    begun = NOW - timedelta(hours=9)
    wall.put(Life(id=1, entered=(NOW,), category="0501"))
    wall.put(Life(id=2, entered=(begun,) * 6, category="0501", unit="U2"))
    wall.put(Life(id=3, entered=(begun,) * 6, category="0110", unit="U3"))
    known = read(wall)
    shown, units = block(known, BlockKind.EMERGENCIES), block(known, BlockKind.UNDERWAY)
    assert isinstance(shown, Emergencies)
    assert isinstance(units, Bars)
    assert (shown.open, shown.grids, shown.units) == (2, 1, 1)
    assert [(line.case, line.unit, line.over) for line in shown.lines] == [
        (2, "环卫中心", True), (1, "", False),
    ]  # fmt: skip
    assert [(bar.name, bar.value) for bar in units.bars] == [("环卫中心", 1)]


def test_calls_and_patrols_are_told_as_they_are_known() -> None:
    wall = FakeWall(
        phone=CallCounts(known=True, calls=9, answered=7, in_time=6, given_up=1, waiting=1,
                         longest=12.7),
        walked=PatrolCounts(listed=20, on_duty=14, cells=90, seen=60,
                            unseen=(("D2", 20), ("D1", 10))),
    )  # fmt: skip
    known = read(wall)
    calls, patrols = block(known, BlockKind.CALLS), block(known, BlockKind.PATROLS)
    unseen = block(known, BlockKind.UNSEEN)
    assert isinstance(calls, Calls)
    assert isinstance(unseen, Bars)
    assert (calls.known, calls.waiting, calls.longest) == (True, 1, 12)
    assert calls.target == Fraction(95, 100)
    assert patrols == Patrols(listed=20, on_duty=14, cells=90, seen=60)
    assert [(bar.code, bar.value) for bar in unseen.bars] == [("D2", 20), ("D1", 10)]
    assert known.on_duty == 14


@pytest.mark.parametrize("kind", [
    BlockKind.BACKLOG, BlockKind.MAP, BlockKind.COUNTERS, BlockKind.TICKER, BlockKind.LONGEST,
])  # fmt: skip
def test_the_districts_add_up_to_the_city(kind: BlockKind) -> None:
    wall = FakeWall.with_cases(300)
    whole = read(wall, frozenset({Question(kind)}))
    parts = [
        read(wall, frozenset({asked})).figures[asked].block
        for asked in (Question(kind, (), code) for code in DISTRICTS)
    ]
    city = whole.figures[Question(kind)].block
    match city:
        case Backlog():
            added = sum(
                line.open for one in parts if isinstance(one, Backlog) for line in one.lines
            )
            assert added == sum(line.open for line in city.lines)
            assert all(
                line.low is None for one in parts if isinstance(one, Backlog) for line in one.lines
            )
        case MapBlock():
            told = [one for one in parts if isinstance(one, MapBlock)]
            assert sum(one.open for one in told) == city.open
            assert {pin for one in told for pin in one.pins} == set(city.pins)
            assert [len(one.districts) for one in told] == [1, 1, 1]
        case Counters():
            for place, counter in enumerate(city.counters):
                values = [one.counters[place].value for one in parts if isinstance(one, Counters)]
                assert sum(values) == counter.value
        case Ticker():
            lines = [line for one in parts if isinstance(one, Ticker) for line in one.lines]
            assert sorted(lines, key=repr) == sorted(city.lines, key=repr)
        case Longest():
            assert city.lines[0] in [
                line for one in parts if isinstance(one, Longest) for line in one.lines
            ]
        case _:
            raise AssertionError(kind)


# --- the usual range -----------------------------------------------------------------------------


def open_at(lives: list[Life], queue: str, moment: datetime) -> int:
    """How many cases stood in a queue at a moment."""
    count = 0
    for life in lives:
        stages = [stage for at, _, stage in life.moves() if at < moment]
        count += bool(stages) and stages[-1] in QUEUES[queue]
    return count


def test_the_usual_range_is_that_of_the_days_before_at_this_hour() -> None:
    lives = random_lives(Random(5), 300, days=60)
    shown = block(read(FakeWall(lives={one.id: one for one in lives})), BlockKind.BACKLOG)
    assert isinstance(shown, Backlog)
    for line in shown.lines:
        numbers = sorted(
            open_at(lives, line.queue, hour_of(NOW) - day * DAY) for day in range(1, 31)
        )
        assert (line.low, line.high) == (numbers[3], numbers[26]), line.queue


@given(some.integers(0, 31))
def test_of_less_than_seven_days_nothing_is_usual(days: int) -> None:
    first = hour_of(NOW) - days * DAY
    found = usual([StageFlow(first, Stage.REPORTED, 2, 0)], {Stage.REPORTED: 2}, NOW)
    assert bool(found) == (days >= 7)


@pytest.mark.parametrize(
    ("told", "settings_", "wanted"),
    [
        ({}, {}, (Fraction(9, 10), Fraction(SETTINGS["wall_floor"][1]))),
        ({}, {"wall_target": "0.95", "wall_floor": "0.6"}, (Fraction(19, 20), Fraction(3, 5))),
        ({"target": "0.5"}, {"wall_target": "0.95", "wall_floor": "0.4"},
         (Fraction(1, 2), Fraction(2, 5))),
    ],
)  # fmt: skip
def test_a_rate_is_measured_by_the_scenes_target_else_by_the_citys(
    told: dict[str, str], settings_: dict[str, str], wanted: tuple[Fraction, Fraction]
) -> None:
    question = Question(BlockKind.RATES, tuple(told.items()))
    known = read(FakeWall(), frozenset({question}), told=standing(**settings_))
    shown = known.figures[question].block
    assert isinstance(shown, Rates)
    assert (shown.target, shown.floor) == wanted
