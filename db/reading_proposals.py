"""The unit a list names as likely: the one the dispatch panel proposes first, on one evidence.

Cases, components and history of all cases on a screen are read by two statements; the order of the
evidence and what decides between equals are the domain's alone (`console.domain.responsibility`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, text

from console.domain.case import Case
from console.domain.organisation import ResponsibleUnit
from console.domain.responsibility import propose
from db.ground import in_box, past_near
from db.mapping import case_of
from db.reading_cases import box_or_nowhere
from db.reading_search import PRECEDENT_DAYS, PRECEDENT_METRES, PRECEDENTS_MOST
from db.standing_rows import component_of

_CASES: Final = text(
    "SELECT s.state, to_jsonb(k) AS component FROM case_state s JOIN case_file f USING (id)"
    " LEFT JOIN component k ON k.code = f.component WHERE s.id = ANY(:ids)"
)
_PAST: Final = """
    SELECT f.id, f.unit, f.rework, f.closed_at FROM case_file f
        WHERE f.kind = a.kind AND f.category = a.category AND f.closed_at >= a.since"""
# What lies in the box is left out of the component's own, not sorted out of both by a UNION.
_HISTORY: Final = text(
    f"""
    SELECT a.id, past.unit, past.done, past.redone
    FROM unnest(
        CAST(:ids AS bigint[]), CAST(:kinds AS text[]), CAST(:categories AS text[]),
        CAST(:components AS text[]), CAST(:sinces AS timestamptz[]), CAST(:wests AS float8[]),
        CAST(:souths AS float8[]), CAST(:easts AS float8[]), CAST(:norths AS float8[])
    ) AS a (id, kind, category, component, since, west, south, east, north)
    CROSS JOIN LATERAL (
        SELECT near.unit, count(*) AS done, count(*) FILTER (WHERE near.rework > 0) AS redone
        FROM (
            SELECT found.unit, found.rework FROM (
                {_PAST} AND {past_near("a.")}
                UNION ALL
                {_PAST} AND f.component = a.component AND ({in_box("a.")}) IS NOT TRUE
            ) found
            WHERE found.id <> a.id AND found.unit IS NOT NULL
            ORDER BY found.closed_at DESC LIMIT :most
        ) near
        GROUP BY near.unit
    ) past
    """  # noqa: S608 - all parts are ours
)
SIDES: Final = ("west", "south", "east", "north")
History = Sequence[tuple[str, int, int, int]]


def likely_units(
    connection: Connection, ids: Sequence[int], units: Iterable[ResponsibleUnit]
) -> Mapping[int, str]:
    """The unit proposed first for each of these cases; one without evidence is left out."""
    if not ids:
        return {}
    rows = connection.execute(_CASES, {"ids": list(ids)}).all()
    known = [(case_of(row.state), row) for row in rows]
    cases = [(case, row) for case, row in known if case.standard is not None]
    past = _histories(connection, [case for case, _ in cases])
    offered = tuple(units)
    found: dict[int, str] = {}
    for case, row in cases:
        component = component_of(row.component) if row.component else None
        proposals = propose(case, component, offered, past.get(case.id, ()), most=1)
        if proposals:
            found[case.id] = proposals[0].unit
    return found


def _histories(connection: Connection, cases: Sequence[Case]) -> Mapping[int, History]:
    corners = [box_or_nowhere(case.place.point, PRECEDENT_METRES) for case in cases]
    standards = [case.standard for case in cases if case.standard is not None]
    values = {
        "ids": [case.id for case in cases],
        "kinds": [standard.kind for standard in standards],
        "categories": [standard.category for standard in standards],
        "components": [case.place.component for case in cases],
        "sinces": [case.reported_at - timedelta(days=PRECEDENT_DAYS) for case in cases],
        **{f"{side}s": [box[side] for box in corners] for side in SIDES},
        "most": PRECEDENTS_MOST,
    }
    found: dict[int, list[tuple[str, int, int, int]]] = {}
    row: Row[Any]
    for row in connection.execute(_HISTORY, values):
        found.setdefault(row.id, []).append((row.unit, row.done, row.redone, 0))
    return found
