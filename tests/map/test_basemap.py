"""The basemap on the page: pixels where they belong, gaps filled from above, the ground below."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from console.domain.basemap import Basemap, Kind
from console.viewmodels.map_state import Ring, pack_grids
from console.viewmodels.tile_layer import TileLayer
from console.views.map_paper import picture_of
from console.views.map_view import take_picture
from tests.basemap_seat import BasemapSeat
from tests.made_tiles import Place, drawing, mbtiles, picture, png
from tests.map.driver import SIZE, TOKENS, MapDriver
from tests.map.small_city import LAT, LON

pytestmark = pytest.mark.webengine
RED: Final = (200, 40, 40)
BLUE: Final = (40, 40, 200)
ZOOM: Final = 16
COLUMNS, ROWS = 100, 60
TURN: Final = math.radians(7)
"""Grids of a real city lie askew."""


def tile_of(z: int) -> Place:
    """The tile of the city's middle."""
    x, y = world(LON, LAT)
    return z, int(x * 2**z), int(y * 2**z)


def world(lon: float, lat: float) -> tuple[float, float]:
    """A place in shares of the world, from the north-west."""
    y = math.asinh(math.tan(math.radians(lat))) / math.pi
    return (lon + 180) / 360, (1 - y) / 2


def around(z: int, content: bytes, reach: int = 4) -> dict[Place, bytes]:
    """The same tile over a whole view."""
    _z, x, y = tile_of(z)
    span = range(-reach, reach + 1)
    return {(z, x + across, y + down): content for across in span for down in span}


def file_layer(path: Path, kind: Kind = Kind.MBTILES) -> Basemap:
    """A layer of a file."""
    return Basemap(id="base", title="底图", kind=kind, address=str(path), level=20)


@pytest.fixture
def seats() -> Iterator[list[BasemapSeat]]:
    opened: list[BasemapSeat] = []
    yield opened
    for one in opened:
        one.close()


def shown(qtbot: QtBot, seat: BasemapSeat, zoom: int = ZOOM) -> MapDriver:
    """A map over a seat's basemaps, in the middle of the city."""
    city = MapDriver(qtbot)
    city.open()
    city.view.locate(LON, LAT, zoom)
    city.settle()
    seat.maps.told_changed.connect(lambda: city.view.set_basemaps(seat.maps.told, seat.maps.ask))
    seat.maps.load()
    qtbot.waitUntil(lambda: seat.state() != "waiting")
    city.settle()
    return city


def lattice() -> list[tuple[str, Ring]]:
    """6,000 unit grids of about a hectare, turned a little."""
    east, north = 0.00105, 0.0009
    cos, sin = math.cos(TURN), math.sin(TURN)

    def corner(column: float, row: float) -> list[float]:
        x, y = (column - COLUMNS / 2) * east, (row - ROWS / 2) * north
        return [LON + x * cos - y * sin, LAT + x * sin + y * cos]

    return [
        (
            f"410403003{column:03d}{row:03d}",
            [corner(column + dx, row + dy) for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1))],
        )
        for row in range(ROWS)
        for column in range(COLUMNS)
    ]


