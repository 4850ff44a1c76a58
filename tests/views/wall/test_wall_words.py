"""What stands on the wall can be understood: whole words, whose figures, which day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from functools import partial

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from console.domain.scene import Rect, Scene, SceneBlock
from console.viewmodels.wall_blocks import Block, BlockKind, MapBlock, Shown
from console.views import map_view
from console.views.look import Look
from console.views.wall.block import BlockWidget, Drawn
from console.views.wall.head import HeadWidget
from console.views.wall.sheet import Written
from console.views.wall.ticker import pages
from console.views.wall.wall_window import WallWindow
from tests import wall_samples as samples
from tests.wall_city import ground
from tests.wall_scenes import shown


@pytest.fixture
def look(qapp: object) -> Look:
    return Look.of("dark", "zh", strict=True)


class Wall:
    """One block on a wall of the design's size."""

    def __init__(self, qtbot: QtBot, look: Look) -> None:
        self._qtbot = qtbot
        self.window = WallWindow(look)
        qtbot.addWidget(self.window)
        self.window.resize(QSize(3840, 2160))

    def show(self, kind: BlockKind, block: Block, width: int, height: int) -> BlockWidget:
        """The block as it was painted."""
        spot = SceneBlock(
            key=kind.value, kind=kind, rect=Rect(x=44, y=410, width=width, height=height)
        )
        titles = {"zh": "分区运行", "en": "Districts"}
        self.window.set_scene(Scene(name="one", titles=titles, seconds=60, blocks=(spot,)))
        self.window.set_ground(ground())
        before = self.window.blocks[kind.value].paints
        self.window.show_blocks([shown(kind, block)])
        self.window.show_head(samples.head())
        self.window.show()
        made = self.window.blocks[kind.value]
        self._qtbot.waitUntil(lambda: made.paints > before and made.drawn is Drawn.FRESH)
        return made


@pytest.fixture
def wall(qtbot: QtBot, look: Look) -> Iterator[Wall]:
    made = Wall(qtbot, look)
    yield made
    made.window.close()


def cut(written: tuple[Written, ...]) -> list[str]:
    """What found no room."""
    return [one.asked for one in written if one.text != one.asked]


def texts(block: BlockWidget) -> list[str]:
    return [one.text for one in block.written]


def test_the_events_of_a_turn_stand_whole_and_none_is_left_out(wall: Wall) -> None:
    block, seen = samples.ticker(), []
    for turn in range(len(block.lines)):
        painted = wall.show(BlockKind.TICKER, replace(block, turn=turn), 2400, 118)
        assert not cut(painted.written)
        seen += texts(painted)
    assert {line.number[-6:] for line in block.lines} <= set(seen)


def test_events_are_parted_by_their_room_or_by_rows() -> None:
    assert pages([300, 300, 300], 700, 1) == [range(2), range(2, 3)]
    assert pages([900, 10], 700, 1) == [range(1), range(1, 2)]
    assert pages([900, 10, 10], 700, 2) == [range(2), range(2, 3)]


def test_of_an_event_in_a_narrow_place_the_class_is_cut_and_not_what_happened(wall: Wall) -> None:
    (line,) = samples.ticker().lines[:1]
    long = replace(line, category_name="私设地桩、地锁和其他占用公共车位的设施")
    block = replace(samples.ticker(), lines=(long,))
    painted = wall.show(BlockKind.TICKER, block, 900, 118)
    assert cut(painted.written) == [long.category_name]
    assert texts(painted)[-1].endswith(long.district)


def test_names_of_units_stand_whole_beside_their_bars(wall: Wall) -> None:
    rates = samples.rates()
    units = tuple(replace(one, name="新城区城市管理局") for one in rates.units)
    painted = wall.show(BlockKind.RATES, replace(rates, units=units), 1228, 1074)
    assert not cut(painted.written)
    assert "新城区城市管理局" in texts(painted)


def test_rates_of_the_running_day_say_that_it_is_today(wall: Wall) -> None:
    rates = replace(samples.rates(), days=1, today=True)
    painted = wall.show(BlockKind.RATES, rates, 1864, 1074)
    assert any(one.startswith("今日") for one in texts(painted))


def test_a_target_below_the_half_has_a_scale_that_reaches_it(wall: Wall) -> None:
    low = replace(samples.rates(), target=Fraction(3, 10), floor=Fraction(1, 10))
    painted = wall.show(BlockKind.RATES, low, 1864, 1074)
    assert any("0–100%" in one and "50" not in one for one in texts(painted))


