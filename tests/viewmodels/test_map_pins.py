"""Pins: every open case with a place, patched by news, gone when the case has ended."""

from pytestqt.qtbot import QtBot

from console.ports.rows import News
from console.viewmodels.map_pins import MapPins
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
