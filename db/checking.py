"""`db check`: everything about a database and its server that is not as this program needs it.

Changes nothing in the database; beside it a reference is made and dropped (`structure.py`). What a
line is called and what helps is told by the catalogues, by the codes here.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import psycopg
from sqlalchemy import URL, Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from console.domain.ways import WAYS
from console.ports.errors import StoreUnavailable
from db.anchors import anchored_at
from db.caller_box import load_box
from db.caller_rotation import has_plain
from db.create import refuse_version
from db.engine import command_engine
from db.facts_behind import behind
from db.seed import ways_changed
from db.structure import KINDS, Difference, differences, read_structure, reference_database
from db.tls import hosts_of, is_local
from db.upgrade import newest_revision, present_revision, years_of

_MOST_APART: Final = timedelta(seconds=5)
_ANCHOR_AGE: Final = timedelta(days=2)
_NAMED: Final = 5
_MANY_REFUSED: Final = 20  # wrong passwords of one day, more than people mistype
_YEARLY: Final = ("case_file", "case_text", "case_state", "case_step")

_INVALID: Final = text(
    "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1"
)
_DISABLED: Final = text(
    "SELECT tgrelid::regclass || '.' || tgname FROM pg_trigger"
    " WHERE tgenabled NOT IN ('O', 'A') AND NOT tgisinternal ORDER BY 1"
)
_MISSING_YEARS: Final = text(
    "SELECT name FROM unnest(CAST(:names AS text[])) AS name"
    " WHERE to_regclass('public.' || name) IS NULL ORDER BY 1"
)
_UNGUARDED: Final = text(
    "SELECT i.inhrelid::regclass::text FROM pg_inherits i"
    " WHERE i.inhparent = 'public.case_step'::regclass AND NOT EXISTS (SELECT FROM pg_trigger t"
    " WHERE t.tgrelid = i.inhrelid AND t.tgname = 'keep_all') ORDER BY 1"
)
_OFF: Final = text(
    "SELECT name || ' = ' || setting FROM pg_settings WHERE (setting = 'off' AND name IN"
    " ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums'))"
    " OR (setting = 'minimal' AND name = 'wal_level') ORDER BY 1"
)
_ENCRYPTED: Final = text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
_ENCODING: Final = text(
    "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
)
_BROKEN: Final = text("SELECT app.broken_changes()::text")
_LOCKED: Final = text("SELECT count(*) FROM sign_in_guard WHERE locked_until > clock_timestamp()")
# A setting of a library that is not loaded is not listed, even where postgresql.conf names it.
_DELAY: Final = text(
    "SELECT max(setting) FILTER (WHERE name = 'listen_addresses') AS listens,"
    " max(setting) FILTER (WHERE name = 'auth_delay.milliseconds') AS delay FROM pg_settings"
)
# The end of the newest log, byte by byte, as it may begin in the middle of a sign.
_REFUSED: Final = text(
    "SELECT CASE WHEN f.name IS NOT NULL THEN (SELECT count(*) FROM pg_stat_file(f.name) s,"
    " regexp_matches(convert_from(pg_read_binary_file(f.name, greatest(s.size - 1000000, 0),"
    " 1000000), 'LATIN1'), 'password authentication failed for user \"' || app.mark(), 'g')) END"
    " FROM pg_current_logfile() AS f (name)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One thing looked at: a fact, whether it is a problem, or at least worth a thought."""

    what: str
    fact: str
    problem: bool = False
    warning: bool = False


Now = Callable[[], datetime]


def check(url: URL, now: Now) -> Iterator[Looked]:
    """One line after the other, as each becomes known.

    Args:
        url: Address of the database, as its administrator.
        now: This workstation's clock.

    Raises:
        StoreUnavailable: when the database cannot be reached.
    """
    engine = command_engine(url)
    try:
        with engine.connect() as connection:
            yield _version(connection)
            yield _encoding(connection)
            yield _clock(connection, now)
            yield _tls(connection, url)
            yield _settings(connection)
        found, wanted = present_revision(engine), newest_revision()
        yield Looked(what="schema", fact=f"{found or '-'} / {wanted}", problem=found != wanted)
        if found != wanted:
            return  # what hangs on the schema would only repeat it
        yield from _structure(engine)
        with engine.connect() as connection:
            yield _listed("invalid", connection.execute(_INVALID).scalars().all())
            yield _listed("disabled", connection.execute(_DISABLED).scalars().all())
            yield _years(connection, years_of(now()))
            yield Looked(what="ways", fact=str(len(WAYS)), problem=ways_changed(connection))
            yield _callers(connection, lie_open=has_plain(engine))
            stale = behind(connection)
            yield Looked(what="facts", fact=str(stale), problem=stale > 0)
            yield _listed("register", connection.execute(_BROKEN).scalars().all())
            yield _sign_ins(connection)
            told = connection.execute(_DELAY).one()
            yield guessing(told.listens, told.delay)
        yield _anchor(engine, now)
    finally:
        engine.dispose()


