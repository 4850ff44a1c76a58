"""A vector tile (MVT) as the page draws it: what is drawn, sorted into a few classes, and names.

Lines and areas stay as they are in the tile, numbers of moves; the page's worker turns them into
pixels (`resources/map/vector.js`). Inside the bounded process.

Layout, little-endian: `WMV1`, then u32 shapes, u32 words, u32 bytes of names; per shape u32 class,
u32 extent, u32 first word, u32 words; the words (u32); names as JSON: [class, x, y, text], x and y
in shares of the tile. Chinese names of a thing go before others.
"""

import json
import struct
from array import array
from collections.abc import Iterator, Mapping
from typing import Any, Final

from mapbox_vector_tile.Mapbox import vector_tile_pb2

from console.domain.refusal import Refusal
from console.tiles.unpacking import unpacked

MIME: Final = "application/x-wanmi-drawing"
MOST_PLAIN: Final = 4 * 1024 * 1024
MOST_SHAPES: Final = 40_000
MOST_WORDS: Final = 1_000_000
MOST_NAMES: Final = 300
LONGEST_NAME: Final = 60
POINT, LINE, AREA = 1, 2, 3

GREEN, WATER, RIVER, BUILDING, RAIL, BORDER = 1, 2, 3, 4, 5, 6
ROADS: Final = {1: 9, 2: 8, 3: 7}
"""Class by rank; a greater class is drawn later."""
PLACE_NAME, WATER_NAME, ROAD_NAME = 1, 2, 3

_GREENS: Final = frozenset(
    {"wood", "forest", "grass", "park", "garden", "grassland", "meadow", "scrub", "cemetery",
     "national_park", "nature_reserve", "recreation_ground", "golf_course", "pitch"}
)  # fmt: skip
_RANKS: Final[Mapping[str, int]] = (
    dict.fromkeys(("motorway", "trunk", "primary", "highway", "major_road"), 1)
    | dict.fromkeys(("secondary", "tertiary", "medium_road"), 2)
    | dict.fromkeys(
        ("minor", "residential", "service", "unclassified", "living_street", "minor_road",
         "pedestrian", "street"),
        3,
    )
)  # fmt: skip
_RAILS: Final = frozenset({"rail", "transit", "subway", "light_rail", "tram"})
_LAYERS: Final[Mapping[str, str]] = (
    dict.fromkeys(("water", "ocean", "water_polygons", "physical_line"), "water")
    | dict.fromkeys(("waterway", "water_lines"), "river")
    | dict.fromkeys(("landuse", "landcover", "park", "natural", "land"), "green")
    | dict.fromkeys(("building", "buildings"), "building")
    | dict.fromkeys(("transportation", "roads", "streets", "transit", "road"), "road")
    | dict.fromkeys(("boundary", "boundaries"), "border")
    | dict.fromkeys(("place", "places", "place_labels"), "place")
    | dict.fromkeys(("transportation_name", "street_labels"), "road_name")
    | dict.fromkeys(("water_name", "water_polygons_labels", "water_lines_labels"), "water_name")
)
"""The layers of OpenMapTiles, Protomaps and Shortbread by what they hold here."""
_NAMED: Final = {"place": PLACE_NAME, "road_name": ROAD_NAME, "water_name": WATER_NAME}
_NAME_KEYS: Final = ("name:zh-Hans", "name:zh", "name", "name:latin", "name_en", "name:en")
_KIND_KEYS: Final = ("kind", "class", "subclass", "highway", "pmap:kind")


def packed_drawing(content: bytes) -> bytes:
    """The tile as the page draws it. Raises `Refusal` `basemap.tile`."""
    tile = vector_tile_pb2.tile()
    try:
        tile.ParseFromString(unpacked(content, MOST_PLAIN))
    except Refusal:
        raise
    except Exception as error:  # what the library says of bytes that are none of its
        raise Refusal("basemap.tile", why="broken") from error
    drawn = _Drawing()
    for layer in tile.layers:
        drawn.take(layer)
    return drawn.packed()


