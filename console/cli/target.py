"""A file that a verb is to write: found out before the work, not after it."""

from pathlib import Path

from console.domain.refusal import Refusal


def refuse_unwritable(file: Path) -> None:
    """Let only a file pass that can be written; what is there stays as it is.

    Raises:
        Refusal: `file.unwritable` with file and why.
    """
    try:
        fresh = not file.exists()
        with file.open("ab"):
            pass
        if fresh:
            file.unlink()
    except OSError as error:
        raise unwritable(file, error) from None


def unwritable(file: Path, error: OSError) -> Refusal:
    """The refusal `file.unwritable` for what the system said."""
    return Refusal("file.unwritable", file=str(file), why=error.strerror or type(error).__name__)
