"""`ports.wall.WallReading` over PostgreSQL: the views of `wall_v1`, in one snapshot at a time.

Names of tables below are those of the views; the engine's search path leads there and nowhere
else (`db.engine.wall_engine`). What the views say is all a wall's account may read.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, event, text

from console.domain.organisation import EvaluationGroup, ResponsibleUnit, UnitKind
from console.domain.place import DivisionLevel
from console.domain.rules import Rules
from console.domain.wall_classes import HIDDEN_SETTING, hidden_classes, is_emergency, is_hidden
from console.ports.wall import GroundCell, OrderKind, WallMoment, WallNames, WallOrder
from db.engine import wall_engine
from db.past import Named, Naming, PostgresPast
from db.standing import Stamps, Standing, parse_stamps
from db.standing_rows import load_divisions, load_settings
from db.upgrade import refuse_other
from db.wall_moment import Class, Classes, Place, PostgresMoment

_MARKS: Final = 64
_BEGIN: Final = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
# Of when this is, is when the transaction began: the snapshot is taken a moment later, so that data
# never look younger than they are, however long the statement waits behind a lock. Feed numbers are
# given before commits, so what is new since a place is told by transactions, as in `db.feed`.
_LOOK: Final = text(
    """
    WITH s AS MATERIALIZED (SELECT pg_current_snapshot() AS seen)
    SELECT transaction_timestamp() AS as_of,
        (CASE WHEN pg_is_in_recovery() THEN pg_snapshot_xmin(seen)
            ELSE pg_snapshot_xmax(seen) END)::text AS low,
        ARRAY(SELECT x::text FROM pg_snapshot_xip(seen) x) AS waiting,
        coalesce((SELECT max(f.gseq) FROM feed f), 0) AS last,
        EXISTS (SELECT FROM feed f
                WHERE f.xid = ANY (CAST(CAST(:waiting AS text[]) AS xid8[])))
            OR EXISTS (SELECT FROM feed f WHERE f.xid >= CAST(CAST(:low AS text) AS xid8)) AS news,
        (SELECT string_agg(t.topic || '=' || t.version, ',') FROM stamp t) AS stamps
    FROM s
    """
)
_STAMPS: Final = text("SELECT string_agg(topic || '=' || version, ',') FROM stamp")
_CLASSES: Final = text("SELECT scheme, kind, code, class_code, class_name, name FROM class")
_UNITS: Final = text(
    "SELECT code, name, short_name, kind, evaluation_group, parent, areas, categories FROM unit"
    " ORDER BY code"
)
_BASE: Final = text("SELECT value FROM map_base")
_CELLS: Final = text("SELECT grid, duty_grid, ring FROM ground ORDER BY grid")
_SCENES: Final = text("SELECT text FROM wall_scenes ORDER BY version DESC LIMIT 1")
_SCENES_VERSION: Final = text("SELECT coalesce(max(version), 0) FROM wall_scenes")
# The last one to each wall is what counts; how many there were is nobody's burden.
_ORDERS: Final = text(
    "SELECT o.* FROM (SELECT DISTINCT ON (wall) id, wall, kind, scene, at, until, moment, speed"
    " FROM wall_order WHERE id > :after ORDER BY wall, id DESC) o ORDER BY id DESC LIMIT 500"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What changes only when an administrator changes something, and for which stamps it holds."""

    stamps: Stamps
    settings: Mapping[str, str]
    classes: Classes
    hidden: tuple[str, ...]


