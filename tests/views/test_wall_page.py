"""The page a supervisor tells walls from: keys only, what is in force, and what is refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.domain.scene import OrderKind
from console.domain.stage import Post
from console.ports.wall import WallOrder
from console.views.wall_page import WallPage
from tests.fakes_administration import FakeAdministration
from tests.memory_walls import Walls
from tests.rows import NOW
from tests.screens import Stage, open_stage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def walls() -> Walls:
    return Walls()


@pytest.fixture
def stage(qtbot: QtBot, walls: Walls) -> Iterator[Stage]:
    made = open_stage(post=Post.SUPERVISOR)
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    made.desk.outside = replace(made.desk.outside, walls=walls)
    yield made
    made.close()


def page_of(stage: Stage) -> WallPage:
    stage.press(Qt.Key.Key_F11, CTRL)
    page = stage.shell.overlays.page
    assert isinstance(page, WallPage)
    return page


def test_a_digit_chooses_a_scene_and_enter_shows_it(stage: Stage, walls: Walls) -> None:
    page = page_of(stage)
    assert page.chosen is not None
    assert page.chosen.name == "overview"
    stage.press(Qt.Key.Key_3)
    chosen = page.chosen.name
    stage.press(Qt.Key.Key_Return)
    assert [(one.kind, one.scene, one.wall) for one in walls.sent] == [(OrderKind.SHOW, chosen, "")]
    assert "推送「责任单位排名」" in page.now.text()


def test_a_scene_is_pinned_and_handed_back(stage: Stage, walls: Walls) -> None:
    page = page_of(stage)
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_P)
    assert "固定" in page.now.text()
    stage.press(Qt.Key.Key_F)
    assert [one.kind for one in walls.sent] == [OrderKind.PIN, OrderKind.FREE]
    assert "轮播" in page.now.text()


def test_an_order_of_another_day_is_told_with_its_day(stage: Stage, walls: Walls) -> None:
    at = NOW - timedelta(days=3)
    walls.sent.append(WallOrder(id=1, wall="", kind=OrderKind.PIN, scene="units", at=at))
    assert f"{at + timedelta(hours=8):%m-%d %H:%M}" in page_of(stage).now.text()


def test_chords_tell_walls_nothing(stage: Stage, walls: Walls) -> None:
    page_of(stage)
    for key in (Qt.Key.Key_P, Qt.Key.Key_F, Qt.Key.Key_Return):
        stage.press(key, CTRL)
    assert not walls.sent


def test_the_past_is_shown_from_a_typed_moment(stage: Stage, walls: Walls) -> None:
    page = page_of(stage)
    page.wall.setText("hall")
    yesterday = NOW - timedelta(days=1)
    page.moment.setText(f"{yesterday + timedelta(hours=8):%m-%d %H:%M}")
    page.setFocus()
    stage.press(Qt.Key.Key_R)
    sent = walls.sent[0]
    assert (sent.kind, sent.wall, sent.speed) == (OrderKind.PAST, "hall", 60)
    assert sent.moment == yesterday.replace(second=0, microsecond=0)


@pytest.mark.parametrize("typed", ["", "tomorrow", "2099-01-01 10:00"])
def test_a_moment_that_is_none_or_not_past_is_told_beside_it(
    stage: Stage, walls: Walls, typed: str
) -> None:
    page = page_of(stage)
    page.moment.setText(typed)
    stage.press(Qt.Key.Key_R)
    assert "过去的时刻" in page.said.text()
    assert stage.focus is page.moment
    assert not walls.sent


def test_a_refusal_stands_on_the_page_and_esc_leaves(stage: Stage, walls: Walls) -> None:
    page = page_of(stage)
    walls.closed = True
    stage.press(Qt.Key.Key_Return)
    assert page.said.text()
    stage.press(Qt.Key.Key_Escape)
    assert stage.shell.overlays.page is None


def test_a_store_without_walls_says_so(stage: Stage) -> None:
    stage.desk.outside = replace(stage.desk.outside, walls=None)
    assert "没有墙屏" in page_of(stage).said.text()


def test_who_only_keeps_scenes_is_offered_no_order(qtbot: QtBot, walls: Walls) -> None:
    mine = Post.ADMINISTRATOR
    made = open_stage(post=mine, posts=(mine,), administration=FakeAdministration())
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    made.desk.outside = replace(made.desk.outside, walls=walls)
    page = page_of(made)
    assert not any(one.isEnabled() for one in (page.send, page.pin, page.free, page.past))
    assert page.edit.isEnabled()
    made.close()
