"""A made city: unit grids of about a hectare with crooked corners, and open cases in them."""

from __future__ import annotations

import random
from typing import Final

from console.domain.tone import StageFill, Urgency
from console.ports.map_rows import MapPin
from console.viewmodels.map_state import GridShapes, PinTable, pack_grids

LON: Final = 113.30
LAT: Final = 33.74
STEP: Final = 0.001
ACROSS: Final = 84
GRIDS: Final = 7_000
DUTY_ACROSS: Final = 4  # a duty grid holds four by three unit grids
DUTY_DOWN: Final = 3
SHARES: Final = ((Urgency.NORMAL, 70), (Urgency.NEW, 8), (Urgency.NEAR, 12), (Urgency.OVER, 10))
_FILLS: Final = tuple(StageFill)


def corner(chance: random.Random, x: int, y: int) -> tuple[float, float]:
    """Where the lines x and y of the raster meet, up to a fifth of a cell beside."""
    shift = (chance.uniform(-0.2, 0.2), chance.uniform(-0.2, 0.2))
    half = ACROSS / 2
    return LON + (x - half + shift[0]) * STEP, LAT + (y - half + shift[1]) * STEP


def grids() -> GridShapes:
    """7,000 quads, neighbours sharing corners."""
    chance = random.Random(1)
    at = {
        (x, y): corner(chance, x, y) for y in range(GRIDS // ACROSS + 2) for x in range(ACROSS + 1)
    }
    cells = [(i % ACROSS, i // ACROSS) for i in range(GRIDS)]
    return pack_grids(
        (
            f"410403{number:09d}",
            [at[x, y], at[x + 1, y], at[x + 1, y + 1], at[x, y + 1]],
        )
        for number, (x, y) in enumerate(cells)
    )


def pins(count: int, seed: int = 2) -> list[MapPin]:
    """Open cases strewn over the grids; seven in ten in no hurry."""
    chance = random.Random(seed)
    urgencies = chance.choices([one for one, _ in SHARES], [share for _, share in SHARES], k=count)
    return [_pin(number, urgency, chance) for number, urgency in enumerate(urgencies, start=1)]


def _pin(number: int, urgency: Urgency, chance: random.Random) -> MapPin:
    x, y = chance.uniform(0, ACROSS), chance.uniform(0, GRIDS / ACROSS)
    return MapPin(
        id=number,
        number=f"{number:06d}",
        lon=LON + (x - ACROSS / 2) * STEP,
        lat=LAT + (y - ACROSS / 2) * STEP,
        urgency=urgency.value,
        stage_fill=chance.choice(_FILLS).value,
        label="暴露垃圾",
        detail="410403 003 002 017 · 五一路街道",
        duty_grid=f"D{int(y) // DUTY_DOWN}.{int(x) // DUTY_ACROSS}",
        district="410403",
    )


def packed(wanted: list[MapPin]) -> bytes:
    """The cases as the page fetches them."""
    table = PinTable()
    for pin in wanted:
        table.put(pin)
    return table.packed()
