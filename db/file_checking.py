"""Whether every file a case names is there and is what it was: all of them read and compared.

Reads as a stream, so that a city of any size fits. What this machine keeps of a bucket proves
nothing of the bucket, and is not asked.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine, text

from console.ports.files import FileState
from db.watchdog import take_time

_STREAM: Final = 2_000
_NAMED: Final = text(
    "SELECT p.digest, min(f.number) AS number FROM case_photo p"
    " JOIN case_file f ON f.id = p.case_id GROUP BY p.digest ORDER BY p.digest"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """One file, the first case that names it, and what became of it."""

    digest: str
    number: str
    state: FileState


def check_files(engine: Engine, compare: Callable[[str], FileState]) -> Iterator[CheckedFile]:
    """Every file, in the order of digests.

    Args:
        engine: Any engine whose role may read cases.
        compare: Reads a file where it is kept and says what became of it.
    """
    with engine.connect() as connection:
        take_time(connection)
        streamed = connection.execution_options(yield_per=_STREAM)
        with streamed.execute(_NAMED) as rows:
            for row in rows:
                state = compare(row.digest)
                yield CheckedFile(digest=row.digest, number=row.number, state=state)
