"""Long work shows itself only when it is long, and can be given up."""

from pytestqt.qtbot import QtBot

from console.viewmodels.tasks import Tasks

Told = list[tuple[str, object]]


def a_task() -> tuple[Tasks, Told, list[str]]:
    tasks, told, ended = Tasks(), Told(), list[str]()
    tasks.progressed.connect(lambda code, share: told.append((code, share)))
    tasks.begin("task.export", lambda: ended.append("given up"))
    return tasks, told, ended


def test_quick_work_shows_no_progress(qtbot: QtBot) -> None:
    tasks, told, _ = a_task()
    tasks.move(0.5)
    tasks.end()
    assert told == [("", None)]
    assert not tasks.running


def test_longer_work_tells_how_far_it_is(qtbot: QtBot) -> None:
    tasks, told, _ = a_task()
    with qtbot.waitSignal(tasks.progressed):
        tasks.move(0.25)
    tasks.move(0.5)
    assert told == [("task.export", 0.25), ("task.export", 0.5)]
    tasks.end()


def test_giving_up_ends_it_once(qtbot: QtBot) -> None:
    tasks, _, ended = a_task()
    tasks.cancel()
    tasks.cancel()
    assert ended == ["given up"]
    assert not tasks.running


def test_work_that_cannot_be_given_up_goes_on(qtbot: QtBot) -> None:
    tasks = Tasks()
    tasks.begin("task.export")
    tasks.cancel()
    assert tasks.running
    tasks.end()
