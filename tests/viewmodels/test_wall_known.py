"""From one answer to the next: what is read again, what grows old, the past and back."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from console.domain.refusal import Refusal
from console.domain.scene import BlockKind
from console.ports.wall import CallCounts
from console.viewmodels.wall_blocks import (
    Backlog,
    Counters,
    MapBlock,
    is_fresh,
)
from console.viewmodels.wall_figures import HEAVY_SECONDS, read_figures
from console.viewmodels.wall_known import Known, Wanted
from console.viewmodels.wall_names import names_of
from console.viewmodels.wall_question import Question
from console.viewmodels.wall_rates import districts_in_use
from tests.evaluation.memory import Facts
from tests.fake_wall import DISTRICTS, NOW, FakeWall, Life, random_lives, the_names
from tests.wall_reading import ALL, Past, block, is_open, read, standing

DAY: Final = timedelta(days=1)


@settings(max_examples=30, deadline=None)
@given(some.lists(some.lists(some.integers(1, 60), max_size=6), max_size=6), some.integers())
def test_cases_patched_by_the_feed_are_the_cases_read_whole(
    changes: list[list[int]], seed: int
) -> None:
    wall = FakeWall.with_cases(40, seed)
    chance = Random(seed)
    known = read(wall)
    for beat, cases in enumerate(changes):
        for case in cases:
            life = wall.lives.get(case)
            if life is None:
                wall.put(Life(id=case, entered=(wall.now,)))
            elif is_open(life):
                wall.advance(case)
        wall.now += timedelta(seconds=chance.choice((2, 500, 40_000)))
        known = read(wall, before=known, at=2.0 * beat)
        whole = read(wall)
        assert known.cases == whole.cases
        for kind in (BlockKind.MAP, BlockKind.LONGEST, BlockKind.EMERGENCIES):
            shown, wanted = block(known, kind), block(whole, kind)
            if isinstance(shown, MapBlock) and isinstance(wanted, MapBlock):
                assert set(shown.pins) == set(wanted.pins)
                shown, wanted = replace(shown, pins=()), replace(wanted, pins=())
            assert shown == wanted
    assert wall.told["open_cases"] == len(changes) * 1 + 1


def test_nothing_is_read_twice_while_the_mark_stands_still_and_yet_it_stays_young() -> None:
    wall = FakeWall.with_cases(50)
    known = read(wall)
    told = dict(wall.told)
    wall.now += timedelta(seconds=4)
    again = read(wall, before=known, at=4.0)
    asked = {name: wall.told[name] - told[name] for name in told}
    assert {name for name, count in asked.items() if count} == {"moments", "calls", "facts"}
    for kind in (BlockKind.COUNTERS, BlockKind.RATES, BlockKind.BACKLOG, BlockKind.CURVE):
        assert again.figures[Question(kind)].as_of == wall.now
        assert again.figures[Question(kind)].block is known.figures[Question(kind)].block


def test_what_is_heavy_is_read_every_ten_seconds_and_is_as_old_as_that() -> None:
    wall = FakeWall.with_cases(50)
    questions = frozenset({Question(BlockKind.RATES)})
    known = read(wall, questions)
    for second in (2, 4, 6, 8):
        wall.advance(next(one.id for one in wall.lives.values() if is_open(one)))
        wall.now = NOW + timedelta(seconds=second)
        known = read(wall, questions, known, float(second))
        assert known.figures[Question(BlockKind.RATES)].as_of == NOW
    wall.now = NOW + timedelta(seconds=10)
    known = read(wall, questions, known, 10.0)
    assert known.figures[Question(BlockKind.RATES)].as_of == wall.now


def test_cases_are_read_whole_again_on_a_gap_after_ten_minutes_and_after_a_loss() -> None:
    wall = FakeWall.with_cases(20)
    known = read(wall)
    known = read(wall, before=known, at=599.0)
    assert wall.told["open_cases"] == 1
    known = read(wall, before=known, at=601.0)
    assert wall.told["open_cases"] == 2
    wall.mark += 5
    wall.oldest = wall.mark
    known = read(wall, before=known, at=603.0)
    assert wall.told["open_cases"] == 3
    wanted = Wanted(questions=ALL, before=known, standing=standing(), at=605.0, anew=True)
    read_figures(wall, None, wanted)
    assert wall.told["open_cases"] == 4


def test_a_case_turns_near_and_over_by_time_alone() -> None:
    wall = FakeWall()
    wall.put(Life(id=1, entered=(NOW,) * 5, due_after=timedelta(hours=1)))
    known, seen = None, []
    for minutes in (0, 29, 31, 60, 61):
        wall.now = NOW + timedelta(minutes=minutes)
        known = read(wall, before=known)
        shown = block(known, BlockKind.MAP)
        assert isinstance(shown, MapBlock)
        seen.append((shown.near, shown.over, shown.pins[0].urgency))
    assert seen == [
        (0, 0, "normal"), (0, 0, "normal"), (1, 0, "near"), (1, 0, "near"), (0, 1, "over"),
    ]  # fmt: skip


def test_a_block_that_cannot_be_made_keeps_what_it_had_and_grows_old(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = FakeWall.with_cases(20)
    known = read(wall)
    wall.advance(next(one.id for one in wall.lives.values() if is_open(one)))
    wall.now += timedelta(seconds=20)
    wall.broken = "hours"
    again = read(wall, before=known, at=20.0)
    curve, backlog = Question(BlockKind.CURVE), Question(BlockKind.BACKLOG)
    assert again.figures[curve] == known.figures[curve]
    assert again.figures[backlog].as_of == wall.now
    assert "curve" in caplog.text
    caplog.clear()


def test_a_past_moment_shows_its_cases_and_nothing_of_the_present() -> None:
    lives = random_lives(Random(2), 120)
    wall, past = FakeWall(lives={one.id: one for one in lives}), Past(lives)
    known: Known | None = read(wall)
    for back in (9, 8, 10):
        then = NOW - back * DAY
        known = read(wall, before=known, past=then, then=past)
        shown, backlog = block(known, BlockKind.MAP), block(known, BlockKind.BACKLOG)
        assert isinstance(shown, MapBlock)
        assert isinstance(backlog, Backlog)
        wanted = past.at(then)
        assert known.past == then
        assert set(known.cases.values()) == set(wanted)
        assert shown.over == sum(row.due is not None and then > row.due and not row.paused
                                 for row in wanted)  # fmt: skip
        assert {line.low for line in backlog.lines} == {None}
        for kind in (BlockKind.COUNTERS, BlockKind.RATES, BlockKind.CURVE, BlockKind.TICKER):
            assert block(known, kind) is None
    assert past.asked.count("between") == 2
    present = read(wall, before=known)
    assert present.past is None
    assert present.cases == read(wall).cases


def test_a_class_that_is_hidden_from_now_on_is_named_no_more_now_or_in_the_past() -> None:
    life = Life(id=1, entered=(NOW - DAY,))
    wall, past = FakeWall(lives={1: life}), Past([life])
    asked = frozenset({Question(BlockKind.MAP)})
    for then in (None, NOW - timedelta(hours=1)):
        wall.lives, past.lives = {1: life}, [life]
        before = read(wall, asked, past=then, then=past)
        shown = block(before, BlockKind.MAP)
        assert isinstance(shown, MapBlock)
        assert len(shown.pins) == 1
        # The store says so of each case, and no step of any tells it.
        wall.lives, past.lives = {1: replace(life, shown=False)}, [replace(life, shown=False)]
        after = read(
            wall, asked, before, told=standing(wall_hidden_classes="event:01"), past=then, then=past
        )
        shown = block(after, BlockKind.MAP)
        assert isinstance(shown, MapBlock)
        assert (shown.open, shown.pins) == (1, ())


def test_over_midnight_yesterday_is_another_day_at_once() -> None:
    midnight = NOW.replace(hour=16, minute=0, second=0)
    lives = [Life(id=1, entered=(midnight - timedelta(hours=3),))]
    wall = FakeWall(lives={one.id: one for one in lives}, now=midnight - timedelta(seconds=1))
    asked = frozenset({Question(BlockKind.COUNTERS)})
    known = read(wall, asked)
    wall.now = midnight + timedelta(hours=23)  # a second later by the other clock
    known = read(wall, asked, known, at=1.0)
    shown = block(known, BlockKind.COUNTERS)
    assert isinstance(shown, Counters)
    assert (shown.counters[0].value, shown.counters[0].before) == (0, 1)
    assert known.figures[Question(BlockKind.COUNTERS)].as_of == wall.now


def test_calls_are_as_old_as_the_telephone_systems_word() -> None:
    told_at = NOW - timedelta(minutes=9)
    wall = FakeWall(phone=CallCounts(known=True, waiting=3, told_at=told_at))
    asked = frozenset({Question(BlockKind.CALLS)})
    figure = read(wall, asked).figures[Question(BlockKind.CALLS)]
    assert figure.as_of == told_at
    assert not is_fresh(figure.as_of, NOW)


def test_yesterdays_overdue_is_told_where_the_past_is_known() -> None:
    lives = random_lives(Random(4), 200)
    wall, past = FakeWall(lives={one.id: one for one in lives}), Past(lives)
    asked = frozenset({Question(BlockKind.COUNTERS)})
    known = read(wall, asked, then=past)
    read(wall, asked, known, then=past)
    assert past.asked == ["at"]
    shown = block(known, BlockKind.COUNTERS)
    assert isinstance(shown, Counters)
    then = NOW.replace(second=0) - DAY
    assert shown.counters[-1].before == sum(
        row.due is not None and then > row.due and not row.paused for row in past.at(then)
    )
    past.refused = Refusal("past.year_gone")
    for reading in (None, past):
        plain = block(read(wall, asked, then=reading), BlockKind.COUNTERS)
        assert isinstance(plain, Counters)
        assert plain.counters[-1].before is None


def test_yesterdays_overdue_that_could_not_be_told_is_asked_again_within_the_minute() -> None:
    lives = random_lives(Random(4), 200)
    wall, past = FakeWall(lives={one.id: one for one in lives}), Past(lives)
    asked = frozenset({Question(BlockKind.COUNTERS)})
    past.refused = Refusal("past.year_gone")
    known = read(wall, asked, then=past)
    past.refused = None
    for at, told in ((HEAVY_SECONDS - 1, False), (HEAVY_SECONDS, True)):
        shown = block(known := read(wall, asked, known, at, then=past), BlockKind.COUNTERS)
        assert isinstance(shown, Counters)
        assert (shown.counters[-1].before is not None) is told


def test_a_moment_nobody_can_tell_of_shows_no_figures_and_the_next_is_read_whole() -> None:
    lives = random_lives(Random(4), 200)
    wall, past = FakeWall(lives={one.id: one for one in lives}), Past(lives)
    asked = frozenset({Question(BlockKind.BACKLOG), Question(BlockKind.MAP)})
    then = NOW - 3 * DAY
    known = read(wall, asked, past=then, then=past)
    assert block(known, BlockKind.MAP) is not None
    past.refused = Refusal("past.year_away", year=2025)
    for minute in (1, 2):
        known = read(wall, asked, known, past=then + timedelta(minutes=minute), then=past)
        assert {one.block for one in known.figures.values()} == {None}  # no nought, nothing old
        assert known.as_of == wall.now  # the store is well
    past.refused = None
    shown = block(read(wall, asked, known, past=then, then=past), BlockKind.MAP)
    assert isinstance(shown, MapBlock)
    assert shown.open == len(past.at(then)) > 0


def test_districts_without_a_report_for_a_month_are_none_of_the_walls() -> None:
    facts = Facts([
        Life(id=1, entered=(NOW - 40 * DAY,), district="410402").fact(),
        Life(id=2, entered=(NOW - 20 * DAY,), district="410411").fact(),
    ])  # fmt: skip
    used = districts_in_use(facts, NOW)
    assert list(names_of(the_names(), used).districts) == ["410411"]
    assert list(names_of(the_names(), ()).districts) == list(DISTRICTS)
    assert names_of(the_names(), used).district("410499") == "410499"


def test_the_heads_number_of_inspectors_is_read_as_seldom_as_what_is_heavy() -> None:
    wall, questions = FakeWall(), frozenset({Question(BlockKind.MAP)})
    known = read(wall, questions)
    for second in range(2, 21, 2):
        wall.now += timedelta(seconds=2)
        known = read(wall, questions, known, float(second))
        assert known.on_duty_at is not None
        assert known.as_of - known.on_duty_at < timedelta(seconds=HEAVY_SECONDS)
    assert wall.told["patrols"] == 3
