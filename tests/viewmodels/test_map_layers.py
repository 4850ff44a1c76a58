"""Layers: asked only while on and shown, moved by news and time, told by number; kept per post."""

import struct
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from console.domain.case import CaseId
from console.domain.gridload import Grade, HeatBy, Load
from console.domain.place import AreaLevel, ComponentState, Point, UnitGrid
from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.ports.layer_rows import (
    AreaRow,
    ComponentPin,
    EndedPin,
    GridSeen,
    InspectorRow,
    Seen,
)
from console.ports.rows import News
from console.viewmodels.map_ground import MapGround
from console.viewmodels.map_layers import Cell, MapLayers
from tests.fake_layers import OPENED, a_grade, a_grid_row, a_load
from tests.rows import NOW, a_case_id
from tests.seats import Seat, a_seat

CODES = ("410403001001001", "410403001001002", "410403001001003")
WEST, EAST = Point(113.30, 33.74), Point(113.31, 33.75)
NEWS = News(cases=(a_case_id(999),), as_of=NOW)


def shape(code: str, area_m2: float) -> UnitGrid:
    return UnitGrid(
        code=code,
        community=code[:12],
        management_area=code[:6],
        ring=(WEST, EAST, Point(113.30, 33.75)),
        area_m2=area_m2,
        perimeter_m=400.0,
        area_level=AreaLevel.FIRST,
        land_use="residential",
        valid_from=OPENED,
    )


class Page:
    """A map's page as far as the layers go: what it was given."""

    def __init__(self, layers: MapLayers) -> None:
        self.given: dict[str, bytes] = {}
        layers.packed.connect(self.take)

    def take(self, layer: str, packed: bytes) -> None:
        self.given[layer] = packed

    def classes(self, layer: str) -> tuple[int, ...]:
        count, _tones = struct.unpack_from("<II", self.given[layer])
        return tuple(self.given[layer][8 : 8 + count])


class Ground:
    """A seat with a city of three cells and a map."""

    def __init__(self) -> None:
        self.seat: Seat = a_seat()
        reading = self.seat.reading
        sizes = (10_000.0, 20_000.0, 10_000.0)
        reading.shapes = tuple(shape(*one) for one in zip(CODES, sizes, strict=True))
        reading.cells = tuple(a_grid_row(*one) for one in zip(CODES, sizes, strict=True))
        self.ground = MapGround(self.seat.desk)
        self.layers = MapLayers(self.seat.desk, self.ground)
        self.page = Page(self.layers)
        self.viewer = QObject()
        self.ground.load()
        self.reading = reading
        reading.asked.clear()

    def look(self) -> None:
        self.layers.watch(self.viewer, looking=True)

    def on(self, *layers: str) -> None:
        for layer in layers:
            self.layers.switch(layer, on=True)


@pytest.fixture
def at(qtbot: QtBot) -> Iterator[Ground]:
    made = Ground()
    yield made
    delete(made.seat.desk)  # with all timers of its parts


def test_nothing_is_asked_while_a_layer_is_off_or_nobody_looks(at: Ground) -> None:
    at.look()
    assert at.reading.asked == []
    at.layers.watch(at.viewer, looking=False)
    at.on("heat", "duty", "inspectors", "closed")
    at.layers.look_at(113.0, 33.0, 114.0, 34.0)
    assert at.reading.asked == []
    at.look()
    assert sorted(at.reading.asked) == [
        "duty_areas",
        "ended_pins",
        "grid_loads",
        "inspector_rows",
    ]


def test_heat_follows_what_was_chosen(at: Ground) -> None:
    at.reading.loads = (a_load(CODES[0], at_all=3), a_load(CODES[1], at_all=4, overdue=2))
    at.look()
    at.on("heat")
    assert at.page.classes("heat") == (2, 4, 0)
    at.layers.choose(heat=HeatBy.DENSITY)
    assert at.page.classes("heat") == (4, 2, 0)
    at.layers.choose(heat=HeatBy.OVERDUE)
    assert at.page.classes("heat") == (0, 2, 0)
    assert at.layers.legend is not None
    assert at.layers.legend.by is HeatBy.OVERDUE


def test_grades_are_drawn_once_they_are_published(at: Ground) -> None:
    at.look()
    at.layers.choose(heat=HeatBy.GRADE)
    at.on("heat")
    assert at.page.classes("heat") == (0, 0, 0)
    assert at.layers.legend is not None
    assert not at.layers.legend.published
    at.reading.grades = (a_grade(CODES[0], Grade.A), a_grade(CODES[2], Grade.E))
    at.seat.wait(seconds=60)
    at.seat.desk.asked_anew.emit()
    assert at.page.classes("heat") == (1, 0, 5)
    assert at.layers.legend.published


def test_news_ask_the_loads_again_but_not_more_than_every_five_seconds(at: Ground) -> None:
    at.look()
    at.on("heat")
    for _ in range(9):
        at.seat.desk.news.emit(NEWS)
    assert at.reading.asked.count("grid_loads") == 1
    at.seat.wait(seconds=5)
    at.seat.desk.news.emit(NEWS)
    assert at.reading.asked.count("grid_loads") == 2


