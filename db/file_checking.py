"""Whether every file a case names is there and is what it was: all of them read and compared.

Reads as a stream, so that a city of any size fits; a bucket's files are fetched through this machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine, text

from console.ports.files import Files, FileState
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


def check_files(engine: Engine, files: Files) -> Iterator[CheckedFile]:
    """Every file, in the order of digests.

    Args:
        engine: Any engine whose role may read cases.
        files: Where they lie.
    """
    with engine.connect() as connection:
        take_time(connection)
        streamed = connection.execution_options(yield_per=_STREAM)
        with streamed.execute(_NAMED) as rows:
            for row in rows:
                state = files.find(row.digest).state
                yield CheckedFile(digest=row.digest, number=row.number, state=state)
