"""`ports.reading`: one case with everything of it, and what happened lately."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from statistics import median
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, text

from console.domain.case import Case, CaseId
from console.domain.coordinates import distance_m
from console.domain.place import Point
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.domain.trail import Step, follow
from console.ports.rows import CaseDetail, EventRow, MaskedCaller, RelatedCase, RevealRow, ShiftRow
from console.ports.work import Claim, Photo
from db.anchors import IDS_OF_A_YEAR
from db.ground import box_around
from db.mapping import STEP_COLUMNS, TRAIL, case_of, step_of
from db.reading_base import Reader, refuse_away
from db.records import CASE_STEP
from db.standing import City, local_day, read_stamps
from db.standing_rows import component_of

RELATED_COLUMNS: Final = (
    "f.id, f.number, f.category_name, t.address, f.stage, f.reported_at, f.closed_at,"
    " coalesce(u.short_name, '') AS unit_name, f.handling_minutes, f.on_time, f.lon, f.lat,"
    " f.component, f.grid, f.kind, f.category, f.callers, t.description, f.unit, f.rework,"
    " f.returns, f.ended"
)
RELATED_TABLES: Final = (
    " FROM case_file f JOIN case_text t USING (id) LEFT JOIN unit u ON u.code = f.unit "
)
_RELATED_METRES: Final = 200.0
_RELATED_DAYS: Final = 90
_RELATED_MOST: Final = 6

_PHOTOS: Final = text(
    "SELECT p.*, v.width, v.height, v.seconds, v.image FROM case_photo p"
    " LEFT JOIN photo_preview v ON v.digest = p.digest"
    " WHERE p.case_id = :case ORDER BY p.seq, p.ordinal"
)
_CALLERS: Final = text(
    "SELECT name, phone, reply FROM caller_mask WHERE case_id = :case ORDER BY id"
)
_CLAIM: Final = text(
    "SELECT * FROM case_claim WHERE case_id = :case"
    " AND beat_at >= now() - interval '65 seconds' AND active_at >= now() - interval '15 minutes'"
)
_HEAD: Final = text(
    """
    SELECT s.state, now() AS as_of, EXISTS (SELECT FROM case_opened o WHERE o.case_id = f.id
        AND o.version >= f.entered AND (o.post = ANY(p.posts) OR p.posts IS NULL)) AS opened
    FROM case_file f JOIN case_state s USING (id)
    LEFT JOIN operator p ON p.login = :seat WHERE f.id = :case
    """
)
_RELATED: Final = text(
    "SELECT " + RELATED_COLUMNS + RELATED_TABLES + "WHERE f.id <> :case AND f.reported_at >= :since"
    " AND (f.component = :component OR (f.kind = :kind AND f.category = :category"
    " AND point(f.lon, f.lat) <@ box(point(:west, :south), point(:east, :north))))"
    " ORDER BY f.reported_at DESC LIMIT :most"
)
_EVENTS: Final = text(
    """
    SELECT e.gseq, s.at, s.case_id, f.number, s.move, s.post, s.seat, f.category_name,
        t.address, coalesce(u.short_name, '') AS unit_name, s.reason,
        s.seq = 1 AS begins, said->>'colleague' AS colleague,
        CASE WHEN said ? 'colleague' THEN (said->>'until')::timestamptz END AS until
    FROM (SELECT gseq, case_id, seq FROM feed WHERE seq IS NOT NULL
        ORDER BY gseq DESC LIMIT :limit) e
    JOIN case_step s USING (case_id, seq)
    JOIN case_file f ON f.id = e.case_id JOIN case_text t ON t.id = e.case_id
    LEFT JOIN unit u ON u.code = f.unit
    LEFT JOIN LATERAL (SELECT s.payload::jsonb->'said') AS a(said) ON s.move = 'authorise'
    ORDER BY e.gseq DESC
    """
)
_REVEALS: Final = text(
    "SELECT shown_at, case_id, number, operator, name, post, seat, reason"
    " FROM api_v1.reveals(:since, :limit)"
)
_STEP: Final = CASE_STEP.c
_SHIFT: Final = (
    select(*(_STEP[name] for name in STEP_COLUMNS))
    .where(
        _STEP.case_id.in_(
            select(_STEP.case_id).where(
                _STEP.at >= bindparam("since"), _STEP.operator == bindparam("seat")
            )
        )
    )
    .order_by(_STEP.case_id, _STEP.seq)
)


class CaseReading(Reader):
    """One case, and the latest steps of all."""

    def detail(self, case: CaseId, seat: str) -> CaseDetail:
        """Everything of one case. Raises `Refusal` `case.unknown`, `year.away`."""
        with self._engine.connect() as connection:
            head = connection.execute(_HEAD, {"case": case, "seat": seat}).one_or_none()
            if head is None:
                refuse_away(connection, case // IDS_OF_A_YEAR)
                raise Refusal("case.unknown", case=case)
            known = case_of(head.state)
            only = {"case": case}
            steps = tuple(step_of(row) for row in connection.execute(TRAIL, only))
            city = self._standing.city(connection, read_stamps(connection))
            bound = city.inspector_for(known.place, local_day(head.as_of)) or ""
            names = _names(connection, city, known, steps, bound)
            component = connection.execute(
                text("SELECT * FROM component WHERE code = :code"), {"code": known.place.component}
            ).one_or_none()
            return CaseDetail(
                case=known,
                steps=steps,
                photos=tuple(_photo(row) for row in connection.execute(_PHOTOS, only)),
                callers=tuple(
                    MaskedCaller(name=row.name, phone=row.phone, reply=row.reply)
                    for row in connection.execute(_CALLERS, only)
                ),
                claim=_claim(connection, case),
                names=names,
                related=_related(connection, known),
                inspector=bound,
                component=component_of(component._mapping) if component else None,
                opened=head.opened,
            )

    def find_number(self, number: str) -> CaseId | None:
        """The case with this number or task number."""
        found = self._ask(
            text(
                "SELECT id FROM case_file WHERE number = :number OR task_number = :number"
                " ORDER BY id DESC LIMIT 1"
            ),
            {"number": number.strip()},
        )
        return CaseId(found[0].id) if found else None

    def events(self, *, limit: int = 200) -> Sequence[EventRow]:
        """The latest steps of all cases, newest first."""
        return tuple(
            EventRow(
                gseq=row.gseq,
                at=row.at,
                case=CaseId(row.case_id),
                number=row.number,
                move=Move(row.move),
                post=Post(row.post),
                seat=row.seat,
                category_name=row.category_name,
                address=row.address,
                unit_name=row.unit_name,
                reason=row.reason,
                begins=row.begins,
                colleague=row.colleague or "",
                until=row.until,
            )
            for row in self._ask(_EVENTS, {"limit": limit})
        )

    def reveals(self, since: datetime, *, limit: int = 200) -> Sequence[RevealRow]:
        """Who was shown callers since, newest first; empty for who is no shift leader."""
        return tuple(
            RevealRow(
                at=row.shown_at,
                case=CaseId(row.case_id),
                number=row.number,
                operator=row.operator,
                name=row.name,
                post=Post(row.post),
                seat=row.seat,
                reason=row.reason,
            )
            for row in self._ask(_REVEALS, {"since": since, "limit": limit})
        )

    def shift(self, seat: str, since: datetime) -> Sequence[ShiftRow]:
        """What this operator did since: count, median minutes it waited for him, share in time."""
        found = self._ask(_SHIFT, {"seat": seat, "since": since})
        waits: dict[Move, list[int]] = {}
        times: dict[Move, list[bool]] = {}
        case: Case | None = None
        for step in (step_of(row) for row in found):
            former = case if case is not None and case.id == step.case else None
            if step.operator == seat and step.at >= since:
                waits.setdefault(step.move, [])
                if former is not None and former.last_at is not None:
                    waits[step.move].append(int((step.at - former.last_at).total_seconds()) // 60)
                if former is not None and former.stage_clock is not None:
                    in_time = step.at <= former.stage_clock.due
                    times.setdefault(step.move, []).append(in_time)
            case = follow(former, step)
        counts = _counts(found, seat, since)
        return tuple(
            ShiftRow(
                move=move,
                count=counts[move],
                median_minutes=int(median(waits[move])) if waits[move] else None,
                in_time=sum(times[move]) / len(times[move]) if times.get(move) else None,
            )
            for move in sorted(counts, key=lambda one: -counts[one])
        )


def related_of(row: Any, point: Point | None, component: str | None = None) -> RelatedCase:
    """Another case as a line of an evidence list, with its distance from `point`."""
    there = Point(row.lon, row.lat) if row.lon is not None else None
    return RelatedCase(
        id=CaseId(row.id),
        number=row.number,
        category_name=row.category_name,
        address=row.address,
        stage=Stage(row.stage),
        reported_at=row.reported_at,
        closed_at=row.closed_at,
        unit_name=row.unit_name,
        handling_minutes=row.handling_minutes,
        on_time=row.on_time,
        metres=distance_m(point, there) if point and there else None,
        same_component=component is not None and row.component == component,
    )


def box_or_nowhere(point: Point | None, metres: float) -> Mapping[str, float]:
    """The box around a point, or one that holds nothing."""
    return box_around(point or Point(0.0, 0.0), metres if point else 0.0)


def _counts(found: Iterable[Any], seat: str, since: datetime) -> dict[Move, int]:
    counts: dict[Move, int] = {}
    for row in found:
        if row.operator == seat and row.at >= since:
            counts[Move(row.move)] = counts.get(Move(row.move), 0) + 1
    return counts


def _related(connection: Connection, case: Case) -> tuple[RelatedCase, ...]:
    standard = case.standard
    since = case.reported_at.toordinal() - _RELATED_DAYS
    found = connection.execute(
        _RELATED,
        {
            "case": case.id,
            "since": datetime.fromordinal(since).replace(tzinfo=case.reported_at.tzinfo),
            "component": case.place.component,
            "kind": standard.kind if standard else "",
            "category": standard.category if standard else "",
            "most": _RELATED_MOST,
            **box_or_nowhere(case.place.point, _RELATED_METRES),
        },
    )
    return tuple(related_of(row, case.place.point, case.place.component) for row in found)


def _claim(connection: Connection, case: CaseId) -> Claim | None:
    row = connection.execute(_CLAIM, {"case": case}).one_or_none()
    if row is None:
        return None
    return Claim(
        case=case,
        operator=row.operator,
        seat=row.seat,
        since=row.since,
        beat_at=row.beat_at,
        active_at=row.active_at,
    )


def _photo(row: Any) -> tuple[int, Photo]:
    return row.seq, Photo(
        digest=row.digest,
        role=row.role,
        mime=row.mime,
        size=row.size,
        taken_at=row.taken_at,
        point=Point(row.lon, row.lat) if row.lon is not None else None,
        by=row.taken_by,
        width=row.width or 0,
        height=row.height or 0,
        seconds=row.seconds or 0.0,
        preview=bytes(row.image or b""),
    )


def _names(
    connection: Connection, city: City, case: Case, steps: Iterable[Step], inspector: str
) -> dict[str, str]:
    """Code -> name for every code of the case and its trail, and for the inspector in charge."""
    place = case.place
    units = {case.unit, case.first_unit, case.bound_unit, *case.assisting, *case.copies}
    units |= {*case.returned_by, *case.consulted}
    units |= {step.unit for step in steps} | (
        {case.designation.unit} if case.designation else set()
    )
    areas = (place.community, place.street, place.district, place.management_area)
    people = {step.operator for step in steps} | {case.task.inspector if case.task else ""}
    people.add(inspector)
    names = {code: city.units[code].short_name for code in units if code and code in city.units}
    names |= {code: city.divisions[code].name for code in areas if code and code in city.divisions}
    names |= {code: city.inspectors[code].name for code in people if code in city.inspectors}
    found = connection.execute(
        text("SELECT login, name FROM operator WHERE login = ANY(:logins)"),
        {"logins": sorted(people)},
    )
    return names | {row.login: row.name for row in found}
