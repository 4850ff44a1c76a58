"""The base map of the demo city in the form the map page takes (`resources/map`).

Lists of [lon, lat] in WGS84; rings are open. The page draws districts, water, parks and roads;
streets and communities are there for drill-down.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from console.demo.grids import SHORT_NAMES
from console.demo.model import City
from console.domain.place import Division, Point

_WIDTHS_M: Final[Mapping[int, float]] = {1: 26.0, 2: 18.0, 3: 9.0}
_START_ZOOM: Final = 14
_START: Final = (113.3005, 33.7405)


def city_map(city: City) -> dict[str, Any]:
    """`start` [lon, lat, zoom], `bounds` [west, south, east, north], `districts`, `streets`,
    `communities` (code, name, rings), `water` (rings or line with width_m), `parks`, `roads`.
    """
    return {
        "start": [*_START, _START_ZOOM],
        "bounds": _bounds(city),
        "districts": [_area(city, division) for division in _drawn(city, 6)],
        "streets": [_area(city, division) for division in _drawn(city, 9)],
        "communities": [_area(city, division) for division in _drawn(city, 12)],
        "water": [
            {"name": water.name, "kind": water.kind, "rings": [_list(water.line)]}
            if water.kind == "reservoir"
            else {
                "name": water.name,
                "kind": water.kind,
                "line": _list(water.line),
                "width_m": water.width_m,
            }
            for water in city.waters
        ],
        "parks": [{"name": park.name, "rings": [_list(park.ring)]} for park in city.parks],
        "roads": [
            {
                "name": road.name,
                "rank": road.rank,
                "width_m": _WIDTHS_M[road.rank],
                "line": _list(road.line),
            }
            for road in city.roads
        ],
    }


def grid_quads(city: City) -> list[dict[str, Any]]:
    """Unit grids as code, area level and ring, in the order of their codes."""
    return [
        {"code": grid.code, "level": grid.area_level.value, "ring": _list(grid.ring)}
        for grid in city.unit_grids
    ]


def _drawn(city: City, length: int) -> Iterable[Division]:
    return (d for d in city.divisions if len(d.code) == length and d.code in city.borders)


def _area(city: City, division: Division) -> dict[str, Any]:
    return {
        "code": division.code,
        "name": SHORT_NAMES.get(division.code, division.name),
        "rings": [_list(city.borders[division.code])],
    }


def _bounds(city: City) -> list[float]:
    """Around the five areas; 石龙区 lies far off and is reached over its edge mark."""
    near = [p for code, ring in city.borders.items() if code[:6] != "410404" for p in ring]
    return [
        round(min(p.lon for p in near), 4),
        round(min(p.lat for p in near), 4),
        round(max(p.lon for p in near), 4),
        round(max(p.lat for p in near), 4),
    ]


def _list(points: Iterable[Point]) -> list[list[float]]:
    return [[round(p.lon, 6), round(p.lat, 6)] for p in points]
