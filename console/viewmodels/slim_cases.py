"""The queue as a short list beside a work panel: the same rows, two lines each."""

from collections.abc import Sequence
from typing import Final, cast

from PySide6.QtCore import QObject, Slot

from console.domain.case import CaseId
from console.domain.stage import Stage
from console.ports.rows import CaseRow
from console.viewmodels.case_columns import RowFacts, place_words
from console.viewmodels.case_queue import CaseQueue
from console.viewmodels.cells import SlimCaseRow
from console.viewmodels.columns import Column
from console.viewmodels.keyed_table import ROW_ROLE, KeyedTable
from console.viewmodels.words import Say

MOST: Final = 200
"""Rows shown; beyond them the list of the console page is the way."""
GROUPED: Final = frozenset({"verify"})
"""Queues parted by what can be done: judge what came back, order a check, wait for one (05)."""
GROUPS: Final = ("answered", "to_order", "waiting")


class SlimCases(QObject):
    """Rows and headings of the list; `table` has one column of `SlimCaseRow`."""

    def __init__(self, queue: CaseQueue, facts: RowFacts, say: Say) -> None:
        super().__init__(queue)
        self._queue, self._facts, self._say = queue, facts, say
        self._live = False
        column: Column[SlimCaseRow] = Column(key="case", title="", value=self._spoken)
        self.table: KeyedTable[SlimCaseRow] = KeyedTable([column], _key, parent=self)
        queue.shown.connect(self.tell)

    def show(self, *, live: bool) -> None:
        """Follow the queue, or rest while nobody looks."""
        self._live = live
        self.tell()

    @Slot()
    def tell(self) -> None:
        """Become the first rows of the queue as they stand now."""
        if self._live:
            self.table.show(self._grouped(self._rows()))

    def case_of(self, row: int) -> CaseId | None:
        """The case of a row; None for a heading."""
        shown = self.table.row_at(row)
        return None if shown is None or shown.heading else CaseId(int(shown.key))

    def place_of(self, case: CaseId | None) -> int:
        """The row of a case, -1 when it is not here."""
        return self.table.row_of(str(case))

    def _rows(self) -> list[CaseRow]:
        source = self._queue.table
        count = min(MOST, source.rowCount())
        found = (source.data(source.index(at, 0), ROW_ROLE) for at in range(count))
        return [cast(CaseRow, row) for row in found if row is not None]

    def _grouped(self, rows: Sequence[CaseRow]) -> list[SlimCaseRow]:
        if self._queue.filter.queue not in GROUPED:
            return [self._slim(row) for row in rows]
        shown: list[SlimCaseRow] = []
        for group in GROUPS:
            mine = [row for row in rows if _group(row) == group]
            if mine:
                words = self._say(f"slim.{group}")
                count = str(len(mine))
                shown.append(SlimCaseRow(key=group, summary=words, number=count, heading=True))
                shown += [self._slim(row) for row in mine]
        return shown

    def _slim(self, row: CaseRow) -> SlimCaseRow:
        facts = self._facts
        return SlimCaseRow(
            key=str(row.id),
            number=row.number,
            summary=row.category_name,
            place=place_words(row),
            deadline=facts.deadline(row),
            mark=facts.mark(row),
            holder=facts.holder(row),
        )

    def _spoken(self, row: SlimCaseRow) -> str:
        return f"{row.number} {row.summary} {row.place}".strip()


def _group(row: CaseRow) -> str:
    if row.stage is not Stage.VERIFYING:
        return "to_order"
    return "answered" if row.answered else "waiting"


def _key(row: SlimCaseRow) -> str:
    return row.key
