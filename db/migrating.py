"""Alembic at work on a connection; loaded only where a schema is changed."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

_HERE: Final = Path(__file__).parent


def to_head(connection: Connection) -> None:
    """All migrations the database has not had."""
    command.upgrade(config(connection), "head")


def config(connection: Connection | None) -> Config:
    """Alembic's settings, made here instead of read from a file."""
    made = Config()
    made.set_main_option("script_location", str(_HERE / "migrations").replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made
