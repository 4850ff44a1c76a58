"""`ports.work.Keeping`: reference data a service may replace, stamped and with history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, text

from console.domain.case import Actor
from console.domain.catalogue import Catalogue
from db.refusals import told_as_refusals
from db.seed import put_catalogue
from db.standing_rows import load_settings

_PUT: Final = text("SELECT api_v1.put_setting(:name, :value, :operator, :post, :at)")


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
        return self.settings().get(name)

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

    def settings(self) -> Mapping[str, str]:
        """All settings that were set."""
        with self._engine.connect() as connection:
            return load_settings(connection)
