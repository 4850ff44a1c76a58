"""`ports.reading`: queues, their counts and rows. Filter, order and pages are the database's."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from console.domain.case import CaseId
from console.domain.stage import QUEUES, Post, Source, Stage
from console.ports.map_rows import PinRow
from console.ports.rows import CaseRow, LikelyUnit, QueueCount, QueueFilter, QueueOrder
from db import records
from db import records_rules as rules
from db.mapping import folded
from db.reading_base import Reader
from db.reading_proposals import likely_units
from db.standing import City, read_stamps

_MOST_IDS: Final = 200_000
_F: Final = records.CASE_FILE.c
_T: Final = records.CASE_TEXT.c
_S: Final = records.CASE_STATE.c
_C: Final = records.CASE_CLAIM.c
_O: Final = records.CASE_OPENED.c
_STAGES: Final = {stage.value: stage for stage in Stage}
_SOURCES: Final = {source.value: source for source in Source}

# The same 65 s after which anybody may take a case (api/30_claims.sql), by the server's clock.
_ALIVE: Final = and_(
    _C.case_id == _F.id,
    _C.beat_at >= func.now() - text("interval '65 seconds'"),
    _C.active_at >= func.now() - text("interval '15 minutes'"),
)
_ME: Final = rules.OPERATOR.alias("me")
_OPENED: Final = (
    select(literal(1))
    .where(
        _O.case_id == _F.id,
        _O.version >= _F.entered,
        or_(_O.post == func.any(_ME.c.posts), _ME.c.login.is_(None)),
    )
    .correlate(records.CASE_FILE, _ME)
    .exists()
)
_OVER: Final = and_(~_F.paused, _F.due < bindparam("now"))
_NEAR: Final = and_(~_F.paused, _F.near_at <= bindparam("now"), _F.due >= bindparam("now"))
_OPEN: Final = _F.ended == text("false")  # literal, so that the partial indexes are used

# Only cases being verified look into their state: whether the inspector has answered.
_ANSWERED: Final = case(
    (
        _F.stage == Stage.VERIFYING.value,
        select(cast(_S.state, JSONB)[("task", "answered_at")].astext.is_not(None))
        .where(_S.id == _F.id)
        .correlate(records.CASE_FILE)
        .scalar_subquery(),
    ),
    else_=False,
)
_JOINED: Final = (
    records.CASE_FILE.join(records.CASE_TEXT, _T.id == _F.id)
    .outerjoin(records.CASE_CLAIM, _ALIVE)
    .outerjoin(_ME, _ME.c.login == bindparam("seat"))
)
# Names of divisions and units come from the standing knowledge, by `_row`.
_COLUMNS: Final = {
    **{name: _F[name] for name in ("id", "number", "version", "stage", "source", "category")},
    **{name: _F[name] for name in ("kind", "category_name", "district", "street", "grid")},
    **{name: _F[name] for name in ("duty_grid", "lon", "lat", "reported_at", "due", "paused")},
    **{name: _F[name] for name in ("rework", "dispatches", "urgent", "suspended_until", "near_at")},
    "description": _T.description,
    "address": _T.address,
    "unit": func.coalesce(_F.unit, ""),
    "started_at": _F.started,
    "limit": _F.limit_code,
    "holder": func.coalesce(_C.operator, ""),
    "holder_seat": func.coalesce(_C.seat, ""),
    "opened": _OPENED,
    "answered": _ANSWERED,
}
_NAMES: Final = tuple(_COLUMNS)
_ROWS: Final = select(*(column.label(name) for name, column in _COLUMNS.items())).select_from(
    _JOINED
)

# In the order of the fields of `PinRow`.
_PINS: Final = (
    select(
        *(_F[name] for name in ("id", "number", "stage", "category_name", "district", "street")),
        *(_F[name] for name in ("grid", "duty_grid", "lon", "lat", "started", "due", "near_at")),
        *(_F.limit_code, _F.paused, _OPENED),
    )
    .select_from(records.CASE_FILE.outerjoin(_ME, _ME.c.login == bindparam("seat")))
    .where(_OPEN, _F.lon.is_not(None))
)

# What a queue can be ordered by.
_ORDERS: Final[Mapping[str, ColumnElement[Any]]] = {
    "due": _F.due,
    "reported": _F.reported_at,
    "number": _F.number,
    "category": _F.category_name,
    "source": _F.source,
    "stage": _F.stage,
    "description": _T.description,
    "address": _T.address,
    "district": _F.district,
    "grid": _F.grid,
    "unit": func.coalesce(_F.unit, ""),
    "holder": func.coalesce(_C.operator, ""),
}


class QueueReading(Reader):
    """Queues: counts, windows, whole orders, present rows."""

    def counts(self, post: Post, seat: str, now: datetime) -> Sequence[QueueCount]:
        """The rail: eight stage queues, `overdue` and `mine`; `new` is for this post.

        Counted by one seat for all and up to some seconds old (`age`), but for `mine`. To a seat
        the server tells by its own clock; `now` is the owner's.
        """
        with self._engine.connect() as connection:
            # Without a transaction of ours what was counted for all stays, and locks end at once.
            line = connection.execution_options(isolation_level="AUTOCOMMIT")
            values = {"post": post.value, "seat": seat, "now": now}
            found = line.execute(_COUNTS, values).all()
            mine = line.execute(_MINE, values).all()
        (done,) = (row for row in found if row.queue == "done")
        age = timedelta(seconds=done.age)
        stages = {row.queue: row for row in found if row.queue in QUEUES}
        return (
            *(_total(queue, [stages[queue]] if queue in stages else [], age) for queue in QUEUES),
            _overdue(tuple(stages.values()), age),
            _total("mine", mine, timedelta(), done.total),
        )

    def head(
        self, wanted: QueueFilter, seat: str, now: datetime, *, limit: int
    ) -> Sequence[CaseRow]:
        """The first rows of a queue, without counting the rest."""
        key = _ORDERS.get(wanted.order, _ORDERS["due"])
        values = {"seat": seat, "now": now}
        with self._engine.connect() as connection:
            city = self._standing.city(connection, read_stamps(connection))
            rows = connection.execute(_ordered(_ROWS, wanted, key).limit(limit), values).all()
            return tuple(_row(row, city) for row in rows)

    def order(self, wanted: QueueFilter, seat: str, now: datetime) -> QueueOrder:
        """The ids of a whole queue in the order asked for (200,000 at most)."""
        key = _ORDERS.get(wanted.order, _ORDERS["due"])
        tables = _tables(wanted, ordered=True)
        ids = _ordered(select(_F.id).select_from(tables), wanted, key).limit(_MOST_IDS)
        values = {"seat": seat, "now": now}
        with self._engine.connect() as connection:
            found = connection.execute(ids, values).scalars().all()
            total, whole = _sizes(connection, wanted, values)
        return QueueOrder(ids=tuple(CaseId(one) for one in found), outside=whole - total)

    def rows(self, cases: Sequence[CaseId], seat: str) -> Sequence[CaseRow]:
        """The present rows of these cases in the order asked, ended ones included."""
        wanted = _ROWS.where(_F.id == func.any(bindparam("ids")))
        with self._engine.connect() as connection:
            city = self._standing.city(connection, read_stamps(connection))
            rows = connection.execute(wanted, {"ids": list(cases), "seat": seat})
            found = {row.id: _row(row, city) for row in rows}
        return tuple(found[case] for case in cases if case in found)

    def likely_units(self, cases: Sequence[CaseId]) -> Sequence[LikelyUnit]:
        """The unit proposed first for each of these cases, on the dispatch panel's evidence."""
        with self._engine.connect() as connection:
            units = self._standing.city(connection, read_stamps(connection)).units
            found = likely_units(connection, cases, units.values())
        named = {case: units[code].short_name for case, code in found.items() if code in units}
        return tuple(
            LikelyUnit(id=case, unit=found.get(case, ""), name=named.get(case, ""))
            for case in cases
        )

    def any_waits(self, cases: Sequence[CaseId], queue: str) -> bool:
        """Whether one of these cases is in a stage queue now."""
        one = select(_F.id).where(_F.id == func.any(bindparam("ids")), _OPEN, _F.queue == queue)
        return bool(self._ask(one.limit(1), {"ids": list(cases)}))

    def suspensions_over(self, now: datetime) -> Sequence[tuple[CaseId, int]]:
        """Suspended cases whose date has come, with their versions, longest overdue first."""
        wanted = (
            select(_F.id, _F.version)
            .where(_OPEN, _F.stage == Stage.SUSPENDED.value, _F.suspended_until <= now)
            .order_by(_F.suspended_until, _F.id)
        )
        return tuple((CaseId(row.id), row.version) for row in self._ask(wanted))

    def open_rows(self, seat: str) -> Sequence[CaseRow]:
        """Every open case with a place; no proposed unit is named."""
        wanted = _ROWS.where(_OPEN, _F.lon.is_not(None)).order_by(_F.id)
        with self._engine.connect() as connection:
            city = self._standing.city(connection, read_stamps(connection))
            return tuple(_row(row, city) for row in connection.execute(wanted, {"seat": seat}))

    def open_pins(self, seat: str) -> Sequence[PinRow]:
        """The same cases with what the map shows: of one table, without their words."""
        with self._engine.connect() as connection:
            names = self._standing.city(connection, read_stamps(connection)).divisions
            found = connection.execute(_PINS, {"seat": seat})
            streets = {code: one.name for code, one in names.items()}
            return tuple(
                PinRow(case, number, _STAGES[stage], name, district, streets.get(street, ""), *rest)
                for case, number, stage, name, district, street, *rest in found
            )


