"""Marks of a list: picked rows last until let go, changed ones fade."""

from pytestqt.qtbot import QtBot

from console.ports.rows import News
from tests.rows import a_case_id
from tests.seats import Seat, a_seat


def tell(seat: Seat, *numbers: int) -> None:
    seat.desk.news.emit(News(cases=tuple(map(a_case_id, numbers)), as_of=seat.at))


def test_a_row_is_picked_and_let_go_by_the_same_key(qtbot: QtBot) -> None:
    marks = a_seat().marks
    with qtbot.waitSignal(marks.changed) as told:
        marks.toggle(a_case_id(87))
    assert told.args == [frozenset({a_case_id(87)})]
    assert marks.is_picked(a_case_id(87))
    marks.toggle(a_case_id(87))
    assert not marks.picked


def test_picked_rows_keep_the_order_they_were_picked_in(qtbot: QtBot) -> None:
    marks = a_seat().marks
    marks.toggle(a_case_id(163))
    marks.pick((a_case_id(87), a_case_id(163)))
    assert marks.picked == (a_case_id(163), a_case_id(87))
    marks.clear()
    assert not marks.picked


def test_a_changed_row_is_marked_for_three_seconds(qtbot: QtBot) -> None:
    seat = a_seat()
    tell(seat, 87)
    assert seat.marks.is_fresh(a_case_id(87))
    seat.wait(seconds=2)
    tell(seat, 163)
    seat.wait(seconds=1.5)
    with qtbot.waitSignal(seat.marks.changed) as told:
        pass
    assert told.args == [frozenset({a_case_id(87)})]
    assert not seat.marks.is_fresh(a_case_id(87))
    assert seat.marks.is_fresh(a_case_id(163))
