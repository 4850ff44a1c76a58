"""`export-standards`: the standards of a database as the workbook that `import-standards` takes."""

from datetime import datetime
from pathlib import Path

from console.cli import exits
from console.cli.talk import Talk
from console.cli.target import refuse_unwritable, unwritable
from console.domain.refusal import Refusal
from console.export import standards_sheets
from console.ports.reading import Reading
from console.services.standards_import import newest_standards


def refuse_target(file: Path, *, force: bool) -> None:
    """Let only a new file pass, or with `force` one that is to be replaced.

    Raises:
        Refusal: `file.exists`, `file.unwritable`.
    """
    refuse_unwritable(file)
    if file.exists() and not force:
        raise Refusal("file.exists", file=str(file))


def export_standards(file: Path, scheme: str, reading: Reading, at: datetime, talk: Talk) -> int:
    """Write components and events of a scheme, in the newest version: an import compares with it.

    Raises `Refusal` `file.unwritable`, `StoreUnavailable`.
    """
    newest = newest_standards(reading, at)
    try:
        standards_sheets.write(file, newest, scheme=scheme)
    except OSError as error:
        raise unwritable(file, error) from None
    count = sum(one.category.scheme == scheme for one in newest.conditions)
    talk.tell("cli.standards.written", count=count, scheme=scheme, file=file)
    return exits.DONE
