"""The declared columns of a queue of cases (DESIGN 3, 01): what of a row is shown, how wide.

Words and formats come from outside as `RowWords`; here is only which fact stands where.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final, Protocol

from console.domain.stage import Stage
from console.ports.rows import CaseRow
from console.viewmodels.case_facts import deadline
from console.viewmodels.cells import DeadlineCell, HolderCell, MarkCell
from console.viewmodels.columns import Align, Column
from console.viewmodels.desk import Desk
from console.viewmodels.likely import LikelyUnits
from console.viewmodels.queue_marks import QueueMarks

GRID_PARTS: Final = (6, 9, 12)
"""Where a grid code is parted for the eye: district, street, community, grid."""


class RowWords(Protocol):
    """What the columns ask of words and formats."""

    def say(self, code: str, /, **facts: object) -> str:
        """The sentence of a code."""

    def left(self, cell: DeadlineCell) -> str:
        """A time left as the table shows it."""

    def spoken(self, cell: DeadlineCell) -> str:
        """A time left as a screen reader says it."""

    def moment(self, at: datetime, now: datetime) -> str:
        """A moment in few signs: the time today, else the day."""


@dataclass(frozen=True, slots=True)
class RowFacts:
    """Facts of a row as they stand now at this desk."""

    desk: Desk
    marks: QueueMarks
    likely: LikelyUnits
    words: RowWords

    def deadline(self, row: CaseRow) -> DeadlineCell:
        """Time left now."""
        return deadline(row, self.desk.now(), self.desk.rules)

    def left(self, row: CaseRow) -> str:
        """Time left in words."""
        return self.words.left(self.deadline(row))

    def spoken(self, row: CaseRow) -> str:
        """Time left, class and district for a screen reader."""
        parts = (self.words.spoken(self.deadline(row)), row.category_name, row.district_name)
        return self.words.say("list.comma").join(part for part in parts if part)

    def mark(self, row: CaseRow) -> MarkCell:
        """The mark before the row."""
        return MarkCell(
            new=not row.opened,
            redo=row.rework > 0 or row.stage is Stage.VERIFY_FAILED,
            picked=self.marks.is_picked(row.id),
            changed=self.marks.is_fresh(row.id),
        )

    def mark_words(self, row: CaseRow) -> str:
        """The marks in words, for screen readers and the tool tip."""
        mark = self.mark(row)
        codes = {"new": mark.new, "redo": mark.redo, "picked": mark.picked}
        said = [self.words.say(f"mark.{code}") for code, on in codes.items() if on]
        return self.words.say("list.comma").join(said)

    def mine(self, row: CaseRow) -> bool:
        """Whether this seat holds the case."""
        return bool(row.holder) and row.holder == self.desk.actor.operator

    def holder(self, row: CaseRow) -> HolderCell:
        """Who holds the case: «me» or the seat; an act that waits for the store goes before."""
        if self.marks.is_waiting(row.id):
            return HolderCell(label=self.words.say("queued.mark"), waiting=True)
        if self.mine(row):
            return HolderCell(label=self.words.say("hold.me"), mine=True)
        return HolderCell(label=short_seat(row.holder_seat) if row.holder else "")

    def holder_words(self, row: CaseRow) -> str:
        """Who holds the case, as text."""
        return self.holder(row).label

    def tone(self, row: CaseRow) -> str:
        """Rows others work on step back."""
        return "ink3" if row.holder and not self.mine(row) else "ink"

    def quiet(self, row: CaseRow) -> str:
        """Secondary facts."""
        return "ink3" if row.holder and not self.mine(row) else "ink2"

    def source(self, row: CaseRow) -> str:
        """One sign for where the report came from."""
        return self.words.say(f"source.{row.source.value}.short")

    def source_words(self, row: CaseRow) -> str:
        """Where the report came from."""
        return self.words.say(f"source.{row.source.value}")

    def unit(self, row: CaseRow) -> str:
        """The unit at work, else the one proposed; during a coordination that it is open."""
        if row.stage is Stage.COORDINATING:
            return self.words.say("unit.coordinating")
        likely = None if row.unit_name else self.likely.of(row)
        return row.unit_name or (likely.name if likely else "")

    def unit_hint(self, row: CaseRow) -> str:
        """Whether the unit is at work or proposed."""
        if row.unit_name:
            return row.unit_name
        likely = self.likely.of(row)
        return self.words.say("unit.proposed", unit=likely.name) if likely else ""

    def reported(self, row: CaseRow) -> str:
        """When it was reported."""
        return self.words.moment(row.reported_at, self.desk.now())


def short_seat(seat: str) -> str:
    """「02席」 of 「派遣 02席」."""
    return seat.split()[-1] if seat.split() else ""


def place_words(row: CaseRow) -> str:
    """District, street and address without saying one of them twice."""
    district, street, address = row.district_name, row.street_name, row.address
    if not address or (street and address.startswith(street)):
        street = "" if address else street
    if district and address.startswith(district):
        return address
    area = " ".join(part for part in (district, street) if part)
    return f"{area} · {address}" if street and address else f"{area} {address}".strip()


def grid_words(code: str) -> str:
    """A grid code in its parts: `410403 003 002 017`."""
    cuts = (0, *GRID_PARTS, len(code))
    return " ".join(code[a:b] for a, b in pairwise(cuts) if code[a:b])


def _number(row: CaseRow) -> str:
    return row.number


def _class(row: CaseRow) -> str:
    return row.category_name


def _words(row: CaseRow) -> str:
    return row.description


def _grid(row: CaseRow) -> str:
    return grid_words(row.grid)


def case_columns(facts: RowFacts) -> tuple[Column[CaseRow], ...]:
    """All columns; which of them fit is the view's business."""
    return (_mark(facts), _left(facts), *_case_parts(facts), *_course_parts(facts))


