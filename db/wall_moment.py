"""`ports.wall.WallMoment`: what a wall asks of one snapshot (`db.wall` opens it)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, text

from console.domain.case import CaseId
from console.domain.gridload import on_duty
from console.domain.organisation import is_certified
from console.domain.stage import Move, Source, Stage
from console.domain.wall_classes import is_emergency, is_hidden
from console.ports.calls import HEARD
from console.ports.facts import Flag
from console.ports.wall import (
    CallCounts,
    HourCount,
    PatrolCounts,
    StageFlow,
    WallCase,
    WallEvent,
)
from db.facts import PostgresFacts, bit_of
from db.standing import local_day

_STAGES: Final = {stage.value: stage for stage in Stage}
_SOURCES: Final = {source.value: source for source in Source}
_CASES: Final = """
    SELECT id, number, version, stage, source, scheme, kind, category, district, street, grid,
        duty_grid, unit, lon, lat, reported_at, started, due, near_at, limit_code, paused, opened
    FROM open_case
"""
_OPEN: Final = text(_CASES)
_SOME: Final = text(f"{_CASES} WHERE id = ANY (:ids)")
_NEWS: Final = text(
    """
    SELECT f.case_id FROM feed f WHERE f.xid = ANY (CAST(CAST(:waiting AS text[]) AS xid8[]))
    UNION
    SELECT f.case_id FROM feed f WHERE f.xid >= CAST(CAST(:low AS text) AS xid8)
    """
)
_EVENTS: Final = text(
    """
    SELECT gseq, at, number, scheme, kind, category, move, to_stage, district, unit FROM event
    WHERE NOT kind || ':' || category LIKE ANY (CAST(:hidden AS text[]))
    ORDER BY gseq DESC LIMIT :limit
    """
)
_FLOWS: Final = text(
    """
    WITH went AS MATERIALIZED (
        SELECT date_trunc('hour', at) AS hour, from_stage, to_stage, count(*) AS cases FROM flow
            WHERE at >= date_trunc('hour', CAST(:since AS timestamptz)) GROUP BY 1, 2, 3)
    SELECT t.hour, t.stage, sum(t.entered)::bigint AS entered, sum(t.left)::bigint AS left FROM (
        SELECT hour, to_stage AS stage, cases AS entered, 0 AS left FROM went
        UNION ALL
        SELECT hour, from_stage, 0, cases FROM went WHERE from_stage <> '') t
    GROUP BY 1, 2 ORDER BY 1, 2
    """
)
_HOURS: Final = text(
    f"""
    SELECT t.hour, sum(t.reported)::bigint AS reported, sum(t.closed)::bigint AS closed FROM (
        SELECT date_trunc('hour', reported_at) AS hour, count(*) AS reported, 0 AS closed
            FROM case_fact WHERE reported_at >= date_trunc('hour', CAST(:since AS timestamptz))
            GROUP BY 1
        UNION ALL
        SELECT date_trunc('hour', closed_at), 0, count(*)
            FROM case_fact WHERE closed_at >= date_trunc('hour', CAST(:since AS timestamptz))
                AND flags & {bit_of(Flag.CLOSED)} > 0 GROUP BY 1) t
    GROUP BY 1 ORDER BY 1
    """  # noqa: S608 - all parts are ours
)
# Nobody waits for an hour: such a call's end was never told.
_CALLS: Final = text(
    """
    WITH c AS (SELECT *, answered_at IS NULL AND given_up_at IS NULL AND ended_at IS NULL
            AND rang_at > CAST(:now AS timestamptz) - interval '1 hour' AS waits
        FROM hotline_call
        WHERE rang_at >= least(:since, CAST(:now AS timestamptz) - interval '1 hour'))
    SELECT (SELECT at FROM hotline_told) AS told_at,
        count(*) FILTER (WHERE rang_at >= :since) AS calls,
        count(*) FILTER (WHERE rang_at >= :since AND answered_at IS NOT NULL) AS answered,
        count(*) FILTER (WHERE rang_at >= :since
            AND answered_at - rang_at <= interval '15 seconds') AS in_time,
        count(*) FILTER (WHERE rang_at >= :since AND answered_at IS NULL
            AND (given_up_at IS NOT NULL OR ended_at IS NOT NULL)) AS given_up,
        count(*) FILTER (WHERE waits) AS waiting,
        greatest(extract(epoch FROM :now - min(rang_at) FILTER (WHERE waits)), 0)::float8 AS longest
    FROM c
    """
)
_PATROL: Final = text("SELECT certified_on, certified_until, last FROM patrol")
_CELLS: Final = text(
    "SELECT duty_grid, count(*) AS cells, count(*) FILTER (WHERE seen) AS seen FROM cell GROUP BY 1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far a snapshot saw, as `db.feed` reckons: transactions from `low` on, and those waited
    for, were not in it."""

    low: str
    waiting: tuple[str, ...]


