"""Dumps of a database by PostgreSQL's own programs: making one, and loading one.

The machine may have several pg_dump and pg_restore; none may be older than the server. What a
restored database needs beside is `restore.py`'s.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from psycopg.conninfo import make_conninfo
from sqlalchemy import URL, make_url

from console.domain.refusal import Refusal
from console.ports.errors import StoreUnavailable
from db.embedded_binaries import is_packaged, search_folders, version_of
from db.engine import command_engine
from db.roles import OWNER

_MAGIC: Final = b"PGDMP"
_ENCRYPTED: Final = frozenset({"require", "verify-ca", "verify-full"})
# pg_restore of 17 and newer sets this for every server; older ones do not know it, and need not.
_HARMLESS: Final = 'unrecognized configuration parameter "transaction_timeout"'
_ERROR: Final = re.compile(r"^pg_restore: error: (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Program:
    path: Path
    major: int


def backup(url: URL | str, folder: Path) -> Path:
    """Dump the database into `folder` (custom format of pg_dump) and answer with the file.

    Raises:
        StoreUnavailable: "store.backup_failed", "store.no_client", "store.client_older".
    """
    address = make_url(url)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{address.database}-{datetime.now(UTC):%Y%m%d-%H%M%S}.dump"
    unfinished = target.with_suffix(".part")
    words = ("--format=custom", f"--file={unfinished}")
    done = _run(_program("pg_dump", address), address, words)
    if done.returncode:
        unfinished.unlink(missing_ok=True)
        raise StoreUnavailable("store.backup_failed", said=done.stderr.strip()[-300:])
    unfinished.replace(target)  # a file that ends in .dump is a whole one
    return target


def refuse_no_dump(file: Path) -> None:
    """Raise `Refusal` unless the file looks like a dump: `dump.file` with why, or `dump.kind`."""
    try:
        with file.open("rb") as opened:
            found = opened.read(len(_MAGIC))
    except OSError as error:
        raise Refusal("dump.file", file=str(file), why=error.strerror) from None
    if found != _MAGIC:
        raise Refusal("dump.kind", file=str(file))


def load(url: URL, file: Path) -> None:
    """Load a dump into an empty database; all of it then belongs to the owner's role.

    Rights are not loaded: this program grants its own. A failed load leaves a part behind.

    Raises:
        StoreUnavailable: "store.restore_failed", "store.dump_newer" when the dump was made by a
            newer pg_dump than the pg_restore of this machine, "store.no_client",
            "store.client_older".
    """
    words = ("--no-owner", "--no-privileges", "--no-comments", f"--role={OWNER}", str(file))
    program = _program("pg_restore", url)
    done = _run(program, url, words)
    said = done.stderr.strip()
    if "unsupported version" in said:
        raise StoreUnavailable("store.dump_newer", program=program.major)
    errors = [line for line in _ERROR.findall(said) if _HARMLESS not in line]
    if errors or (done.returncode and _HARMLESS not in said):
        raise StoreUnavailable("store.restore_failed", said=(errors or [said])[0][-300:])


def _program(name: str, address: URL) -> _Program:
    """The best of the machine's programs for this server."""
    server = _server_major(address)
    encrypted = address.query.get("sslmode") in _ENCRYPTED
    found = sorted(_programs(name, encrypted=encrypted), key=lambda one: one.major)
    fitting = [one for one in found if server is None or one.major >= server]
    if fitting:
        # The oldest that will do makes a dump most programs can read; the newest reads most dumps.
        return fitting[0] if name == "pg_dump" and server else fitting[-1]
    if found:
        raise StoreUnavailable(
            "store.client_older", program=name, found=found[-1].major, server=server
        )
    raise StoreUnavailable("store.no_client", program=name)


def _programs(name: str, *, encrypted: bool) -> Iterator[_Program]:
    for folder in search_folders():
        # The programs of our package are built without TLS.
        if encrypted and is_packaged(folder):
            continue
        found = version_of(folder, name)
        if found is not None:
            yield _Program(path=found.program(name), major=found.major)


def _server_major(address: URL) -> int | None:
    """None when the server does not answer: pg_dump then says why in its own words."""
    engine = command_engine(address)
    try:
        with engine.connect() as connection:
            known = connection.dialect.server_version_info
    except StoreUnavailable:
        return None
    finally:
        engine.dispose()
    return int(known[0]) if known else None


def _run(program: _Program, address: URL, words: Sequence[str]) -> Any:
    _, told = address.get_dialect()().create_connect_args(address)
    password = told.pop("password", None)
    call = [str(program.path), f"--dbname={make_conninfo(**told)}", *words]
    # Sentences are searched for English words above.
    environment = {**os.environ, "LC_ALL": "C", "LC_MESSAGES": "C"}
    if password:
        environment["PGPASSWORD"] = str(password)  # never among the words, which everybody sees
    return subprocess.run(  # noqa: S603 - the program is PostgreSQL's own, the words are ours
        call, env=environment, capture_output=True, text=True, errors="replace", check=False
    )
