"""Tile packages read in a process of their own: true ones give tiles, hostile ones a refusal."""

from __future__ import annotations

import gzip
import json
import sqlite3
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath
from typing import Any, Final

import pytest
from pmtiles.tile import Entry, serialize_directory

from console.bounded.process import Limits
from console.domain.refusal import Refusal
from console.tiles.drawing import MIME
from console.tiles.mbtiles import address
from console.tiles.reader import LIMITS, MEBIBYTE, TileReader
from tests import made_tiles
from tests.made_tiles import MIDDLE, drawing, mbtiles, picture, pmtiles, spoiled

QUICK: Final = Limits(
    seconds=1.5,
    memory_bytes=LIMITS.memory_bytes,
    idle_bytes=LIMITS.idle_bytes,
    message_bytes=LIMITS.message_bytes,
)


@pytest.fixture(scope="module")
def reader() -> Iterator[TileReader]:
    made = TileReader(QUICK)
    yield made
    made.stop()


def refused(reader: TileReader, path: Path, place: made_tiles.Place | None = MIDDLE) -> str:
    """The code with which a package, or a tile of it, is refused."""
    try:
        reader.open(str(path))
        if place is not None:
            reader.tile(*place)
    except Refusal as refusal:
        return refusal.code
    pytest.fail(f"{path.name} was taken")


def test_an_mbtiles_file_tells_what_it_is_and_gives_its_tiles(
    reader: TileReader, tmp_path: Path
) -> None:
    told = {"name": "城区", "bounds": "113,33,114,34", "minzoom": "12", "maxzoom": "12"}
    file = mbtiles(tmp_path / "a b#1%.mbtiles", {MIDDLE: picture()}, told)
    facts = reader.open(str(file))
    assert (facts.name, facts.vector, facts.least, facts.most) == ("城区", False, 12, 12)
    assert facts.bounds == (113.0, 33.0, 114.0, 34.0)
    tile = reader.tile(*MIDDLE)
    assert tile is not None
    assert (tile.mime, tile.content) == ("image/png", picture())
    assert reader.tile(12, 3337, 1639) is None


@pytest.mark.parametrize("path", [r"\\server\maps\a b#1%.mbtiles", r"C:\maps\a b#1%.mbtiles"])
def test_sqlite_takes_the_address_of_a_file_on_a_share_of_windows(path: str) -> None:
    # There is none here: SQLite says so, and not that it understands no such address.
    with pytest.raises(sqlite3.OperationalError, match="unable to open database file"):
        sqlite3.connect(address(PureWindowsPath(path)), uri=True)
    assert address(PureWindowsPath(path)).endswith("maps/a%20b%231%25.mbtiles?mode=ro&immutable=1")


def test_levels_that_are_not_told_are_found(reader: TileReader, tmp_path: Path) -> None:
    file = mbtiles(tmp_path / "m", {MIDDLE: picture(), (9, 417, 204): picture()})
    facts = reader.open(str(file))
    assert (facts.least, facts.most) == (9, 12)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_pictures_of_every_usual_kind_are_shown(
    reader: TileReader, tmp_path: Path, kind: str
) -> None:
    content = picture(side=512, kind=kind)
    reader.open(str(mbtiles(tmp_path / "m", {MIDDLE: content}, {"format": "jpg"})))
    tile = reader.tile(*MIDDLE)
    assert tile is not None
    assert tile.mime == f"image/{kind.lower()}"


def test_a_pmtiles_file_gives_its_tiles(reader: TileReader, tmp_path: Path) -> None:
    tiles = {(12, 3300 + at, 1639): picture((at, 0, 0)) for at in range(40)}
    facts = reader.open(str(pmtiles(tmp_path / "p", tiles)))
    assert (facts.vector, facts.least, facts.most) == (False, 12, 12)
    assert facts.bounds == (112.0, 33.0, 114.0, 34.5)
    for place, content in tiles.items():
        tile = reader.tile(*place)
        assert tile is not None
        assert tile.content == content
    assert reader.tile(12, 0, 0) is None
    assert reader.tile(13, 0, 0) is None


