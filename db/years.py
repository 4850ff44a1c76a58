"""Years that leave the database and come back: `detach_year`, `attach_year`.

Whatever is kept by year is partitioned by the case's id, which begins with the local year of its
report: a case reported in December has all its steps, those of January too, in December's year.
What lies beside a case and is no trail (photographs' list, letters, reveals, claims) stays.

Both moves are one transaction each. A year's tables are locked against writing (never against
reading) while the folder is written, put on disk and verified; only then are they dropped, with
the row that tells of it. Whatever ends the work before leaves the year where it was.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

import psycopg
from sqlalchemy import Connection, Engine, text

from console.domain.refusal import Refusal
from console.ports.errors import StoreUnavailable
from db.anchors import IDS_OF_A_YEAR, kept_lines, make_anchor
from db.engine import known_failure
from db.roles import OWNER
from db.standing import LOCAL
from db.upgrade import newest_revision
from db.watchdog import take_time
from db.year_folder import (
    TABLES,
    Held,
    Manifest,
    Progress,
    blocks_of,
    prepare_folder,
    read_manifest,
    remove_files,
    verify_folder,
    write_manifest,
    write_table,
)

_MOVING: Final = 7_463_016  # any number: who moves a year
Isolation = Literal["REPEATABLE READ", "READ COMMITTED"]
_SETTINGS: Final = (
    "idle_in_transaction_session_timeout = 0",
    "datestyle = 'ISO, YMD'",  # as the folder is read, whatever a city's server says
    "bytea_output = 'hex'",
    f"ROLE {OWNER}",
)
_TRIES: Final = 5
"""Times the moment is waited for in which nobody reads, three seconds each."""

_AWAY: Final = text(
    "SELECT DISTINCT ON (year) year, move, at, cases, digest FROM year_move ORDER BY year, id DESC"
)
_MAY: Final = text(f"SELECT pg_has_role(session_user, '{OWNER}', 'MEMBER')")
_THERE: Final = text("SELECT to_regclass(:name) IS NOT NULL")
_LEFT: Final = text(
    "SELECT count(*) AS cases, count(*) FILTER (WHERE NOT ended) AS still_open FROM case_file"
    " WHERE id >= :low AND id < :high"
)
_CALLERS: Final = text("SELECT count(*) FROM caller WHERE case_id >= :low AND case_id < :high")
_UNANCHORED: Final = text(
    "SELECT EXISTS (SELECT FROM case_step WHERE case_id >= :low AND case_id < :high AND period >"
    " (SELECT coalesce(max(number), 0) FROM anchor WHERE line IS NOT NULL))"
)
_COLUMNS: Final = text(
    "SELECT attname FROM pg_attribute WHERE attrelid = CAST(:name AS regclass)"
    " AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
)
_TOLD: Final = text(
    "INSERT INTO year_move (at, move, year, cases, steps, digest)"
    " VALUES (:at, :move, :year, :cases, :steps, :digest)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A year that is not in the database. `at` is when it left, UTC."""

    at: datetime
    cases: int
    digest: str
    """Of the manifest of its folder."""


def years_away(engine: Engine) -> Mapping[int, Away]:
    """The years that are kept elsewhere."""
    with engine.connect() as connection:
        return _away(connection)


def detach_year(
    engine: Engine, year: int, folder: Path, now: datetime, progress: Progress
) -> Manifest:
    """Move a closed year out of the database into a folder, whole or not at all.

    Args:
        engine: Commands' engine of an administrator.
        year: The local year its cases were reported in.
        folder: Absent or empty; removed again when the year stays.
        now: The moment the move is dated with.
        progress: Told how far the writing and the check are. What it raises ends the work.

    Raises:
        Refusal: `year.administrator`, `year.present`, `year.unknown`, `year.open_cases`,
            `year.callers`, `year.folder_taken`, `year.folder_write`, `year.broken`.
        StoreUnavailable: "store.busy" when writing or reading left no moment for it.
    """
    with engine.connect() as connection:
        _refuse(connection, year, now)
    make_anchor(engine, now)
    lines = kept_lines(engine)
    prepare_folder(folder)
    with _hand(engine, "REPEATABLE READ") as connection:
        try:
            manifest = _written(connection, year, folder, now, progress)
            manifest = replace(manifest, anchors=lines)
            write_manifest(folder, manifest)
            _refuse_broken(folder, year, progress)
            _drop(connection, year)
            _tell(connection, "detached", manifest, now)
        except BaseException:
            remove_files(folder)
            raise
        # From here on the folder stays: a commit whose answer is lost may have been done.
    return manifest


