"""Proposed units of a list: asked for rows that are seen, once, until the case moves on."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from console.viewmodels.keyed_table import TEXT_ROLE
from console.viewmodels.likely import MOST, OLD, PATIENCE
from tests.rows import a_case_row, a_likely_unit
from tests.seats import Seat, a_seat


def questions(seat: Seat) -> int:
    return seat.reading.asked.count("likely_units")


def told(qtbot: QtBot, seat: Seat, *numbers: int) -> None:
    """These rows are looked at, and answered."""
    with qtbot.waitSignal(seat.likely.changed):
        for number in numbers:
            seat.likely.of(a_case_row(number))


def test_rows_seen_together_are_one_question_and_stay_known(qtbot: QtBot) -> None:
    seat = a_seat()
    told(qtbot, seat, 1, 2, 3)
    found = [seat.likely.of(a_case_row(number)) for number in (1, 2, 3)]
    assert found == [a_likely_unit(a_case_row(number).id) for number in (1, 2, 3)]
    assert questions(seat) == 1


def test_a_row_with_a_unit_or_without_a_class_asks_nothing(qtbot: QtBot) -> None:
    seat = a_seat()
    assert seat.likely.of(a_case_row(1, unit="U2")) is None
    assert seat.likely.of(a_case_row(2, category="")) is None
    told(qtbot, seat, 3)
    assert seat.likely.of(a_case_row(1)) is None  # had it been asked, it would be known now


def test_the_former_unit_stands_until_the_moved_case_is_answered_again(qtbot: QtBot) -> None:
    seat, row = a_seat(), a_case_row(1)
    told(qtbot, seat, 1)
    moved = replace(row, version=row.version + 1)
    seat.reading.proposed[row.id] = a_likely_unit(row.id, "环卫中心")
    with qtbot.waitSignal(seat.likely.changed):
        before = seat.likely.of(moved)
    after = seat.likely.of(moved)
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("市市政工程维护处", "环卫中心")
    assert questions(seat) == 2


def test_no_evidence_is_an_answer_too_and_is_not_asked_for_again(qtbot: QtBot) -> None:
    seat, row = a_seat(), a_case_row(1)
    seat.reading.proposed[row.id] = a_likely_unit(row.id, "")
    told(qtbot, seat, 1)
    assert seat.likely.of(row) is None
    told(qtbot, seat, 2)
    assert questions(seat) == 2


def test_what_is_old_is_asked_again_while_it_is_shown(qtbot: QtBot) -> None:
    seat = a_seat()
    told(qtbot, seat, 1)
    seat.wait(seconds=OLD.total_seconds() + 1)
    with qtbot.waitSignal(seat.likely.changed):
        assert seat.likely.of(a_case_row(1)) is not None


def test_of_more_rows_than_a_screen_shows_the_last_ones_seen_are_asked(qtbot: QtBot) -> None:
    seat = a_seat()
    with qtbot.waitSignal(seat.likely.changed) as caught:
        for number in range(MOST + 20):
            seat.likely.of(a_case_row(number))
    assert caught.args is not None
    assert caught.args[0] == {a_case_row(number).id for number in range(20, MOST + 20)}


def test_a_question_without_an_answer_is_asked_again_when_patience_is_over(qtbot: QtBot) -> None:
    seat, row = a_seat(), a_case_row(1)
    seat.reading.lost = True
    with qtbot.waitSignal(seat.desk.lost):
        seat.likely.of(row)
    seat.reading.lost = False
    seat.wait(seconds=PATIENCE.total_seconds() + 1)
    told(qtbot, seat, 1)
    assert seat.likely.of(row) is not None


def test_the_table_tells_only_the_column_of_the_unit_again(qtbot: QtBot) -> None:
    seat = a_seat()
    table = seat.queue.table
    seat.queue.open("dispatch")
    place = 0
    at = next(at for at, one in enumerate(table.columns) if one.key == "unit")
    with qtbot.waitSignal(table.dataChanged):
        table.index(place, at).data(TEXT_ROLE)
    with qtbot.waitSignal(seat.likely.changed), qtbot.waitSignal(table.dataChanged) as caught:
        table.index(place, at).data(TEXT_ROLE)
    assert caught.args is not None
    first, last = caught.args[:2]
    assert (first.row(), first.column(), last.row(), last.column()) == (place, at, place, at)
    assert table.index(place, at).data(TEXT_ROLE).text == "市市政工程维护处"
