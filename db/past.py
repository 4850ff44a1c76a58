"""`ports.wall.PastReading`: the city at a moment that is past, folded by the server.

What a case was is told by `api/81_past.sql`; only when its clock turns yellow is computed here,
from the clock and the rules of today, as for the present row of a case (`mapping.near_at`).
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Engine, text

from console.domain.case import CaseId
from console.domain.codec import decode
from console.domain.rules import Rules
from console.domain.stage import Source, Stage
from console.domain.timers import Timer
from console.domain.wall_classes import is_emergency
from console.ports.wall import WallCase
from db.mapping import near_at
from db.refusals import told_as_refusals
from db.standing import Standing, read_stamps

_SEATS: Final = "api_v1"
_STAGES: Final = {stage.value: stage for stage in Stage}
_SOURCES: Final = {source.value: source for source in Source}


class Named(NamedTuple):
    """What a class is to whoever asks: its name, whether it is an emergency, whether shown."""

    name: str
    emergency: bool
    shown: bool


Naming = Callable[[str, str, str, str], Named]
"""Scheme, kind, code, and the name that came with the case -> what the class is."""


def as_it_was(scheme: str, kind: str, category: str, name: str) -> Named:
    """For seats: the name the case was given, and nothing is hidden."""
    return Named(name, emergency=is_emergency(scheme, kind, category), shown=True)


class PostgresPast:
    """The past as the functions of a schema tell it: a seat's areas, or the whole city to a wall.

    `rules` and `naming` are asked at each question, so that they are those of now.
    """

    def __init__(
        self,
        engine: Engine,
        rules: Callable[[], Rules],
        naming: Callable[[], Naming] = lambda: as_it_was,
        schema: str = _SEATS,
    ) -> None:
        self._engine, self._rules, self._naming = engine, rules, naming
        self._ask = text(
            f"SELECT p.* FROM {schema}.past(CAST(:moment AS timestamptz),"  # noqa: S608  the schema is ours
            " CAST(:since AS timestamptz)) AS p ORDER BY p.id"
        )
        self._ask_first = text(f"SELECT {schema}.past_first()")  # as above

    def first(self) -> datetime | None:
        """The moment of the earliest step."""
        with self._engine.connect() as connection:
            found: datetime | None = connection.execute(self._ask_first).scalar_one()
        return found

    def at(self, moment: datetime) -> Sequence[WallCase]:
        """The cases open then, by id. Raises `Refusal` `past.year_away`."""
        rules, naming = self._rules(), self._naming()
        return [_case(row, rules, naming) for row in self._asked(moment, None)]

    def between(
        self, after: datetime, until: datetime
    ) -> tuple[Sequence[WallCase], Sequence[CaseId]]:
        """What changed from one moment to the other. Raises `Refusal` `past.year_away`."""
        rules, naming, rows = self._rules(), self._naming(), self._asked(until, after)
        return (
            [_case(row, rules, naming) for row in rows if row.stage is not None],
            [CaseId(row.id) for row in rows if row.stage is None],
        )

    def _asked(self, moment: datetime, since: datetime | None) -> Sequence[Any]:
        with told_as_refusals(), self._engine.connect() as connection:
            return connection.execute(self._ask, {"moment": moment, "since": since}).all()


def seats_past(engine: Engine, standing: Standing) -> PostgresPast:
    """The past for a seat, whose rules are the city's own."""

    def rules() -> Rules:
        with engine.connect() as connection:
            return standing.rules(connection, read_stamps(connection))

    return PostgresPast(engine, rules)


def _case(row: Any, rules: Rules, naming: Naming) -> WallCase:
    named = naming(row.scheme, row.kind, row.category, row.category_name)
    shown = named.shown
    if "kind_now" in row._fields and row.kind_now is not None:  # walls alone are told
        shown &= naming(row.scheme_now, row.kind_now, row.category_now, "").shown
    clock = decode(Timer, row.clock) if row.clock else None
    return WallCase(
        id=CaseId(row.id),
        number=row.number,
        version=row.version,
        stage=_STAGES[row.stage],
        source=_SOURCES[row.source],
        category=row.category,
        category_name=named.name,
        emergency=named.emergency,
        shown=shown,
        district=row.district,
        street=row.street,
        grid=row.grid,
        duty_grid=row.duty_grid,
        unit=row.unit,
        lon=row.lon,
        lat=row.lat,
        reported_at=row.reported_at,
        started_at=clock.started if clock else None,
        due=clock.due if clock else None,
        near_at=near_at(clock, rules) if clock else None,
        limit=clock.limit.code if clock else "",
        paused=clock.paused if clock else False,
    )
