"""What fits at which window width: rail, detail, map (DESIGN 4). Pixels only, no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Breadth:
    """One layout. `tabs` shows list and map one at a time; `compact` shortens the top bar."""

    name: str
    least: int
    rail: int
    detail: int
    map_height: int
    tabs: bool = False
    compact: bool = False


NARROW: Final = Breadth(
    name="narrow", least=0, rail=72, detail=404, map_height=0, tabs=True, compact=True
)
MEDIUM: Final = Breadth(
    name="medium", least=1500, rail=168, detail=440, map_height=300, compact=True
)
WIDE: Final = Breadth(name="wide", least=1800, rail=208, detail=492, map_height=404)
LARGE: Final = Breadth(name="large", least=2400, rail=208, detail=600, map_height=560)
BREADTHS: Final = (LARGE, WIDE, MEDIUM, NARROW)


def breadth_of(width: int) -> Breadth:
    """The widest layout that fits `width` px."""
    return next(one for one in BREADTHS if width >= one.least)