class PostgresWall:
    """Reads for a wall; several threads may ask at once, each on a line of its own.

    Args:
        engine: As `db.engine.wall_engine` makes it; it is disposed of by `close`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._standing = Standing()
        self._lock = Lock()
        self._places: dict[int, Place] = {}
        self._mark = 0
        self._known: _Known | None = None
        # A server that recovered may give numbers of transactions anew that were never committed.
        # All lines broke then, and the next one is a new one.
        event.listen(engine, "connect", self._forget)

    @contextmanager
    def at_one_moment(self) -> Iterator[WallMoment]:
        """One transaction that sees what was committed when it began, and nothing later."""
        with self._engine.connect() as connection:
            connection.execute(_BEGIN)
            row, mark = self._looked(connection)
            known = self._read(connection, parse_stamps(row.stamps))
            yield PostgresMoment(
                connection=connection,
                as_of=row.as_of,
                mark=mark,
                classes=known.classes,
                hidden=known.hidden,
                places=dict(self._places),
            )

    def names(self) -> WallNames:
        """What codes are called: divisions and units, classes as `kind:code` of both lengths.

        Where two schemes have the same code, the name is the one of the scheme that comes last.
        """
        with self._engine.connect() as connection:
            divisions = load_divisions(connection)
            classes: dict[str, str] = {}
            for row in connection.execute(_CLASSES):
                classes[f"{row.kind}:{row.class_code}"] = row.class_name
                classes[f"{row.kind}:{row.code}"] = row.name
            return WallNames(
                districts=[one for one in divisions if one.level is DivisionLevel.DISTRICT],
                units=[_unit(row) for row in connection.execute(_UNITS)],
                streets={
                    one.code: one.name for one in divisions if one.level is DivisionLevel.STREET
                },
                classes=classes,
            )

    def ground(self) -> tuple[str, Sequence[GroundCell]]:
        """The base map, "{}" where the city has none, and the unit grids in force."""
        with self._engine.connect() as connection:
            base = connection.execute(_BASE).scalar_one_or_none()
            cells = [
                GroundCell(row.grid, row.duty_grid, tuple((x, y) for x, y in json.loads(row.ring)))
                for row in connection.execute(_CELLS)
            ]
        return base or "{}", cells

    def past(self) -> PostgresPast:
        """The city as it was, to this wall; closed with it."""
        return PostgresPast(self._engine, self.rules, self._naming, "wall_v1")

    def rules(self) -> Rules:
        """The city's rules and calendar."""
        with self._engine.connect() as connection:
            return self._standing.rules(connection, _stamps(connection))

    def settings(self) -> Mapping[str, str]:
        """The city's settings that concern walls."""
        with self._engine.connect() as connection:
            return self._read(connection, _stamps(connection)).settings

    def scenes(self) -> str | None:
        """The city's edited scenes."""
        with self._engine.connect() as connection:
            return read_scenes(connection)

    def scenes_version(self) -> int:
        """The number of these scenes."""
        with self._engine.connect() as connection:
            line = connection.execution_options(isolation_level="AUTOCOMMIT")
            version: int = line.execute(_SCENES_VERSION).scalar_one()
            return version

    def orders(self, after: int) -> Sequence[WallOrder]:
        """The last order to each wall given after one."""
        with self._engine.connect() as connection:
            line = connection.execution_options(isolation_level="AUTOCOMMIT")
            found = line.execute(_ORDERS, {"after": after}).all()
            return [order_of(row) for row in reversed(found)]

    def _naming(self) -> Naming:
        """A class is named by the standards as they are now, and hidden as it is now."""
        with self._engine.connect() as connection:
            all_known = self._read(connection, _stamps(connection))

        def named(scheme: str, kind: str, category: str, _name: str) -> Named:
            known = all_known.classes.get((scheme, kind, category))
            if known is None:  # of standards of another time: no name, and hidden by its code
                return Named(
                    "",
                    emergency=is_emergency(scheme, kind, category),
                    shown=not is_hidden(kind, category, all_known.hidden),
                )
            return Named(known.name, emergency=known.emergency, shown=known.shown)

        return named

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def _looked(self, connection: Connection) -> tuple[Any, int]:
        """The snapshot and its mark; one after the other, so that marks rise with snapshots."""
        with self._lock:
            place = self._places.get(self._mark)
            low, waiting = (place.low, place.waiting) if place else ("0", ())
            row = connection.execute(_LOOK, {"low": low, "waiting": list(waiting)}).one()
            # Asked again: the line this was asked on may have been a new one.
            if self._mark not in self._places or row.news:
                self._mark = max(self._mark + 1, row.last)
            self._places[self._mark] = Place(low=row.low, waiting=tuple(row.waiting))
            for former in sorted(self._places)[:-_MARKS]:
                del self._places[former]
            return row, self._mark

    def _forget(self, _line: object, _record: object) -> None:
        self._places = {}

    def _read(self, connection: Connection, stamps: Stamps) -> _Known:
        known = self._known
        if known is None or known.stamps != stamps:
            settings = load_settings(connection)
            hidden = hidden_classes(settings.get(HIDDEN_SETTING, ""))
            known = self._known = _Known(
                stamps=stamps,
                settings={name: value for name, value in settings.items() if _of_walls(name)},
                classes=_classes(connection, hidden),
                hidden=hidden,
            )
        return known


def open_wall(url: URL) -> PostgresWall:
    """The reading of a wall at the address of its account (`db.walls.wall_url`).

    Raises:
        StoreUnavailable: what `db.engine` knows, and as `db.upgrade.refuse_other`.
    """
    engine = wall_engine(url)
    try:
        refuse_other(engine)
    except BaseException:
        engine.dispose()
        raise
    return PostgresWall(engine)


def read_scenes(connection: Connection) -> str | None:
    """The city's edited scenes; for a wall and for a seat alike."""
    found: str | None = connection.execute(_SCENES).scalar_one_or_none()
    return found


def order_of(row: Any) -> WallOrder:
    """An order of its row; further columns are left out."""
    return WallOrder(
        id=row.id,
        wall=row.wall,
        kind=OrderKind(row.kind),
        scene=row.scene,
        at=row.at,
        until=row.until,
        moment=row.moment,
        speed=row.speed,
    )


def _of_walls(name: str) -> bool:
    return name.startswith("wall_")


def _stamps(connection: Connection) -> Stamps:
    return parse_stamps(connection.execute(_STAMPS).scalar_one())


def _classes(connection: Connection, hidden: tuple[str, ...]) -> Classes:
    return {
        (row.scheme, row.kind, row.code): Class(
            name=row.name,
            emergency=is_emergency(row.scheme, row.kind, row.code),
            shown=not is_hidden(row.kind, row.code, hidden),
        )
        for row in connection.execute(_CLASSES)
    }


def _unit(row: Any) -> ResponsibleUnit:
    return ResponsibleUnit(
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        kind=UnitKind(row.kind),
        evaluation_group=EvaluationGroup(row.evaluation_group),
        parent=row.parent,
        areas=tuple(row.areas),
        categories=tuple(row.categories),
    )
