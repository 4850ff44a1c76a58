"""Erasing callers whose cases ended longer ago than the city keeps them (article 23).

Which ones is decided by `app.erase_callers`; the daily tidy erases a few, here all are.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import Engine, text

_CASES_AT_ONCE: Final = 2_000
_ERASE: Final = text("SELECT app.erase_callers(:now, :most, true)")


def erase_callers(engine: Engine, now: datetime) -> int:
    """Erase all that are due, in batches; how many callers. For the schema's owner."""
    total = 0
    while True:
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            values = {"now": now, "most": _CASES_AT_ONCE}
            erased = int(connection.execute(_ERASE, values).scalar_one())
        if not erased:
            return total
        total += erased
