"""The page of scenes: order, rotation and seconds by keys, what stands where, and what is kept."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.domain.stage import Post
from console.evaluation.scene_json import MOST_SCENES, read_show, write_show
from console.views.overlays import shipped_scenes
from console.views.scenes_page import ScenesPage
from console.views.wall_page import WallPage
from tests.fakes_administration import FakeAdministration
from tests.memory_walls import Walls
from tests.screens import Stage, open_stage

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIPPED = read_show(shipped_scenes())
Seat = Callable[[Post], Stage]


@pytest.fixture
def walls() -> Walls:
    return Walls()


@pytest.fixture
def seat(qtbot: QtBot, walls: Walls) -> Iterator[Seat]:
    made: list[Stage] = []

    def opened(post: Post) -> Stage:
        stage = open_stage(post=post, posts=(post,), administration=FakeAdministration())
        made.append(stage)
        qtbot.addWidget(stage.window)
        qtbot.waitUntil(stage.window.isActiveWindow)
        stage.desk.outside = replace(stage.desk.outside, walls=walls)
        return stage

    yield opened
    for stage in made:
        stage.close()


@pytest.fixture
def stage(seat: Seat) -> Stage:
    return seat(Post.ADMINISTRATOR)


def page_of(stage: Stage) -> ScenesPage:
    stage.press(Qt.Key.Key_F11, CTRL)
    stage.press(Qt.Key.Key_E)
    page = stage.shell.overlays.page
    assert isinstance(page, ScenesPage)
    return page


def kept(walls: Walls) -> list[tuple[str, int]]:
    return [(one.name, one.seconds) for one in read_show(walls.scenes() or "").scenes]


def test_scenes_are_ordered_taken_out_and_kept_by_keys(stage: Stage, walls: Walls) -> None:
    page = page_of(stage)
    assert page.chosen is not None
    assert page.chosen.name == "overview"
    assert not page.save.isEnabled()
    stage.press(Qt.Key.Key_Down, ALT)
    stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_Space)
    assert not walls.kept  # nothing changes on a wall until it is kept
    assert "尚未保存" in page.state.text()
    stage.press(Qt.Key.Key_S, CTRL)
    was = {one.name: one.seconds for one in SHIPPED.scenes}
    assert kept(walls)[:3] == [
        ("district", was["district"]), ("overview", was["overview"]), ("units", 0),
    ]  # fmt: skip
    assert page.state.text() == "第 1 版，guo 于 11-23 10:42 保存"
    stage.press(Qt.Key.Key_Space)  # back in, with the time it had
    stage.press(Qt.Key.Key_S, CTRL)
    assert kept(walls)[2] == ("units", was["units"])


def test_digits_are_the_seconds_of_the_chosen_scene(stage: Stage, walls: Walls) -> None:
    page = page_of(stage)
    for digit in (Qt.Key.Key_4, Qt.Key.Key_5):
        stage.press(digit)
    assert page.seconds.hasFocus()
    stage.press(Qt.Key.Key_Return)
    assert page.chosen is not None
    assert page.chosen.seconds == 45
    stage.press(Qt.Key.Key_9)
    stage.press(Qt.Key.Key_Down)  # typed and left: no other scene gets it
    assert not page.seconds.hasFocus()
    assert page.seconds.text() == str(SHIPPED.scenes[1].seconds)
    stage.press(Qt.Key.Key_8)
    stage.press(Qt.Key.Key_0)
    stage.press(Qt.Key.Key_S, CTRL)
    assert kept(walls)[:2] == [("overview", 45), ("district", 80)]


@pytest.mark.parametrize("typed", ["4", "9999", "ten", "²"])
def test_seconds_that_cannot_be_are_told_and_stay_to_be_corrected(stage: Stage, typed: str) -> None:
    page = page_of(stage)
    page.seconds.setFocus()
    page.seconds.setText(typed)
    page.put_seconds()
    assert "填 5 至 3600" in page.said.text()
    assert page.seconds.hasFocus()
    assert page.chosen == SHIPPED.scenes[0]


def test_a_rotation_without_any_scene_is_not_kept(stage: Stage, walls: Walls) -> None:
    page = page_of(stage)
    for scene in SHIPPED.scenes:
        if scene.seconds:
            stage.press(Qt.Key.Key_Space)
        stage.press(Qt.Key.Key_Down)
    stage.press(Qt.Key.Key_S, CTRL)
    assert "没有场景参加轮播" in page.said.text()
    assert not walls.kept


def test_the_version_before_and_the_shipped_ones_can_be_put_back(
    stage: Stage, walls: Walls
) -> None:
    page = page_of(stage)
    assert not page.former.isEnabled()
    for _ in range(2):
        stage.press(Qt.Key.Key_Down, ALT)
        stage.press(Qt.Key.Key_S, CTRL)
    first = walls.kept[0].text
    stage.press(Qt.Key.Key_Z)
    assert "第 1 版" in page.state.text()
    assert len(walls.kept) == 2
    stage.press(Qt.Key.Key_S, CTRL)
    assert [one.version for one in walls.kept] == [1, 2, 3]
    assert walls.scenes() == first
    stage.press(Qt.Key.Key_R)
    assert "系统自带" in page.state.text()
    stage.press(Qt.Key.Key_S, CTRL)
    assert walls.scenes() is None
    for _ in range(4):
        stage.press(Qt.Key.Key_Z)  # to the very first, and no further
    assert not page.former.isEnabled()
    assert "系统自带" in page.state.text()


def test_esc_throws_away_at_the_second_time_only_and_goes_back_to_the_walls(
    stage: Stage, walls: Walls
) -> None:
    page = page_of(stage)
    stage.press(Qt.Key.Key_Space)
    stage.press(Qt.Key.Key_Escape)
    assert "再按 Esc 放弃" in page.said.text()
    assert stage.shell.overlays.page is page
    stage.press(Qt.Key.Key_Escape)
    assert isinstance(stage.shell.overlays.page, WallPage)
    assert not walls.kept
    stage.press(Qt.Key.Key_E)
    again = stage.shell.overlays.page
    assert isinstance(again, ScenesPage)
    assert again.chosen == SHIPPED.scenes[0]


def test_what_is_changed_while_it_is_being_kept_is_not_lost(stage: Stage, walls: Walls) -> None:
    page = page_of(stage)
    stage.press(Qt.Key.Key_Space)
    walls.meanwhile = lambda: stage.press(Qt.Key.Key_Down, ALT)
    stage.press(Qt.Key.Key_S, CTRL)
    walls.meanwhile = None
    assert kept(walls)[0] == ("overview", 0)
    assert page.save.isEnabled()
    assert "尚未保存" in page.state.text()
    stage.press(Qt.Key.Key_S, CTRL)
    assert kept(walls)[1] == ("overview", 0)
    assert page.state.text() == "第 2 版，guo 于 11-23 10:42 保存"


def test_a_reason_is_kept_with_its_version_and_stays_where_nothing_was_kept(
    stage: Stage, walls: Walls
) -> None:
    page = page_of(stage)
    stage.press(Qt.Key.Key_Space)
    stage.press(Qt.Key.Key_Y)
    assert page.reason.hasFocus()
    page.reason.insert("汛期")
    stage.press(Qt.Key.Key_Escape)  # leaves the line, and not the page
    walls.closed = True
    stage.press(Qt.Key.Key_S, CTRL)
    assert page.reason.text() == "汛期"
    walls.closed = False
    stage.press(Qt.Key.Key_Y)
    stage.press(Qt.Key.Key_S, CTRL)
    assert [one.reason for one in walls.kept] == ["汛期"]
    assert page.reason.text() == ""
    assert not page.reason.hasFocus()
    assert "事由：汛期" in page.state.text()


def test_other_scenes_kept_meanwhile_are_not_overwritten(stage: Stage, walls: Walls) -> None:
    page = page_of(stage)
    stage.press(Qt.Key.Key_Space)
    walls.put_scenes(None, "")
    stage.press(Qt.Key.Key_S, CTRL)
    assert "guo 已另存" in page.said.text()
    assert len(walls.kept) == 1


def test_scenes_that_cannot_all_be_read_are_told_and_not_kept_without_the_rest(
    stage: Stage, walls: Walls
) -> None:
    later = json.loads(shipped_scenes())
    later["scenes"][0]["blocks"][0]["kind"] = "weather"
    walls.put_scenes(json.dumps(later), "")
    page = page_of(stage)
    assert "overview.counters.kind" in page.said.text()
    stage.press(Qt.Key.Key_Space)
    stage.press(Qt.Key.Key_S, CTRL)
    assert len(walls.kept) == 1
    stage.press(Qt.Key.Key_R)
    stage.press(Qt.Key.Key_S, CTRL)
    assert walls.scenes() is None


def test_a_supervisor_reads_the_list_and_changes_nothing(seat: Seat, walls: Walls) -> None:
    stage = seat(Post.SUPERVISOR)
    page = page_of(stage)
    for key, modifier in (
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Down, ALT),
        (Qt.Key.Key_7, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_R, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_S, CTRL),
    ):  # fmt: skip
        stage.press(key, modifier)
    assert page.chosen == SHIPPED.scenes[0]
    assert not walls.kept
    assert not any(
        one.isEnabled() for one in (page.turn, page.up, page.down, page.save, page.seconds)
    )


def test_the_preview_draws_each_block_in_its_place(stage: Stage) -> None:
    page = page_of(stage)
    preview, scene = page.preview, SHIPPED.scenes[0]
    for wide, width in ((False, 3840), (True, 7680)):
        if wide:
            stage.press(Qt.Key.Key_W)
        factor = preview.ground.width() / width
        places = [(one.wide if wide else None) or one.rect for one in scene.blocks]
        assert [
            (box.x(), box.y(), box.width(), box.height()) for box in preview.boxes
        ] == [
            pytest.approx(tuple(n * factor for n in (one.x, one.y, one.width, one.height)))
            for one in places
        ]  # fmt: skip
        assert preview.ground.right() <= preview.width()
    assert preview.names[:2] == ["今日", "在办案卷"]
    words = [one.text() for one in page.findChildren(type(page.said))]
    assert any("db wall scenes --in" in one for one in words)


def test_of_very_many_scenes_the_chosen_one_is_in_sight(stage: Stage, walls: Walls) -> None:
    first = SHIPPED.scenes[0]
    many = tuple(replace(first, name=f"s{at}") for at in range(MOST_SCENES))
    walls.put_scenes(write_show(replace(SHIPPED, scenes=many)), "")
    page = page_of(stage)
    assert page.table.height() > page.height()
    for _ in range(MOST_SCENES):
        stage.press(Qt.Key.Key_Down)
    assert page.chosen == many[-1]
    item = page.table.item(MOST_SCENES - 1, 1)
    assert item is not None
    last = page.table.visualItemRect(item)
    assert page.table.viewport().visibleRegion().contains(last.center())
    stage.press(Qt.Key.Key_Escape)
    walls_page = stage.shell.overlays.page
    assert isinstance(walls_page, WallPage)
    assert walls_page.pin.isVisible()
    assert walls_page.rect().contains(walls_page.pin.geometry())


def test_a_habit_of_undoing_opens_no_other_version(stage: Stage, walls: Walls) -> None:
    walls.put_scenes(None, "")
    page = page_of(stage)
    stage.press(Qt.Key.Key_Space)
    stage.press(Qt.Key.Key_Z, CTRL)
    assert page.state.text().startswith("已恢复自带场景：第 1 版")
    assert "尚未保存" in page.state.text()


def test_only_a_second_esc_throws_away_what_is_not_kept(stage: Stage) -> None:
    page_of(stage)
    stage.press(Qt.Key.Key_Space)
    aside = page_of(stage)  # by way of the walls' page
    assert "尚未保存" in aside.state.text()
    stage.press(Qt.Key.Key_Escape)
    assert stage.shell.overlays.page is aside
    stage.press(Qt.Key.Key_Escape)
    stage.press(Qt.Key.Key_E)
    again = stage.shell.overlays.page
    assert isinstance(again, ScenesPage)
    assert "尚未保存" not in again.state.text()
