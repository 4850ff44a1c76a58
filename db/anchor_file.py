"""A file of anchors, kept where nobody who rules the database can rewrite it.

It holds the lines of the table `anchor` from some number on. Lines are only ever added; a file that
does not go on with this database's lines is refused, never mended.
"""

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from console.domain.refusal import Refusal
from db.anchors import Anchor, anchored_at, kept_lines, make_anchor, read_anchor

ANCHORS: Final = "anchors.jsonl"
"""The file of an embedded place, in its data folder."""

_DAILY: Final = timedelta(hours=20)
"""A console started a little earlier than yesterday still makes today's anchor."""


def read_lines(file: Path) -> tuple[str, ...]:
    """The lines of a file.

    Raises:
        Refusal: `anchor.file` when it cannot be read, with file and why.
    """
    try:
        return tuple(line for line in file.read_text("utf-8").splitlines() if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("anchor.file", file=str(file), why=_why(error)) from None


def keep_anchor(engine: Engine, file: Path, now: datetime) -> Anchor:
    """Make an anchor and add to the file every line it does not have yet.

    Raises:
        Refusal: `anchor.other` when the file's last line is none of this database's (a file of
            another one, or the database was restored from an older backup); `anchor.file`.
        StoreUnavailable: as `db.anchors.make_anchor`.
    """
    before = read_lines(file) if file.exists() else ()
    _lacking(before, kept_lines(engine), file)  # refused before anything is made
    anchor = make_anchor(engine, now)
    _append(file, _lacking(before, kept_lines(engine), file))
    return anchor


def keep_daily(engine: Engine, file: Path, now: datetime) -> Anchor | None:
    """As `keep_anchor`, at most once a day; None when today's is there already."""
    last = anchored_at(engine)
    if last is not None and now - last < _DAILY and file.exists():
        return None
    return keep_anchor(engine, file, now)


def _lacking(there: Sequence[str], ours: Sequence[str], file: Path) -> Sequence[str]:
    if not there:
        return ours
    if there[-1] not in ours:
        raise Refusal("anchor.other", file=str(file), number=_number(there[-1]))
    return ours[ours.index(there[-1]) + 1 :]


def _number(line: str) -> object:
    try:
        return read_anchor(line).number
    except ValueError:
        return "?"


def _append(file: Path, lines: Sequence[str]) -> None:
    """Add the lines, on disk when this returns."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8", newline="\n") as kept:
            kept.writelines(f"{line}\n" for line in lines)
            kept.flush()
            os.fsync(kept.fileno())
    except OSError as error:
        raise Refusal("anchor.file", file=str(file), why=_why(error)) from None


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
