"""`ports.reading`: finding cases by number and words, likely duplicates, and precedents.

Words are found by "probe, then index" (database.md 1.5): common words are among the newest cases,
rare ones in the index of two-sign pieces.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, TextClause, text

from console.domain.case import CaseId
from console.domain.likeness import Likeness, Nearby, judge
from console.domain.place import Place, Point
from console.domain.refusal import Refusal
from console.domain.stage import Stage
from console.ports.rows import Precedents, RelatedCase, SearchHit, SimilarCase
from db.caller_box import CallerBox
from db.caller_sealing import phone_hash
from db.ground import past_near
from db.mapping import case_of, folded, literal_like
from db.phones import surely_a_number, typed_number
from db.reading_base import Reader, refuse_away
from db.reading_cases import RELATED_COLUMNS, RELATED_TABLES, box_or_nowhere, related_of
from db.refusals import told_as_refusals
from db.standing import read_stamps

_PROBE: Final = 20_000
PRECEDENT_DAYS: Final = 365
PRECEDENT_METRES: Final = 500.0
_CANDIDATES: Final = 300
PRECEDENTS_MOST: Final = 300
_LIKENESSES: Final = tuple(Likeness)
_PIECE: Final = 2
_NUMBER: Final = re.compile(r"(19|20)\d\d-\d{4}-\d+")

_ASK_PHONE: Final = text("SELECT api_v1.ask_telephone(:hash)")
_BY_PHONE: Final = text("SELECT api_v1.cases_called_from(:request, :limit)")
_BY_NUMBER: Final = text(
    "SELECT id FROM case_file WHERE number = :words OR task_number = :words"
    " UNION SELECT id FROM case_file WHERE ended = false AND number LIKE '%' || :like"
    " ORDER BY id DESC LIMIT :limit"
)
_BY_CODE: Final = text(
    "SELECT id FROM case_file WHERE component = :words"
    " UNION SELECT id FROM case_file WHERE ended = false AND :words IN (grid, duty_grid)"
    " ORDER BY id DESC LIMIT :limit"
)
_BY_PROBE: Final = text("SELECT * FROM api_v1.probe(:like, false, :probe, :limit)")
_BY_INDEX: Final = text("SELECT * FROM api_v1.find_words(:words, :like, :limit)")
_BY_INITIALS: Final = text("SELECT * FROM api_v1.probe(:like, true, :probe, :limit)")
_HITS: Final = text(
    "SELECT f.id, f.number, f.category_name, t.address, f.stage, f.due"
    " FROM case_file f JOIN case_text t USING (id)"
    " WHERE f.id = ANY(:ids) ORDER BY f.id DESC LIMIT :limit"
)
_SIMILAR: Final = text(
    "SELECT "
    + RELATED_COLUMNS
    + RELATED_TABLES
    + "WHERE (f.ended = false OR f.closed_at >= :since) AND f.reported_at >= :oldest"
    " AND (f.component = :component OR f.grid = :grid"
    "  OR point(f.lon, f.lat) <@ box(point(:west, :south), point(:east, :north)))"
    " AND f.stage <> 'merged' ORDER BY f.reported_at DESC LIMIT :most"
)
_PRECEDENTS: Final = text(
    "SELECT "
    + RELATED_COLUMNS
    + RELATED_TABLES
    + "WHERE f.id <> :case AND f.kind = :kind AND f.category = :category AND f.unit IS NOT NULL"
    f" AND f.closed_at >= :since AND (f.component = :component OR ({past_near(':')}))"
    " ORDER BY f.closed_at DESC LIMIT :most"
)


class SearchReading(Reader):
    """Cases found by what an operator types or by what lies near."""

    def search(self, words: str, *, limit: int = 20) -> Sequence[SearchHit]:
        """Cases by caller's telephone, number, grid, component, words or pinyin initials, newest
        first. A whole telephone number goes to the server as its hash only.

        Raises `Refusal` `caller.search_key`, `caller.search_key_other` when this seat has not the
        key for such a number; `caller.search_too_many`; `year.away` for the number of a case kept
        outside.
        """
        wanted, figures = folded(words), typed_number(words)
        if not wanted:
            return ()
        values = {"words": wanted, "like": literal_like(wanted), "limit": limit, "probe": _PROBE}
        called = self._called_from(figures, limit) if figures else []
        with self._engine.connect() as connection:
            if called or surely_a_number(figures):
                return _hits(connection, called, "phone", limit)
            for matched, statements in _ways(wanted):
                ids = _found(connection, statements, values, limit)
                if ids:
                    return _hits(connection, ids, matched, limit)
            if _NUMBER.fullmatch(wanted):
                refuse_away(connection, int(wanted[:4]))
        return ()

    def _called_from(self, figures: str, limit: int) -> list[int]:
        """Cases a caller with this number reported; that it was asked is committed before."""
        with self._engine.connect() as connection:
            box = self._standing.caller_box(connection, read_stamps(connection))
        sure = surely_a_number(figures)
        if box.search is None or not (sure or self._can_hash(box)):
            return []
        hashed = phone_hash(box.find_key(self._keys), figures)
        try:
            with told_as_refusals(), self._engine.begin() as connection:
                request = connection.execute(_ASK_PHONE, {"hash": hashed}).scalar_one()
        except Refusal:
            if sure:
                raise
            return []  # it may be a case's number, which is not counted
        with told_as_refusals(), self._engine.connect() as connection:
            values = {"request": request, "limit": limit}
            return list(connection.execute(_BY_PHONE, values).scalars())

    def _can_hash(self, box: CallerBox) -> bool:
        """Whether this seat has the key; figures that may mean a case are looked for without."""
        try:
            box.find_key(self._keys)
        except Refusal:
            return False
        return True

    def similar(
        self,
        place: Place,
        kind: str,
        category: str,
        words: str,
        now: datetime,
        *,
        metres: float,
        days: int,
    ) -> Sequence[SimilarCase]:
        """Open or lately closed cases that may mean the same thing, likeliest first."""
        found = self._ask(
            _SIMILAR,
            {
                "since": now - timedelta(days=days),
                "oldest": now - timedelta(days=days + 365),
                "component": place.component,
                "grid": place.unit_grid,
                "most": _CANDIDATES,
                **box_or_nowhere(place.point, metres),
            },
        )
        pieces = _pieces(folded(words))
        judged = []
        for row in found:
            one = _similar(row, place, (kind, category), now)
            reach = one.case.metres
            if one.case.same_component or reach is None or reach <= metres:
                shared = len(pieces & _pieces(folded(row.description)))
                judged.append((_LIKENESSES.index(Likeness(one.likeness)), -shared, one))
        judged.sort(key=lambda item: (item[0], item[2].case.metres or 0.0, item[1]))
        return tuple(item[2] for item in judged)

    def precedents(self, case: CaseId, *, limit: int = 8) -> Precedents:
        """Past cases of the same class near the place or on the same component.

        `by_unit`: unit, cases done, of these redone, of these returned between units.
        """
        state = self._ask(text("SELECT state FROM case_state WHERE id = :case"), {"case": case})
        if not state:
            raise Refusal("case.unknown", case=case)
        known = case_of(state[0].state)
        if known.standard is None:
            return Precedents(cases=(), by_unit=())
        found = self._ask(
            _PRECEDENTS,
            {
                "case": case,
                "kind": known.standard.kind,
                "category": known.standard.category,
                "since": known.reported_at - timedelta(days=PRECEDENT_DAYS),
                "component": known.place.component,
                "most": PRECEDENTS_MOST,
                **box_or_nowhere(known.place.point, PRECEDENT_METRES),
            },
        )
        cases = tuple(related_of(row, known.place.point, known.place.component) for row in found)
        nearest = sorted(cases, key=_nearness)[:limit]
        return Precedents(cases=tuple(nearest), by_unit=_by_unit(found))


def _ways(wanted: str) -> tuple[tuple[str, tuple[TextClause, ...]], ...]:
    """How to look for these words, the surest way first: what it matches and its statements."""
    compact = wanted.replace("-", "")
    by_words = ("text", (_BY_PROBE, _BY_INDEX) if len(wanted) >= _PIECE else (_BY_PROBE,))
    if compact.isdecimal():
        return ("number", (_BY_NUMBER,)), ("code", (_BY_CODE,)), by_words
    if wanted.isascii() and wanted.isalpha():
        return ("number", (_BY_NUMBER,)), by_words, ("initials", (_BY_INITIALS,))
    return ("number", (_BY_NUMBER,)), by_words


def _found(
    connection: Connection,
    statements: Sequence[TextClause],
    values: Mapping[str, object],
    limit: int,
) -> list[int]:
    """Ids from the first statement that finds enough, else from the last one."""
    ids: list[int] = []
    for statement in statements:
        ids = list(connection.execute(statement, values).scalars())
        if len(ids) >= limit:
            break
    return ids


def _hits(
    connection: Connection, ids: Sequence[int], matched: str, limit: int
) -> tuple[SearchHit, ...]:
    found = connection.execute(_HITS, {"ids": list(ids), "limit": limit})
    return tuple(
        SearchHit(
            id=CaseId(row.id),
            number=row.number,
            category_name=row.category_name,
            address=row.address,
            stage=Stage(row.stage),
            due=row.due,
            matched=matched,
        )
        for row in found
    )


def _similar(row: Any, place: Place, wanted: tuple[str, str], now: datetime) -> SimilarCase:
    kind, category = wanted
    case = related_of(row, place.point, place.component)
    likeness, reasons = judge(
        Nearby(
            same_category=bool(category) and (row.kind, row.category) == wanted,
            same_class=bool(category) and (row.kind, row.category[:2]) == (kind, category[:2]),
            same_component=case.same_component,
            same_grid=bool(place.unit_grid) and row.grid == place.unit_grid,
            metres=case.metres,
            age=now - row.reported_at,
            ended=row.ended,
        )
    )
    return SimilarCase(
        case=case,
        likeness=likeness.value,
        reasons=reasons,
        point=Point(row.lon, row.lat) if row.lon is not None else None,
        description=row.description,
        callers=row.callers,
    )


def _by_unit(found: Sequence[Any]) -> tuple[tuple[str, int, int, int], ...]:
    counts: dict[str, tuple[int, int, int]] = {}
    for row in found:
        done, redone, returned = counts.get(row.unit, (0, 0, 0))
        counts[row.unit] = (done + 1, redone + (row.rework > 0), returned + (row.returns > 0))
    ordered = sorted(counts.items(), key=lambda item: (-item[1][0], item[0]))
    return tuple((unit, *three) for unit, three in ordered)


def _nearness(case: RelatedCase) -> tuple[bool, float]:
    return not case.same_component, case.metres if case.metres is not None else 1e9


def _pieces(words: str) -> set[str]:
    return {words[at : at + _PIECE] for at in range(len(words) - 1)}
