"""The past sought and played: one question at a time, the newest wins, failure stops, Esc is at
once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from console.domain.refusal import Refusal
from console.domain.stage import Stage
from console.viewmodels.lanes import AtOnceLanes, Lanes
from console.viewmodels.playback import (
    FASTEST,
    NEAR,
    Frame,
    Playback,
    advanced,
    clipped,
    typed_moment,
)
from tests.fake_past import FakePast, a_wall_case
from tests.lanes import LateAnswers
from tests.rows import NOW, a_case_id

HOUR = timedelta(hours=1)
TODAY = NOW.replace(microsecond=0)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at

    def wait(self, **more: float) -> None:
        self.at += timedelta(**more)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def past() -> FakePast:
    """Case 1 goes on at noon of yesterday and ends two hours ago; case 2 begins an hour ago."""
    made = FakePast()
    made.put(NOW - 48 * HOUR, a_wall_case(1))
    made.put(NOW - 3 * HOUR, a_wall_case(1, version=2, stage=Stage.VERIFYING))
    made.end(NOW - 2 * HOUR, 1)
    made.put(NOW - HOUR, a_wall_case(2))
    return made


def playback_of(past: FakePast, clock: Clock, lanes: Lanes | None = None) -> Playback:
    return Playback(past, lanes or AtOnceLanes(), clock)


@pytest.fixture
def playback(past: FakePast, clock: Clock, qtbot: QtBot) -> Iterator[Playback]:
    made = playback_of(past, clock)
    yield made
    made.leave()


def frames_of(playback: Playback) -> list[Frame]:
    frames: list[Frame] = []
    playback.shown.connect(frames.append)
    return frames


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-12 10:42", "2026-11-12T10:42:00"),
        ("11-12 10:42", "2026-11-12T10:42:00"),
        (" 1-2 9:05 ", "2026-01-02T09:05:00"),
        ("10：42", "2026-11-23T10:42:00"),
        ("11/12 10:42:07", "2026-11-12T10:42:07"),
        ("11-31 10:42", None),
        ("25:00", None),
        ("10:60", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_a_moment_is_typed_in_local_time_with_or_without_its_day(
    typed: str, meant: str | None
) -> None:
    wanted = None if meant is None else datetime.fromisoformat(f"{meant}+08:00").astimezone(UTC)
    assert typed_moment(typed, NOW) == wanted


def test_a_moment_lies_between_the_first_step_and_now() -> None:
    first = NOW - HOUR
    assert clipped(NOW - 2 * HOUR, first, NOW) == first
    assert clipped(NOW + HOUR, first, NOW) == NOW.replace(microsecond=0)


def test_playing_comes_as_far_as_its_speed_and_never_beyond_now() -> None:
    begun = NOW - HOUR
    assert advanced(begun, NOW, NOW + timedelta(seconds=2), 300) == begun + timedelta(minutes=10)
    assert advanced(begun, NOW, NOW - HOUR, 300) == begun
    assert advanced(begun, NOW, NOW + HOUR, FASTEST) == NOW + HOUR


def test_seeking_tells_the_city_then_and_only_what_changed_afterwards(
    playback: Playback, past: FakePast
) -> None:
    frames = frames_of(playback)
    playback.seek(NOW - 4 * HOUR)
    assert playback.moment == TODAY - 4 * HOUR
    assert [(one.id, one.version) for one in frames[-1].changed] == [(a_case_id(1), 1)]
    playback.step(HOUR)
    assert [(one.id, one.version) for one in frames[-1].changed] == [(a_case_id(1), 2)]
    playback.step(timedelta(minutes=150))
    assert frames[-1].gone == [a_case_id(1)]
    assert set(frames[-1].cases) == {a_case_id(2)}
    playback.step(timedelta(minutes=-150))
    assert frames[-1].gone == [a_case_id(2)]
    assert {case: one.version for case, one in frames[-1].cases.items()} == {a_case_id(1): 2}
    playback.step(-2 * NEAR)
    assert past.asked[-1][0] is None
    assert [one.version for one in frames[-1].changed] == [1]


def test_nothing_before_the_first_step_and_nothing_after_now_is_shown(
    playback: Playback,
) -> None:
    playback.seek(NOW - 400 * HOUR)
    assert playback.moment == playback.wanted == TODAY - 48 * HOUR
    playback.seek(NOW + HOUR)
    assert playback.moment == TODAY
    playback.leave()
    empty = playback_of(FakePast(), Clock())
    empty.seek(NOW - HOUR)
    assert empty.frame is not None
    assert not empty.frame.cases
    empty.leave()


def test_played_at_its_speed_it_stops_at_the_present(playback: Playback, clock: Clock) -> None:
    playback.seek(NOW - HOUR - timedelta(minutes=1))
    playback.play(60)
    clock.wait(seconds=1)
    playback.tick()
    assert playback.moment == TODAY - HOUR
    playback.play(10_000)
    assert playback.speed == FASTEST
    clock.wait(seconds=7)
    playback.tick()
    assert playback.moment == playback.wanted
    assert playback.moment is not None
    assert playback.playing is False
    assert clock() - playback.moment < timedelta(seconds=1)


def test_a_timer_plays_and_standing_still_there_is_none(
    playback: Playback, clock: Clock, qtbot: QtBot
) -> None:
    playback.play(1)
    assert not playback.playing
    playback.seek(NOW - HOUR)
    playback.play(1)
    clock.wait(seconds=3)
    with qtbot.waitSignal(playback.shown):
        pass
    assert playback.moment == TODAY - HOUR + timedelta(seconds=3)
    playback.stop()
    assert not playback.playing
    clock.wait(seconds=3)
    playback.tick()
    assert playback.moment == TODAY - HOUR + timedelta(seconds=3)


def test_one_question_is_asked_at_a_time_and_the_newest_wish_wins(
    past: FakePast, clock: Clock, qtbot: QtBot
) -> None:
    lanes = LateAnswers()
    playback = playback_of(past, clock, lanes)
    for hours in (5, 4, 3):
        playback.seek(NOW - hours * HOUR)
    assert len(past.asked) == 1
    assert playback.moment is None
    lanes.tell()
    assert [until for _, until in past.asked] == [TODAY - 5 * HOUR, TODAY - 3 * HOUR]
    lanes.tell()
    assert playback.moment == TODAY - 3 * HOUR
    assert lanes.answers == {}
    playback.leave()


def test_leaving_is_at_once_and_late_answers_are_not_told(
    past: FakePast, clock: Clock, qtbot: QtBot
) -> None:
    lanes = LateAnswers()
    playback = playback_of(past, clock, lanes)
    frames = frames_of(playback)
    playback.seek(NOW - HOUR)
    with qtbot.waitSignal(playback.left):
        playback.leave()
    lanes.tell()
    assert frames == []
    assert (playback.on, playback.moment, playback.wanted) == (False, None, None)
    playback.seek(NOW - 4 * HOUR)
    lanes.tell()
    assert [one.moment for one in frames] == [TODAY - 4 * HOUR]
    playback.leave()


def test_a_failure_is_told_and_stops_at_what_is_shown(
    playback: Playback, past: FakePast, clock: Clock, qtbot: QtBot
) -> None:
    playback.seek(NOW - 4 * HOUR)
    playback.play(600)
    past.broken = Refusal("past.year_away", year=2025)
    clock.wait(seconds=2)
    with qtbot.waitSignal(playback.failed) as told:
        playback.tick()
    assert told.args == [past.broken]
    assert not playback.playing
    assert playback.wanted == playback.moment == TODAY - 4 * HOUR
    past.broken = None
    playback.step(HOUR)
    assert playback.moment == TODAY - 3 * HOUR


def test_what_is_drawn_is_made_from_the_frame_before(
    past: FakePast, clock: Clock, qtbot: QtBot
) -> None:
    def draw(frame: Frame, before: tuple[int, ...] | None) -> tuple[int, ...]:
        return (*(before or ()), len(frame.cases))

    playback = Playback(past, AtOnceLanes(), clock, draw)
    playback.seek(NOW - 4 * HOUR)
    playback.seek(NOW - HOUR - timedelta(minutes=1))
    assert playback.frame is not None
    assert playback.frame.drawn == (1, 0)
    playback.leave()
