"""`ports.layer_reading`: unit grids, what they carry, who was there, and the card of one."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import text

from console.domain.case import CaseId
from console.domain.gridindex import holds
from console.domain.gridload import (
    RECURRING_SPAN,
    UNSEEN_MOST,
    Happening,
    Load,
    Recurrence,
    recurrences,
)
from console.domain.place import Point, UnitGrid
from console.domain.refusal import Refusal
from console.domain.stage import QUEUES, Stage
from console.ports.layer_reading import MOST_CELL_CASES
from console.ports.layer_rows import (
    CellCases,
    ClassCount,
    FormerGrid,
    GridCard,
    GridCase,
    GridGrade,
    GridLoad,
    GridRow,
    GridSeen,
    StageLoad,
)
from db.reading_base import Reader
from db.standing import City, local_day, read_stamps

_LOAD: Final = (
    "count(*) AS open, count(*) FILTER (WHERE NOT f.paused AND f.due < :now) AS overdue,"
    " count(*) FILTER (WHERE NOT f.paused AND f.near_at <= :now AND f.due >= :now) AS near"
)
_LOADS: Final = text(
    f"SELECT f.grid, {_LOAD} FROM case_file f WHERE f.ended = false AND f.grid <> '' GROUP BY 1"  # noqa: S608 - all parts are ours
)
_STAGES: Final = text(
    f"SELECT f.queue, {_LOAD} FROM case_file f"  # noqa: S608 - all parts are ours
    " WHERE f.grid = :grid AND f.ended = false AND f.queue IS NOT NULL GROUP BY 1"
)
# A sign of his telephone, or a step he made at a case of the cell. The last sign of each cell is
# one row of an index; steps have no index by cell, so only those of the week are looked at.
_SEEN: Final = text(
    """
    SELECT found.grid, max(found.at) AS at FROM (
        SELECT g.code AS grid, (SELECT max(p.at) FROM inspector_position p
            WHERE p.grid = g.code AND p.at >= :since AND p.at <= :now) AS at
        FROM unit_grid g WHERE g.valid_to IS NULL
        UNION ALL
        SELECT f.grid, max(s.at) FROM case_step s JOIN case_file f ON f.id = s.case_id
        WHERE s.post = 'inspector' AND s.at >= :since AND s.at <= :now AND f.grid <> ''
        GROUP BY 1
    ) found
    WHERE found.at IS NOT NULL GROUP BY 1
    """
)
_SEEN_ONE: Final = text(
    """
    SELECT max(found.at) FROM (
        SELECT max(p.at) AS at FROM inspector_position p WHERE p.grid = :grid AND p.at <= :now
        UNION ALL
        SELECT max(s.at) FROM case_file f JOIN case_step s ON s.case_id = f.id
        WHERE f.grid = :grid AND s.post = 'inspector' AND s.at <= :now
    ) found
    """
)
_CLASSES: Final = text(
    "SELECT k.category, min(k.name) AS name, count(*) AS total,"
    " count(*) FILTER (WHERE k.state <> 'intact') AS faulty"
    " FROM component k WHERE k.unit_grid = :grid GROUP BY 1 ORDER BY 3 DESC, 1"
)
_HAPPENED: Final = text(
    "SELECT f.kind, f.category, f.category_name, f.reported_at FROM case_file f"
    " WHERE f.grid = ANY(:codes) AND f.reported_at > :since AND f.reported_at <= :now"
    " AND f.stage NOT IN ('merged', 'declined', 'voided') AND f.category <> ''"
)
_YEARS: Final = text(
    "SELECT extract(year FROM f.reported_at AT TIME ZONE 'UTC' + interval '8 hours')::int AS year,"
    " count(*) AS cases FROM case_file f WHERE f.grid = ANY(:codes) GROUP BY 1 ORDER BY 1 DESC"
)
_CASES: Final = text(
    """
    SELECT f.id, f.number, f.category_name, t.address, f.stage, f.reported_at, f.due
    FROM case_file f JOIN case_text t USING (id)
    WHERE f.grid = ANY(:codes) AND (:queue = '' OR (f.queue = :queue AND f.ended = false))
        AND (:kind = '' OR f.kind = :kind) AND (:category = '' OR f.category = :category)
        AND (NOT :open_only OR f.ended = false)
        AND f.reported_at >= :since AND f.reported_at < :until
    ORDER BY f.reported_at DESC, f.id DESC LIMIT :limit
    """
)
_EVER: Final = "-infinity"
_FOREVER: Final = "infinity"


class GridReading(Reader):
    """What the layers and the card ask about unit grids."""

    def grid_rows(self) -> Sequence[GridRow]:
        """Unit grids in force, in the order of `unit_grids`."""
        with self._engine.connect() as connection:
            city = self._standing.city(connection, read_stamps(connection))
            day = local_day(connection.execute(text("SELECT now()")).scalar_one())
        return tuple(grid_row(city, one, day) for one in city.unit_grids if one.valid_to is None)

    def grid_loads(self, now: datetime) -> Sequence[GridLoad]:
        """Cells with open cases."""
        return tuple(
            GridLoad(grid=row.grid, load=_load(row)) for row in self._ask(_LOADS, {"now": now})
        )

    def grid_grades(self) -> Sequence[GridGrade] | None:
        """None: this database holds no published assessment yet."""
        return None

    def grids_seen(self, now: datetime) -> Sequence[GridSeen]:
        """Cells in which an inspector was during the last week."""
        found = self._ask(_SEEN, {"since": now - UNSEEN_MOST, "now": now})
        return tuple(GridSeen(grid=row.grid, at=row.at) for row in found)

    def grid_card(self, code: str, now: datetime) -> GridCard:
        """One cell. Raises `Refusal` `grid.unknown`."""
        city = self._city()
        grid = city.index.get(code)
        if grid is None:
            raise Refusal("grid.unknown", grid=code)
        former = _former(city, grid)
        codes, only = [code, *(one.code for one in former)], {"grid": code, "now": now}
        since = now - RECURRING_SPAN
        happened = self._ask(_HAPPENED, {"codes": codes, "since": since, "now": now})
        recurring = recurrences(
            (
                Happening(kind=one.kind, category=one.category, at=one.reported_at)
                for one in happened
            ),
            now,
        )
        return GridCard(
            grid=grid_row(city, grid, local_day(now)),
            valid_from=grid.valid_from,
            seen=self._ask(_SEEN_ONE, only)[0][0],
            stages=_stage_loads(self._ask(_STAGES, only)),
            components=tuple(_class_count(row) for row in self._ask(_CLASSES, {"grid": code})),
            recurring=recurring,
            recurring_names=_names(recurring, happened),
            former=former,
            years=tuple((row.year, row.cases) for row in self._ask(_YEARS, {"codes": codes})),
        )

    def cell_cases(self, wanted: CellCases, *, limit: int = MOST_CELL_CASES) -> Sequence[GridCase]:
        """Cases of a cell and of those that were there before it, newest first."""
        city = self._city()
        grid = city.index.get(wanted.grid)
        codes = [wanted.grid, *(one.code for one in (_former(city, grid) if grid else ()))]
        since, until = _span(wanted)
        found = self._ask(
            _CASES,
            {
                "codes": [wanted.grid] if wanted.queue or wanted.open_only else codes,
                "queue": wanted.queue,
                "kind": wanted.kind,
                "category": wanted.category,
                "open_only": wanted.open_only,
                "since": since,
                "until": until,
                "limit": limit,
            },
        )
        return tuple(grid_case(row) for row in found)


def grid_row(city: City, grid: UnitGrid, day: date) -> GridRow:
    """A unit grid with the names above it, its duty grid and inspector."""
    duty = city.index.duty_grid(grid.code, day)
    inspector = city.inspectors.get(duty.inspector or "") if duty else None
    return GridRow(
        code=grid.code,
        names=_path(city, grid.community),
        management_area=grid.management_area,
        area_level=grid.area_level,
        area_m2=grid.area_m2,
        duty_grid=duty.code if duty else "",
        duty_name=duty.name if duty else "",
        inspector=inspector.code if inspector else "",
        inspector_name=inspector.name if inspector else "",
    )


def grid_case(row: Any) -> GridCase:
    """A case as a line."""
    return GridCase(
        id=CaseId(row.id),
        number=row.number,
        category_name=row.category_name,
        address=row.address,
        stage=Stage(row.stage),
        reported_at=row.reported_at,
        due=row.due,
    )


def _path(city: City, community: str) -> tuple[str, ...]:
    """Names of district, street and community, as far as they are known."""
    names: list[str] = []
    here = city.divisions.get(community)
    while here is not None and len(here.code) > 6:
        names.append(here.name)
        here = city.divisions.get(here.parent or "")
    if here is not None:
        names.append(here.name)
    return tuple(reversed(names))


def _load(row: Any) -> Load:
    return Load(open=row.open, overdue=row.overdue, near=row.near)


def _stage_loads(found: Sequence[Any]) -> tuple[StageLoad, ...]:
    stages = {row.queue: _load(row) for row in found}
    return tuple(StageLoad(queue=one, load=stages[one]) for one in QUEUES if one in stages)


def _class_count(row: Any) -> ClassCount:
    return ClassCount(category=row.category, name=row.name, total=row.total, faulty=row.faulty)


def _names(recurring: Sequence[Recurrence], happened: Sequence[Any]) -> tuple[tuple[str, str], ...]:
    named = {(row.kind, row.category): row.category_name for row in happened}
    return tuple((f"{one.kind}:{one.category}", named[one.kind, one.category]) for one in recurring)


def _former(city: City, grid: UnitGrid) -> tuple[FormerGrid, ...]:
    """The cells this one replaces, and ended ones on the same ground; the latest first."""
    replaced, middle = _replaced(city, grid), _middle(grid)
    before = (
        one
        for one in city.unit_grids
        if one.code in replaced
        or (
            one.valid_to is not None
            and one.valid_to <= grid.valid_from
            # one's middle lies in the other
            and (holds(one.ring, middle) or holds(grid.ring, _middle(one)))
        )
    )
    return tuple(
        FormerGrid(code=one.code, valid_from=one.valid_from, valid_to=one.valid_to)
        for one in sorted(before, key=lambda one: (one.valid_from, one.code), reverse=True)
    )


def _replaced(city: City, grid: UnitGrid) -> frozenset[str]:
    """Codes of the cells in whose place this one came, one after the other."""
    found: list[str] = []
    here: UnitGrid | None = grid
    while here is not None and here.replaces and here.replaces not in found:
        found.append(here.replaces)
        here = city.index.get(here.replaces)
    return frozenset(found) - {grid.code}


def _middle(grid: UnitGrid) -> Point:
    count = len(grid.ring)
    return Point(
        sum(corner.lon for corner in grid.ring) / count,
        sum(corner.lat for corner in grid.ring) / count,
    )


def _span(wanted: CellCases) -> tuple[datetime | str, datetime | str]:
    """The moments reports of the wanted year lie between, by the city's clock (+08:00)."""
    if not wanted.year:
        return wanted.since or _EVER, _FOREVER
    zone = timedelta(hours=8)
    first, after = (
        f"{(datetime(year, 1, 1) - zone).isoformat()}+00"  # noqa: DTZ001 - its zone is written behind
        for year in (wanted.year, wanted.year + 1)
    )
    return first, after
