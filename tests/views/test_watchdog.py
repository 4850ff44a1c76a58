"""A stop of the window's thread is reported with what it was doing; calm running is not."""

import threading

from pytestqt.qtbot import QtBot

from console.views.watchdog import Stop, Watchdog


def _blocked_by_a_long_wait(seconds: float) -> None:
    threading.Event().wait(seconds)


def test_a_stop_is_reported_with_its_stack(qtbot: QtBot) -> None:
    seen: list[Stop] = []
    dog = Watchdog(seen.append)
    dog.start()
    try:
        qtbot.waitUntil(lambda: dog.marks > 3)
        _blocked_by_a_long_wait(0.3)
        qtbot.waitUntil(lambda: bool(seen))
    finally:
        dog.stop()
    longest = max(seen, key=lambda one: one.seconds)
    assert longest.seconds > 0.2
    assert "_blocked_by_a_long_wait" in longest.stack


def test_its_thread_ends_with_it(qtbot: QtBot) -> None:
    dog = Watchdog(lambda _stop: None)
    dog.start()
    dog.stop()
    assert not [one for one in threading.enumerate() if one.name == "watchdog"]
