"""Copies of lived cases: other ids, numbers, days, houses and places, chains of their own.

A lived case is read once and cut where a copy differs; a copy is then text put together and hashed,
which is some twenty thousand steps a second on one processor. Everything a copy says of itself is
said alike in its row, its words, its state and its trail, so that it verifies like a lived one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, text

from db.standing import LOCAL

TABLES: Final = ("case_file", "case_text", "case_state", "case_step")
_SEPARATOR: Final = "\x1f"
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)")
# What a copy has of its own, as it stands in a lived case that was cut.
_ID, _NUMBER, _HOUSE, _LON, _LAT = "\x02I", "\x02N", "\x02H", "\x02X", "\x02Y"
_METRE: Final = 0.00001  # about, in degrees

_COLUMNS: Final = text(
    "SELECT column_name FROM information_schema.columns WHERE table_name = :table"
    " AND table_schema = 'public' ORDER BY ordinal_position"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """A lived case, cut: a COPY line for each table, and of each step what is hashed."""

    reported_at: datetime
    ended: bool
    called: bool
    house: int
    """Its house number; 0 where there is none."""
    lon: float
    lat: float
    lines: Mapping[str, str]
    hashed: Sequence[str]
    stored: Sequence[str]
    """Of each step the COPY columns between the case's id and the command."""


def columns(connection: Connection) -> dict[str, list[str]]:
    """The columns of the partitioned tables in their order."""
    return {
        table: list(connection.execute(_COLUMNS, {"table": table}).scalars()) for table in TABLES
    }


def read_lived(connection: Connection, named: Mapping[str, Sequence[str]]) -> list[Lived]:
    """Every case that stands alone, by the moment it was reported; merged ones do not."""
    found: dict[int, dict[str, Any]] = {}
    for table in TABLES[:3]:
        for row in connection.execute(text(f"SELECT * FROM {table}")).mappings():  # noqa: S608
            found.setdefault(row["id"], {})[table] = dict(row)
    trails: dict[int, list[dict[str, Any]]] = {}
    for row in connection.execute(text("SELECT * FROM case_step ORDER BY case_id, seq")).mappings():
        trails.setdefault(row["case_id"], []).append(dict(row))
    alone = (
        _cut(rows, trails[case], named)
        for case, rows in found.items()
        if rows["case_file"]["lon"] is not None
        and not any("merge" in one["move"] or '"master"' in one["payload"] for one in trails[case])
    )
    return sorted(alone, key=lambda one: one.reported_at)


def moved(lived: Lived, back: timedelta) -> Lived:
    """The same case so many days earlier."""

    def earlier(said: str) -> str:
        def shifted(match: re.Match[str]) -> str:
            day = datetime.fromisoformat(match[1]).replace(tzinfo=UTC) - back
            return f"{day:%Y-%m-%d}{match[2]}{match[3]}"

        return _MOMENT.sub(shifted, said)

    return Lived(
        reported_at=lived.reported_at - back,
        ended=lived.ended,
        called=lived.called,
        house=lived.house,
        lon=lived.lon,
        lat=lived.lat,
        lines={table: earlier(line) for table, line in lived.lines.items()},
        hashed=[earlier(one) for one in lived.hashed],
        stored=[earlier(one) for one in lived.stored],
    )


class Copier:
    """Writes copies into a buffer for each table; `daily` gives each day's numbers."""

    def __init__(self, first_id: int, first_number: int) -> None:
        self.next_id = first_id
        self._first_number = first_number
        self._daily: dict[str, int] = {}
        self.buffers: dict[str, list[str]] = {table: [] for table in TABLES}
        self.cases = 0
        self.steps = 0

    def copy(self, lived: Lived) -> int:
        """One copy more; its id."""
        case = self.next_id
        self.next_id += 1
        day = f"{lived.reported_at.astimezone(LOCAL):%Y-%m%d}"
        self._daily[day] = self._daily.get(day, self._first_number) + 1
        own = (
            (_ID, str(case)),
            (_NUMBER, f"{day}-{self._daily[day]:06d}"),
            (_HOUSE, str((lived.house + case * 7919) % 900 + 1)),
            (_LON, repr(round(lived.lon + (case * 31 % 401 - 200) * _METRE, 7))),
            (_LAT, repr(round(lived.lat + (case * 17 % 401 - 200) * _METRE, 7))),
        )
        for table in TABLES[:3]:
            self.buffers[table].append(_with(lived.lines[table], own))
        before, steps = b"", self.buffers["case_step"]
        both = zip(lived.hashed, lived.stored, strict=True)
        for seq, (hashed, stored) in enumerate(both, start=1):
            command = f"copy-{case}-{seq}"
            said = f"{case}{_SEPARATOR}{_with(hashed, own)}{_SEPARATOR}{command}"
            before = sha256(before + said.encode()).digest()
            # Of the first period: none is anchored yet.
            steps.append(f"{case}\t{_with(stored, own)}\t{command}\t\\\\x{before.hex()}\t1\n")
        self.cases += 1
        self.steps += len(lived.hashed)
        return case

    def emptied(self) -> Iterator[tuple[str, str]]:
        """What gathered for each table, which is forgotten here."""
        for table, lines in self.buffers.items():
            yield table, "".join(lines)
            lines.clear()


def _with(said: str, own: Sequence[tuple[str, str]]) -> str:
    if "\x02" in said:
        for mark, value in own:
            said = said.replace(mark, value)
    return said


def _cut(
    rows: Mapping[str, dict[str, Any]],
    trail: Sequence[dict[str, Any]],
    named: Mapping[str, Sequence[str]],
) -> Lived:
    file, words = rows["case_file"], rows["case_text"]
    lon, lat, house = file["lon"], file["lat"], re.search(r"\d+", words["address"])
    replaced = [
        (f'"id":{file["id"]}', f'"id":{_ID}'),
        (file["number"], _NUMBER),
        (f'"point":[{lon!r},{lat!r}]', f'"point":[{_LON},{_LAT}]'),
    ]
    if house:
        address = words["address"]
        replaced.append((address, address.replace(house[0], _HOUSE, 1)))
        words["initials"] = words["initials"].replace(house[0], _HOUSE, 1)

    def marked(said: str) -> str:
        for there, mark in replaced:
            said = said.replace(there, mark)
        return said

    told = {
        "case_file": file
        | {"id": _ID, "number": _NUMBER, "task_number": None, "lon": _LON, "lat": _LAT},
        "case_text": words
        | {"id": _ID, "address": marked(words["address"]), "words": marked(words["words"])},
        "case_state": {"id": _ID, "state": marked(rows["case_state"]["state"])},
    }
    for step in trail:
        step["payload"] = marked(step["payload"])
    inner = [name for name in named["case_step"][1:] if name not in ("command", "hash", "period")]
    return Lived(
        reported_at=file["reported_at"],
        ended=file["ended"],
        called=file["callers"] > 0,
        house=int(house[0]) if house else 0,
        lon=lon,
        lat=lat,
        lines={
            table: "\t".join(_field(row[name]) for name in named[table]) + "\n"
            for table, row in told.items()
        },
        hashed=[_SEPARATOR.join(_plain(step[name]) for name in inner) for step in trail],
        stored=["\t".join(_field(step[name]) for name in inner) for step in trail],
    )


def _plain(value: object) -> str:
    """A column as it is hashed."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return "" if value is None else str(value)


def _field(value: object) -> str:
    """A column as COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(sep=" ")
    said = repr(value) if isinstance(value, float) else str(value)
    for sign, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        said = said.replace(sign, written)
    return said
