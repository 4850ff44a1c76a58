"""Pins: every open case with a place, patched by news, gone when the case has ended."""

from datetime import timedelta
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.ports.rows import News
from console.viewmodels.case_facts import deadline, urgency_of
from console.viewmodels.map_pins import WHOLE_EVERY, MapPins, compared
from tests.rows import NOW, a_case_id, a_case_row
from tests.seats import Seat, a_seat


def the_pins() -> tuple[Seat, MapPins]:
    seat = a_seat(a_case_row(1, -5), a_case_row(2, 600), a_case_row(3, 600, lon=None, lat=None))
    pins = MapPins(seat.desk)
    pins.reload()
    return seat, pins


def test_a_case_without_a_place_has_no_pin_and_colour_follows_its_clock(qtbot: QtBot) -> None:
    _, pins = the_pins()
    assert {pin.id: pin.urgency for pin in pins.present} == {
        a_case_id(1): "over",
        a_case_id(2): "normal",
    }


@pytest.mark.usefixtures("qtbot")
def test_a_pins_grid_is_written_as_everywhere_else() -> None:
    _, pins = the_pins()
    assert {pin.detail.split(" · ")[0] for pin in pins.present} == {"410403 003 002 017"}


def test_news_patch_only_what_changed(qtbot: QtBot) -> None:
    seat, pins = the_pins()
    seat.reading.put(a_case_row(2, -60))
    with qtbot.waitSignal(pins.patched) as patched:
        seat.desk.news.emit(News(cases=(a_case_id(2),), as_of=NOW))
    changed, gone = patched.args
    assert [(pin.id, pin.urgency) for pin in changed] == [(a_case_id(2), "over")]
    assert gone == ()


def test_a_case_that_ended_leaves_the_map(qtbot: QtBot) -> None:
    seat, pins = the_pins()
    seat.reading.put(a_case_row(1, due=None))
    with qtbot.waitSignal(pins.patched) as patched:
        seat.desk.news.emit(News(cases=(a_case_id(1),), as_of=NOW))
    assert patched.args == [(), (a_case_id(1),)]
    assert [pin.id for pin in pins.present] == [a_case_id(2)]
    assert pins.time_of(a_case_id(1)) is None


def test_time_left_of_a_pin_is_read_now(qtbot: QtBot) -> None:
    seat, pins = the_pins()
    before = pins.time_of(a_case_id(2))
    seat.wait(seconds=30)
    after = pins.time_of(a_case_id(2))
    assert before is not None
    assert after is not None
    assert before.left is not None
    assert after.left is not None
    assert before.left - after.left == 30
    assert pins.time_of(None) is None


def test_a_minute_later_only_what_time_changed_is_told(qtbot: QtBot) -> None:
    seat, pins = the_pins()
    with qtbot.assertNotEmitted(pins.patched), qtbot.waitSignal(pins.read):
        pins.reload()
    seat.wait(seconds=601 * 60)
    with qtbot.waitSignal(pins.patched) as patched:
        pins.reload()
    changed, gone = patched.args
    assert [(pin.id, pin.urgency) for pin in changed] == [(a_case_id(2), "over")]
    assert gone == ()


def test_what_news_changed_while_all_pins_were_read_stays(qtbot: QtBot) -> None:
    seat, pins = the_pins()
    stale = compared(seat.reading.open_pins("chen"), {}, NOW, seat.desk.rules)
    seat.reading.put(a_case_row(2, -60))
    seat.reading.put(a_case_row(1, due=None))
    seat.desk.news.emit(News(cases=(a_case_id(1), a_case_id(2)), as_of=NOW))
    with qtbot.assertNotEmitted(pins.patched):
        pins._on_pins(stale)
    assert [(pin.id, pin.urgency) for pin in pins.present] == [(a_case_id(2), "over")]


@pytest.mark.parametrize("minutes", [-5, 3, 600])
@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"paused": True},
        {"opened": False},
        {"near_at": NOW},
        {"near_at": NOW + timedelta(hours=1)},
        {"near_at": NOW - timedelta(hours=1), "opened": False},
        {"started_at": None},
        {"limit": ""},
    ],
)
def test_the_quick_urgency_of_a_mark_is_that_of_its_clock(
    minutes: int, facts: dict[str, Any]
) -> None:
    rules = a_seat().desk.rules
    row = a_case_row(1, minutes, **facts)
    for now in (NOW, NOW + timedelta(minutes=4), NOW + timedelta(days=3)):
        assert urgency_of(row, now, rules) is deadline(row, now, rules).urgency


def test_whole_rows_are_read_seldom_and_pins_every_beat(qtbot: QtBot) -> None:
    seat, pins = the_pins()
    seat.reading.asked.clear()
    for _ in range(WHOLE_EVERY):
        pins._on_beat()
    assert seat.reading.asked.count("open_pins") == WHOLE_EVERY
    assert seat.reading.asked.count("open_rows") == 1
