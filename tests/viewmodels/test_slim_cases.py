"""The slim list: the queue's rows while somebody looks, parted where that helps to decide."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from console.domain.stage import Stage
from console.ports.rows import News
from console.viewmodels.slim_cases import SlimCases
from tests.rows import a_case_id, a_case_row, sample_rows
from tests.seats import Seat, a_seat


def slim(seat: Seat, queue: str = "dispatch") -> SlimCases:
    cases = SlimCases(seat.queue, seat.facts, seat.look.wording.say)
    seat.queue.open(queue)
    cases.show(live=True)
    return cases


def test_rows_arrive_as_they_are_read(qtbot: QtBot) -> None:
    seat = a_seat()
    cases = slim(seat)
    qtbot.waitUntil(lambda: cases.table.rowCount() == len(sample_rows()))
    first = cases.table.row_at(0)
    assert first is not None
    assert first.number == "2026-1123-000095"
    assert first.holder.label == "02席"
    assert cases.case_of(0) == a_case_id(95)
    assert cases.place_of(a_case_id(119)) == 1


def test_verification_is_parted_by_what_can_be_decided(qtbot: QtBot) -> None:
    seat = a_seat(
        a_case_row(1, stage=Stage.HANDLED),
        a_case_row(2, stage=Stage.VERIFYING),
        a_case_row(3, stage=Stage.VERIFYING, answered=True),
        a_case_row(4, stage=Stage.VERIFYING, answered=True),
    )
    cases = slim(seat, "verify")
    qtbot.waitUntil(lambda: cases.table.rowCount() == 7)
    heads = [row for at in range(7) if (row := cases.table.row_at(at)) and row.heading]
    assert [row.summary for row in heads] == ["已回传，可判定", "待发核查", "等待督查员回传"]
    assert [row.number for row in heads] == ["2", "1", "1"]
    assert cases.case_of(1) == a_case_id(3)
    assert cases.case_of(0) is None


def test_nothing_is_made_while_nobody_looks(qtbot: QtBot) -> None:
    seat = a_seat()
    cases = slim(seat)
    qtbot.waitUntil(lambda: cases.table.rowCount() > 0)
    cases.show(live=False)
    row = seat.reading.cases[a_case_id(95)]
    seat.reading.put(replace(row, stage=Stage.DISPATCHED))
    seat.desk.news.emit(News(cases=(row.id,), as_of=seat.at))
    assert cases.place_of(row.id) == 0
    cases.show(live=True)
    assert cases.place_of(row.id) == -1
