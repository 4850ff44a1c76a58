"""What all parts of `ports.reading` stand on: engine, standing knowledge, one short query."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, Executable, Row

from db.caller_keys import CallerKeys
from db.standing import City, Standing, read_stamps


class Reader:
    """Short reads, each on a connection of its own for its own time.

    `keys` are needed to find a telephone number, by its hash.
    """

    def __init__(self, engine: Engine, standing: Standing, keys: CallerKeys | None = None) -> None:
        self._engine = engine
        self._standing = standing
        self._keys = keys

    def _ask(
        self, statement: Executable, values: Mapping[str, object] | None = None
    ) -> Sequence[Row[Any]]:
        with self._engine.connect() as connection:
            return connection.execute(statement, values or {}).all()

    def _city(self) -> City:
        with self._engine.connect() as connection:
            return self._standing.city(connection, read_stamps(connection))
