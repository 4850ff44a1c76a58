"""A look at a basemap tells what a file is, or how a server answers, and never a key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from console.domain.basemap import Basemap, Kind, Trouble
from console.domain.place import Point
from console.ports.basemaps import Chosen
from console.services.basemap_check import Looked, look_at, tile_at
from console.tiles.place import FolderTilePlace
from db.tile_keys import FileTileKeys
from tests.made_tiles import MIDDLE, mbtiles, picture

CITY = Point(113.25, 33.77)
SERVER = Basemap(
    id="web", title="Web", kind=Kind.XYZ, address="https://t.example/{z}/{x}/{y}?k={key}"
)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[FolderTilePlace]:
    made = FolderTilePlace(tmp_path, FileTileKeys(tmp_path / "keys", "WANMI_BASEMAP_KEY", dict))
    yield made
    made.close()


def look(layer: Basemap, place: FolderTilePlace, answer: bytes | Trouble | None = None) -> Looked:
    return look_at(layer, place, CITY, lambda *_asked: answer, lambda _done, _of: None)


def a_file(path: Path) -> Basemap:
    return Basemap(id="photo", title="航片", kind=Kind.MBTILES, address=str(path))


def test_the_citys_tile_is_where_the_domain_says() -> None:
    z, x, y = MIDDLE
    assert tile_at(CITY, z) == (z, x, y)
    assert tile_at(Point(180, -90), 3) == (3, 7, 7)


def test_a_file_tells_checksum_bounds_levels_and_one_tile(
    place: FolderTilePlace, tmp_path: Path
) -> None:
    told = {"bounds": "113.2,33.7,113.3,33.84", "minzoom": "10", "maxzoom": "13"}
    file = mbtiles(tmp_path / "p.mbtiles", {MIDDLE: picture()}, told)
    seen = look(a_file(file), place)
    assert seen.trouble is Trouble.FINE
    assert seen.mark is not None
    assert seen.mark.digest == sha256(file.read_bytes()).hexdigest()
    assert seen.facts is not None
    assert (seen.facts.least, seen.facts.most) == (10, 13)
    assert seen.at == MIDDLE  # the level below has none there
    assert seen.tile is not None
    assert seen.tile.mime == "image/png"


def test_a_file_of_this_workstation_goes_before_the_citys(
    place: FolderTilePlace, tmp_path: Path
) -> None:
    file = mbtiles(tmp_path / "here.mbtiles", {MIDDLE: picture()})
    place.choose(Chosen(paths=(("photo", str(file)),)))
    assert look(a_file(tmp_path / "away.mbtiles"), place).trouble is Trouble.FINE


def test_what_is_no_package_or_not_there_is_told_so(place: FolderTilePlace, tmp_path: Path) -> None:
    text = tmp_path / "p.mbtiles"
    text.write_text("<html>")
    assert look(a_file(text), place).trouble is Trouble.FILE_KIND
    assert look(a_file(tmp_path / "nothing"), place).trouble is Trouble.FILE_MISSING
    nowhere = replace(a_file(text), address="")
    assert look(nowhere, place).trouble is Trouble.FILE_MISSING


def test_a_damaged_tile_is_told_so(place: FolderTilePlace, tmp_path: Path) -> None:
    file = mbtiles(tmp_path / "p.mbtiles", {MIDDLE: b"\x89PNG and nothing"})
    assert look(a_file(file), place).trouble is Trouble.TILE


def test_a_server_is_not_asked_without_its_key(place: FolderTilePlace) -> None:
    def ask(*_asked: object) -> None:
        raise AssertionError("asked")

    seen = look_at(SERVER, place, CITY, ask, lambda _done, _of: None)
    assert seen.trouble is Trouble.KEY_MISSING


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (Trouble.KEY, Trouble.KEY),
        (Trouble.AWAY, Trouble.AWAY),
        (b"<html>", Trouble.ANSWER),
        (None, Trouble.FINE),
    ],
)
def test_a_servers_answer_is_a_state(
    place: FolderTilePlace, answer: bytes | Trouble | None, trouble: Trouble
) -> None:
    place.keys.put("t.example", "secret-key")
    seen = look(SERVER, place, answer)
    assert (seen.trouble, seen.tile) == (trouble, None)
    assert "secret-key" not in repr(seen)


def test_a_server_without_a_key_that_forbids_gives_no_tiles(place: FolderTilePlace) -> None:
    keyless = replace(SERVER, address="https://t.example/{z}/{x}/{y}")
    assert look(keyless, place, Trouble.KEY).trouble is Trouble.ANSWER
    seen = look(keyless, place, picture())
    assert seen.tile is not None
    assert seen.at == MIDDLE
