"""A passed test that leaves a thread, a running timer or a window behind is failed.

Session-wide helpers (the embedded server, the application) exist before the test is watched, so
they are not counted. Objects waiting for the garbage collector are collected before judging.
"""

import gc
import threading
import time
from collections.abc import Generator, Iterator
from typing import Final

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

GRACE_SECONDS: Final = 2.0
_YOUNG: Final = 0
_ALL: Final = 2
"""Generations of the garbage collector."""

PASSED: Final = pytest.StashKey[bool]()
ALIVE: Final = pytest.StashKey[dict[int, str] | None]()
"""What of Qt was alive after the test before; None where something else was set up or ended since,
so that it has to be looked at anew (a twentieth of all tests' time)."""
# Windows Qt keeps for itself and shows again.
KEPT_BY_QT: Final = frozenset({"QTipLabel", "QDesktopWidget", "QComboBoxPrivateContainer"})


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Nothing that is imported and collected is garbage: looking for it only costs time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """What the imports made stays: without it, looking for what a test left behind is quick."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note whether the test itself passed: a failed one holds its frames, and so its objects."""
    report = yield
    if report.when == "call":
        item.stash[PASSED] = report.passed
    return report


@pytest.hookimpl
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> None:
    """What outlives tests is made before the next one is watched."""
    _forget_alive(fixturedef, request.config)


@pytest.hookimpl
def pytest_fixture_post_finalizer(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> None:
    """What has ended may have left its place in memory to something new."""
    _forget_alive(fixturedef, request.config)


def _forget_alive(fixture: pytest.FixtureDef[object], config: pytest.Config) -> None:
    if fixture.scope != "function":
        config.stash[ALIVE] = None


def _threads() -> set[threading.Thread]:
    # Python sees a Qt pool's thread as a "Dummy" that it never forgets; Qt ends those itself.
    return {one for one in threading.enumerate() if not one.name.startswith("Dummy-")}


def _qt_objects() -> dict[int, str]:
    """Running timers and threads and open windows, by identity, as words for the message."""
    found: dict[int, str] = {}
    for one in Shiboken.getAllValidWrappers():
        if (isinstance(one, QTimer) and one.isActive()) or (
            isinstance(one, QThread) and one.isRunning() and one is not QThread.currentThread()
        ):
            found[id(one)] = f"{type(one).__name__} of {_owner(one)}"
    if isinstance(QCoreApplication.instance(), QApplication):
        for widget in QApplication.topLevelWidgets():
            if widget.metaObject().className() not in KEPT_BY_QT and _stands_alone(widget):
                found[id(widget)] = f"window {type(widget).__name__} {widget.windowTitle()!r}"
    return found


def _stands_alone(widget: QWidget) -> bool:
    return widget.parent() is None


def _owner(one: QObject) -> str:
    parent = one.parent()
    return type(parent).__name__ if parent is not None else "nobody"


def _settle(generation: int) -> None:
    """Let Qt delete what was given to deleteLater, and Python what hangs in a circle."""
    gc.collect(generation)
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _left_behind(
    threads: set[threading.Thread], objects: dict[int, str]
) -> tuple[list[str], dict[int, str]]:
    """Words for what a test left, and all that is alive of Qt now."""
    until = time.monotonic() + GRACE_SECONDS
    for thread in _threads() - threads:
        thread.join(max(0.0, until - time.monotonic()))
    left = [f"thread {one.name}" for one in _threads() - threads if one.is_alive()]
    alive = _settled(objects)
    return left + [words for key, words in alive.items() if key not in objects], alive


def _settled(objects: dict[int, str]) -> dict[int, str]:
    # What the test itself made is young, for nothing was collected meanwhile; walking through all
    # that a whole run keeps is only for what is left then.
    alive: dict[int, str] = {}
    for settle in (None, _YOUNG, _ALL):
        if settle is not None:
            _settle(settle)
        alive = _qt_objects()
        if alive.keys() <= objects.keys():
            break
    return alive


@pytest.fixture(autouse=True)
def garbage_of_qt(request: pytest.FixtureRequest) -> Iterator[None]:
    """With Qt, garbage is collected on the main thread alone (`console.viewmodels.collector`)."""
    if "qapp" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    gc.collect(_YOUNG)  # all that is younger than the test
    gc.enable()


@pytest.fixture(autouse=True)
def no_leaks(garbage_of_qt: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """Compare what is alive before and after the test."""
    stash = request.config.stash
    objects = stash.get(ALIVE, None)
    threads, objects = _threads(), _qt_objects() if objects is None else objects
    stash[ALIVE] = None
    yield
    node: pytest.Item = request.node
    if not node.stash.get(PASSED, False):
        return
    left, alive = _left_behind(threads, objects)
    if left:
        pytest.fail("Left behind by this test: " + "; ".join(sorted(left)))
    stash[ALIVE] = alive