def _version(connection: Connection) -> Looked:
    fact = str(connection.execute(text("SHOW server_version")).scalar_one())
    try:
        refuse_version(int(fact.split(".")[0]))
    except StoreUnavailable:
        return Looked(what="version", fact=fact, problem=True)
    return Looked(what="version", fact=fact)


def _encoding(connection: Connection) -> Looked:
    fact = str(connection.execute(_ENCODING).scalar_one())
    return Looked(what="encoding", fact=fact, problem=fact != "UTF8")


def _clock(connection: Connection, now: Now) -> Looked:
    """The server's clock against this workstation's, half of the way there and back taken off."""
    before = now()
    there = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    after = now()
    apart = there.astimezone(UTC) - (before + (after - before) / 2)
    seconds = apart.total_seconds()
    return Looked(what="clock", fact=f"{seconds:+.1f} s", problem=abs(apart) > _MOST_APART)


def _tls(connection: Connection, url: URL) -> Looked:
    if connection.execute(_ENCRYPTED).scalar_one_or_none():
        return Looked(what="tls", fact=str(url.query.get("sslmode", "+")))
    away = [host for host in hosts_of(url) if not is_local(host)]
    return Looked(what="tls", fact=", ".join(away) or "loopback", problem=bool(away))


def _settings(connection: Connection) -> Looked:
    """Switched off, they cost acknowledged work when the power or a disk goes."""
    off = connection.execute(_OFF).scalars().all()
    return Looked(what="settings", fact=", ".join(off) or "+", warning=bool(off))


def _structure(engine: Engine) -> Iterator[Looked]:
    present = read_structure(engine)
    try:
        with reference_database(engine.url) as reference:
            wanted = read_structure(reference)
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction) as error:
        yield Looked(what="structure", fact=str(error).partition("\n")[0], warning=True)
        return
    found = list(differences(present, wanted))
    counts = Counter(one.kind for one in found)
    for kind in KINDS:
        fact = str(len(present[kind]))
        if counts[kind]:
            fact = _named([one for one in found if one.kind == kind])
        yield Looked(what=kind, fact=fact, problem=bool(counts[kind]))


def _named(found: list[Difference]) -> str:
    shown = ", ".join(f"{one.name} ({one.how})" for one in found[:_NAMED])
    return shown if len(found) <= _NAMED else f"{shown} … {len(found)}"


def _listed(what: str, found: Sequence[str]) -> Looked:
    return Looked(what=what, fact=", ".join(found[:_NAMED]) or "0", problem=bool(found))


def _years(connection: Connection, years: Sequence[int]) -> Looked:
    """This and next year's tables, each guarded: around midnight of New Year there is no time."""
    names = [f"{base}_{year}" for year in years for base in (*_YEARLY, "case_number")]
    lacking = connection.execute(_MISSING_YEARS, {"names": names}).scalars().all()
    open_ones = connection.execute(_UNGUARDED).scalars().all()
    fact = ", ".join((*lacking, *open_ones)) or ", ".join(map(str, years))
    return Looked(what="years", fact=fact, problem=bool(lacking or open_ones))


def _callers(connection: Connection, *, lie_open: bool) -> Looked:
    """Without keys no call can be taken in, and what came before them is readable in every dump."""
    key = load_box(connection).key
    fact = "caller_plain" if lie_open else "-" if key is None else key.key_id
    return Looked(what="callers", fact=fact, problem=lie_open or key is None)


def _sign_ins(connection: Connection) -> Looked:
    """Accounts locked now / wrong passwords in the server's newest log.

    Wrong passwords also of those who came past the console's door; "-" where the server keeps its
    log elsewhere, or this account may not read it.
    """
    locked = connection.execute(_LOCKED).scalar_one()
    try:
        with connection.begin_nested():  # refused, it leaves the lines after this one readable
            refused = connection.execute(_REFUSED).scalar_one()
    except ProgrammingError as error:
        if not isinstance(error.orig, psycopg.errors.InsufficientPrivilege):
            raise
        refused = None
    many = locked > 0 or (refused or 0) > _MANY_REFUSED
    fact = f"{locked} / {'-' if refused is None else refused}"
    return Looked(what="sign_ins", fact=fact, warning=many)


def guessing(listens: str, delay: str | None) -> Looked:
    """What a wrong password costs who guesses past the door, where our lock does not count it.

    Args:
        listens: The server's `listen_addresses`; one that nobody can reach from elsewhere needs
            no delay.
        delay: `auth_delay.milliseconds`, None where the library is not loaded.
    """
    reached = not all(is_local(host.strip()) for host in listens.split(",") if host.strip())
    slow = int(delay or 0) > 0
    fact = f"{delay} ms" if slow else "-"
    return Looked(what="guessing", fact=fact, warning=reached and not slow)


def _anchor(engine: Engine, now: Now) -> Looked:
    last = anchored_at(engine)
    old = last is None or now() - last > _ANCHOR_AGE
    fact = "-" if last is None else f"{last.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return Looked(what="anchor", fact=fact, warning=old)