def attach_year(engine: Engine, folder: Path, now: datetime, progress: Progress) -> Manifest:
    """Bring the year of a folder back, as it left; the folder stays.

    Args:
        engine: Commands' engine of an administrator.
        folder: As `detach_year` wrote it for this database.
        now: The moment the move is dated with.
        progress: Told how far the check and the reading are. What it raises ends the work.

    Raises:
        Refusal: `year.administrator`, `year.no_folder`, `year.altered`, `year.broken`,
            `year.not_away`, `year.other_folder`, `year.columns`.
        StoreUnavailable: "store.busy".
    """
    manifest = read_manifest(folder)
    year = manifest.year
    with engine.connect() as connection:
        _refuse_others(connection)
        away = _away(connection).get(year)
    if away is None:
        raise Refusal("year.not_away", year=year)
    if away.digest != manifest.digest:
        raise Refusal("year.other_folder", year=year, folder=str(folder))
    _refuse_broken(folder, year, progress)
    # Not of one moment's view: what another attach has just brought back must be seen.
    with _hand(engine, "READ COMMITTED") as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MOVING})
        if year not in _away(connection):
            raise Refusal("year.not_away", year=year)
        for done, table in enumerate(TABLES):
            progress("year_back", done, len(TABLES))
            _bring_back(connection, folder, manifest, table)
        connection.execute(text("SELECT app.guard_years()"))
        progress("year_back", len(TABLES), len(TABLES))
        _tell(connection, "attached", manifest, now)
    return manifest


def _away(connection: Connection) -> Mapping[int, Away]:
    return {
        row.year: Away(at=row.at, cases=row.cases, digest=row.digest)
        for row in connection.execute(_AWAY)
        if row.move == "detached"
    }


def _refuse(connection: Connection, year: int, now: datetime) -> None:
    """What keeps a year here; asked before anything is written, and again under the lock."""
    _refuse_others(connection)
    if year >= now.astimezone(LOCAL).year:
        raise Refusal("year.present", year=year)
    found = connection.execute(_LEFT, _ids(year)).one()
    if not found.cases:
        raise Refusal("year.unknown", year=year)
    if found.still_open:
        raise Refusal("year.open_cases", year=year, count=found.still_open)
    callers = connection.execute(_CALLERS, _ids(year)).scalar_one()
    if callers:
        raise Refusal("year.callers", year=year, count=callers)


def _refuse_others(connection: Connection) -> None:
    if not connection.execute(_MAY).scalar_one():
        raise Refusal("year.administrator")


def _ids(year: int) -> dict[str, int]:
    return {"low": year * IDS_OF_A_YEAR, "high": (year + 1) * IDS_OF_A_YEAR}


@contextmanager
def _hand(engine: Engine, isolation: Isolation) -> Iterator[Connection]:
    """One transaction that may take as long as it needs, as the tables' owner.

    What the driver itself is asked here (COPY) fails as what the engine is asked does.
    """
    opened = engine.connect().execution_options(isolation_level=isolation)
    with opened as connection, connection.begin():
        take_time(connection)
        for setting in _SETTINGS:
            connection.execute(text(f"SET LOCAL {setting}"))
        try:
            yield connection
        except psycopg.Error as error:
            failure = known_failure(error)
            if failure is None:
                raise
            raise failure from error


def _refuse_broken(folder: Path, year: int, progress: Progress) -> None:
    if not verify_folder(folder, progress=progress).whole:
        raise Refusal("year.broken", year=year)


