"""A caller is shown for 60 s after a logged reason, and for the case in hand only."""

from pytestqt.qtbot import QtBot

from console.ports.work import Caller
from console.viewmodels.reveal import Reveal
from tests.rows import a_case_id
from tests.seats import Seat, a_seat

CASE = a_case_id(87)
CALLER = Caller(name="测试甲", phone="13800000001")


def seat_with_caller() -> Seat:
    seat = a_seat()
    seat.callers.known[CASE] = (CALLER,)
    return seat


def test_the_reason_is_logged_and_the_caller_shown(qtbot: QtBot) -> None:
    seat = seat_with_caller()
    reveal = Reveal(seat.desk)
    with qtbot.waitSignal(reveal.shown) as told:
        reveal.ask(CASE, "回访")
    assert told.args == [(CALLER,)]
    assert seat.callers.reveals == [(CASE, "回访")]
    assert reveal.active
    reveal.end()


def test_without_a_reason_nobody_is_shown(qtbot: QtBot) -> None:
    seat = seat_with_caller()
    reveal = Reveal(seat.desk)
    with qtbot.waitSignal(seat.desk.notice) as told:
        reveal.ask(CASE, "")
    assert told.args is not None
    assert told.args[0].code == "caller.reason"
    assert not reveal.active
    assert not reveal.callers


def test_a_minute_later_nothing_is_left(qtbot: QtBot) -> None:
    seat = seat_with_caller()
    reveal = Reveal(seat.desk)
    reveal.ask(CASE, "回访")
    seat.wait(seconds=59)
    with qtbot.waitSignal(reveal.ticked) as told:
        reveal.tick()
    assert told.args == [1]
    seat.wait(seconds=1)
    with qtbot.waitSignal(reveal.ended):
        reveal.tick()
    assert not reveal.callers
    assert not reveal.active


def test_an_answer_for_a_case_left_meanwhile_is_dropped(qtbot: QtBot) -> None:
    seat = seat_with_caller()
    reveal = Reveal(seat.desk)
    reveal.ask(CASE, "回访")
    reveal.end()
    reveal._on_revealed(CASE, (CALLER,))
    assert not reveal.callers
