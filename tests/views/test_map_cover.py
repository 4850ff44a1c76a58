"""The last picture of the map: taken at rest, shown in front, gone when the same is to be seen."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from console.views import map_cover
from console.views.map_cover import Cover, alike


def a_stage(qtbot: QtBot) -> tuple[QWidget, QLabel, Cover]:
    stage = QWidget()
    stage.resize(200, 100)
    shown = QLabel("map", stage)
    shown.resize(200, 100)
    qtbot.addWidget(stage)
    stage.show()
    return stage, shown, Cover(stage)


def test_a_picture_is_kept_once_what_is_shown_rests(qtbot: QtBot) -> None:
    _stage, shown, cover = a_stage(qtbot)
    cover.changed()
    assert not cover.is_kept
    cover.of(shown)
    cover.changed()
    qtbot.waitUntil(lambda: cover.is_kept)


def test_it_stands_in_front_until_the_same_is_to_be_seen(qtbot: QtBot) -> None:
    _stage, shown, cover = a_stage(qtbot)
    cover.of(shown)
    cover.changed()
    qtbot.waitUntil(lambda: cover.is_kept)
    shown.setStyleSheet("background:#ff0000")
    cover.hold()
    assert cover.is_held
    cover.reveal(shown)
    qtbot.wait(4 * map_cover.LOOK_MS)
    assert cover.is_held, "what is behind it is another picture"
    shown.setStyleSheet("")
    qtbot.waitUntil(lambda: not cover.is_held)


def test_a_page_that_never_shows_the_same_is_shown_as_it_is(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_cover, "LONGEST_MS", 60)
    _stage, shown, cover = a_stage(qtbot)
    cover.of(shown)
    cover.changed()
    qtbot.waitUntil(lambda: cover.is_kept)
    shown.setStyleSheet("background:#ff0000")
    cover.hold()
    cover.reveal(shown)
    qtbot.waitUntil(lambda: not cover.is_held)


def test_a_picture_of_another_size_is_not_shown(qtbot: QtBot) -> None:
    stage, shown, cover = a_stage(qtbot)
    cover.of(shown)
    cover.changed()
    qtbot.waitUntil(lambda: cover.is_kept)
    stage.resize(300, 100)
    cover.hold()
    assert not cover.is_held


def test_where_pictures_are_dear_the_window_does_without(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_cover, "DEAR_S", -1.0)
    monkeypatch.setattr(map_cover, "CALM_MS", 1)
    monkeypatch.setattr(map_cover, "REST", 0)
    _stage, shown, cover = a_stage(qtbot)
    cover.of(shown)
    cover.changed()
    qtbot.waitUntil(lambda: cover.is_kept)

    def none_any_more() -> bool:
        cover.changed()
        return not cover.is_kept

    qtbot.waitUntil(none_any_more)
    cover.hold()
    assert not cover.is_held


def test_two_pictures_are_alike_when_little_has_changed(qapp: object) -> None:
    one, other = QPixmap(100, 100), QPixmap(100, 100)
    one.fill(QColor("white"))
    other.fill(QColor("white"))
    assert alike(one, other)
    other.fill(QColor("black"))
    assert not alike(one, other)