def _total(queue: str, rows: Sequence[Any], age: timedelta, done: int = 0) -> QueueCount:
    return QueueCount(
        queue=queue,
        total=sum(row.total for row in rows),
        over=sum(row.over for row in rows),
        near=sum(row.near for row in rows),
        new=sum(row.new for row in rows),
        **_nearest(rows),
        done_today=done,
        age=age,
    )


def _overdue(rows: Sequence[Any], age: timedelta) -> QueueCount:
    late = [row for row in rows if row.over]
    over = sum(row.over for row in late)
    return QueueCount(
        queue="overdue",
        total=over,
        over=over,
        near=0,
        new=sum(row.new_over for row in late),
        **_nearest(late),
        age=age,
    )


def _nearest(rows: Sequence[Any]) -> dict[str, Any]:
    """The earliest due moment and the limit it comes from."""
    running = [row for row in rows if row.nearest is not None]
    if not running:
        return {"nearest": None}
    first = min(running, key=lambda row: (row.nearest, row.limit_code))
    return {"nearest": first.nearest, "limit": first.limit_code}


def _row(row: Any, city: City) -> CaseRow:
    """The row of a queue, its columns in the order of `_ROWS`."""
    values = dict(zip(_NAMES, row, strict=False))
    names, units = city.divisions, city.units
    street, unit, district = values.pop("street"), values["unit"], values["district"]
    values["stage"] = _STAGES[values["stage"]]
    values["source"] = _SOURCES[values["source"]]
    values["district_name"] = names[district].name if district in names else ""
    values["street_name"] = names[street].name if street in names else ""
    values["unit_name"] = units[unit].short_name if unit in units else ""
    return CaseRow(**values)


