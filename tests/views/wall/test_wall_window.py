"""A wall repaints only what changed, never shows old as fresh, and tells what stands on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.domain.scene import Scene
from console.viewmodels.wall_blocks import BlockKind, Counters, Shown, WallHead
from console.views.look import Look
from console.views.wall.block import BlockWidget
from console.views.wall.curve import CurveBlock
from console.views.wall.sheet import Written
from console.views.wall.sizes import wall_sizes
from console.views.wall.wall_window import WallWindow, state_of_picture
from tests import wall_samples as samples
from tests.wall_scenes import SCENES, shown

HD = QSize(1920, 1080)
PLAIN = tuple(
    replace(one, blocks=tuple(block for block in one.blocks if block.kind != "map"))
    for one in SCENES
)
"""The scenes without the map's page, which has tests of its own."""
LATE = samples.AS_OF + timedelta(seconds=16)

Open = Callable[..., WallWindow]


@pytest.fixture(params=["zh", "en"])
def look(request: pytest.FixtureRequest, qapp: object) -> Look:
    return Look.of("dark", request.param, strict=True)


@pytest.fixture
def opened(qtbot: QtBot, look: Look) -> Iterator[Open]:
    """Opens a wall of a scene, told its samples, and waits until it is painted."""
    windows: list[WallWindow] = []

    def show(
        scene: Scene = PLAIN[0],
        head: WallHead | None = None,
        size: QSize = HD,
        magnification: float = 1.0,
    ) -> WallWindow:
        window = WallWindow(look, magnification=magnification)
        qtbot.addWidget(window)
        windows.append(window)
        window.resize(size)
        window.set_scene(scene)
        window.show_blocks([shown(one.kind) for one in scene.blocks])
        window.show_head(head or samples.head())
        window.show()
        painted(qtbot, window)
        return window

    yield show
    for window in windows:
        window.close()


def painted(qtbot: QtBot, window: WallWindow) -> None:
    """Wait until every block that has its turn was painted as it must stand now."""

    def done() -> bool:
        seen = [one for one in window.blocks.values() if one.isVisible()]
        told = window.told
        past = told is not None and told.past is not None
        return all(
            one.paints and told is not None and one.drawn is one.state_at(told.now, past=past)
            for one in seen
        )

    qtbot.waitUntil(done)


def paints(window: WallWindow) -> dict[str, int]:
    return {key: one.paints for key, one in window.blocks.items()}


def texts(window: WallWindow) -> list[Written]:
    return [
        *window.head.written,
        *(one for block in window.blocks.values() for one in block.written),
    ]


def picture(block: BlockWidget) -> QImage:
    return block.grab().toImage()


def hued(image: QImage) -> int:
    """How many pixels have a hue strong enough to be blue, amber or red."""
    step = 3
    points = ((x, y) for x in range(0, image.width(), step) for y in range(0, image.height(), step))
    colors = (image.pixelColor(x, y) for x, y in points)
    return sum(one.saturation() > 120 and one.value() > 120 for one in colors)


def test_equal_blocks_of_a_later_moment_paint_nothing(opened: Open, qtbot: QtBot) -> None:
    window = opened()
    before = paints(window)
    later = samples.AS_OF + timedelta(seconds=2)
    window.show_blocks([shown(one.kind, as_of=later) for one in _kinds(window)])
    window.show_head(samples.head(now=samples.NOW + timedelta(seconds=2), data_at=later))
    qtbot.waitUntil(lambda: any("10:42:16" in one for one in state_of_picture(window)["head"]))
    assert paints(window) == before
    assert all(one["as_of"] == later for one in state_of_picture(window)["blocks"])