def _mark(facts: RowFacts) -> Column[CaseRow]:
    return Column(
        key="mark",
        title="",
        value=facts.mark_words,
        width=26,
        cell=facts.mark,
        hint=facts.mark_words,
    )


def _left(facts: RowFacts) -> Column[CaseRow]:
    return Column(
        key="left",
        title="queue.col.left",
        value=facts.left,
        width=104,
        align=Align.RIGHT,
        cell=facts.deadline,
        spoken=facts.spoken,
    )


def _case_parts(facts: RowFacts) -> tuple[Column[CaseRow], ...]:
    number: Column[CaseRow] = Column(
        key="number",
        title="queue.col.number",
        value=_number,
        width=144,
        tone=facts.tone,
        strong=facts.mine,
    )
    source: Column[CaseRow] = Column(
        key="source",
        title="queue.col.source",
        value=facts.source,
        width=30,
        align=Align.CENTRE,
        tone=facts.quiet,
        spoken=facts.source_words,
        hint=facts.source_words,
    )
    return (
        number,
        source,
        _text("class", _class, 160, facts.tone),
        _text("words", _words, 180, facts.tone, stretch=True),
        _text("place", place_words, 232, facts.tone),
        _text("grid", _grid, 152, facts.quiet),
    )


def _course_parts(facts: RowFacts) -> tuple[Column[CaseRow], ...]:
    unit: Column[CaseRow] = Column(
        key="unit",
        title="queue.col.unit",
        value=facts.unit,
        width=156,
        tone=facts.tone,
        hint=facts.unit_hint,
    )
    reported: Column[CaseRow] = Column(
        key="reported",
        title="queue.col.reported",
        value=facts.reported,
        width=52,
        align=Align.RIGHT,
        tone=facts.quiet,
    )
    holder: Column[CaseRow] = Column(
        key="holder",
        title="queue.col.holder",
        value=facts.holder_words,
        width=62,
        cell=facts.holder,
    )
    return (unit, reported, holder)


def _text(
    key: str,
    value: Callable[[CaseRow], str],
    width: int,
    tone: Callable[[CaseRow], str],
    *,
    stretch: bool = False,
) -> Column[CaseRow]:
    """A column of plain words whose tool tip tells what did not fit."""
    return Column(
        key=key,
        title=f"queue.col.{key}",
        value=value,
        width=width,
        stretch=stretch,
        tone=tone,
        hint=value,
    )
