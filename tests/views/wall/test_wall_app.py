"""The wall as a program in this process: which screens it takes, and the picture it keeps."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import cast

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QScreen
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.views.look import Look
from console.views.wall.wall_app import WallApp, chosen_screens
from console.views.wall.wish import Caption, WallWish
from tests.fake_wall import FakeWall, Life
from tests.wall_bench import Bench


@dataclass
class Monitor:
    """A screen by its name and place."""

    called: str
    left: int
    top: int = 0

    def name(self) -> str:
        return self.called

    def geometry(self) -> QRect:
        return QRect(self.left, self.top, 1920, 1080)


MONITORS = [Monitor("HDMI-2", 3840, 4), Monitor("DP-1", 0), Monitor("HDMI-1", 1920)]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("", ["HDMI-2"]),
        ("1", ["DP-1"]),
        ("2,3", ["HDMI-1", "HDMI-2"]),
        ("HDMI-1", ["HDMI-1"]),
        ("HDMI-1, 1", ["HDMI-1", "DP-1"]),
        ("4", []),
        ("1,HDMI-7", []),
    ],
)
def test_screens_are_numbered_from_the_left_and_one_that_is_missing_takes_the_wall_off(
    wanted: str, names: list[str]
) -> None:
    screens = cast(list[QScreen], MONITORS)
    assert [one.name() for one in chosen_screens(wanted, screens)] == names


def test_without_a_screen_there_is_none_to_take() -> None:
    assert chosen_screens("", []) == []


@dataclass
class Kept:
    """Pictures that were kept."""

    pictures: list[tuple[bytes, datetime, Caption]] = field(default_factory=list)
    beats: int = 0

    def beat(self) -> None:
        self.beats += 1

    def __call__(self, picture: bytes, at: datetime, caption: Caption) -> None:
        self.pictures.append((picture, at, caption))


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def wall(qapp: QApplication, qtbot: QtBot, kept: Kept) -> Iterator[WallApp]:
    bench = Bench(FakeWall.with_cases(30))
    wish = WallWish(trial=True, size=(1280, 720))
    look = Look.of("dark", "zh", strict=True)
    made = WallApp(qapp, bench.stage, bench.wall, look, wish, kept.beat, kept)
    qtbot.addWidget(made.window)
    made.start()
    yield made
    made.end()


def test_it_beats_for_its_guard_and_shows_the_scene_of_the_hour(
    wall: WallApp, kept: Kept, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: kept.beats > 0)
    assert wall.window.scene is not None
    assert wall.window.scene.name == "overview"


def test_a_picture_is_kept_with_the_moment_of_its_data(wall: WallApp, kept: Kept) -> None:
    wall.photograph()
    picture, at, caption = kept.pictures[0]
    image = QImage.fromData(picture)
    assert (image.width(), image.height()) == (1280, 720)
    assert caption.said.startswith("数据截至")
    assert caption.stopped.startswith("数据停在")
    assert at.tzinfo is not None


def test_a_picture_of_the_past_says_so_beside_it(wall: WallApp, kept: Kept) -> None:
    told = wall.window.told
    assert told is not None
    assert told.data_at is not None
    head = replace(told, past=told.data_at - timedelta(days=2))
    wall._on_aged(head)
    wall.photograph()
    said = kept.pictures[0][2].said
    assert said.startswith("回放 2026-11-21 10:42")
    assert "数据截至 2026-11-23 10:42:14" in said


def test_no_picture_is_kept_while_nothing_is_known(wall: WallApp, kept: Kept) -> None:
    told = wall.window.told
    assert told is not None
    wall._on_aged(replace(told, data_at=None))
    wall.photograph()
    assert kept.pictures == []


def test_a_monitor_that_wakes_up_with_other_pixels_is_filled_anew(
    qapp: QApplication, qtbot: QtBot, kept: Kept
) -> None:
    bench = Bench(FakeWall.with_cases(3))
    look = Look.of("dark", "zh", strict=True)
    made = WallApp(qapp, bench.stage, bench.wall, look, WallWish(), kept.beat, kept)
    qtbot.addWidget(made.window)
    made.start()
    screen = qapp.screens()[0]
    made.window.setGeometry(0, 0, 640, 360)  # as it stood on the pixels before
    screen.geometryChanged.emit(screen.geometry())
    assert made.window.geometry() == screen.geometry()
    made.end()


@pytest.mark.parametrize(("sound", "calls"), [("off", 0), ("tone", 1)])
def test_a_new_emergency_calls_where_that_is_wished(
    qapp: QApplication, qtbot: QtBot, kept: Kept, monkeypatch: pytest.MonkeyPatch,
    sound: str, calls: int,
) -> None:  # fmt: skip
    beeps: list[int] = []

    def beep() -> None:
        beeps.append(1)

    monkeypatch.setattr(QApplication, "beep", beep)
    bench = Bench(FakeWall.with_cases(3))
    look = Look.of("dark", "zh", strict=True)
    wish = WallWish(trial=True, sound=sound)
    made = WallApp(qapp, bench.stage, bench.wall, look, wish, kept.beat, kept)
    qtbot.addWidget(made.window)
    made.start()
    bench.wall.put(Life(id=900, entered=(bench.wall.now,), category="0501"))
    bench.pass_(4.0)
    assert len(beeps) == calls
    made.end()
