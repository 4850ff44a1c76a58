"""What fits: at each size and in both languages nothing of the frame is cut off or too small."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.ports.errors import StoreUnavailable
from console.views.breadth import breadth_of
from console.views.theme import Theme
from console.views.widgets.elided import Elided
from console.views.widgets.keys import KeyLabel
from tests.journal import JournalInMemory
from tests.rows import a_case_id
from tests.screens import Stage, open_stage

SIZES = ((1366, 768), (1600, 900), (1920, 1080), (2560, 1440))


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    """The style sheet as it is shown; sizes follow from it."""
    Theme().dress(qapp)
    yield
    qapp.setStyleSheet("")


@pytest.fixture
def opened(qtbot: QtBot, dressed: None) -> Iterator[Callable[..., Stage]]:
    """Opens the console at a size and in a language."""
    made: list[Stage] = []

    def open_at(size: tuple[int, int], language: str = "zh") -> Stage:
        stage = open_stage(size, language=language)
        made.append(stage)
        qtbot.addWidget(stage.window)
        qtbot.waitUntil(stage.window.isActiveWindow)
        return stage

    yield open_at
    for stage in made:
        stage.close()


def _cut(part: QWidget, *, elided: bool = False) -> list[str]:
    """Words of this part that have less room than they need; `elided` ones as well."""
    return [
        f"{label.text()!r} {label.width()} < {label.sizeHint().width()}"
        for label in part.findChildren(QLabel)
        if label.isVisible()
        and label.text()
        and not label.wordWrap()
        and (elided or not isinstance(label, Elided))
        and label.width() < label.sizeHint().width()
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_word_of_the_frame_is_cut_and_every_button_can_be_hit(
    opened: Callable[..., Stage], size: tuple[int, int], language: str
) -> None:
    stage = opened(size, language)
    hint, frame = stage.window.minimumSizeHint(), stage.shell.workplace.frame
    assert hint.width() <= size[0]
    assert hint.height() <= size[1]
    parts = (frame.top, stage.shell.page.panes.strip, stage.shell.summary)
    assert [words for part in parts for words in _cut(part)] == []
    assert frame.top.search.width() >= 180
    small = [
        button.text()
        for part in parts
        for button in part.findChildren(QPushButton)
        if button.isVisible() and min(button.width(), button.height()) < 24
    ]
    assert small == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", ["store.lost", "store.disk_full", "store.read_only"])
def test_the_banner_is_read_whole_at_the_smallest_size(
    opened: Callable[..., Stage], language: str, code: str
) -> None:
    stage = opened(SIZES[0], language)
    banner = stage.shell.workplace.frame.banner
    stage.desk.outside = replace(stage.desk.outside, journal=JournalInMemory())
    stage.reading.lost = code == "store.lost"
    stage.desk.failed(StoreUnavailable(code))
    stage.clock.wait(minutes=48, seconds=24)
    stage.shell.bench.queued.changed.emit()
    QApplication.processEvents()
    assert banner.isVisible()
    assert _cut(banner, elided=True) == []
    assert stage.window.width() == SIZES[0][0]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_each_width_has_its_layout(opened: Callable[..., Stage], size: tuple[int, int]) -> None:
    stage = opened(size)
    wanted, panes = breadth_of(size[0]), stage.shell.page.panes
    assert stage.shell.workplace.frame.rail.width() == wanted.rail
    detail = stage.shell.page.detail.width()
    assert abs(detail - wanted.detail) <= 2
    assert panes.queue.isVisible()
    assert panes.map.isVisible() is not wanted.tabs
    stage.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert panes.map.isVisible()
    assert panes.queue.isVisible() is not wanted.tabs
    stage.shell.bench.queue.choose(a_case_id(87))
    assert stage.shell.page.detail.width() == detail


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_long_sentence_at_the_foot_leaves_keys_whole_or_out(
    opened: Callable[..., Stage], language: str
) -> None:
    stage = opened(SIZES[0], language)
    status = stage.shell.workplace.frame.status
    status.say(stage.shell.look.wording.say("lost.next.unsaved"), loud=True)
    QApplication.processEvents()
    assert _cut(status) == []
    assert any(label.isVisible() for label in status.findChildren(KeyLabel))
