"""`ports.wall.WallOrders` for seats: what a supervisor tells walls, by the server's functions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, text

from console.ports.wall import KeptScenes, OrderKind, WallOrder
from db.refusals import told_as_refusals
from db.wall import order_of, read_scenes

_SEND: Final = text(
    "SELECT * FROM api_v1.send_wall_order(:kind, :scene, :wall, CAST(:until AS timestamptz),"
    " CAST(:moment AS timestamptz), :speed)"
)
_LAST: Final = text("SELECT DISTINCT ON (wall) * FROM wall_order ORDER BY wall, id DESC")
_PUT: Final = text("SELECT api_v1.put_wall_scenes(:text, :reason, CAST(:seen AS int))")
_MOST_VERSIONS: Final = 50
_VERSIONS: Final = text(
    "SELECT version, text, operator, at, reason FROM wall_scenes ORDER BY version DESC LIMIT :most"
)


class PostgresWallOrders:
    """Speaks to walls in the name of whoever signed in."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def send(
        self,
        kind: OrderKind,
        scene: str = "",
        wall: str = "",
        *,
        until: datetime | None = None,
        moment: datetime | None = None,
        speed: float = 0.0,
    ) -> WallOrder:
        """Tell it. Raises as `ports.wall` says."""
        values = {
            "kind": kind.value,
            "scene": scene,
            "wall": wall,
            "until": until,
            "moment": moment,
            "speed": speed,
        }
        with told_as_refusals(), self._engine.begin() as connection:
            return order_of(connection.execute(_SEND, values).one())

    def last(self) -> Sequence[WallOrder]:
        """The order in force for each wall that was ever spoken to."""
        with self._engine.connect() as connection:
            return [order_of(row) for row in connection.execute(_LAST)]

    def scenes(self) -> str | None:
        """The city's edited scenes."""
        with self._engine.connect() as connection:
            return read_scenes(connection)

    def versions(self) -> Sequence[KeptScenes]:
        """What was kept, newest first, `_MOST_VERSIONS` at most."""
        with self._engine.connect() as connection:
            rows = connection.execute(_VERSIONS, {"most": _MOST_VERSIONS})
            return [KeptScenes(**row._mapping) for row in rows]

    def put_scenes(self, text: str | None, reason: str, seen: int | None = None) -> int:
        """Keep edited scenes, or go back to the shipped ones. Raises as `ports.wall` says."""
        with told_as_refusals(), self._engine.begin() as connection:
            values = {"text": text, "reason": reason, "seen": seen}
            version: int = connection.execute(_PUT, values).scalar_one()
            return version