def test_a_cell_nobody_was_in_is_hatched(at: Ground) -> None:
    at.reading.visits = (
        GridSeen(grid=CODES[0], at=NOW - timedelta(hours=7)),
        GridSeen(grid=CODES[1], at=NOW - timedelta(hours=9)),
    )
    at.look()
    at.on("unseen")
    assert at.page.classes("unseen") == (0, 1, 1)
    at.layers.choose(unseen_hours=24)
    assert at.page.classes("unseen") == (0, 0, 1)
    cell = at.layers.cell(CODES[0])
    assert cell is not None
    assert cell.seen == NOW - timedelta(hours=7)


def test_a_cell_under_the_pointer_is_told_with_its_load(at: Ground) -> None:
    at.reading.loads = (a_load(CODES[1], at_all=4, overdue=2, near=1),)
    at.look()
    first = at.layers.thing("grids", 1)
    assert isinstance(first, Cell)
    assert (first.row.code, first.row.inspector_name) == (CODES[1], "赵巡")
    known = at.layers.thing("grids", 1)
    assert known.load == Load(open=4, overdue=2, near=1)
    assert at.layers.thing("grids", 0).load == Load()
    assert at.reading.asked == ["grid_loads"]
    assert at.layers.thing("grids", 99) is None


def test_things_are_known_by_their_number(at: Ground) -> None:
    ended = EndedPin(id=CaseId(a_case_id(7)), lon=113.3, lat=33.7, kind="normal")
    cover = ComponentPin(
        code="4104030101000001",
        lon=113.3,
        lat=33.7,
        category="0101",
        name="上水井盖",
        state=ComponentState.OCCUPIED,
        owner="市政处",
    )
    at.reading.ended = (replace(ended, lon=120.0), ended)
    at.reading.things = (cover,)
    at.look()
    at.on("closed", "components")
    at.layers.look_at(113.0, 33.0, 114.0, 34.0)
    assert at.layers.thing("closed", 0) == ended
    assert at.layers.thing("closed", 1) is None
    assert at.layers.thing("components", 0) == cover
    assert at.page.given["components"][-1] == 2
    at.layers.choose(classes=("02",))
    assert at.layers.thing("components", 0) is None


def test_an_inspector_has_his_way_of_today_and_is_hollow_when_silent(at: Ground) -> None:
    def inspector(code: str, *moments: timedelta) -> InspectorRow:
        track = tuple(Seen(at=NOW - one, point=WEST) for one in moments)
        return InspectorRow(
            code=code,
            name=code,
            management_area="410403",
            duty_grids=("D1",),
            certified=True,
            on_duty=bool(track),
            last=track[-1] if track else None,
            track=track,
        )

    minute, hours = timedelta(minutes=1), timedelta(hours=2)
    at.reading.patrol = (
        inspector("WD-01", hours, minute),
        inspector("WD-02"),
        inspector("WD-03", hours),
    )
    at.look()
    at.on("inspectors")
    count, along, ways = struct.unpack_from("<III", at.page.given["inspectors"])
    assert (count, along, ways) == (2, 2, 1)
    assert tuple(at.page.given["inspectors"][-2:]) == (0, 1)
    assert at.layers.thing("inspectors", 1).code == "WD-03"


def test_an_area_of_two_parts_is_named_once(at: Ground) -> None:
    loops = ((WEST, EAST, Point(113.30, 33.75)), (WEST, EAST, Point(113.31, 33.74)))
    area = AreaRow(code="S1", name="东安路街道", loops=loops)
    at.reading.outlines = {"street": (area,)}
    at.look()
    at.on("streets")
    assert at.page.given["streets"].decode(errors="ignore").count("东安路街道") == 1
    assert at.layers.thing("streets", 1) == area


def test_choices_are_kept_for_each_post(at: Ground, qtbot: QtBot) -> None:
    kept: dict[Post, str] = {}
    at.layers.kept.connect(kept.__setitem__)
    at.seat.desk.posts = (Post.DISPATCHER, Post.VERIFIER)
    at.on("heat")
    with qtbot.waitSignal(at.layers.changed) as changed:
        at.seat.desk.switch_post(Post.VERIFIER, "核查 01席")
    assert "heat" not in changed.args[0].on
    later = Ground()
    later.layers.take_up(kept)
    assert "heat" in later.layers.options.on
    later.layers.stop()


def test_what_the_map_s_own_switches_say_is_taken(at: Ground) -> None:
    at.look()
    at.layers.switch_all({"heat": True, "grids": True, "nearby": True})
    assert at.layers.options.on == {"heat", "grids"}
    with pytest.raises(KeyError):
        at.layers.switch("nearby", on=True)


def test_without_the_store_loads_stay_with_their_time_and_inspectors_go(at: Ground) -> None:
    at.reading.loads = (a_load(CODES[0]),)
    at.look()
    at.on("heat", "inspectors")
    assert at.layers.as_of("heat") is None
    at.reading.lost = True
    at.seat.wait(minutes=2)
    at.seat.desk.asked_anew.emit()
    assert at.page.classes("heat") == (3, 0, 0)
    assert at.layers.as_of("heat") == NOW
    known = at.seat.desk.known
    assert known.remembered.grid_loads(NOW)
    with pytest.raises(StoreUnavailable):
        known.remembered.inspector_rows(NOW)


def test_where_inspectors_are_is_not_kept_by_this_workstation(at: Ground) -> None:
    at.look()
    at.on("heat", "inspectors")
    kept = {
        one.question[0] for one in at.seat.desk.known.fresh() if isinstance(one.question, tuple)
    }
    assert "grid_loads" in kept
    assert "inspector_rows" not in kept