_EVERYTHING: Final = Place(low="0", waiting=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A class of the standards as a wall treats its cases."""

    name: str
    emergency: bool
    shown: bool


Classes = Mapping[tuple[str, str, str], Class]
"""By scheme, kind and code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresMoment:
    """One snapshot; to be used by one thread, while its transaction is held."""

    connection: Connection
    as_of: datetime
    mark: int
    classes: Classes
    hidden: tuple[str, ...]
    places: Mapping[int, Place]

    @property
    def facts(self) -> PostgresFacts:
        """The facts of this snapshot; of `FactReading` a wall's account may ask for `tallies`."""
        return PostgresFacts(self.connection.engine, self.connection)

    def open_cases(self) -> Sequence[WallCase]:
        """All open cases."""
        return self._cases(self.connection.execute(_OPEN))

    def knows(self, mark: int) -> bool:
        """Whether `changed` tells all since this mark."""
        return mark in self.places

    def changed(self, since: int) -> tuple[Sequence[WallCase], Sequence[CaseId]]:
        """Open cases of the feed after a mark, and ended ones."""
        place = self.places.get(since, _EVERYTHING)
        values = {"low": place.low, "waiting": list(place.waiting)}
        ids = self.connection.execute(_NEWS, values).scalars().all()
        found = self._cases(self.connection.execute(_SOME, {"ids": ids})) if ids else ()
        there = {one.id for one in found}
        return found, [CaseId(one) for one in ids if one not in there]

    def events(self, limit: int = 40) -> Sequence[WallEvent]:
        """The last steps that moved a case of a shown class."""
        values = {"hidden": [f"{one}%" for one in self.hidden], "limit": limit}
        return [
            WallEvent(
                mark=row.gseq,
                at=row.at,
                number=row.number,
                category_name=self._class(row.scheme, row.kind, row.category).name,
                move=Move(row.move),
                stage=_STAGES[row.to_stage],
                district=row.district,
                unit=row.unit,
            )
            for row in self.connection.execute(_EVENTS, values)
        ]

    def flows(self, since: datetime) -> Sequence[StageFlow]:
        """Comings and goings of stages by hour."""
        return [
            StageFlow(row.hour, _STAGES[row.stage], row.entered, row.left)
            for row in self.connection.execute(_FLOWS, {"since": since})
        ]

    def hours(self, since: datetime) -> Sequence[HourCount]:
        """Reports and closings by hour."""
        found = self.connection.execute(_HOURS, {"since": since})
        return [HourCount(row.hour, row.reported, row.closed) for row in found]

    def calls(self, since: datetime) -> CallCounts:
        """The hotline since a moment, and who waits now."""
        row = self.connection.execute(_CALLS, {"since": since, "now": self.as_of}).one()
        if row.told_at is None or self.as_of - row.told_at > HEARD:
            return CallCounts(known=False)
        return CallCounts(
            known=True,
            calls=row.calls,
            answered=row.answered,
            in_time=row.in_time,
            given_up=row.given_up,
            waiting=row.waiting,
            longest=row.longest,
            told_at=row.told_at,
        )

    def patrols(self) -> PatrolCounts:
        """Inspectors and cells of the city's day."""
        found, day = self.connection.execute(_PATROL).all(), local_day(self.as_of)
        grids = self.connection.execute(_CELLS).all()
        unseen = [(row.duty_grid, row.cells - row.seen) for row in grids if row.duty_grid]
        return PatrolCounts(
            listed=len(found),
            on_duty=sum(
                on_duty(
                    row.last,
                    self.as_of,
                    certified=is_certified(row.certified_on, row.certified_until, day),
                )
                for row in found
            ),
            cells=sum(row.cells for row in grids),
            seen=sum(row.seen for row in grids),
            unseen=tuple(sorted(((code, left) for code, left in unseen if left), key=_most_first)),
        )

    def _cases(self, rows: Iterable[Sequence[Any]]) -> Sequence[WallCase]:
        return [
            WallCase(
                case, number, version, _STAGES[stage], _SOURCES[source], category,
                (found := self._class(scheme, kind, category)).name, found.emergency, found.shown,
                *rest,
            )
            for case, number, version, stage, source, scheme, kind, category, *rest in rows
        ]  # fmt: skip

    def _class(self, scheme: str, kind: str, category: str) -> Class:
        """The class; one that the standards do not know is named by nothing."""
        return self.classes.get((scheme, kind, category)) or Class(
            name="",
            emergency=is_emergency(scheme, kind, category),
            shown=not is_hidden(kind, category, self.hidden),
        )


def _most_first(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]
