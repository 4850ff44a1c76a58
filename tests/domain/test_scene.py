"""Which scene is on a wall: the rotation by the city's clock, and what supervisors tell it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from console.domain.scene import (
    PAST_AT_MOST,
    BlockKind,
    OnAir,
    OrderKind,
    Rect,
    Scene,
    SceneBlock,
    Show,
    on_air,
)

MIDNIGHT = datetime(2026, 11, 22, 16, tzinfo=UTC)
"""The beginning of 23 November in the city."""


@dataclass(frozen=True)
class Told:
    """An order as it is known here."""

    kind: OrderKind
    scene: str = ""
    at: datetime = MIDNIGHT
    wall: str = ""
    id: int = 1
    until: datetime | None = None
    moment: datetime | None = None
    speed: float = 0.0


def a_scene(
    name: str, seconds: int = 60, begins: time | None = None, ends: time | None = None
) -> Scene:
    block = SceneBlock(key="m", kind=BlockKind.MAP, rect=Rect(x=0, y=146, width=3840, height=1000))
    return Scene(name=name, titles={}, seconds=seconds, blocks=(block,), begins=begins, ends=ends)


def a_show(*scenes: Scene) -> Show:
    return Show(version=1, scenes=scenes)


TWO = a_show(a_scene("one", 60), a_scene("two", 30), a_scene("storm", 0))


def at(seconds: float) -> datetime:
    return MIDNIGHT + timedelta(seconds=seconds)


def clock(hours: int, minutes: int = 0) -> datetime:
    return MIDNIGHT + timedelta(hours=hours, minutes=minutes)


def test_scenes_follow_each_other_for_their_seconds_and_begin_again() -> None:
    seen = [on_air(TWO, at(second), (), "a").scene.name for second in (0, 59.9, 60, 89, 90, 150)]
    assert seen == ["one", "one", "two", "two", "one", "two"]
    turn = on_air(TWO, at(155), (), "a")
    assert (turn.since, turn.until, turn.turn) == (at(150), at(180), 1)


def test_a_scene_without_seconds_never_comes_by_itself() -> None:
    seen = {on_air(TWO, at(second), (), "a").scene.name for second in range(0, 86_400, 7)}
    assert seen == {"one", "two"}


def test_a_wall_with_no_scene_at_this_hour_shows_the_first_until_the_hours_change() -> None:
    show = a_show(a_scene("day", 60, time(8), time(18)))
    night = on_air(show, clock(3), (), "a")
    assert (night.scene.name, night.since, night.until) == ("day", clock(0), clock(8))


def test_times_of_day_are_the_citys_and_go_over_midnight() -> None:
    show = a_show(a_scene("day", 60, time(6), time(22)), a_scene("night", 60, time(22), time(6)))
    seen = {hour: on_air(show, clock(hour), (), "a").scene.name for hour in (0, 5, 6, 21, 22, 23)}
    assert seen == {0: "night", 5: "night", 6: "day", 21: "day", 22: "night", 23: "night"}


def test_a_scene_may_begin_or_end_only() -> None:
    show = a_show(a_scene("late", 60, begins=time(20)), a_scene("early", 60, ends=time(20)))
    assert on_air(show, clock(19), (), "a").scene.name == "early"
    assert on_air(show, clock(21), (), "a").scene.name == "late"


def test_a_pushed_scene_is_on_at_once_and_stays_at_least_a_minute() -> None:
    order = Told(OrderKind.SHOW, "two", at(10))
    shown = on_air(TWO, at(10), (order,), "a")
    assert (shown.scene.name, shown.since, shown.until, shown.pinned) == (
        "two", at(10), at(70), False,
    )  # fmt: skip
    assert on_air(TWO, at(69), (order,), "a").scene.name == "two"
    assert on_air(TWO, at(70), (order,), "a") == on_air(TWO, at(70), (), "a")


def test_a_pushed_scene_ends_when_it_was_told_to() -> None:
    order = Told(OrderKind.SHOW, "storm", at(10), until=at(600))
    assert on_air(TWO, at(599), (order,), "a").scene.name == "storm"
    assert on_air(TWO, at(600), (order,), "a").scene.name != "storm"


def test_a_pinned_scene_stays_until_it_is_set_free() -> None:
    pin = Told(OrderKind.PIN, "storm", at(10))
    late = on_air(TWO, at(80_000), (pin,), "a")
    assert (late.scene.name, late.pinned, late.until) == ("storm", True, None)
    free = Told(OrderKind.FREE, at=at(80_000), id=2)
    assert on_air(TWO, at(80_000), (pin, free), "a") == on_air(TWO, at(80_000), (), "a")


def test_the_last_order_counts_in_whatever_order_they_are_known() -> None:
    orders = (Told(OrderKind.PIN, "one", id=3), Told(OrderKind.PIN, "two", id=2))
    assert on_air(TWO, at(5), orders, "a").scene.name == "one"
    assert on_air(TWO, at(65), orders[::-1], "a").scene.name == "one"


def test_an_order_for_another_wall_or_of_a_later_moment_is_not_mine() -> None:
    other = Told(OrderKind.PIN, "storm", wall="b")
    later = Told(OrderKind.PIN, "storm", at(100), id=2)
    assert on_air(TWO, at(5), (other, later), "a").scene.name == "one"
    assert on_air(TWO, at(5), (other,), "b").scene.name == "storm"


@pytest.mark.parametrize("kind", [OrderKind.SHOW, OrderKind.PIN])
def test_a_scene_that_is_not_there_any_more_leaves_the_rotation(kind: OrderKind) -> None:
    assert on_air(TWO, at(5), (Told(kind, "gone"),), "a") == on_air(TWO, at(5), (), "a")


def test_a_past_moment_is_played_at_its_speed() -> None:
    order = Told(OrderKind.PAST, "storm", at(10), moment=at(-90_000), speed=60)
    shown = on_air(TWO, at(15), (order,), "a")
    assert (shown.scene.name, shown.pinned, shown.speed) == ("storm", True, 60)
    assert shown.moment_at(at(15)) == at(-90_000 + 5 * 60)
    assert on_air(TWO, at(15), (order,), "a") == on_air(TWO, at(16), (order,), "a")
    assert on_air(TWO, at(5), (), "a").moment_at(at(5)) is None


def test_a_past_moment_that_has_come_to_now_is_the_present_again() -> None:
    order = Told(OrderKind.PAST, "storm", at(0), moment=at(-60), speed=2)
    assert on_air(TWO, at(59), (order,), "a").moment == at(-60)
    assert on_air(TWO, at(60), (order,), "a").moment is None


def test_a_past_without_scene_is_shown_on_the_first_and_ends_when_told() -> None:
    order = Told(OrderKind.PAST, at=at(0), moment=at(-60), until=at(30))
    assert on_air(TWO, at(29), (order,), "a").scene.name == "one"
    assert on_air(TWO, at(30), (order,), "a").moment is None
    assert on_air(TWO, at(3), (Told(OrderKind.PAST),), "a").moment is None


def test_a_wall_forgotten_in_the_past_comes_back_by_itself() -> None:
    late = int(PAST_AT_MOST.total_seconds())
    for until in (None, at(2 * late)):
        order = Told(OrderKind.PAST, at=at(0), moment=at(-90_000), until=until)
        assert on_air(TWO, at(late - 1), (order,), "a").moment == at(-90_000)
        assert on_air(TWO, at(late), (order,), "a").moment is None


def test_what_takes_turns_goes_on_where_it_stopped_in_the_round_before() -> None:
    show = a_show(a_scene("district", 40), a_scene("other", 20))
    seen = [
        air.choice(at(second), 20, 3)
        for second in (0, 19, 20, 39, 60, 80, 120)
        for air in [on_air(show, at(second), (), "a")]
    ]
    assert seen == [0, 0, 1, 1, 2, 0, 1]


def test_a_pinned_scene_takes_turns_too_and_nothing_to_show_is_the_first() -> None:
    air = OnAir(scene=a_scene("district", 10), since=at(0), until=None, pinned=True)
    assert [air.choice(at(second), 20, 2) for second in (0, 20, 40)] == [0, 1, 0]
    assert air.choice(at(100), 20, 0) == 0


CLOCKS = some.none() | some.times().map(lambda one: one.replace(second=0, microsecond=0))
SCENES = some.builds(a_scene, some.sampled_from("abcd"), some.integers(0, 900), CLOCKS, CLOCKS)


@given(
    some.lists(SCENES, min_size=1, max_size=6),
    some.integers(0, 10**9).map(at),
)
def test_the_rotation_is_without_gaps(scenes: list[Scene], now: datetime) -> None:
    show = a_show(*scenes)
    air = on_air(show, now, (), "left")
    assert air == on_air(show, now, (), "right")
    assert air.until is not None
    assert air.since <= now < air.until
    assert on_air(show, air.since, (), "left") == air
    assert on_air(show, air.until - timedelta(microseconds=1), (), "left") == air
    assert on_air(show, air.until, (), "left").since == air.until