def _written(
    connection: Connection,
    year: int,
    folder: Path,
    now: datetime,
    progress: Progress,
) -> Manifest:
    """Lock the year against writing and write it into the folder; anchors are not in yet."""
    names = ", ".join(f"{table}_{year}" for table in TABLES)
    # Before anything is read: what is read afterwards is what the lock holds still.
    connection.execute(text(f"LOCK TABLE {names} IN SHARE MODE"))
    _refuse(connection, year, now)
    if connection.execute(_UNANCHORED, _ids(year)).scalar_one():
        raise StoreUnavailable("store.busy")
    held: dict[str, Held] = {}
    for done, table in enumerate(TABLES):
        progress("year_out", done, len(TABLES))
        columns = tuple(connection.execute(_COLUMNS, {"name": table}).scalars())
        key = "case_id, seq" if table == "case_step" else "id"
        rows = f"SELECT {', '.join(columns)} FROM {table}_{year} ORDER BY {key}"  # noqa: S608 - names of ours
        held[table] = write_table(folder, table, columns, _blocks(connection, rows))
    progress("year_out", len(TABLES), len(TABLES))
    return Manifest(
        year=year,
        at=now.replace(microsecond=0),
        database=connection.execute(text("SELECT current_database()")).scalar_one(),
        revision=newest_revision() or "",
        cases=held["case_file"].rows,
        steps=held["case_step"].rows,
        tables=held,
        anchors=(),
    )


def _blocks(connection: Connection, rows: str) -> Iterator[bytes]:
    with _driver(connection).cursor() as cursor, cursor.copy(f"COPY ({rows}) TO STDOUT") as copy:
        yield from map(bytes, copy)


def _drop(connection: Connection, year: int) -> None:
    """Take the year's tables away, in a moment in which nobody reads any year."""
    names = ", ".join(TABLES)
    for left in reversed(range(_TRIES)):
        try:
            with connection.begin_nested():
                connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
            break
        except StoreUnavailable as busy:
            if busy.code != "store.busy" or not left:
                raise
    for table in TABLES:
        connection.execute(text(f"ALTER TABLE {table} DETACH PARTITION {table}_{year}"))
        connection.execute(text(f"DROP TABLE {table}_{year}"))


def _bring_back(connection: Connection, folder: Path, manifest: Manifest, table: str) -> None:
    name, held = f"{table}_{manifest.year}", manifest.tables[table]
    known = set(connection.execute(_COLUMNS, {"name": table}).scalars())
    if not known.issuperset(held.columns):
        lacking = ", ".join(one for one in held.columns if one not in known)
        raise Refusal("year.columns", revision=manifest.revision, columns=lacking)
    if connection.execute(_THERE, {"name": f"public.{name}"}).scalar_one():
        # Made anew, empty, by a start that brought the schema up; dropped only if it is so.
        connection.execute(text(f"LOCK TABLE {name} IN SHARE MODE"))
        if connection.execute(text(f"SELECT EXISTS (SELECT FROM {name})")).scalar_one():  # noqa: S608
            raise Refusal("year.not_away", year=manifest.year)
        connection.execute(text(f"ALTER TABLE {table} DETACH PARTITION {name}"))
        connection.execute(text(f"DROP TABLE {name}"))
    full = 100 if table == "case_step" else 85  # as app.add_year makes them
    connection.execute(
        text(
            f"CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS"
            f" INCLUDING STORAGE) WITH (fillfactor = {full})"
        )
    )
    # Alone, the table has no trigger: the steps come back with the hashes they left with.
    wanted = f"COPY {name} ({', '.join(held.columns)}) FROM STDIN"
    with _driver(connection).cursor() as cursor, cursor.copy(wanted) as copy:
        for block in blocks_of(folder, table, held):
            copy.write(block)
    ids = _ids(manifest.year)
    connection.execute(
        text(
            f"ALTER TABLE {table} ATTACH PARTITION {name}"
            f" FOR VALUES FROM ({ids['low']}) TO ({ids['high']})"
        )
    )
    connection.execute(text(f"ANALYZE {name}"))


def _tell(connection: Connection, move: str, manifest: Manifest, now: datetime) -> None:
    connection.execute(
        _TOLD,
        {
            "at": now,
            "move": move,
            "year": manifest.year,
            "cases": manifest.cases,
            "steps": manifest.steps,
            "digest": manifest.digest,
        },
    )


def _driver(connection: Connection) -> psycopg.Connection[Any]:
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("the engine must use psycopg")
    return driver