def test_a_change_paints_its_own_block_alone(opened: Open, qtbot: QtBot) -> None:
    window = opened()
    before = paints(window)
    counters = samples.counters()
    one = replace(counters.counters[0], value=188)
    changed = Counters(counters=(one, *counters.counters[1:]))
    window.show_blocks([shown(BlockKind.COUNTERS, changed)])
    qtbot.waitUntil(lambda: "188" in _state(window, "counters")["texts"])
    assert {key for key, count in paints(window).items() if count != before[key]} == {"counters"}


def test_a_curve_is_fed_only_when_its_figures_changed(opened: Open) -> None:
    window = opened()
    curve = window.blocks["curve"]
    assert isinstance(curve, CurveBlock)
    window.show_blocks([shown(BlockKind.CURVE, as_of=LATE)])
    assert curve.fed == 1
    more = replace(samples.curve(), reported=(*samples.REPORTED[:-1], 47))
    window.show_blocks([shown(BlockKind.CURVE, more, LATE)])
    assert curve.fed == 2


def test_old_blocks_are_told_as_old_in_words_and_lose_their_hues(
    opened: Open, qtbot: QtBot, look: Look
) -> None:
    window = opened()
    fresh = {key: picture(one) for key, one in window.blocks.items()}
    assert hued(fresh["rates"]) > 100
    window.show_head(samples.head(now=LATE))
    painted(qtbot, window)
    words = look.wording.say("wall.stopped", time="10:42:14")
    short = look.wording.say("wall.stopped.short", time="10:42:14")
    for key, block in window.blocks.items():
        state = _state(window, key)
        assert state["drawn"] == "stale", key
        assert {words, short} & set(state["texts"]), key
        assert hued(picture(block)) == 0, key


@pytest.mark.parametrize("width", [850, 1000, 1350])
def test_a_block_s_title_stays_whole_beside_the_words_that_say_how_old_it_is(
    opened: Open, qtbot: QtBot, look: Look, width: int
) -> None:
    window = opened()
    window.show_head(samples.head(now=LATE))
    painted(qtbot, window)
    block = next(one for one in window.blocks.values() if one.spot.kind is BlockKind.LONGEST)
    block.resize(round(width * block.factor), block.height())
    block.grab()
    texts = [one.text for one in block.written]
    assert texts[0] == look.wording.say("wall.longest")
    assert "10:42:14" in texts[-1]
    assert "…" not in texts[-1]


def test_old_blocks_are_hatched_all_over(opened: Open, qtbot: QtBot) -> None:
    """In grey too: an edge of the ground that was plain has light lines now."""
    window = opened()
    block = window.blocks["rates"]
    plain = picture(block)
    window.show_head(samples.head(now=LATE))
    painted(qtbot, window)
    old = picture(block)
    edge = [(x, y) for x in range(3, 15) for y in range(60, old.height() - 4)]
    assert len({plain.pixelColor(*one).lightness() for one in edge}) == 1
    shades = [old.pixelColor(*one).lightness() for one in edge]
    assert max(shades) - min(shades) > 20
    assert 0.05 < sum(one > min(shades) + 15 for one in shades) / len(shades) < 0.5


def test_a_block_is_fresh_again_with_the_next_answer(opened: Open, qtbot: QtBot) -> None:
    window = opened(head=samples.head(now=LATE))
    assert _state(window, "rates")["drawn"] == "stale"
    window.show_blocks([shown(BlockKind.RATES, as_of=LATE)])
    painted(qtbot, window)
    assert _state(window, "rates")["drawn"] == "fresh"
    assert _state(window, "backlog")["drawn"] == "stale"


def test_what_is_not_known_yet_is_no_zero(opened: Open, qtbot: QtBot, look: Look) -> None:
    window = WallWindow(look)
    qtbot.addWidget(window)
    window.resize(HD)
    window.set_scene(PLAIN[0])
    window.show_head(samples.head(data_at=None, on_duty=None, feed_seconds=None))
    window.show()
    painted(qtbot, window)
    for one in state_of_picture(window)["blocks"]:
        assert one["drawn"] == "waiting"
        assert look.wording.say("wall.waiting") in one["texts"]
        assert not [text for text in one["texts"] if any(digit.isdigit() for digit in text[:1])
                    and text != look.wording.say("wall.curve")]  # fmt: skip
    window.close()