@pytest.mark.parametrize("form", ["mbtiles", "pmtiles"])
def test_a_vector_tile_comes_as_a_drawing_with_its_chinese_names(
    reader: TileReader, tmp_path: Path, form: str
) -> None:
    tiles = {MIDDLE: drawing()}
    file = (
        mbtiles(tmp_path / "m", tiles, {"format": "pbf"})
        if form == "mbtiles"
        else pmtiles(tmp_path / "p", tiles, vector=True)
    )
    assert reader.open(str(file)).vector
    tile = reader.tile(*MIDDLE)
    assert tile is not None
    assert tile.mime == MIME
    classes, names = parts(tile.content)
    assert classes == [1, 2, 4, 9]
    assert [name[3] for name in names] == ["平顶山", "建设路"]


def parts(packed: bytes) -> tuple[list[int], list[Any]]:
    """The classes of a drawing's shapes in their order, and its names."""
    magic, shapes, words, length = struct.unpack_from("<4s3I", packed)
    assert magic == b"WMV1"
    flat = struct.unpack_from(f"<{4 * shapes}I", packed, 16)
    assert len(packed) == 16 + 16 * shapes + 4 * words + length
    return list(flat[::4]), json.loads(packed[len(packed) - length :])


def test_a_file_that_is_not_there_is_missing(reader: TileReader, tmp_path: Path) -> None:
    assert refused(reader, tmp_path / "none", None) == "basemap.file_missing"
    assert refused(reader, tmp_path, None) == "basemap.file_missing"


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"PMTiles\x03", b"PMTiles\x02" + bytes(200), b"%PDF" * 100]
)
def test_another_file_is_no_tile_package(
    reader: TileReader, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "m").write_bytes(content)
    assert refused(reader, tmp_path / "m", None) == "basemap.file_kind"


def test_a_database_of_something_else_is_no_tile_package(
    reader: TileReader, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "m") as line:
        line.execute("CREATE TABLE secrets (x)")
    line.close()
    assert refused(reader, tmp_path / "m", None) == "basemap.file_kind"


def test_a_damaged_database_is_broken(reader: TileReader, tmp_path: Path) -> None:
    file = mbtiles(tmp_path / "m", {(12, x, 1639): picture() for x in range(3300, 3340)})
    content = bytearray(file.read_bytes())
    content[100:] = b"\xff" * (len(content) - 100)
    file.write_bytes(content)
    assert refused(reader, file, None) in {"basemap.file_broken", "basemap.file_kind"}


@pytest.mark.parametrize(
    "content",
    [
        b"<html>sign in</html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        picture()[:60],
        picture(side=300),
        b"GIF89a" + bytes(50),
        b"\x89PNG\r\n\x1a\n" + bytes(3_000_000),
        picture()[:8] + b"\0\0\0\rIHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0),
    ],
    ids=["html", "svg", "cut", "side", "gif", "large", "bomb"],
)
def test_a_tile_that_is_no_tile_is_damaged_and_the_next_is_shown(
    reader: TileReader, tmp_path: Path, content: bytes
) -> None:
    beside = (12, 3337, 1639)
    file = mbtiles(tmp_path / "m", {MIDDLE: content, beside: picture()})
    assert refused(reader, file) == "basemap.tile"
    assert reader.tile(*beside) is not None


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(bytes(64 * MEBIBYTE)),
        gzip.compress(b"\x1a\xff\xff\xff\xff\x0f"),
        gzip.compress(drawing(packed=False))[:-9],
        b"\x00" * 500,
        zlib.compress(b"x"),
    ],
    ids=["bomb", "length", "cut", "zeros", "zlib"],
)
def test_a_hostile_vector_tile_is_damaged(
    reader: TileReader, tmp_path: Path, content: bytes
) -> None:
    file = mbtiles(tmp_path / "m", {MIDDLE: content}, {"format": "pbf"})
    assert refused(reader, file) == "basemap.tile"


