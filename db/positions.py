"""`ports.positions`: signs of inspectors, through the server's own function."""

import json
from collections.abc import Sequence
from math import isfinite
from typing import Final

from sqlalchemy import Engine, text

from console.ports.positions import Position
from db.refusals import told_as_refusals

_TELL: Final = text("SELECT api_v1.tell_positions(CAST(:told AS jsonb))")
_BATCH: Final = 5_000


class PostgresPositions:
    """Where the inspectors' channel writes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def tell(self, positions: Sequence[Position]) -> int:
        """Keep them; how many were new. Raises as `ports.positions` says."""
        taken = 0
        for start in range(0, len(positions), _BATCH):
            rows = [
                {
                    "inspector": one.inspector,
                    "at": one.at.isoformat(),
                    # What JSON has no word for the server refuses as a place that is none.
                    "lon": one.point.lon if isfinite(one.point.lon) else None,
                    "lat": one.point.lat if isfinite(one.point.lat) else None,
                    "grid": one.grid,
                }
                for one in positions[start : start + _BATCH]
            ]
            with told_as_refusals(), self._engine.begin() as connection:
                told = json.dumps(rows)
                taken += connection.execute(_TELL, {"told": told}).scalar_one()
        return taken
