"""A city of straight lines for the map tests: two districts, one river, three roads, 400 grids."""

from __future__ import annotations

import random
from typing import Any, Final

from console.domain.tone import StageFill, Urgency
from console.ports.map_rows import MapPin
from console.viewmodels.map_state import GridShapes, Ring, pack_grids

LON: Final = 113.30
LAT: Final = 33.74
STEP: Final = 0.001
ACROSS: Final = 20


def box(west: float, south: float, east: float, north: float) -> Ring:
    """An outline of four corners, degrees."""
    return [[west, south], [east, south], [east, north], [west, north]]


def base() -> dict[str, Any]:
    """West and east district meet at `LON`; a third, far one lies outside the first view."""
    return {
        "start": [LON, LAT, 15],
        "bounds": [LON - 0.05, LAT - 0.05, LON + 0.3, LAT + 0.05],
        "districts": [
            {"code": "410402", "name": "新华区", "rings": [box(LON - 0.05, 33.69, LON, 33.79)]},
            {"code": "410403", "name": "卫东区", "rings": [box(LON, 33.69, LON + 0.05, 33.79)]},
            {"code": "410404", "name": "石龙区", "rings": [box(LON + 0.2, 33.7, LON + 0.3, 33.8)]},
        ],
        "water": [{"name": "湛河", "line": line(-0.05, -0.004, 0.05, -0.005), "width_m": 120}],
        "parks": [{"name": "", "rings": [box(LON - 0.004, LAT, LON - 0.002, LAT + 0.001)]}],
        "roads": [
            {"name": "建设路", "rank": 1, "width_m": 32, "line": line(-0.05, 0.002, 0.05, 0.003)},
            {"name": "中兴路", "rank": 1, "width_m": 32, "line": line(-0.008, -0.05, -0.006, 0.05)},
            {"name": "矿工路", "rank": 2, "width_m": 16, "line": line(0.006, -0.05, 0.006, 0.05)},
        ],
    }


def line(x0: float, y0: float, x1: float, y1: float) -> Ring:
    """A way of 21 points between two offsets from the middle, degrees."""
    return [[LON + x0 + (x1 - x0) * i / 20, LAT + y0 + (y1 - y0) * i / 20] for i in range(21)]


def grids() -> GridShapes:
    """A square of unit grids of about one hectare around the middle."""
    start = -ACROSS / 2
    cells = [(start + i % ACROSS, start + i // ACROSS, f"{i:03d}") for i in range(ACROSS * ACROSS)]
    return pack_grids(
        (
            f"410403003002{tail}",
            box(LON + x * STEP, LAT + y * STEP, LON + (x + 1) * STEP, LAT + (y + 1) * STEP),
        )
        for x, y, tail in cells
    )


def pin(number: int, lon: float = LON, lat: float = LAT, **changes: Any) -> MapPin:
    """One open case; by default in the middle, near its deadline and to be dispatched."""
    facts: dict[str, Any] = {
        "urgency": Urgency.NEAR,
        "stage_fill": StageFill.HALF,
        "label": "暴露垃圾",
        "detail": "410403 003 002 017 · 五一路街道",
        "duty_grid": "D1",
        "district": "410403" if lon >= LON else "410402",
        "remaining": "剩 6分",
    }
    return MapPin(id=number, number=f"{number:06d}", lon=lon, lat=lat, **(facts | changes))


def many(count: int, seed: int = 7) -> list[MapPin]:
    """Cases strewn over the grids, most of them in no hurry."""
    chance = random.Random(seed)
    states = [(Urgency.NORMAL, 80), (Urgency.NEW, 5), (Urgency.NEAR, 8), (Urgency.OVER, 7)]
    urgencies = chance.choices([u for u, _ in states], [w for _, w in states], k=count)
    return [
        pin(
            number,
            LON + chance.uniform(-0.02, 0.02),
            LAT + chance.uniform(-0.008, 0.008),
            urgency=urgency,
            stage_fill=chance.choice(list(StageFill)),
            duty_grid=f"D{chance.randrange(30)}",
        )
        for number, urgency in enumerate(urgencies, start=1)
    ] + [pin(10**10, LON + 0.25, LAT, district="410404", urgency=Urgency.OVER)]