def test_what_was_due_on_another_day_says_which(wall: Wall) -> None:
    block = samples.emergencies()
    first, second, *_ = block.lines
    late = replace(first, due=samples.NOW - timedelta(days=2), today=False, over=True)
    painted = wall.show(BlockKind.EMERGENCIES, replace(block, lines=(late, second)), 2118, 1870)
    assert "11-21 10:42" in texts(painted)
    assert not cut(painted.written)


def test_the_head_names_the_district_a_scene_is_about(wall: Wall, qtbot: QtBot) -> None:
    wall.show(BlockKind.PATROLS, samples.patrols(), 1228, 791)
    wall.window.show_head(samples.head(district="湛河区"))
    assert wall.window.head.words.scene == "分区运行 · 湛河区"


def test_the_centres_name_is_whole_before_date_and_duty_are_said(wall: Wall, qtbot: QtBot) -> None:
    wall.show(BlockKind.PATROLS, samples.patrols(), 1228, 791)
    head = wall.window.head
    for width, dated in ((2560, False), (3840, True)):
        paints = head.paints
        head.resize(width, head.height())
        qtbot.waitUntil(partial(_painted_since, head, paints))
        assert not cut(head.written)
        assert any("2026-11-23" in one.text for one in head.written) is dated


def _painted_since(head: HeadWidget, paints: int) -> bool:
    return head.paints > paints


def test_two_digits_stand_inside_their_diamond(wall: Wall, qtbot: QtBot) -> None:
    longest = samples.longest()
    many = replace(longest, lines=tuple(longest.lines[0] for _ in range(11)))
    painted = wall.show(BlockKind.LONGEST, many, 1864, 1074)
    assert {"10", "11"} <= set(texts(painted))
    assert not cut(painted.written)


def test_without_the_maps_engine_the_wall_says_so_and_its_sums_stay(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_view, "WEB_ENGINE", False)
    sums = MapBlock(open=422, over=24, near=18, new=6, districts=(), heat=(), numbered=())
    painted = wall.show(BlockKind.MAP, sums, 2500, 1074)
    said = texts(painted)
    assert "没有地图：本机缺少地图组件" in said
    assert any("doctor" in one for one in said)
    assert "在办案卷 422" in said
    assert "超期 24" in said


def test_a_district_has_no_usual_range_and_no_reason_that_is_untrue(wall: Wall) -> None:
    backlog = replace(samples.backlog(), ranged=False)
    lines = tuple(replace(one, low=None, high=None) for one in backlog.lines)
    painted = wall.show(BlockKind.BACKLOG, replace(backlog, lines=lines), 1864, 508)
    assert "不足 7 日" not in texts(painted)
    assert "灰带＝近 30 日同时刻" not in texts(painted)


def test_what_no_replay_tells_says_so(wall: Wall, qtbot: QtBot) -> None:
    painted = wall.show(BlockKind.COUNTERS, samples.counters(), 3752, 240)
    then = samples.NOW - timedelta(days=1)
    paints = painted.paints
    wall.window.show_blocks(
        [Shown(key="counters", kind=BlockKind.COUNTERS, block=None, as_of=None)]
    )
    wall.window.show_head(samples.head(past=then, data_at=then))
    qtbot.waitUntil(lambda: painted.paints > paints and painted.drawn is Drawn.WAITING)
    assert texts(painted) == ["回放不含此项"]


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("store.lost", "业务库断开"),
        ("store.sign_in_refused", "业务库不接受本屏的账号或口令"),
        ("failed", "业务库读不出，请看日志"),
    ],
)
def test_the_head_says_what_somebody_must_mend(wall: Wall, why: str, said: str) -> None:
    wall.window.show_head(samples.head(store_well=False, why=why))
    assert said in wall.window.head.words.lag


def test_english_heads_of_a_ranking_stand_whole_in_two_lines(qtbot: QtBot, qapp: object) -> None:
    wall = Wall(qtbot, Look.of("dark", "en", strict=True))
    painted = wall.show(BlockKind.RANKING, samples.ranking(), 2500, 1606)
    assert not cut(painted.written)
    assert {"In-time", "rate"} & {word for one in texts(painted) for word in one.split()}
    wall.window.close()