def _ordered(statement: Select[Any], wanted: QueueFilter, key: ColumnElement[Any]) -> Select[Any]:
    chosen = statement.where(_OPEN, _of_queue(wanted.queue), *_filters(wanted))
    if wanted.descending:
        return chosen.order_by(key.desc(), _F.id.desc())
    return chosen.order_by(key, _F.id)


def _of_queue(queue: str) -> ColumnElement[bool]:
    if queue == "overdue":
        return _OVER
    if queue == "mine":
        return _C.operator == bindparam("seat")
    if queue == "":
        return _F.queue.is_not(None)
    return _F.queue == queue


def _filters(wanted: QueueFilter) -> list[ColumnElement[bool]]:
    """What of the queue is wanted; empty words want everything."""
    chosen: list[ColumnElement[bool]] = []
    if wanted.district:
        chosen.append(or_(_F.district == wanted.district, _F.management_area == wanted.district))
    if wanted.class_code:
        kind, _, code = wanted.class_code.rpartition(":")
        chosen.append(_F.category.startswith(code, autoescape=True))
        if kind:
            chosen.append(_F.kind == kind)
    if wanted.source:
        chosen.append(_F.source == wanted.source)
    if wanted.unclaimed:
        chosen.append(_C.case_id.is_(None))
    if wanted.grid:
        chosen.append(or_(_F.grid == wanted.grid, _F.duty_grid == wanted.grid))
    if wanted.text:
        words = folded(wanted.text)
        chosen.append(
            or_(
                _T.words.contains(words, autoescape=True),
                _F.number.contains(words, autoescape=True),
            )
        )
    return chosen


def _sizes(
    connection: Connection, wanted: QueueFilter, values: Mapping[str, object]
) -> tuple[int, int]:
    """How many the filter leaves, and how many the queue has."""
    filters = _filters(wanted)
    left = func.count(case((and_(*filters), 1))) if filters else func.count()
    counted = select(left, func.count()).select_from(_tables(wanted, ordered=False))
    row = connection.execute(counted.where(_OPEN, _of_queue(wanted.queue)), values).one()
    return row[0], row[1]


def _tables(wanted: QueueFilter, *, ordered: bool) -> FromClause:
    """Only the tables a filter or an order looks at: a whole queue may have 100,000 cases."""
    tables: FromClause = records.CASE_FILE
    order = wanted.order if ordered else ""
    if wanted.text or order in {"description", "address"}:
        tables = tables.join(records.CASE_TEXT, _T.id == _F.id)
    if wanted.unclaimed or wanted.queue == "mine" or order == "holder":
        tables = tables.outerjoin(records.CASE_CLAIM, _ALIVE)
    return tables


_COUNTS: Final = text("SELECT * FROM api_v1.live_counts(:post, :seat, :now)")
# What one seat holds is some rows of an index; the picture of all cases knows nothing of claims.
_MINE: Final = text(
    """
    SELECT coalesce(f.limit_code, '') AS limit_code, count(*) AS total,
        count(*) FILTER (WHERE f.due < :now AND NOT f.paused) AS over,
        count(*) FILTER (WHERE f.near_at <= :now AND f.due >= :now AND NOT f.paused) AS near,
        count(*) FILTER (WHERE p.case_id IS NULL) AS new,
        min(f.due) FILTER (WHERE NOT f.paused) AS nearest
    FROM case_claim c
    JOIN case_file f ON f.id = c.case_id AND f.ended = false AND f.queue IS NOT NULL
    LEFT JOIN case_opened p ON p.case_id = f.id AND p.post = :post AND p.version >= f.entered
    WHERE c.operator = :seat AND c.beat_at >= now() - interval '65 seconds'
        AND c.active_at >= now() - interval '15 minutes'
    GROUP BY 1
    """
)
