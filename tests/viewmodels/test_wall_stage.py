"""A wall at work: scenes, ages, losses, clocks that jump, and threads that end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random
from threading import Event
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtCore import QCoreApplication

from console.domain.scene import BlockKind, OnAir, OrderKind
from console.evaluation.scene_json import write_show
from console.ports.errors import StoreUnavailable
from console.viewmodels.wall_blocks import (
    FRESH_SECONDS,
    Counters,
    MapBlock,
    WallHead,
)
from console.viewmodels.wall_clock import ServerClock, steady
from console.viewmodels.wall_stage import WallStage
from tests.fake_wall import DISTRICTS, NOW, FakeWall, Life, random_lives
from tests.lanes import LateAnswers
from tests.waiting import until
from tests.wall_bench import SHIPPED, Bench
from tests.wall_reading import Past

LOST: Final = StoreUnavailable("store.lost")


@pytest.fixture
def bench(qapp: QCoreApplication) -> Iterator[Bench]:
    made = Bench(FakeWall.with_cases(60))
    made.wall.give(OrderKind.PIN, "overview")
    made.stage.start()
    yield made
    made.stage.close()
    assert made.wall.closed


def test_everything_of_the_scene_is_shown_fresh_at_once(bench: Bench) -> None:
    assert bench.stage.air is not None
    assert bench.stage.air.scene.name == "overview"
    assert len(bench.fresh) == 7
    map_ = bench.block(BlockKind.MAP).block
    assert isinstance(map_, MapBlock)
    assert map_.whole
    assert bench.stage.head.store_well
    assert bench.stage.head.centre == "中心"


def test_a_change_is_on_the_wall_with_the_next_reading_and_the_map_tells_it_alone(
    bench: Bench,
) -> None:
    before = bench.block(BlockKind.MAP).block
    bench.wall.put(Life(id=900, entered=(bench.wall.now,)))
    bench.pass_(2.4)
    told = bench.block(BlockKind.MAP).block
    assert isinstance(before, MapBlock)
    assert isinstance(told, MapBlock)
    assert told.open == before.open + 1
    assert [pin.id for pin in told.pins if pin.id == 900] == [900]
    assert not told.whole
    bench.wall.lives = {
        **bench.wall.lives, 900: replace(bench.wall.lives[900], entered=(bench.wall.now,) * 10),
    }  # fmt: skip
    bench.wall.mark += 1
    bench.wall.log.append((bench.wall.mark, 900))
    bench.pass_(2.4)
    told = bench.block(BlockKind.MAP).block
    assert isinstance(told, MapBlock)
    assert told.gone == (900,)


def test_nothing_new_leaves_the_same_blocks_and_only_makes_them_younger(bench: Bench) -> None:
    before = {one.key: one for one in bench.stage.blocks}
    bench.pass_(2.4)
    for one in bench.stage.blocks:
        former = before[one.key]
        if one.kind not in {BlockKind.TICKER, BlockKind.LONGEST, BlockKind.COUNTERS}:
            assert one.block is former.block, one.kind
        assert one.as_of is not None
        assert former.as_of is not None
        assert one.as_of > former.as_of


def test_blocks_are_told_only_when_something_changed(bench: Bench) -> None:
    bench.told("shown")
    bench.at += 0.4
    bench.stage.look()
    assert bench.told("shown") == []


def test_a_pushed_scene_is_on_with_the_next_look_at_orders(bench: Bench) -> None:
    bench.told("scene")
    bench.wall.give(OrderKind.SHOW, "hotline")
    bench.pass_(0.4)
    (air,) = bench.told("scene")
    assert isinstance(air, OnAir)
    assert air.scene.name == "hotline"
    assert {one.kind for one in bench.stage.blocks} >= {BlockKind.CALLS, BlockKind.CLASSES}
    assert bench.fresh >= {BlockKind.CALLS, BlockKind.CLASSES, BlockKind.CURVE}


def test_orders_for_another_wall_or_for_a_past_that_is_not_known_are_not_followed(
    bench: Bench,
) -> None:
    bench.wall.give(OrderKind.PIN, "hotline", wall="right")
    bench.wall.give(OrderKind.PAST, "hotline", moment=NOW - timedelta(days=2), speed=60.0)
    bench.pass_(0.8)
    assert bench.stage.air is not None
    assert bench.stage.air.scene.name == "overview"
    assert bench.stage.head.past is None


def test_the_rotation_brings_each_scene_on_with_figures_already_read(bench: Bench) -> None:
    bench.wall.give(OrderKind.FREE)
    bench.pass_(0.8)
    bench.told("scene")
    names = []
    for _ in range(480):
        bench.pass_(0.8)
        for air in bench.told("scene"):
            assert isinstance(air, OnAir)
            names.append(air.scene.name)
            missing = {one.kind for one in bench.stage.blocks} - bench.fresh
            assert not missing, air.scene.name
    assert {"overview", "district", "units", "hotline", "patrols", "month"} == set(names)


def test_districts_take_turns_on_all_blocks_of_their_scene(bench: Bench) -> None:
    bench.wall.give(OrderKind.PIN, "district")
    bench.pass_(0.4)
    seen = []
    for _ in range(4):
        map_ = bench.block(BlockKind.MAP).block
        assert isinstance(map_, MapBlock)
        counters = bench.block(BlockKind.COUNTERS).block
        assert isinstance(counters, Counters)
        assert map_.over == counters.counters[-1].value
        seen.append(map_.district)
        bench.pass_(20)
    assert seen == [*DISTRICTS, next(iter(DISTRICTS))]


def test_a_lost_store_leaves_what_is_shown_and_it_grows_old_by_itself(bench: Bench) -> None:
    before = bench.stage.blocks
    bench.wall.fault = LOST
    bench.pass_(10)
    assert not bench.stage.head.store_well
    assert {one.key: one.block for one in bench.stage.blocks} == {
        one.key: one.block for one in before
    }
    bench.pass_(8)
    assert bench.fresh == set()
    head = bench.stage.head
    assert head.feed_seconds is not None
    assert head.feed_seconds >= FRESH_SECONDS
    assert head.data_at == before[0].as_of


def test_after_a_loss_the_present_is_shown_within_seconds_and_read_whole(bench: Bench) -> None:
    bench.wall.fault = LOST
    bench.pass_(300)
    bench.wall.give(OrderKind.SHOW, "month", at=bench.wall.now - timedelta(seconds=200))
    whole = bench.wall.told["open_cases"]
    bench.wall.fault = None
    bench.pass_(6)
    assert bench.stage.head.store_well
    assert len(bench.fresh) == len(bench.stage.blocks)
    assert bench.wall.told["open_cases"] == whole + 1
    assert bench.stage.air is not None
    assert bench.stage.air.scene.name != "month"


def test_attempts_come_after_one_and_then_every_two_seconds(bench: Bench) -> None:
    bench.pass_(2)
    bench.wall.fault = LOST
    attempts, asked = [], bench.wall.told["orders"]
    for _ in range(100):
        bench.pass_(0.4)
        if bench.wall.told["orders"] > asked:
            asked = bench.wall.told["orders"]
            attempts.append(bench.at)
    gaps = [round(later - former, 1) for former, later in pairwise(attempts)]
    assert gaps[0] == pytest.approx(1.2, abs=0.41)
    assert set(gaps[1:]) <= {2.0, 2.4}


def test_a_store_of_an_earlier_time_is_asked_for_all_its_orders(bench: Bench) -> None:
    bench.wall.give(OrderKind.PIN, "month")
    bench.pass_(0.4)
    bench.wall.fault = LOST
    bench.pass_(4)
    bench.wall.fault = None
    bench.wall.given = bench.wall.given[:1]
    bench.pass_(6)
    assert bench.stage.air is not None
    assert bench.stage.air.scene.name == "overview"


def test_a_lane_that_does_not_answer_counts_as_lost(qapp: QCoreApplication) -> None:
    bench = Bench(FakeWall.with_cases(5), LateAnswers())
    bench.stage.start()
    bench.at += 5.9
    assert bench.stage.head.store_well
    bench.at += 0.2
    assert not bench.stage.head.store_well
    assert bench.fresh == set()
    bench.stage.close()


def test_a_machines_clock_that_jumps_changes_nothing(bench: Bench) -> None:
    for hours in (-5, 26):
        bench.machine += timedelta(hours=hours)
        bench.pass_(0.4)
        assert len(bench.fresh) == 7
        assert abs(bench.stage.now - bench.wall.now) < timedelta(seconds=1)


def test_a_servers_clock_that_is_set_is_believed_within_ten_seconds(bench: Bench) -> None:
    for hours in (-3, 3):
        bench.wall.now += timedelta(hours=hours)
        bench.pass_(10)
        assert abs(bench.stage.now - bench.wall.now) < timedelta(seconds=1)
        assert BlockKind.MAP in bench.fresh


@given(
    some.lists(some.tuples(some.floats(0.1, 60), some.floats(0, 6)), min_size=1, max_size=30),
    some.floats(0, 3_600),
)
def test_the_walls_clock_never_lags_behind_the_servers(
    answers: list[tuple[float, float]], silence: float
) -> None:
    clock, at = ServerClock(), 50.0
    assert clock.now(at) is None
    for gap, late in answers:  # the server looked at its clock so long after it was asked
        at += gap
        clock.heard(NOW + timedelta(seconds=at + late), at)
    now = clock.now(at + silence)
    assert now is not None
    assert now >= NOW + timedelta(seconds=at + silence, microseconds=-5)
    assert steady() <= steady()


def test_before_the_first_answer_a_wall_shows_its_scene_and_no_figure(
    qapp: QCoreApplication,
) -> None:
    bench = Bench(FakeWall(fault=LOST))
    bench.stage.start()
    assert bench.stage.air is not None
    assert {one.block for one in bench.stage.blocks} == {None}
    assert {one.as_of for one in bench.stage.blocks} == {None}
    head = bench.stage.head
    assert (head.data_at, head.feed_seconds, head.store_well, head.now) == (None, None, False, NOW)
    bench.wall.fault = None
    bench.pass_(3)
    assert len(bench.stage.blocks) == len(bench.fresh)
    bench.stage.close()


def test_the_citys_own_scenes_hold_and_broken_ones_leave_the_shipped(
    qapp: QCoreApplication, caplog: pytest.LogCaptureFixture
) -> None:
    edited = replace(SHIPPED, scenes=(SHIPPED.scenes[3],))
    bench = Bench(FakeWall(edited=write_show(edited)))
    bench.stage.start()
    assert bench.stage.air is not None
    assert bench.stage.air.scene.name == "hotline"
    bench.wall.edited = "{"
    bench.pass_(2.4)
    assert bench.stage.air.scene.name != "hotline"
    assert bench.stage.air.scene in SHIPPED.scenes
    assert "scene.json" in caplog.text
    caplog.clear()
    bench.stage.close()


def test_a_failure_nobody_foresaw_is_noted_without_its_words_and_tried_again(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.wall.fault = RuntimeError("张三 13800000001")
    bench.pass_(2.4)
    assert "RuntimeError" in caplog.text
    assert "13800000001" not in caplog.text
    caplog.clear()
    bench.wall.fault = None
    bench.pass_(8)
    assert len(bench.fresh) == 7


def test_the_head_is_told_each_second_and_never_the_same_age_twice(bench: Bench) -> None:
    bench.wall.fault = LOST
    bench.told("head")
    for _ in range(3):
        bench.at += 1
        bench.stage.age()
    heads = [one for one in bench.told("head") if isinstance(one, WallHead)]
    ages = [head.feed_seconds for head in heads]
    assert ages == sorted(set(ages), key=ages.index)
    assert len(ages) == 3


def test_a_slow_figure_does_not_delay_a_pushed_scene(qapp: QCoreApplication) -> None:
    wall, gate = FakeWall.with_cases(30), Event()
    stage = WallStage(wall, SHIPPED)
    stage.start()
    until(lambda: _pumped() and all(one.block is not None for one in stage.blocks))

    def never_ends() -> None:
        gate.wait()

    wall.before_moment = never_ends
    order_given = wall.told["moments"]
    until(lambda: _pumped() and wall.told["moments"] > order_given)
    begun = steady()
    wall.give(OrderKind.SHOW, "hotline")
    until(lambda: _pumped() and stage.air is not None and stage.air.scene.name == "hotline")
    assert steady() - begun < 1.0
    gate.set()
    stage.close()


def test_closing_ends_every_thread_and_answers_nothing_more(qapp: QCoreApplication) -> None:
    wall = FakeWall.with_cases(10)
    stage = WallStage(wall, SHIPPED)
    stage.start()
    stage.close()
    _pumped()
    assert wall.closed
    assert {one.block for one in stage.blocks} == {None}


def _pumped() -> bool:
    QCoreApplication.processEvents()
    return True


def test_the_heads_past_moment_is_that_of_the_figures_however_late_they_come(
    qapp: QCoreApplication,
) -> None:
    lives = random_lives(Random(2), 40)
    bench = Bench(FakeWall(lives={one.id: one for one in lives}), past=Past(lives))
    begin = NOW - timedelta(days=3)
    bench.wall.give(OrderKind.PAST, "overview", moment=begin, speed=600.0)
    bench.stage.start()
    bench.pass_(4.0)
    shown = bench.stage.head.past
    assert shown is not None
    assert begin < shown <= begin + timedelta(seconds=2_400)
    blocks = bench.stage.blocks
    bench.wall.fault = bench.wall.orders_fault = LOST
    bench.pass_(20.0)
    assert bench.stage.blocks == blocks
    assert bench.stage.head.past == shown
    assert not bench.stage.head.store_well
    bench.stage.close()


def test_who_is_on_duty_is_not_said_once_it_is_old(bench: Bench) -> None:
    assert bench.stage.head.on_duty is not None
    bench.pass_(40.0)  # it is read seldom, and never said when it is older than anything else
    assert bench.stage.head.on_duty is not None
    bench.wall.fault = LOST
    bench.pass_(FRESH_SECONDS + 1.0)
    assert bench.stage.head.on_duty is None


def test_what_looks_fresh_is_not_too_old_before_it_is_looked_at_again(bench: Bench) -> None:
    bench.wall.fault = bench.wall.orders_fault = LOST
    known = bench.block(BlockKind.COUNTERS).as_of
    assert known is not None
    while BlockKind.COUNTERS in bench.fresh:
        bench.pass_(0.4)
        age = (bench.stage.now - known).total_seconds()
    assert FRESH_SECONDS - 2.0 < age <= FRESH_SECONDS - 1.0


def test_a_servers_clock_that_was_set_makes_nothing_younger(bench: Bench) -> None:
    bench.wall.now += timedelta(seconds=10)  # forward, and the store goes with the next answer
    bench.pass_(2.4)
    bench.wall.fault = bench.wall.orders_fault = LOST
    bench.pass_(FRESH_SECONDS + 1.0)
    assert not bench.fresh
