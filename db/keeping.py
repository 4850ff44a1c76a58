"""`ports.work.Keeping`: reference data a service may replace, stamped and with history."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, text

from console.domain.case import Actor
from console.domain.catalogue import Catalogue
from db.mapping import case_of, instant, near_at
from db.refusals import told_as_refusals
from db.seed import put_catalogue
from db.standing_rows import load_rules, load_settings

_PUT: Final = text("SELECT api_v1.put_setting(:name, :value, :operator, :post, :at)")
_CAME_IN: Final = text("SELECT api_v1.signed_in()")
_ONE: Final = text("SELECT value FROM setting WHERE name = :name")
_WARNING_TIMES: Final = {"yellow_share", "near_minimum"}
_OPEN: Final = text("SELECT state FROM case_state JOIN case_file USING (id) WHERE ended = false")
_PUT_NEAR: Final = text("SELECT api_v1.put_near_moments(CAST(:moments AS jsonb))")


class PostgresKeeping:
    """Standards and settings of the city."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put_catalogue(self, catalogue: Catalogue, actor: Actor, at: datetime) -> None:
        """Keep a new version of the standards; registered cases keep theirs."""
        with told_as_refusals(), self._engine.begin() as connection:
            put_catalogue(connection, catalogue, actor.operator, at)

    def setting(self, name: str) -> str | None:
        """A setting of the city, None when it was never set."""
        with self._engine.connect() as connection:
            value: str | None = connection.execute(_ONE, {"name": name}).scalar_one_or_none()
        return value

    def put_setting(self, name: str, value: str, actor: Actor, at: datetime) -> None:
        """Change a setting, keeping its history."""
        with told_as_refusals(), self._engine.begin() as connection:
            connection.execute(
                _PUT,
                {
                    "name": name,
                    "value": value,
                    "operator": actor.operator,
                    "post": actor.post.value,
                    "at": at,
                },
            )
            recount_near(connection, name)

    def came_in(self) -> None:
        """Forget the wrong passwords of whoever has just signed in with the right one."""
        with self._engine.begin() as connection:
            connection.execute(_CAME_IN)

    def settings(self) -> Mapping[str, str]:
        """All settings that were set."""
        with self._engine.connect() as connection:
            return load_settings(connection)


def recount_near(connection: Connection, setting: str) -> None:
    """Give every open case its yellow moment anew, when the setting is one of the warning time."""
    if setting not in _WARNING_TIMES:
        return
    rules = load_rules(connection, load_settings(connection))
    moments = []
    for state in connection.execute(_OPEN).scalars():
        case = case_of(state)
        near = near_at(case.running, rules) if case.running else None
        moments.append({"id": case.id, "near_at": instant(near)})
    connection.execute(_PUT_NEAR, {"moments": json.dumps(moments)})