class _Drawing:
    """What was taken from a tile so far."""

    def __init__(self) -> None:
        self._shapes: list[tuple[int, int, int, int]] = []
        self._words = array("I")
        self._names: list[tuple[int, float, float, str]] = []

    def take(self, layer: Any) -> None:
        """Take what is drawn of a layer; unknown layers are not."""
        holds = _LAYERS.get(layer.name)
        extent = layer.extent
        if holds is None or not 0 < extent <= 65_536:
            return
        values = _Values(layer)
        for feature in layer.features:
            if len(self._shapes) >= MOST_SHAPES:
                return
            told = values.of(feature) if holds not in ("building", "river") else {}
            kind = _class(holds, feature.type, told)
            if kind and len(self._words) + len(feature.geometry) <= MOST_WORDS:
                start = len(self._words)
                self._words.extend(feature.geometry)
                self._shapes.append((kind, extent, start, len(self._words) - start))
            if holds in ("place", "road", "road_name", "water", "water_name"):
                self._name(_NAMED.get(holds) or (ROAD_NAME if holds == "road" else WATER_NAME),
                           feature, extent, told)  # fmt: skip

    def _name(self, kind: int, feature: Any, extent: int, told: Mapping[str, object]) -> None:
        text = next((told[key] for key in _NAME_KEYS if isinstance(told.get(key), str)), "")
        name = " ".join(str(text).split())[:LONGEST_NAME]
        if not name or len(self._names) >= MOST_NAMES:
            return
        points = list(_points(feature.geometry))
        if points:
            x, y = points[len(points) // 2]
            if 0 <= x < extent and 0 <= y < extent:  # else it is the neighbour's to write
                self._names.append((kind, round(x / extent, 5), round(y / extent, 5), name))

    def packed(self) -> bytes:
        """All of it in the layout of the module's head, roads over water over fields."""
        shapes = sorted(self._shapes, key=lambda one: one[0])
        names = json.dumps(sorted(self._names), ensure_ascii=False).encode()
        head = struct.pack("<4s3I", b"WMV1", len(shapes), len(self._words), len(names))
        flat = [number for shape in shapes for number in shape]
        return head + struct.pack(f"<{len(flat)}I", *flat) + _little(self._words) + names


class _Values:
    """The properties of a layer's features, by the names that matter here."""

    def __init__(self, layer: Any) -> None:
        wanted = {*_NAME_KEYS, *_KIND_KEYS}
        self._keys = {at: key for at, key in enumerate(layer.keys) if key in wanted}
        self._values = layer.values

    def of(self, feature: Any) -> dict[str, object]:
        """Key to text; numbers and truths are of no use here."""
        tags, found = feature.tags, {}
        for at in range(0, len(tags) - 1, 2):
            key = self._keys.get(tags[at])
            if key is not None and tags[at + 1] < len(self._values):
                found[key] = self._values[tags[at + 1]].string_value
        return found


def _class(holds: str, shape: int, told: Mapping[str, object]) -> int:
    """The class a feature is drawn in, 0 for not at all."""
    kinds = {str(told[key]) for key in _KIND_KEYS if key in told}
    if holds == "water":
        return {AREA: WATER, LINE: RIVER}.get(shape, 0)
    if holds == "river":
        return RIVER if shape == LINE else 0
    if holds == "building":
        return BUILDING if shape == AREA else 0
    if holds == "green":
        return GREEN if shape == AREA and kinds & _GREENS else 0
    if holds == "border":
        return BORDER if shape == LINE else 0
    if holds == "road" and shape == LINE:
        if kinds & _RAILS:
            return RAIL
        ranks = [_RANKS[one] for one in kinds if one in _RANKS]
        return ROADS[min(ranks)] if ranks else 0
    return 0


def _points(words: Any) -> Iterator[tuple[int, int]]:
    """The corners of a feature; a move that leads nowhere ends it."""
    x = y = at = 0
    while at < len(words):
        deed, count = words[at] & 7, words[at] >> 3
        at += 1
        if deed == 7:
            continue
        if deed not in (1, 2):
            return
        for _one in range(min(count, (len(words) - at) // 2)):
            x += (words[at] >> 1) ^ -(words[at] & 1)
            y += (words[at + 1] >> 1) ^ -(words[at + 1] & 1)
            at += 2
            yield x, y


def _little(words: "array[int]") -> bytes:
    if words.itemsize != 4:
        return struct.pack(f"<{len(words)}I", *words)
    return words.tobytes()
