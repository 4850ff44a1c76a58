"""The columns of the cases and acts behind a figure; figures and moments, no colours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject

from console.viewmodels.assessment_cases import BehindRow
from console.viewmodels.columns import Align, Column, Elide
from console.viewmodels.keyed_table import KeyedTable
from console.views.look import Look


class CaseColumns:
    """Makes the two kinds of tables."""

    def __init__(self, look: Look, now: Callable[[], datetime]) -> None:
        self._look, self._now = look, now

    def table(self, parent: QObject, *, people: bool) -> KeyedTable[BehindRow]:
        """A table of cases, or of people's acts."""
        columns = self._act_columns() if people else self._case_columns()
        return KeyedTable(columns, _key, self._look.wording.say, parent=parent)

    def _case_columns(self) -> tuple[Column[BehindRow], ...]:
        moment = self._moment
        number: Column[BehindRow] = Column(
            key="number", title="assess.case.number", value=lambda row: row.number, width=150
        )
        kind: Column[BehindRow] = Column(
            key="category", title="assessment.case.category", value=lambda row: row.category,
            width=130,
        )  # fmt: skip
        place: Column[BehindRow] = Column(
            key="place", title="assessment.case.place", value=lambda row: row.place, stretch=True,
            elide=Elide.MIDDLE,
        )  # fmt: skip
        moments: list[Column[BehindRow]] = [
            Column(key="sent", title="assessment.case.sent", value=lambda row: moment(row.sent),
                   width=104, align=Align.RIGHT),
            Column(key="due", title="assessment.case.due", value=lambda row: moment(row.due),
                   width=104, align=Align.RIGHT),
            Column(key="done", title="assessment.case.done", value=lambda row: moment(row.done),
                   width=104, align=Align.RIGHT),
        ]  # fmt: skip
        return (number, kind, place, *moments, self._late(), self._note())

    def _act_columns(self) -> tuple[Column[BehindRow], ...]:
        say, moment = self._look.wording.say, self._moment
        number, kind, place, *_ = self._case_columns()
        move: Column[BehindRow] = Column(
            key="move", title="assessment.case.move",
            value=lambda row: say(f"gesture.{row.move}").rstrip("…"), width=130,
        )  # fmt: skip
        done: Column[BehindRow] = Column(
            key="done", title="assessment.case.acted", value=lambda row: moment(row.done),
            width=104, align=Align.RIGHT,
        )  # fmt: skip
        due: Column[BehindRow] = Column(
            key="due", title="assessment.case.due", value=lambda row: moment(row.due), width=104,
            align=Align.RIGHT,
        )  # fmt: skip
        return (number, kind, place, move, due, done, self._late())

    def _late(self) -> Column[BehindRow]:
        formats = self._look.formats
        column: Column[BehindRow] = Column(
            key="late", title="assessment.case.late",
            value=lambda row: "" if row.late is None else formats.span(max(row.late, 60.0)),
            width=84, align=Align.RIGHT, strong=lambda _row: True,
        )  # fmt: skip
        return column

    def _note(self) -> Column[BehindRow]:
        column: Column[BehindRow] = Column(
            key="note", title="assessment.case.note", value=self._note_words, width=112
        )
        return column

    def _note_words(self, row: BehindRow) -> str:
        say = self._look.wording.say
        words = say(f"assessment.note.{row.note}") if row.note else "—"
        return say("assessment.times", n=row.share) if row.share > 1 else words

    def _moment(self, at: datetime | None) -> str:
        return "" if at is None else self._look.formats.moment(at, self._now())


def _key(row: BehindRow) -> tuple[int, int]:
    return row.key
