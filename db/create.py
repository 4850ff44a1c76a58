"""A city's database from an empty server: roles, database, schema, reference data, the seats' door.

Everything is looked at before it is made, so that it may be run again after any interruption.
"""

from dataclasses import dataclass, field
from typing import Final

import psycopg
from psycopg import sql
from sqlalchemy import URL

from console.ports.errors import StoreUnavailable
from db.caller_box import load_box
from db.door import door_role, open_door
from db.embedded_binaries import LEAST_MAJOR
from db.engine import command_engine, known_failure
from db.seed import seed
from db.site import administrator
from db.upgrade import newest_revision, upgrade

NEWEST_MAJOR: Final = 18
"""The newest version the schema is tested on."""

_MAINTENANCE: Final = "postgres"
_BUILTIN_FROM: Final = 17
# Sorting by code point, and upper and lower case that know Chinese, alike on every system.
_BUILTIN: Final = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'"
_LIBC: Final = "LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """What was done.

    `password` is the door's new one, "" when it kept its own; `keys` whether callers' data have
    theirs, which are made where they are to lie (`db.caller_rotation.make_keys`).
    """

    version: str
    new_database: bool
    revision: str
    door: str
    keys: bool
    password: str = field(repr=False)


def create(url: URL, *, door_password: str = "", new_door: bool = False) -> Created:
    """Set a city's database up, or complete one that was begun.

    Args:
        url: Address of the database, which may not exist yet, as the server's superuser.
        door_password: The password of the seats' door; "" makes one up where there is no door yet.
        new_door: Give the door a new password although it has one.

    Raises:
        StoreUnavailable: "store.server_version", "store.not_administrator", "store.encoding",
            "store.no_locale", and as `db.upgrade.upgrade`.
    """
    version, new = prepare_database(url)
    upgrade(url)
    engine = command_engine(url)
    try:
        seed(engine)
        password = open_door(engine, door_password, anew=new_door)
        with engine.connect() as connection:
            keys = load_box(connection).key is not None
    finally:
        engine.dispose()
    return Created(
        version=version,
        new_database=new,
        revision=str(newest_revision()),
        door=door_role(str(url.database)),
        keys=keys,
        password=password,
    )


def prepare_database(url: URL) -> tuple[str, bool]:
    """Make the database where it is missing: the server's version, and whether it was made now.

    Raises:
        StoreUnavailable: "store.server_version", "store.not_administrator", "store.encoding",
            "store.no_locale".
    """
    name = str(url.database)
    try:
        with administrator(url.set(database=_MAINTENANCE)) as admin:
            version = str(admin.info.parameter_status("server_version"))
            major = admin.info.server_version // 10_000
            refuse_version(major)
            if admin.info.parameter_status("is_superuser") != "on":
                raise StoreUnavailable("store.not_administrator", role=admin.info.user)
            known = admin.execute(
                "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = %s", [name]
            ).fetchone()
            if known is None:
                locale = _BUILTIN if major >= _BUILTIN_FROM else _LIBC
                wanted = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' " + locale
                admin.execute(sql.SQL(wanted).format(sql.Identifier(name)))
            elif known[0] != "UTF8":
                raise StoreUnavailable("store.encoding", database=name, found=known[0])
    except psycopg.errors.WrongObjectType as error:
        raise StoreUnavailable("store.no_locale", said=str(error)) from None
    except psycopg.Error as error:
        failure = known_failure(error)
        if failure is None:
            raise
        if failure.code == "store.other_city":  # a server's own database is closed to all others
            raise StoreUnavailable("store.not_administrator", role=str(url.username)) from None
        raise failure from None
    return version, known is None


def refuse_version(major: int) -> None:
    """Raise `StoreUnavailable` "store.server_version" unless the schema is tested on it."""
    if not LEAST_MAJOR <= major <= NEWEST_MAJOR:
        raise StoreUnavailable(
            "store.server_version", found=major, least=LEAST_MAJOR, most=NEWEST_MAJOR
        )