def test_a_view_without_end_costs_its_process_and_nothing_else(
    reader: TileReader, tmp_path: Path
) -> None:
    endless = (
        "DROP TABLE tiles; CREATE VIEW tiles AS WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT"
        " n + 1 FROM t) SELECT n AS zoom_level, n AS tile_column, -n AS tile_row,"
        " x'00' AS tile_data FROM t"
    )
    told = {"minzoom": "0", "maxzoom": "14"}
    file = mbtiles(tmp_path / "m", {MIDDLE: picture()}, told)
    spoiled(file, lambda line: line.executescript(endless))
    assert refused(reader, file) in {"basemap.file_broken", "basemap.file_away"}
    good = mbtiles(tmp_path / "good", {MIDDLE: picture()})
    reader.open(str(good))
    assert reader.tile(*MIDDLE) is not None


def test_a_view_that_would_make_much_or_call_out_is_refused(
    reader: TileReader, tmp_path: Path
) -> None:
    told = {"minzoom": "12", "maxzoom": "12"}
    file = mbtiles(tmp_path / "m", {}, told)
    view = (
        "DROP TABLE tiles; CREATE VIEW tiles AS SELECT 12 AS zoom_level, 3336 AS tile_column,"
        " 2456 AS tile_row, zeroblob(1000000000) AS tile_data"
    )
    spoiled(file, lambda line: line.executescript(view))
    assert refused(reader, file) == "basemap.file_broken"


def test_nothing_is_written_into_a_package(reader: TileReader, tmp_path: Path) -> None:
    file = mbtiles(tmp_path / "m", {MIDDLE: picture()})
    trigger = "CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN DELETE FROM tiles; END;"
    spoiled(file, lambda line: line.executescript("CREATE VIEW v AS SELECT 1 AS a;" + trigger))
    before = file.read_bytes()
    reader.open(str(file))
    assert reader.tile(*MIDDLE) is not None
    assert file.read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} == {"m"}


def test_what_a_package_calls_itself_stays_text(reader: TileReader, tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)>" + "x" * 500
    facts = reader.open(str(mbtiles(tmp_path / "m", {MIDDLE: picture()}, {"name": name})))
    assert facts.name == name[:200]


def test_levels_and_bounds_that_cannot_be_are_not_believed(
    reader: TileReader, tmp_path: Path
) -> None:
    told = {"minzoom": "-1", "maxzoom": "99999", "bounds": "nan,2,x,4"}
    facts = reader.open(str(mbtiles(tmp_path / "m", {MIDDLE: picture()}, told)))
    assert (facts.least, facts.most, facts.bounds) == (12, 12, None)


def pmtiles_with(tmp_path: Path, root: bytes) -> Path:
    """A package whose root directory is replaced."""
    file = pmtiles(tmp_path / "p", {MIDDLE: picture()})
    content = bytearray(file.read_bytes())
    at = len(content)
    struct.pack_into("<QQ", content, 8, at, len(root))
    file.write_bytes(bytes(content) + root)
    return file


@pytest.mark.parametrize(
    "root",
    [
        gzip.compress(b"\xff" * 900_000),
        gzip.compress(b"\xff\xff\xff\xff\xff\xff\xff\x7f"),
        gzip.compress(bytes(64 * MEBIBYTE)),
        serialize_directory([Entry(0, 2**40, 500, 1 << 40)]),
        serialize_directory([Entry(0, 0, 2**31, 1 << 40)]),
        serialize_directory([Entry(0, 0, 20, 0)]),
    ],
    ids=["endless-number", "many", "bomb", "beyond", "long", "circle"],
)
def test_a_hostile_directory_is_broken(reader: TileReader, tmp_path: Path, root: bytes) -> None:
    assert refused(reader, pmtiles_with(tmp_path, root)) == "basemap.file_broken"


@pytest.mark.parametrize("offset", [8, 56])
def test_offsets_beyond_the_file_are_broken(
    reader: TileReader, tmp_path: Path, offset: int
) -> None:
    file = pmtiles(tmp_path / "p", {MIDDLE: picture()})
    content = bytearray(file.read_bytes())
    struct.pack_into("<Q", content, offset, 2**63)
    file.write_bytes(content)
    assert refused(reader, file) == "basemap.file_broken"


def test_a_picture_from_a_server_is_decoded_before_it_is_believed(reader: TileReader) -> None:
    assert reader.check(picture()).mime == "image/png"
    for content in (b"<html>", picture(side=1024), b"{}", b""):
        with pytest.raises(Refusal) as caught:
            reader.check(content)
        assert caught.value.code == "basemap.answer"