@pytest.mark.parametrize(
    ("seconds", "code"), [(10, "wall.data"), (59, "wall.data"), (61, "wall.stopped")]
)
def test_the_head_says_that_data_have_stopped(
    opened: Open, look: Look, seconds: int, code: str
) -> None:
    window = opened(head=samples.head(now=samples.AS_OF + timedelta(seconds=seconds)))
    assert look.wording.say(code, time="10:42:14") in state_of_picture(window)["head"]
    assert window.head.words.alarm is (seconds > 15)
    assert (hued(window.head.grab().toImage()) > 0) is (seconds > 15)


def test_a_past_moment_is_framed_and_has_no_clock(opened: Open, look: Look) -> None:
    then = samples.NOW - timedelta(days=11)
    window = opened(head=samples.head(past=then, speed=60.0, data_at=then))
    state = state_of_picture(window)
    words = look.wording.say("wall.past", moment="2026-11-12 10:42")
    assert state["past"]
    assert f"{words} ×60" in state["head"]
    assert "10:42" not in state["head"]
    assert not window.head.words.alarm
    assert {one["drawn"] for one in state["blocks"]} == {"past"}
    image = window.grab().toImage()
    edge = [image.pixelColor(x, 2).lightness() for x in range(200, 400)]
    assert max(edge) - min(edge) > 100


def test_without_a_past_there_is_no_frame(opened: Open) -> None:
    window = opened()
    image = window.grab().toImage()
    assert len({image.pixelColor(x, 2).rgb() for x in range(800, 1000)}) == 1
    assert not state_of_picture(window)["past"]


@pytest.mark.parametrize("scene", PLAIN, ids=lambda one: one.name)
@pytest.mark.parametrize("size", [HD, QSize(3840, 1080)], ids=["16:9", "32:9"])
def test_every_text_stands_in_its_place_and_in_its_block(
    opened: Open, scene: Scene, size: QSize
) -> None:
    window = opened(scene, size=size)
    for block in window.blocks.values():
        wide, high = block.width() / block.factor, block.height() / block.factor
        for one in block.written:
            assert one.width <= one.room + 1, one
            assert one.left >= -1, (block.spot.key, one)
            assert one.left + one.width <= wide + 1, (block.spot.key, one)
            assert one.top + one.height * 0.8 <= high + 1, (block.spot.key, one)


@pytest.mark.parametrize("scene", PLAIN, ids=lambda one: one.name)
def test_no_texts_lie_on_each_other(opened: Open, scene: Scene) -> None:
    window = opened(scene)
    for written in [window.head.written, *(one.written for one in window.blocks.values())]:
        for at, one in enumerate(written):
            for other in written[at + 1 :]:
                apart = (
                    one.left + one.width <= other.left + 1
                    or other.left + other.width <= one.left + 1
                    or _middle(one) + _high(one) <= _middle(other) - _high(other) + 1
                    or _middle(other) + _high(other) <= _middle(one) - _high(one) + 1
                )
                assert apart, (one, other)


@pytest.mark.parametrize("scene", PLAIN, ids=lambda one: one.name)
@pytest.mark.parametrize("magnification", [1.0, 1.5, 2.0])
def test_no_letter_is_smaller_than_the_rule(
    opened: Open, scene: Scene, magnification: float
) -> None:
    """42 of 2160 lines at least, and as much more as the wall is magnified."""
    window = opened(scene, magnification=magnification)
    least = min(one.size for one in texts(window) if one.text.strip())
    assert least >= 42
    factor = next(one.factor for one in window.blocks.values() if one.isVisible())
    assert factor * 42 >= 42 * magnification * HD.height() / 2160


