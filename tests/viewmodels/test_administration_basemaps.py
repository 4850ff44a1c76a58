"""The basemaps' section: layers, their order, history and undo, and a key nobody sees again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from console.domain.basemap import PRESETS
from console.services.basemap_list import BasemapList
from console.tiles.place import FolderTilePlace
from db.tile_keys import FileTileKeys
from tests.administration_samples import an_administration
from tests.administration_seat import Seat, a_seat

KEY = "0123456789abcdef-secret"


@pytest.fixture
def seat(qapp: QApplication, tmp_path: Path) -> Iterator[Seat]:
    assert qapp is not None
    store = an_administration()
    BasemapList(store).add(PRESETS["tianditu-vec"])
    made = a_seat(store=store)
    keys = FileTileKeys(tmp_path / "keys" / "basemap.key", "WANMI_BASEMAP_KEY", dict)
    place = FolderTilePlace(tmp_path, keys)
    desk = made.page.desk
    desk.outside = replace(desk.outside, tiles=place)
    made.page.open("basemap")
    yield made
    made.leave()
    place.close()


def order(seat: Seat) -> list[str]:
    return [one.key for one in seat.page.found.things]


def put(seat: Seat, **values: object) -> None:
    form = seat.page.hand.form
    assert form is not None
    for name, value in values.items():
        form.put(name, value)


def test_layers_stand_from_the_lowest_with_what_is_missing(seat: Seat) -> None:
    assert order(seat) == ["tdt-vec", "tdt-cva"]
    assert {one.state for one in seat.page.found.things} == {"no_key"}
    columns = seat.page.table.columns
    row = [column.value(seat.page.found.things[0]) for column in columns]
    assert row == ["1", "天地图 矢量", "WMTS 网址", "100", "本机没有密钥"]


def test_a_layer_moves_up_and_ctrl_z_moves_it_back(seat: Seat) -> None:
    seat.page.choose("tdt-vec")
    seat.page.begin_act("up")
    assert order(seat) == ["tdt-cva", "tdt-vec"]
    assert (seat.codes[-1], seat.said[-1].facts["name"]) == (
        "administration.done.up",
        "天地图 矢量",
    )
    assert seat.page.chosen == "tdt-vec"
    seat.page.begin_act("up")
    assert seat.refused[-1].code == "basemap.outermost"
    seat.page.history.undo_last()
    assert order(seat) == ["tdt-vec", "tdt-cva"]


def test_a_layer_is_made_changed_and_removed(seat: Seat) -> None:
    seat.page.begin_new()
    put(seat, id="photo", title="航片", kind="mbtiles", address="/srv/p.mbtiles")
    seat.page.submit()
    assert order(seat)[-1] == "photo"
    assert seat.page.chosen == "photo"
    seat.page.choose("photo")
    put(seat, opacity=60, on=False)
    seat.page.submit()
    last = seat.page.found.things[-1]
    assert (last.values["opacity"], last.values["level"], last.state) == (60, 18, "not_shown")
    assert seat.page.remove()
    assert order(seat) == ["tdt-vec", "tdt-cva"]


def test_the_history_tells_only_what_changed_of_a_layer(seat: Seat) -> None:
    seat.page.choose("tdt-cva")
    put(seat, opacity=40)
    seat.page.submit()
    history = seat.page.history
    history.narrow(section="basemap", key="tdt-cva")
    newest = history.change(2)
    assert newest is not None
    assert history.thing(newest) == "底图"
    assert history.summary(newest) == "天地图 矢量注记 不透明度 %：100 → 40"
    assert newest.undoable


def test_a_key_is_kept_here_and_nowhere_else(seat: Seat, tmp_path: Path) -> None:
    before = len(seat.store.register)
    seat.page.choose("tdt-vec")
    seat.page.begin_act("key")
    put(seat, key=KEY)
    form = seat.page.hand.form
    assert form is not None
    assert KEY not in repr(form.content())
    assert KEY not in repr(form.order())
    seat.page.submit()
    assert seat.codes[-1] == "administration.done.key"
    assert seat.page.found.things[0].state == ""
    assert len(seat.store.register) == before
    assert KEY in (tmp_path / "keys" / "basemap.key").read_text()
    told = (repr(seat.said), repr(seat.store.things_kept), repr(seat.page.found))
    assert not any(KEY in one for one in told)


def test_a_key_that_cannot_be_written_is_refused_without_it(seat: Seat, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file where the folder has to be")
    seat.page.choose("tdt-vec")
    seat.page.begin_act("key")
    put(seat, key=KEY)
    seat.page.submit()
    assert seat.refused[-1].code == "basemap.unwritable"
    assert KEY not in repr(seat.refused[-1])
