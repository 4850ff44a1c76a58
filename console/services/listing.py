"""Any queue or search as a list on paper: which columns it has, what of a case stands in each.

Rows are read a few at a time while the workbook is written. Callers' data is no column, and
numbers of people typed into free text are masked (article 23). Read only.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from console.domain.case import CaseId
from console.export.assessment_book import (
    Book,
    Cover,
    DrillCell,
    DrillColumn,
    DrillDown,
    DrillKind,
)
from console.export.assessment_export import Progress, write_assessment
from console.export.masking import masked
from console.ports.reading import Reading
from console.ports.rows import CaseRow

AT_ONCE: Final = 500
"""Cases that are read and held together."""

Say = Callable[..., str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """A column of a list: the code of its title, and what of a case stands in it."""

    title: str
    kind: DrillKind = DrillKind.TEXT
    width: int
    value: Callable[[CaseRow, Say], DrillCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWish:
    """A list: its title, what its cover says, whose rows in which order, and the columns by key."""

    title: str
    lines: tuple[tuple[str, str], ...]
    cases: tuple[CaseId, ...]
    columns: tuple[str, ...]
    seat: str
    at: datetime


def list_book(wish: ListWish, say: Say) -> Book:
    """The workbook without its rows. Every cell of its cover may hold what somebody typed."""
    lines = ((label, masked(value)) for label, value in wish.lines)
    columns = tuple(
        DrillColumn(name=key, title=say(COLUMNS[key].title), kind=COLUMNS[key].kind,
                    width=COLUMNS[key].width)
        for key in columns_of(wish)
    )  # fmt: skip
    return Book(
        title=masked(wish.title),
        cover=Cover(
            sheet=say("listing.cover"), lines=tuple(lines), notes=(say("listing.private"),)
        ),
        rankings=(),
        texts=(),
        drill=DrillDown(
            sheet=say("listing.sheet"), title=masked(wish.title), columns=columns,
            cases=len(wish.cases),
        ),
        made_at=wish.at,
    )  # fmt: skip


def list_rows(reading: Reading, wish: ListWish, say: Say) -> Iterator[Sequence[DrillCell]]:
    """The rows one after the other; a case that has gone meanwhile leaves a blank one."""
    columns = [COLUMNS[key] for key in columns_of(wish)]
    for start in range(0, len(wish.cases), AT_ONCE):
        cases = wish.cases[start : start + AT_ONCE]
        found = {row.id: row for row in reading.rows(cases, wish.seat)}
        for case in cases:
            row = found.get(case)
            yield tuple(None if row is None else one.value(row, say) for one in columns)


def columns_of(wish: ListWish) -> tuple[str, ...]:
    """Its columns as far as they are known, the stage always among them."""
    known = tuple(key for key in wish.columns if key in COLUMNS)
    return known if "stage" in known else (*known, "stage")


def write_list(
    reading: Reading,
    wish: ListWish,
    path: Path,
    say: Say,
    *,
    layout: Path,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> int:
    """Write it to `path`, all or nothing; answers how many rows it has.

    Raises `Refusal` `assessment_book.*`, `book.*`, and what the reading raises.
    """
    rows = list_rows(reading, wish, say)
    write_assessment(
        list_book(wish, say), rows, path, layout=layout, progress=progress, cancelled=cancelled
    )
    return len(wish.cases)


def _place(row: CaseRow, _say: Say) -> str:
    """District, street and address without saying one of them twice."""
    parts = [row.district_name, row.street_name, row.address]
    said = [part for at, part in enumerate(parts) if part and part not in "".join(parts[at + 1 :])]
    return masked(" ".join(said))


def _mark(row: CaseRow, say: Say) -> str:
    return say("list.comma").join(
        say(f"listing.mark.{word}")
        for word, on in (("urgent", row.urgent), ("redo", row.rework > 0), ("paused", row.paused))
        if on
    )


def _plain(name: str) -> Callable[[CaseRow, Say], DrillCell]:
    def value(row: CaseRow, _say: Say) -> DrillCell:
        found: DrillCell = getattr(row, name)
        return found

    return value


COLUMNS: Final[Mapping[str, ListColumn]] = {
    "mark": ListColumn(title="listing.col.mark", width=10, value=_mark),
    "left": ListColumn(
        title="listing.col.due", kind=DrillKind.MOMENT, width=16, value=_plain("due")
    ),
    "number": ListColumn(title="queue.col.number", width=18, value=_plain("number")),
    "source": ListColumn(
        title="listing.col.source", width=12,
        value=lambda row, say: say(f"source.{row.source.value}"),
    ),
    "class": ListColumn(title="queue.col.class", width=20, value=_plain("category_name")),
    "words": ListColumn(
        title="queue.col.words", width=48, value=lambda row, _say: masked(row.description)
    ),
    "place": ListColumn(title="queue.col.place", width=36, value=_place),
    "grid": ListColumn(title="queue.col.grid", width=18, value=_plain("grid")),
    "unit": ListColumn(title="listing.col.unit", width=22, value=_plain("unit_name")),
    "reported": ListColumn(
        title="listing.col.reported", kind=DrillKind.MOMENT, width=16, value=_plain("reported_at")
    ),
    "holder": ListColumn(title="queue.col.holder", width=12, value=_plain("holder_seat")),
    "stage": ListColumn(
        title="listing.col.stage", width=12,
        value=lambda row, say: say(f"stage.{row.stage.value}"),
    ),
}  # fmt: skip
"""By the key a queue's table has for it; a time left is told by when it ends."""
