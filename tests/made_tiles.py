"""Tile packages made for tests: pictures, MBTiles, PMTiles, vector tiles, and hostile ones."""

from __future__ import annotations

import gzip
import io
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import mapbox_vector_tile
from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

Place = tuple[int, int, int]
"""Level, column, row (XYZ)."""
MIDDLE: Final = (12, 3336, 1639)
"""The tile of the city's middle at level 12 (domain.md 2.4)."""


def picture(
    color: tuple[int, int, int] = (200, 40, 40), side: int = 256, kind: str = "PNG"
) -> bytes:
    """A tile of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), color).save(out, kind)
    return out.getvalue()


def png(tile: Image.Image) -> bytes:
    """A picture as PNG."""
    out = io.BytesIO()
    tile.save(out, "PNG")
    return out.getvalue()


def mbtiles(
    path: Path, tiles: Mapping[Place, bytes], told: Mapping[str, str] | None = None
) -> Path:
    """An MBTiles file; rows from the south, as its standard has them."""
    facts = {"name": "made", "format": "png"} | dict(told or {})
    with closing(sqlite3.connect(path)) as line, line:
        line.executescript(
            "CREATE TABLE metadata (name TEXT, value TEXT);"
            "CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB);"
            "CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row);"
        )
        line.executemany("INSERT INTO metadata VALUES (?, ?)", facts.items())
        rows = [(z, x, 2**z - 1 - y, content) for (z, x, y), content in tiles.items()]
        line.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    return path


def pmtiles(path: Path, tiles: Mapping[Place, bytes], *, vector: bool = False) -> Path:
    """A PMTiles file of version 3."""
    with path.open("wb") as file:
        writer: Any = Writer(file)  # type: ignore[no-untyped-call]  # it has no types
        for place, content in sorted(tiles.items(), key=lambda one: zxy_to_tileid(*one[0])):
            writer.write_tile(zxy_to_tileid(*place), content)
        levels = [z for z, _x, _y in tiles]
        head = {
            "tile_type": TileType.MVT if vector else TileType.PNG,
            "tile_compression": Compression.GZIP if vector else Compression.NONE,
            "min_zoom": min(levels),
            "max_zoom": max(levels),
            "min_lon_e7": 1_120_000_000,
            "min_lat_e7": 330_000_000,
            "max_lon_e7": 1_140_000_000,
            "max_lat_e7": 345_000_000,
            "center_zoom": min(levels),
            "center_lon_e7": 1_130_000_000,
            "center_lat_e7": 337_000_000,
        }
        writer.finalize(head, {"name": "made"})
    return path


def drawing(name: str = "建设路", *, packed: bool = True) -> bytes:
    """A vector tile: a lake, a wood, a house, a road, and two names."""
    layers: list[dict[str, Any]] = [
        _layer("water", "POLYGON ((0 0, 0 2048, 2048 2048, 2048 0, 0 0))", {"class": "lake"}),
        _layer("landcover", "POLYGON ((2048 0, 2048 2048, 4096 2048, 4096 0, 2048 0))",
               {"class": "wood"}),
        _layer("building", "POLYGON ((100 3000, 100 3500, 600 3500, 600 3000, 100 3000))", {}),
        _layer("transportation", "LINESTRING (0 2500, 4096 2500)", {"class": "primary"}),
        _layer("transportation_name", "LINESTRING (0 2500, 2000 2500, 4096 2500)", {"name": name}),
        _layer("place", "POINT (3000 3500)", {"name": "Pingdingshan", "name:zh": "平顶山"}),
    ]  # fmt: skip
    content: bytes = mapbox_vector_tile.encode(layers, default_options={"y_coord_down": True})
    return gzip.compress(content) if packed else content


def _layer(name: str, shape: str, told: Mapping[str, str]) -> dict[str, Any]:
    return {"name": name, "features": [{"geometry": shape, "properties": dict(told)}]}


def spoiled(path: Path, spoil: Callable[[sqlite3.Connection], object]) -> Path:
    """A package changed by SQL."""
    with closing(sqlite3.connect(path)) as line, line:
        spoil(line)
    return path
