"""The last act can be taken back while its quiet time runs; afterwards the way is told."""

from datetime import timedelta

from pytestqt.qtbot import QtBot

from console.domain.stage import Post, Stage
from console.services.dispatching import DispatchCase
from console.services.noting import NoteCase
from console.viewmodels.notices import Notice
from console.viewmodels.undo import UndoClock
from tests.panels import Table, a_table


def dispatched() -> tuple[Table, UndoClock, list[Notice]]:
    """A case just dispatched at this seat."""
    table, told = a_table(), list[Notice]()
    table.advance(Stage.TO_DISPATCH, Post.DISPATCHER)
    clock = UndoClock(table.desk)
    table.desk.notice.connect(told.append)
    table.desk.do(DispatchCase(case=table.case.id, unit="U1"))
    return table, clock, told


def later(table: Table, seconds: int) -> None:
    table.bench.at += timedelta(seconds=seconds)


def test_the_seconds_left_are_counted_down(qtbot: QtBot) -> None:
    table, clock, _ = dispatched()
    assert clock.seconds_left == table.desk.rules.quiet_seconds
    later(table, 12)
    assert clock.seconds_left == table.desk.rules.quiet_seconds - 12
    clock.stop()


def test_undo_takes_the_act_back_once(qtbot: QtBot) -> None:
    table, clock, told = dispatched()
    with qtbot.waitSignal(clock.ended):
        clock.undo()
    assert table.case.stage is Stage.TO_DISPATCH
    clock.undo()
    assert told[-1].code == "undo.late"


def test_when_the_quiet_time_is_over_nothing_is_undone(qtbot: QtBot) -> None:
    table, clock, told = dispatched()
    later(table, table.desk.rules.quiet_seconds)
    with qtbot.waitSignal(clock.ended):
        clock._on_tick()
    clock.undo()
    assert table.case.stage is Stage.DISPATCHED
    assert told[-1].code == "undo.late"


def test_an_act_that_cannot_be_undone_ends_the_offer(qtbot: QtBot) -> None:
    table, clock, _ = dispatched()
    with qtbot.waitSignal(clock.ended):
        table.desk.do(NoteCase(case=table.case.id, text="called the unit"))
    assert clock.seconds_left == 0


def test_without_any_act_undo_says_there_is_none(qtbot: QtBot) -> None:
    table, told = a_table(), list[Notice]()
    clock = UndoClock(table.desk)
    table.desk.notice.connect(told.append)
    clock.undo()
    assert [one.code for one in told] == ["undo.none"]
