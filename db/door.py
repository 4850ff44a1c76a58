"""The account in a seat's address of a city's server: it may read the list of operators, no more.

It also tells of wrong passwords, so that an account is locked after too many. Operators then sign
in each as himself. An administrator's account has no place in the settings of a seat: whoever finds
it there owns the database.
"""

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import URL, Connection, Engine, TextClause, text

from console.ports.errors import StoreUnavailable
from db.roles import DOOR, put_login

_MOST_CONNECTIONS: Final = 30
"""Each seat holds one for an instant; more cannot keep operators out."""

_KNOWN: Final = text("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :role)")
_RULES: Final = text(
    "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = session_user"
)


_MAY: Final = text("SELECT app.may_sign_in(:login)")
_FAILED: Final = text("SELECT app.sign_in_failed(:login)")


def locked_until(engine: Engine, login: str) -> datetime | None:
    """Until when this operator's account is locked; None lets him try.

    Posts lent to him whose time is over are taken back, and a lock whose time is over is taken off.
    """
    return _asked(engine, _MAY, login)


def failed(engine: Engine, login: str) -> datetime | None:
    """Count a wrong password; until when the account is locked by it, None while it is not."""
    return _asked(engine, _FAILED, login)


def _asked(engine: Engine, question: TextClause, login: str) -> datetime | None:
    with engine.begin() as connection:
        found: datetime | None = connection.execute(question, {"login": login}).scalar_one()
    return found


def door_role(database: str) -> str:
    """The server's role of the door to this database."""
    return f"{DOOR}_{sha256(database.encode()).hexdigest()[:6]}"


def open_door(engine: Engine, password: str = "", *, anew: bool = False) -> str:
    """Make the door's account where it is missing; the password it has got now.

    Args:
        engine: As the server's administrator.
        password: What it shall be; "" makes one up.
        anew: Give an account that is there already a new password too.

    Returns:
        The password, or "" when the account was there and keeps the one it has.
    """
    with engine.begin() as connection:
        role = door_role(str(engine.url.database))
        if connection.execute(_KNOWN, {"role": role}).scalar_one() and not (anew or password):
            return ""
        chosen = password or secrets.token_urlsafe(18)
        put_login(connection, role, chosen, group=DOOR, most=_MOST_CONNECTIONS)
        return chosen


def seat_address(url: URL, password: str) -> URL:
    """What a seat's settings name as `database_url`; printed, it hides the password."""
    door = door_role(str(url.database))
    return url.set(drivername="postgresql", username=door, password=password or None)


def refuse_administrator(engine: Engine) -> None:
    """Keep a seat from working through an administrator's account.

    Raises:
        StoreUnavailable: "store.seat_is_administrator" with the role.
    """
    with engine.connect() as connection:
        if _rules_the_server(connection):
            raise StoreUnavailable("store.seat_is_administrator", role=str(engine.url.username))


def _rules_the_server(connection: Connection) -> bool:
    return bool(connection.execute(_RULES).scalar_one())