def painted(grids: list[tuple[str, Ring]], place: Place) -> bytes:
    """A tile whose pixels are these grids, neighbours in two colours."""
    z, x, y = place
    tile = Image.new("RGB", (256, 256), "white")
    pen = ImageDraw.Draw(tile)
    for at, (_code, ring) in enumerate(grids):
        spots = [
            ((px * 2**z - x) * 256, (py * 2**z - y) * 256)
            for px, py in (world(lon, lat) for lon, lat in ring)
        ]
        if max(s[0] for s in spots) < 0 or min(s[0] for s in spots) > 256:
            continue
        if max(s[1] for s in spots) < 0 or min(s[1] for s in spots) > 256:
            continue
        dark = (at % COLUMNS + at // COLUMNS) % 2
        # Pixels are named by their corner, places by their middle.
        pen.polygon([(sx - 0.5, sy - 0.5) for sx, sy in spots], fill=(90, 90, 90) if dark else RED)
    return png(tile)


def middle_colors(city: MapDriver) -> set[str]:
    """The colours beside the middle of the view."""
    part = city.view.grab(QRect(SIZE[0] // 2 + 20, SIZE[1] // 2 + 20, 5, 5)).toImage()
    return {part.pixelColor(x, y).name() for x in range(5) for y in range(5)}


def wait_color(city: MapDriver, color: tuple[int, int, int] | str) -> None:
    """Wait until a colour is in the middle of the view."""
    name = color if isinstance(color, str) else QColor(*color).name()
    city.qtbot.waitUntil(lambda: name.lower() in middle_colors(city))


def test_six_thousand_grids_line_up_with_the_tiles_within_a_pixel(
    qtbot: QtBot, tmp_path: Path, seats: list[BasemapSeat]
) -> None:
    grids = lattice()
    assert len(grids) == 6_000
    _z, x, y = tile_of(ZOOM)
    places = [(ZOOM, x + dx, y + dy) for dx in range(-3, 4) for dy in range(-2, 3)]
    file = mbtiles(tmp_path / "m", {place: painted(grids, place) for place in places})
    seats.append(BasemapSeat(tmp_path, file_layer(file)))
    city = shown(qtbot, seats[0])
    city.view.set_base({})
    city.view.set_grids(pack_grids(grids))
    city.view.bridge.set_layers({"grids": False})
    city.settle()
    city.wait_js("document.querySelectorAll('.ground .leaflet-tile-loaded').length > 8")
    city.wait_js("!document.querySelector('.ground .leaflet-tile:not(.leaflet-tile-loaded)')")
    qtbot.waitUntil(lambda: _edges(_pixels(city)) > 2_000)
    without = _pixels(city)
    city.view.bridge.set_layers({"grids": True})
    city.settle()
    # The cells' tiles come one by one.
    qtbot.waitUntil(lambda: _assert_lines_up(without, _pixels(city)))


Pixels = list[list[tuple[int, int, int]]]


def _pixels(city: MapDriver) -> Pixels:
    """The middle of the view, where no furniture lies."""
    image = city.view.grab(QRect(150, 100, 600, 300)).toImage()
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    wide, high, line = image.width(), image.height(), image.bytesPerLine()
    raw = bytes(image.constBits())
    return [
        [(raw[at], raw[at + 1], raw[at + 2]) for at in range(y * line, y * line + 3 * wide, 3)]
        for y in range(high)
    ]


def _far(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 60


def _edges(pixels: Pixels) -> int:
    return sum(_far(a, b) for row in pixels for a, b in pairwise(row))


def _assert_lines_up(before: Pixels, after: Pixels) -> None:
    """Every edge of the tiles has a line of the grids within a pixel, and no line is elsewhere."""
    high, wide = len(before), len(before[0])
    edges = {
        (x, y)
        for y in range(1, high)
        for x in range(1, wide)
        if _far(before[y][x - 1], before[y][x]) or _far(before[y - 1][x], before[y][x])
    }
    lines = {(x, y) for y in range(high) for x in range(wide) if _far(before[y][x], after[y][x])}
    assert len(edges) > 5_000

    # An edge stands between a pixel and the one before it: those two, and one pixel beside them.
    reach = [(dx, dy) for dx in range(-2, 2) for dy in range(-2, 2)]
    bare = {(x, y) for x, y in edges if not {(x + dx, y + dy) for dx, dy in reach} & lines}
    # A line has a faint rim, which reaches a pixel further.
    rim = [(dx, dy) for dx in range(-3, 3) for dy in range(-3, 3)]
    stray = {(x, y) for x, y in lines if not {(x - dx, y - dy) for dx, dy in rim} & edges}
    inside = {(x, y) for x in range(3, wide - 3) for y in range(3, high - 3)}
    assert not bare & inside
    assert not stray & inside


def test_a_level_without_tiles_is_stretched_from_above(
    qtbot: QtBot, tmp_path: Path, seats: list[BasemapSeat]
) -> None:
    file = mbtiles(tmp_path / "m", around(12, picture(RED), 1))
    seats.append(BasemapSeat(tmp_path, file_layer(file)))
    city = shown(qtbot, seats[0])
    city.view.bridge.set_layers({"grids": False, "districts": False})
    wait_color(city, RED)


def test_a_gap_shows_the_ground_of_the_city_and_not_grey(
    qtbot: QtBot, tmp_path: Path, seats: list[BasemapSeat]
) -> None:
    file = mbtiles(tmp_path / "m", {(16, 1, 1): picture()}, {"minzoom": "16", "maxzoom": "16"})
    seats.append(BasemapSeat(tmp_path, file_layer(file)))
    city = shown(qtbot, seats[0])
    park = [[LON - 0.01, LAT - 0.01], [LON + 0.01, LAT - 0.01], [LON + 0.01, LAT + 0.01]]
    city.view.set_base(
        {"start": [LON, LAT, 16], "parks": [{"rings": [[*park, [LON - 0.01, LAT + 0.01]]]}]}
    )
    city.view.bridge.set_layers({"grids": False, "districts": False})
    wait_color(city, TOKENS.as_strings()["map_park"])
    assert city.js("document.querySelectorAll('.ground img').length") == 0


def test_a_layer_that_is_missing_leaves_the_city_as_it_is_and_says_one_line(
    qtbot: QtBot, tmp_path: Path, seats: list[BasemapSeat]
) -> None:
    seats.append(BasemapSeat(tmp_path, file_layer(tmp_path / "none")))
    city = shown(qtbot, seats[0])
    city.view.bridge.set_layers({"grids": True, "districts": False})
    wait_color(city, TOKENS.as_strings()["map_block"])
    assert seats[0].state() == "file_missing"
    assert [one.code for one in seats[0].notices] == ["basemap.told"]


def test_a_vector_package_is_drawn_in_the_colours_of_the_theme(
    qtbot: QtBot, tmp_path: Path, seats: list[BasemapSeat]
) -> None:
    file = mbtiles(tmp_path / "m", around(15, drawing()), {"format": "pbf"})
    seats.append(BasemapSeat(tmp_path, file_layer(file)))
    city = shown(qtbot, seats[0])
    city.view.set_base({})
    city.view.bridge.set_layers({"grids": False, "districts": False})
    wanted = {TOKENS.as_strings()[name].lower() for name in ("map_water", "map_park", "map_block")}

    def check() -> None:
        image = city.view.grab().toImage()
        spots = range(0, image.width(), 5), range(0, image.height(), 5)
        assert wanted <= {image.pixelColor(x, y).name() for x in spots[0] for y in spots[1]}

    qtbot.waitUntil(check)


def test_opacity_and_switch_reach_the_page(
    qtbot: QtBot, tmp_path: Path, seats: list[BasemapSeat]
) -> None:
    file = mbtiles(tmp_path / "m", around(16, picture(RED), 3))
    seats.append(BasemapSeat(tmp_path, file_layer(file)))
    city = shown(qtbot, seats[0])
    city.view.set_base({})
    city.view.bridge.set_layers({"grids": False, "districts": False})
    wait_color(city, RED)
    seats[0].maps.set_opacity("base", 30)
    city.wait_js("document.querySelector('.ground').style.opacity === '0.3'")
    seats[0].maps.set_on("base", False)  # noqa: FBT003 - as the switch tells it
    city.wait_js("document.querySelectorAll('.ground').length === 0")
    assert seats[0].state() == "off"


def on_paper(city: MapDriver) -> QImage:
    """What is printed of the view."""
    urls: list[str] = []
    assert take_picture(city.view, urls.append) is not None
    city.qtbot.waitUntil(lambda: bool(urls))
    return picture_of(urls[0])


def bare(city: MapDriver) -> None:
    """Only the basemap, and all of it."""
    city.view.set_base({})
    city.view.bridge.set_layers({"grids": False, "districts": False})
    city.settle()
    city.wait_js("document.querySelectorAll('.ground .leaflet-tile-loaded').length > 3")
    city.wait_js("!document.querySelector('.ground .leaflet-tile:not(.leaflet-tile-loaded)')")


def test_a_file_that_was_replaced_shows_its_new_pictures(
    qtbot: QtBot, tmp_path: Path, seats: list[BasemapSeat]
) -> None:
    file = mbtiles(tmp_path / "m", around(16, picture(RED)))
    seats.append(BasemapSeat(tmp_path, file_layer(file)))
    city = shown(qtbot, seats[0])
    bare(city)
    wait_color(city, RED)
    mbtiles(tmp_path / "new", around(16, picture(BLUE))).replace(file)
    (layer,) = seats[0].maps.findChildren(TileLayer)
    layer.try_again()
    wait_color(city, BLUE)


def test_paper_has_the_layers_in_the_order_of_the_screen(
    qtbot: QtBot, tmp_path: Path, seats: list[BasemapSeat]
) -> None:
    red = file_layer(mbtiles(tmp_path / "red", around(16, picture(RED))))
    blue = file_layer(mbtiles(tmp_path / "blue", around(16, picture(BLUE))))
    seats.append(BasemapSeat(tmp_path, red, replace(blue, id="blue")))
    city = shown(qtbot, seats[0])
    bare(city)
    wait_color(city, BLUE)
    city.view.set_basemaps([*reversed(seats[0].maps.told)], seats[0].maps.ask)
    wait_color(city, RED)
    assert on_paper(city).pixelColor(1400, 800) == QColor(*RED)


def test_a_stretched_picture_covers_on_paper_what_it_covers_on_the_screen(
    qtbot: QtBot, tmp_path: Path, seats: list[BasemapSeat]
) -> None:
    _z, x, y = tile_of(16)
    tiles = around(14, picture(RED)) | {(16, x, y): picture(BLUE)}
    seats.append(BasemapSeat(tmp_path, file_layer(mbtiles(tmp_path / "m", tiles))))
    city = shown(qtbot, seats[0])
    seats[0].maps.set_opacity("base", 60)
    bare(city)
    city.wait_js("document.querySelector('.ground').style.opacity === '0.6'")
    paper = on_paper(city).scaled(*SIZE).convertToFormat(QImage.Format.Format_RGB888)

    def check() -> None:
        screen = city.view.grab().toImage()
        for at in ((450, 250), (300, 200), (600, 200), (300, 330), (600, 330), (200, 260)):
            one, other = screen.pixelColor(*at), paper.pixelColor(*at)
            far = [abs(one.red() - other.red()), abs(one.blue() - other.blue())]
            assert max(far) < 5, (at, one.name(), other.name())

    qtbot.waitUntil(check)


def test_a_drawn_basemap_stays_while_the_map_is_printed(
    qtbot: QtBot, tmp_path: Path, seats: list[BasemapSeat]
) -> None:
    file = mbtiles(tmp_path / "m", around(15, drawing()), {"format": "pbf"})
    seats.append(BasemapSeat(tmp_path, file_layer(file)))
    city = shown(qtbot, seats[0])
    bare(city)
    city.run(
        "window.gone = 0; new MutationObserver((all) => {"
        " for (const one of all) window.gone += one.removedNodes.length;"
        " }).observe(document.querySelector('.ground .leaflet-tile-container'), {childList: true})"
    )
    water = QColor(TOKENS.as_strings()["map_water"])
    paper = on_paper(city)
    spots = [(x, y) for x in range(0, paper.width(), 5) for y in range(0, paper.height(), 5)]
    assert any(paper.pixelColor(*spot) == water for spot in spots)
    assert city.js("window.gone") == 0
