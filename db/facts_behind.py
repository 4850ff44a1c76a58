"""Facts of cases that have none yet, as after an upgrade: made from the steps, a part at a time."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, text

Progress = Callable[[int, int], None]
"""Told how many cases are done, of how many."""
_AT_ONCE: Final = 2_000
_BEHIND: Final = text(
    "SELECT count(*) FROM case_file f LEFT JOIN case_fact k ON k.case_id = f.id"
    " WHERE k.version IS DISTINCT FROM f.version"
)
_NEXT: Final = text("SELECT app.complete_facts(:above, :most)")


def behind(connection: Connection) -> int:
    """How many cases have no facts, or those of another version; their figures would be wrong."""
    return int(connection.execute(_BEHIND).scalar_one())


def complete_facts(connection: Connection, progress: Progress | None = None) -> None:
    """Give every case its facts in the connection's transaction; half a millisecond a case."""
    wanted = behind(connection)
    above: int | None = 0
    for done in range(0, wanted, _AT_ONCE):
        if progress is not None:
            progress(done, wanted)
        above = connection.execute(_NEXT, {"above": above, "most": _AT_ONCE}).scalar_one()
        if above is None:
            break
    if progress is not None and wanted:
        progress(wanted, wanted)
