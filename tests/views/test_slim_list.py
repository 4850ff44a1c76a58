"""The slim list beside a panel: follows the queue, tells which case is wanted next."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.viewmodels.slim_cases import SlimCases
from console.views.slim_list import SlimList
from tests.rows import a_case_id, sample_rows
from tests.seats import Seat, a_seat


def shown(qtbot: QtBot, seat: Seat) -> SlimList:
    cases = SlimCases(seat.queue, seat.facts, seat.look.wording.say)
    slim = SlimList(seat.queue, cases, seat.look)
    qtbot.addWidget(slim)
    slim.resize(318, 600)
    seat.queue.open("dispatch")
    with qtbot.waitExposed(slim):
        slim.show()
    qtbot.waitUntil(lambda: cases.table.rowCount() == len(sample_rows()))
    return slim


def test_it_names_its_queue_and_count(qtbot: QtBot) -> None:
    slim = shown(qtbot, a_seat())
    assert (slim.name.text(), slim.count.text()) == ("待派遣", "14")


def test_the_case_in_hand_is_highlighted(qtbot: QtBot) -> None:
    seat = a_seat()
    slim = shown(qtbot, seat)
    seat.queue.choose(a_case_id(119))
    assert slim.list.currentIndex().row() == 1


def test_enter_on_another_case_asks_for_it(qtbot: QtBot) -> None:
    seat = a_seat()
    slim = shown(qtbot, seat)
    seat.queue.choose(a_case_id(95))
    slim.list.setFocus()
    QTest.keyClick(slim.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(slim.opened) as told:
        QTest.keyClick(slim.list, Qt.Key.Key_Return)
    assert told.args == [a_case_id(119)]
