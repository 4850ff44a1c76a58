"""The map of a wall over the demo's city, with the sums of design 08."""

from __future__ import annotations

import random
from collections import Counter as Tally
from functools import cache
from typing import Final

from console.demo.citymap import city_map
from console.domain.tone import StageFill, Urgency
from console.ports.map_rows import MapPin
from console.viewmodels.map_state import pack_grids
from console.viewmodels.wall_blocks import (
    DistrictLoad,
    MapBlock,
)
from console.views.wall.ground import WallGround
from tests.demo_stage import demo_city

LOADS: Final = (
    ("新华区", 134),
    ("卫东区", 130),
    ("湛河区", 116),
    ("新城区", 21),
    ("高新区", 17),
    ("石龙区", 4),
)
STATES: Final = ((Urgency.OVER, 24), (Urgency.NEAR, 18), (Urgency.NEW, 6))
"""So many of all open cases; the rest is in no hurry."""


@cache
def ground() -> WallGround:
    """The demo's city."""
    city = demo_city()
    duty = {code: one.code for one in city.duty_grids for code in one.unit_grids}
    rings = [(one.code, [(at.lon, at.lat) for at in one.ring]) for one in city.unit_grids]
    codes = tuple(duty.get(code, "") for code, _ in rings)
    return WallGround(base=city_map(city), grids=pack_grids(rings), duty_grids=codes)


Placed = tuple[float, float, str]


def _strewn(code: str, count: int, chance: random.Random) -> list[Placed]:
    """Places within the cells of a district, more of them in its middle; and the cell's code."""
    cells = [one for one in demo_city().unit_grids if one.code.startswith(code)]
    if not cells:
        return [(112.9, 33.9, "")] * count
    middle = cells[len(cells) // 2].ring[0]
    found = []
    for _ in range(count):
        some = chance.sample(cells, min(2, len(cells)))
        off = [
            ((one.ring[0].lon - middle.lon) ** 2 + (one.ring[0].lat - middle.lat) ** 2, one)
            for one in some
        ]
        near = min(off, key=lambda one: one[0])[1]
        found.append((near.ring[0].lon + 0.0004, near.ring[0].lat + 0.0004, near.code))
    return found


def _states(chance: random.Random) -> list[Urgency]:
    states = [state for state, count in STATES for _ in range(count)]
    states += [Urgency.NORMAL] * (sum(count for _, count in LOADS) - len(states))
    chance.shuffle(states)
    return states


@cache
def map_block(seed: int = 3) -> MapBlock:
    """422 open cases, most of them in the middle of their districts."""
    chance, city = random.Random(seed), demo_city()
    codes = {one.name: one.code for one in city.divisions if len(one.code) == 6}
    duty = {code: one.code for one in city.duty_grids for code in one.unit_grids}
    states = _states(chance)
    pins: list[MapPin] = []
    for name, count in LOADS:
        code = codes.get(name, name)
        for lon, lat, cell in _strewn(code, count, chance):
            at = len(pins)
            pins.append(
                MapPin(
                    id=at + 1,
                    number=f"{at + 1:06d}",
                    lon=lon,
                    lat=lat,
                    urgency=states[at],
                    stage_fill=StageFill.SOLID,
                    label="",
                    detail="",
                    duty_grid=duty.get(cell, ""),
                    district=code,
                )
            )
    heat = Tally(one.duty_grid for one in pins if one.duty_grid)
    over = tuple(one.id for one in pins if one.urgency is Urgency.OVER)
    return MapBlock(
        open=422,
        over=24,
        near=18,
        new=6,
        districts=tuple(
            DistrictLoad(code=codes.get(name, name), name=name, open=count) for name, count in LOADS
        ),
        heat=tuple(sorted(heat.items())),
        numbered=over[::9],
        pins=tuple(pins),
        whole=True,
    )
