"""The panel's rows: every layer has a key, and its choices go round."""

from datetime import date
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.domain.gridload import UNSEEN_HOURS, HeatBy
from console.viewmodels.basemaps import Basemaps
from console.viewmodels.desk import Desk
from console.viewmodels.layer_list import KEYS, LayerList, beside
from console.viewmodels.map_channel import WHOLE_LAYERS, WHOLE_ON
from console.viewmodels.map_ground import MapGround
from console.viewmodels.map_layers import MapLayers
from console.viewmodels.queue_choices import Choices, QueueChoices
from console.views.wording import Wording
from tests.seats import a_seat


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return a_seat().desk


class TwoBasemaps(Basemaps):
    """A city's street map and its names over it; what is chosen of them."""

    chosen: list[tuple[str, object]]

    @property
    def rows(self) -> list[dict[str, Any]]:
        names = {"state": "正常", "age_text": "", "checksum": "", "digest": "", "file": False}
        file = names | {
            "age_text": "3 天前",
            "checksum": "0a1b2c",
            "digest": "0a1b2c3d",
            "file": True,
        }
        streets = {"id": "streets", "title": "街道图", "on": True, "opacity": 95}
        return [
            streets | file,
            {"id": "names", "title": "注记", "on": False, "opacity": 10} | names,
        ]

    def set_on(self, id: str, on: bool) -> None:  # noqa: FBT001
        self.chosen.append((id, on))

    def set_opacity(self, id: str, percent: int) -> None:
        self.chosen.append((id, percent))


@pytest.fixture
def basemaps(desk: Desk) -> TwoBasemaps:
    made = TwoBasemaps(desk, Wording().say)
    made.chosen = []
    return made


@pytest.fixture
def layers(desk: Desk) -> MapLayers:
    return MapLayers(desk, MapGround(desk))


@pytest.fixture
def rows(desk: Desk, layers: MapLayers, basemaps: TwoBasemaps) -> LayerList:
    choices = QueueChoices(desk)
    choices.choices = Choices(
        classes=(("component:01", "公用设施"), ("component:02", "道路交通"), ("event:01", "市容"))
    )
    return LayerList(layers, choices, basemaps)


def words(rows: LayerList, layer: str) -> tuple[str, dict[str, object]]:
    row = next(one for one in rows.rows if one.layer == layer)
    return row.choice, dict(row.facts)


def test_every_layer_has_one_key_of_its_own(rows: LayerList) -> None:
    own = [row for row in rows.rows if not row.basemap]
    assert [row.layer for row in own] == list(WHOLE_LAYERS)
    assert len({row.key for row in own}) == len(WHOLE_LAYERS) == len(KEYS)
    assert {row.layer for row in own if row.on} == WHOLE_ON


def test_a_switch_is_turned_and_turned_back(rows: LayerList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(rows.changed):
        rows.turn("duty")
    assert next(row for row in rows.rows if row.layer == "duty").on
    rows.turn("duty")
    assert not next(row for row in rows.rows if row.layer == "duty").on


def test_heat_goes_through_all_its_kinds_and_is_switched_on(
    rows: LayerList, layers: MapLayers
) -> None:
    seen = []
    for _ in HeatBy:
        rows.choose("heat", 1)
        seen.append(layers.options.heat)
    assert set(seen) == set(HeatBy)
    assert seen[-1] is HeatBy.OPEN
    assert "heat" in layers.options.on


def test_hours_and_days_go_back_too(rows: LayerList) -> None:
    rows.choose("unseen", -1)
    assert words(rows, "unseen") == ("layers.unseen", {"hours": UNSEEN_HOURS[0]})
    rows.choose("closed", -1)
    assert words(rows, "closed") == ("layers.today", {})
    rows.choose("closed", 1)
    assert words(rows, "closed") == ("layers.days", {"days": 7})


def test_a_period_in_the_wrong_order_is_put_right_and_left_by_a_step(rows: LayerList) -> None:
    rows.set_period(date(2026, 11, 20), date(2026, 11, 1))
    chosen = {"first": date(2026, 11, 1), "last": date(2026, 11, 20)}
    assert words(rows, "closed") == ("layers.period", chosen)
    rows.choose("closed", 1)
    assert words(rows, "closed")[0] == "layers.days"


def test_components_go_through_the_citys_classes(rows: LayerList, layers: MapLayers) -> None:
    assert words(rows, "components") == ("layers.all", {})
    rows.choose("components", 1)
    assert words(rows, "components") == ("layers.class", {"name": "公用设施"})
    assert list(layers.options.classes) == ["01"]
    rows.choose("components", 1)
    rows.choose("components", 1)
    assert list(layers.options.classes) == []


def test_a_layer_with_one_content_has_no_choice(rows: LayerList, layers: MapLayers) -> None:
    before = layers.options
    rows.choose("grids", 1)
    assert layers.options == before


def test_beside_an_unknown_value_stands_the_first() -> None:
    assert beside((1, 2, 3), 9, 1) == 1


def test_basemaps_stand_below_with_age_and_checksum(rows: LayerList) -> None:
    streets, names = rows.rows[-2:]
    assert (streets.title, streets.note) == ("街道图", "正常 · 3 天前 · 0a1b2c")
    assert streets.digest == "0a1b2c3d"
    assert streets.file
    assert (names.note, names.on) == ("正常", False)


def test_a_basemap_is_switched_and_its_opacity_stays_in_bounds(
    rows: LayerList, basemaps: TwoBasemaps
) -> None:
    rows.turn("basemap.names")
    rows.choose("basemap.streets", 1)
    rows.choose("basemap.names", -1)
    assert basemaps.chosen == [("names", True), ("streets", 100), ("names", 10)]
