"""One queue: rows stay put under a busy hand, selection is by case, filters are the database's."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.domain.stage import Stage
from console.ports.rows import News
from tests.lanes import LateAnswers
from tests.rows import a_case_id, a_case_row, sample_rows
from tests.seats import ME, Seat, a_seat

FIRST, SECOND, THIRD = (row.id for row in sample_rows()[:3])


def opened(seat: Seat) -> Seat:
    seat.queue.open("dispatch")
    return seat


def gone(seat: Seat, case: int) -> None:
    """Another seat has sent the case on."""
    row = seat.reading.cases[a_case_id(case)]
    seat.reading.put(replace(row, stage=Stage.DISPATCHED))
    seat.desk.news.emit(News(cases=(row.id,), as_of=seat.at))


def test_a_queue_opens_with_its_cases_most_urgent_first(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    assert seat.queue.table.keys[:3] == (FIRST, SECOND, THIRD)
    assert seat.queue.total == len(sample_rows())
    assert not seat.queue.filtered


def test_a_filter_narrows_and_is_dropped_again(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    seat.queue.narrow(unclaimed=True)
    assert FIRST not in seat.queue.table.keys
    assert seat.queue.filtered
    assert seat.queue.outside == 3
    seat.queue.clear()
    assert seat.queue.table.keys[0] == FIRST


def test_a_case_that_leaves_is_taken_away_when_the_hand_is_calm(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    gone(seat, 95)
    assert FIRST not in seat.queue.table.keys


def test_rows_stay_put_until_three_seconds_after_the_last_key(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    seat.queue.touched()
    gone(seat, 95)
    assert seat.queue.table.keys[0] == FIRST
    seat.wait(seconds=3.5)
    with qtbot.waitSignal(seat.queue.table.rowsRemoved):
        pass
    assert FIRST not in seat.queue.table.keys


def test_a_new_case_joins_at_its_place_while_the_hand_is_busy(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    seat.queue.touched()
    seat.reading.put(a_case_row(200, left=7))
    seat.desk.news.emit(News(cases=(a_case_id(200),), as_of=seat.at))
    assert seat.queue.table.keys[3] == a_case_id(200)


def test_choosing_is_told_once(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    told: list[object] = []
    seat.queue.chosen.connect(told.append)
    seat.queue.choose(SECOND)
    seat.queue.choose(SECOND)
    assert told == [SECOND]
    assert seat.queue.selected == SECOND


def test_neighbours_end_at_the_ends(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    assert seat.queue.neighbour(1) == FIRST
    seat.queue.choose(FIRST)
    assert seat.queue.neighbour(-1) == FIRST
    assert seat.queue.neighbour(1) == SECOND
    assert seat.queue.neighbour(1000) == sample_rows()[-1].id


def test_going_on_from_a_case_that_has_left_goes_on_at_its_place(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    seat.queue.choose(SECOND)
    gone(seat, 119)
    assert seat.queue.selected == SECOND
    assert seat.queue.neighbour(1) == THIRD
    assert seat.queue.neighbour(-1) == FIRST


def test_an_empty_queue_has_no_neighbour(qtbot: QtBot) -> None:
    seat = a_seat()
    seat.queue.open("close")
    assert seat.queue.neighbour(1) is None


def test_an_unchanged_order_moves_no_row(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    with qtbot.assertNotEmitted(seat.queue.table.layoutChanged):
        seat.queue.reload()
    assert seat.queue.table.rowCount() == len(sample_rows())


def test_after_the_store_is_found_again_every_row_is_read_anew(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    seat.queue.table.index(0, 0).data()
    qtbot.waitUntil(lambda: seat.queue.table.row_at(0) is not None)
    row = seat.reading.cases[FIRST]
    seat.reading.put(replace(row, description="又有新情况"))
    seat.desk.found_again()
    changed = seat.queue.table.row_at(0)
    assert changed is not None
    assert changed.description == "又有新情况"


def test_rows_that_could_not_be_read_are_asked_for_again(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    seat.reading.lost = True
    with qtbot.waitSignal(seat.queue.table.missing):
        seat.queue.table.index(0, 0).data()
    seat.reading.lost = False
    seat.desk.found_again()
    seat.queue.table.index(0, 0).data()
    qtbot.waitUntil(lambda: seat.queue.table.row_at(0) is not None)


def test_an_own_hold_is_seen_at_once(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    seat.queue.choose(THIRD)
    seat.desk.outside.claims.hold(THIRD, seat.desk.actor, seat.at)
    seat.queue.refresh()
    row = seat.queue.table.row_at(seat.queue.table.row_of(THIRD))
    assert row is not None
    assert row.holder == ME


def told(seat: Seat, *cases: CaseId) -> list[str]:
    """What the queue asks at news of these cases."""
    seat.reading.asked.clear()
    seat.desk.news.emit(News(cases=cases, as_of=seat.at))
    return sorted(seat.reading.asked)


def test_news_that_leave_a_row_where_it_stands_do_not_ask_for_the_order(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    seat.queue.table.fill(seat.reading.cases.values())
    seat.reading.put(replace(seat.reading.cases[SECOND], holder="lixia"))
    assert told(seat, SECOND) == ["rows"]
    row = seat.queue.table.row_at(1)
    assert row is not None
    assert row.holder == "lixia"


def test_news_of_cases_elsewhere_ask_only_whether_they_come_in(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    elsewhere = replace(a_case_row(500, 10), stage=Stage.HANDLING)
    seat.reading.put(elsewhere)
    assert told(seat, elsewhere.id) == ["any_waits"]
    seat.reading.put(replace(elsewhere, stage=Stage.RETURN_REQUESTED))
    assert told(seat, elsewhere.id) == ["any_waits", "order"]
    assert elsewhere.id in seat.queue.table.keys


def test_a_case_that_gets_another_deadline_moves(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    seat.queue.table.fill(seat.reading.cases.values())
    first, third = seat.reading.cases[FIRST], seat.reading.cases[THIRD]
    assert third.due is not None
    seat.reading.put(replace(first, due=third.due + timedelta(seconds=1)))
    assert told(seat, FIRST) == ["order", "rows"]
    assert seat.queue.table.keys[:3] == (SECOND, THIRD, FIRST)


@pytest.mark.parametrize(
    "narrowed", [{"unclaimed": True}, {"text": "井盖"}, {"order": "holder"}, {"queue": "overdue"}]
)
def test_where_rows_cannot_tell_the_order_is_asked_at_any_news(
    qtbot: QtBot, narrowed: dict[str, object]
) -> None:
    seat = opened(a_seat())
    seat.queue.narrow(**narrowed)
    assert "order" in told(seat, a_case_id(500))


def test_news_while_the_order_is_on_its_way_ask_for_it_again(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    late = a_case_row(500, 10)
    seat.reading.put(late)
    seat.desk.lanes = lanes = LateAnswers()
    seat.queue.reload()  # this answer knows the case, which is gone before it comes
    seat.reading.put(replace(late, stage=Stage.DISPATCHED))
    seat.desk.news.emit(News(cases=(late.id,), as_of=seat.at))
    lanes.tell()
    assert late.id not in seat.queue.table.keys


def holder_at(seat: Seat, place: int) -> str:
    row = seat.queue.table.row_at(place)
    assert row is not None
    return row.holder


def held_elsewhere(seat: Seat, case: CaseId) -> None:
    seat.reading.put(replace(seat.reading.cases[case], holder="lixia"))
    seat.desk.news.emit(News(cases=(case,), as_of=seat.at))


def test_news_during_a_look_are_looked_at_after_it(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    seat.queue.table.fill(seat.reading.cases.values())
    seat.desk.lanes = lanes = LateAnswers()
    for case in (FIRST, SECOND, FIRST):
        held_elsewhere(seat, case)
    assert list(lanes.answers) == ["queue.news"]
    lanes.tell()
    lanes.tell()
    assert not lanes.answers
    assert [holder_at(seat, place) for place in (0, 1)] == ["lixia", "lixia"]


def test_what_a_look_without_an_answer_was_about_is_looked_at_again(qtbot: QtBot) -> None:
    seat = opened(a_seat())
    seat.queue.table.fill(seat.reading.cases.values())
    seat.desk.lanes = lanes = LateAnswers()
    held_elsewhere(seat, THIRD)
    lanes.answers.clear()
    seat.wait(seconds=7)
    held_elsewhere(seat, SECOND)
    lanes.tell()
    assert [holder_at(seat, place) for place in (1, 2)] == ["lixia", "lixia"]
