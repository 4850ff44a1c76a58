"""Anchors of all trails: one line a day that can be kept where nobody can rewrite the database.

A chain of hashes shows a changed step, but who rules the server can compute it anew. So every step
carries the number of the period it was recorded in, and an anchor closes the open period: its line
holds a digest over the steps of that period by year, and the digest of the line before it. Later
steps of the same case fall into later periods and change no earlier line; one pass over all steps
recomputes every line. Steps are never taken by their time: clocks go back, numbers do not. Since
format 2 a line also tells how far the register of administrators' changes went.

Here lines are made and checked against the steps, and by `anchored_register` against the register;
`anchor_file` keeps them in a file.
"""

import json
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Engine, text

from db.anchored_register import Register, read_changes, register_of

_FORMAT: Final = 2
_FORMAT_BEFORE: Final = 1
"""Of lines that tell nothing of the register."""
_STREAM: Final = 2_000
IDS_OF_A_YEAR: Final = 10**9

# Steps being written hold ROW EXCLUSIVE until they are committed; whoever comes after this lock
# reads the new number. Both locks are held for the instant of one small row only.
_CLOSE: Final = (
    text("LOCK TABLE anchor IN EXCLUSIVE MODE"),
    text("LOCK TABLE case_step IN SHARE MODE"),
    text(
        "INSERT INTO anchor (number, at)"
        " SELECT coalesce(max(number), 0) + 1, date_trunc('second', CAST(:at AS timestamptz))"
        " FROM anchor"
    ),
)
_OPEN: Final = text("SELECT number, at FROM anchor WHERE line IS NULL ORDER BY number FOR UPDATE")
_LINE: Final = text("SELECT line FROM anchor WHERE number = :number")
_LINES: Final = text("SELECT line FROM anchor WHERE line IS NOT NULL ORDER BY number")
_KEEP: Final = text("UPDATE anchor SET line = :line WHERE number = :number")
_LAST: Final = text("SELECT max(at) FROM anchor WHERE line IS NOT NULL")
_DATABASE: Final = text("SELECT current_database()")
_OF_PERIOD: Final = text(
    "SELECT case_id, seq, hash, period FROM case_step WHERE period = :number ORDER BY case_id, seq"
)
_OF_ALL: Final = text(
    "SELECT case_id, seq, hash, period FROM case_step WHERE period <= :number ORDER BY case_id, seq"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The steps of one period that belong to cases reported in one year."""

    steps: int
    head: str
    """SHA-256 over `case:seq:hash` of each, in the order of cases and steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One closed period. `cases` and `steps` count everything up to its end; `at` is UTC. Lines of
    format 1 know no `register`."""

    number: int
    at: datetime
    database: str
    cases: int
    steps: int
    years: Mapping[int, Year]
    previous: str
    """Digest of the anchor before; empty for the first."""
    register: Register | None = None

    @property
    def digest(self) -> str:
        """SHA-256 over the line without its own digest."""
        return sha256(_canonical(self._facts()).encode()).hexdigest()

    def line(self) -> str:
        """One line of JSON, without the break."""
        return _canonical({**self._facts(), "digest": self.digest})

    def _facts(self) -> dict[str, object]:
        register = {} if self.register is None else {"register": asdict(self.register)}
        return {
            "format": _FORMAT if register else _FORMAT_BEFORE,
            "number": self.number,
            "at": f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "database": self.database,
            "cases": self.cases,
            "steps": self.steps,
            "years": {
                str(year): {"steps": one.steps, "head": one.head}
                for year, one in sorted(self.years.items())
            },
            **register,
            "previous": self.previous,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorBreak:
    """The first anchor that does not hold.

    `reason` is `steps` (its year has other steps now than when it was made), `line` (it was changed
    itself), `order` (the one before it is missing or another), `database` (as `steps`, and it names
    another database), `register` (the changes up to its last one are others now; `then` and `now`
    count them).
    """

    number: int
    reason: str
    at: datetime | None = None
    year: int = 0
    then: int = 0
    now: int = 0


def read_anchor(line: str) -> Anchor:
    """The anchor of a line. Raises ValueError when the line was changed or is none."""
    try:
        told: dict[str, Any] = json.loads(line)
        anchor = Anchor(
            number=int(told["number"]),
            at=datetime.fromisoformat(told["at"]),
            database=told["database"],
            cases=told["cases"],
            steps=told["steps"],
            years={int(year): Year(**one) for year, one in told["years"].items()},
            previous=told["previous"],
            register=Register(**told["register"]) if "register" in told else None,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no anchor") from error
    if anchor.line() != line.strip():
        raise ValueError("changed")
    return anchor


def make_anchor(engine: Engine, now: datetime) -> Anchor:
    """Close the open period and keep its line; what an interrupted run left open is finished too.

    Args:
        engine: Signed in as the owner or an administrator.
        now: The moment that stands in the line.

    Raises:
        StoreUnavailable: "store.busy" when a writing transaction did not end within 3 s.
    """
    with engine.begin() as connection:
        close, lock, add = _CLOSE
        connection.execute(close)
        connection.execute(lock)
        connection.execute(add, {"at": now})
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        anchor = None
        for row in connection.execute(_OPEN).all():
            anchor = _computed(connection, row.number, row.at)
            connection.execute(_KEEP, {"number": row.number, "line": anchor.line()})
        if anchor is None:  # another run has just finished ours
            anchor = read_anchor(connection.execute(_LINES).scalars().all()[-1])
    return anchor


def anchored_at(engine: Engine) -> datetime | None:
    """When the last anchor was made."""
    with engine.connect() as connection:
        found: datetime | None = connection.execute(_LAST).scalar_one()
    return found


def kept_lines(engine: Engine) -> tuple[str, ...]:
    """Every anchor's line as the database has it, in order."""
    with engine.connect() as connection:
        return tuple(connection.execute(_LINES).scalars())


def check_anchors(
    engine: Engine, lines: Iterable[str], away: Collection[int] = ()
) -> AnchorBreak | None:
    """Whether everything up to each anchor is still there; the first one that does not hold.

    One pass over all steps, however many anchors there are, and one over the register. Later
    anchors than `lines` tell of, and steps and changes since, are not looked at, nor are the years
    that are `away` (`db.years`).
    """
    with engine.connect() as connection:
        database = connection.execute(_DATABASE).scalar_one()
        anchors = in_order(lines)
        if isinstance(anchors, AnchorBreak):
            return anchors
        if not anchors:
            return None
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        periods = _periods(connection, _OF_ALL, anchors[-1].number)
        missed = _first_other_register(anchors, connection)
    found = {number: period.years() for number, period in periods.items()}
    return first_break(anchors, found, database, lambda year: year not in away) or missed


def first_break(
    anchors: Sequence[Anchor],
    found: Mapping[int, Mapping[int, Year]],
    database: str,
    asked: Callable[[int], bool],
) -> AnchorBreak | None:
    """The first anchor whose years differ from what was found by period and year.

    Args:
        anchors: In their order.
        found: What the steps of each period sum up to, by year.
        database: Where they were found.
        asked: Whether a year is looked at.
    """
    for anchor in anchors:
        present = found.get(anchor.number, {})
        for year in filter(asked, sorted({*anchor.years, *present})):
            then, now = anchor.years.get(year), present.get(year)
            if then != now:
                return AnchorBreak(
                    number=anchor.number,
                    # A restored copy may have another name; its steps are the same.
                    reason="steps" if anchor.database == database else "database",
                    at=anchor.at,
                    year=year,
                    then=then.steps if then else 0,
                    now=now.steps if now else 0,
                )
    return None


def _first_other_register(anchors: Iterable[Anchor], connection: Connection) -> AnchorBreak | None:
    """The first anchor that tells of other changes than there are up to its last one."""
    changes = read_changes(connection)
    ids = [change.id for change in changes]
    whole = next((at for at, change in enumerate(changes) if not change.whole), len(changes))
    for anchor in anchors:
        then = anchor.register
        if then is None:
            continue
        there = changes[: bisect_right(ids, then.last)]
        if register_of(there) != then or len(there) > whole:
            return AnchorBreak(
                number=anchor.number,
                reason="register",
                at=anchor.at,
                then=then.changes,
                now=len(there),
            )
    return None


def in_order(lines: Iterable[str]) -> Sequence[Anchor] | AnchorBreak:
    """The anchors of the lines if they follow each other; a file may begin with any of them."""
    anchors: list[Anchor] = []
    for line in lines:
        expected = anchors[-1].number + 1 if anchors else 0
        try:
            anchor = read_anchor(line)
        except ValueError:
            return AnchorBreak(number=expected or 1, reason="line")
        if anchors and (anchor.number, anchor.previous) != (expected, anchors[-1].digest):
            return AnchorBreak(number=anchor.number, reason="order", at=anchor.at)
        anchors.append(anchor)
    return anchors


def _computed(connection: Connection, number: int, at: datetime) -> Anchor:
    before = connection.execute(_LINE, {"number": number - 1}).scalar_one_or_none()
    previous = read_anchor(before) if before else None
    period = _periods(connection, _OF_PERIOD, number).get(number, Period())
    return Anchor(
        number=number,
        at=at,
        database=connection.execute(_DATABASE).scalar_one(),
        cases=period.cases + (previous.cases if previous else 0),
        steps=period.steps + (previous.steps if previous else 0),
        years=period.years(),
        previous=previous.digest if previous else "",
        register=register_of(read_changes(connection)),
    )


@dataclass(slots=True)
class Period:
    """What is summed up of one period while its steps go by."""

    cases: int = 0
    steps: int = 0
    totals: dict[int, Any] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)

    def add(self, case: int, seq: int, link: bytes) -> None:
        year = case // IDS_OF_A_YEAR
        self.cases += seq == 1
        self.steps += 1
        self.counts[year] = self.counts.get(year, 0) + 1
        self.totals.setdefault(year, sha256()).update(f"{case}:{seq}:{link.hex()}\n".encode())

    def years(self) -> dict[int, Year]:
        return {
            year: Year(steps=self.counts[year], head=total.hexdigest())
            for year, total in self.totals.items()
        }


def _periods(connection: Connection, query: Any, number: int) -> dict[int, Period]:
    periods: dict[int, Period] = {}
    streamed = {"yield_per": _STREAM}
    with connection.execute(query, {"number": number}, execution_options=streamed) as steps:
        for row in steps:
            periods.setdefault(row.period, Period()).add(row.case_id, row.seq, bytes(row.hash))
    return periods


def _canonical(facts: Mapping[str, object]) -> str:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
