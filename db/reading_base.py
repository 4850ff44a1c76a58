"""What all parts of `ports.reading` stand on: engine, standing knowledge, one short query."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Engine, Executable, Row, text

from console.domain.refusal import Refusal
from db.caller_keys import CallerKeys
from db.standing import City, Standing, read_stamps

_AWAY: Final = text(
    "SELECT m.move = 'detached' FROM year_move m WHERE m.year = :year ORDER BY m.id DESC LIMIT 1"
)


def refuse_away(connection: Connection, year: int) -> None:
    """Tell that cases of this year are kept outside the database.

    Raises `Refusal` `year.away`; passes for any other year.
    """
    if connection.execute(_AWAY, {"year": year}).scalar_one_or_none():
        raise Refusal("year.away", year=year)


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
