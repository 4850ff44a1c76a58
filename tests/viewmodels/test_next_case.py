"""The next case: the most urgent one nobody holds, taken by Space, silent when going on."""

from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.ports.rows import News
from console.viewmodels.next_case import NextCase
from console.viewmodels.notices import Notice
from tests.lanes import WaitingLanes
from tests.rows import NOW, a_case_id, a_case_row, sample_counts
from tests.seats import Seat, a_seat


def the_next(*held: int) -> tuple[Seat, NextCase, list[Notice]]:
    """Cases 1–3 in order of urgency; these are held by another seat."""
    rows = [a_case_row(at, at * 10, holder="lixia" if at in held else "") for at in (1, 2, 3)]
    seat, told = a_seat(*rows), list[Notice]()
    seat.desk.notice.connect(told.append)
    return seat, NextCase(seat.desk), told


def test_what_others_hold_is_not_offered(qtbot: QtBot) -> None:
    _, after, _ = the_next(1)
    after.reload()
    assert after.row is not None
    assert after.row.id == a_case_id(2)
    assert after.cell is not None


def test_counting_the_rail_looks_for_the_next_case_too(qtbot: QtBot) -> None:
    _, after, _ = the_next()
    with qtbot.waitSignal(after.shown):
        after.on_counted(sample_counts())
    assert after.count is not None
    assert (after.count.queue, after.count.total) == ("dispatch", 23)


def test_taking_holds_it_for_this_seat(qtbot: QtBot) -> None:
    seat, after, _ = the_next()
    with qtbot.waitSignal(after.taken) as taken:
        after.take()
    assert taken.args == [a_case_id(1), "dispatch"]
    assert seat.reading.cases[a_case_id(1)].holder == seat.desk.actor.operator


def test_with_nothing_left_space_says_so_and_going_on_does_not(qtbot: QtBot) -> None:
    _, after, told = the_next(1, 2, 3)
    with qtbot.waitSignal(after.none_left):
        after.take("dispatch")
    assert not told
    with qtbot.waitSignal(after.none_left):
        after.take()
    assert [one.code for one in told] == ["next.none"]


def test_what_comes_when_the_operator_has_begun_something_else_is_not_taken(qtbot: QtBot) -> None:
    seat, _, _ = the_next()
    seat.desk.lanes = lanes = WaitingLanes()
    in_hand = [a_case_id(3)]
    after = NextCase(seat.desk, lambda: in_hand[0])
    answers: list[tuple[str, CaseId | None]] = []
    after.taken.connect(lambda case, _queue: answers.append(("taken", case)))
    after.passed.connect(lambda case, _asker: answers.append(("passed", case)))
    after.take()
    in_hand[0] = a_case_id(2)
    lanes.run()
    after.take()
    after.forgo()
    lanes.run()
    after.take()
    lanes.run()
    assert answers == [
        ("passed", a_case_id(1)),
        ("passed", a_case_id(2)),
        ("taken", a_case_id(3)),
    ]


def test_what_was_offered_and_taken_elsewhere_is_replaced_at_once(qtbot: QtBot) -> None:
    seat, after, _ = the_next()
    after.reload()
    seat.reading.put(a_case_row(1, 10, holder="lixia"))
    seat.desk.news.emit(News(cases=(a_case_id(3),), as_of=NOW))
    assert after.row is not None
    assert after.row.id == a_case_id(1)
    seat.desk.news.emit(News(cases=(a_case_id(1),), as_of=NOW))
    assert after.row is not None
    assert after.row.id == a_case_id(2)
