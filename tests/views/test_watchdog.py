"""A stop of the window's thread is reported with what it was doing; calm running is not."""

import threading

from pytestqt.qtbot import QtBot

from console.views.watchdog import LIMIT_S, Stop, Watchdog


def _blocked_by_a_long_wait(seconds: float) -> None:
    threading.Event().wait(seconds)


def test_a_stop_is_reported_with_its_stack(qtbot: QtBot) -> None:
    seen: list[Stop] = []
    dog = Watchdog(seen.append)

    def _stood() -> bool:
        _blocked_by_a_long_wait(0.2)
        return any("_blocked_by_a_long_wait" in one.stack for one in seen)

    dog.start()
    try:
        qtbot.waitUntil(_stood)  # again, should the watching thread not have had its turn
    finally:
        dog.stop()
    assert all(one.seconds > LIMIT_S for one in seen)


def test_its_thread_ends_with_it(qtbot: QtBot) -> None:
    dog = Watchdog(lambda _stop: None)
    dog.start()
    dog.stop()
    assert not [one for one in threading.enumerate() if one.name == "watchdog"]