def test_the_words_of_the_design_are_whole(opened: Open) -> None:
    """Only names of the city may be cut; what the wall says of itself never is."""
    for one in texts(opened()):
        assert one.text == one.asked, one


def test_long_names_are_cut_in_their_middle(opened: Open, qtbot: QtBot) -> None:
    window = opened()
    name = "市政设施与城市照明养护管理服务中心第三分中心"
    rates = samples.rates()
    long = replace(rates, units=(replace(rates.units[0], name=name), *rates.units[1:]))
    window.show_blocks([shown(BlockKind.RATES, long)])
    qtbot.waitUntil(lambda: any(one.asked == name for one in window.blocks["rates"].written))
    cut = next(one for one in window.blocks["rates"].written if one.asked == name)
    assert cut.text.startswith("市")
    assert cut.text.endswith("心")
    assert "…" in cut.text
    assert cut.width <= cut.room + 1


def test_magnified_low_blocks_take_turns_and_the_others_stay(opened: Open, qtbot: QtBot) -> None:
    window = opened(magnification=2.0)
    low = {one.key for one in PLAIN[0].blocks if one.low}
    stays = {one.key for one in PLAIN[0].blocks if not one.low}
    met: set[str] = set()
    for turn in range(len(low)):
        window.show_head(samples.head(now=samples.NOW + timedelta(seconds=20 * turn)))
        painted(qtbot, window)
        seen = {one["key"] for one in state_of_picture(window)["blocks"] if one["seen"]}
        assert stays <= seen
        assert len(seen - stays) == 1
        met |= seen - stays
    assert met == low


def test_nothing_can_be_done_to_a_wall(opened: Open) -> None:
    window = opened()
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_F5):
        QTest.keyClick(window, key)
    assert window.isVisible()
    assert window.cursor().shape() is Qt.CursorShape.BlankCursor
    assert window.windowFlags() & Qt.WindowType.FramelessWindowHint
    widgets = [window, *window.findChildren(BlockWidget), window.head, window.frame]
    assert {one.focusPolicy() for one in widgets} == {Qt.FocusPolicy.NoFocus}


def test_a_trial_is_closed_by_escape(qtbot: QtBot, look: Look) -> None:
    window = WallWindow(look, trial=True)
    qtbot.addWidget(window)
    window.show()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_a_wall_fills_its_screen_without_a_border(opened: Open) -> None:
    sizes = wall_sizes()
    for size, wide in ((HD, False), (QSize(1920, 1200), False), (QSize(3840, 1080), True)):
        window = opened(size=size)
        design = sizes.wide if wide else sizes.width
        counters = window.blocks["counters"].geometry()
        margin = round(sizes.margin * size.width() / design)
        assert counters.left() == margin
        assert abs(size.width() - 1 - counters.right() - margin) <= 1
        ticker = window.blocks["ticker"].geometry()
        rect = window.blocks["ticker"].spot.rect
        foot = (rect.y + rect.height) * size.height() / sizes.height
        assert abs(ticker.bottom() + 1 - foot) <= 1
        window.close()


def test_another_scene_knows_nothing_of_the_former(opened: Open, qtbot: QtBot) -> None:
    window = opened()
    window.set_scene(PLAIN[1])
    painted(qtbot, window)
    state = state_of_picture(window)
    assert state["scene"] == PLAIN[1].name
    assert [one["key"] for one in state["blocks"]] == [one.key for one in PLAIN[1].blocks]
    assert {one["drawn"] for one in state["blocks"]} == {"waiting"}


def _kinds(window: WallWindow) -> list[Shown]:
    return [shown(one.spot.kind) for one in window.blocks.values()]


def _state(window: WallWindow, key: str) -> dict[str, Any]:
    return next(one for one in state_of_picture(window)["blocks"] if one["key"] == key)


def _middle(one: Written) -> float:
    return one.top + one.height / 2


def _high(one: Written) -> float:
    """Half the height of its letters, without the air above and below them."""
    return one.size * 0.42
