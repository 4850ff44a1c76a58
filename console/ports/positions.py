"""Where inspectors are: told by their channel, kept for some days, never exported. Shapes only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from console.domain.place import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One sign of an inspector; `grid` is the unit grid he was in, "" outside all."""

    inspector: str
    at: datetime
    point: Point
    grid: str = ""


class Positions(Protocol):
    """Where the inspectors' channel writes."""

    def tell(self, positions: Sequence[Position]) -> int:
        """Keep them; how many were new. Those of unknown inspectors are left out.

        Raises `Refusal` `judge.actor` when a seat tells of others than itself, `judge.post` when
        it is no inspector's, `position.unfit` for a place or moment that cannot be.
        """
