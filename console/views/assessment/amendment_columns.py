"""The columns of amendments: published periods, corrected cases, figures before and after."""

from __future__ import annotations

from PySide6.QtCore import QObject

from console.ports.publications import Head
from console.viewmodels.amendment_rows import FigureRow
from console.viewmodels.amendments import CorrectedRow
from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.columns import Align, Column
from console.viewmodels.keyed_table import KeyedTable
from console.views.assessment.publication_words import words_of
from console.views.look import Look


class AmendmentColumns:
    """Makes the three tables."""

    def __init__(self, page: AssessmentDesk, look: Look) -> None:
        self._page, self._look = page, look
        self._words = words_of(page, look)

    def periods(self, parent: QObject) -> KeyedTable[Head]:
        """Published periods, with their objects and whether they are amended."""
        words = self._words
        period: Column[Head] = Column(
            key="period", title="publications.col.period", value=words.period, width=124
        )
        objects: Column[Head] = Column(
            key="objects", title="publications.col.objects", value=words.objects, width=92
        )
        state: Column[Head] = Column(
            key="state", title="publications.col.state", value=words.state, stretch=True,
            hint=words.state,
        )  # fmt: skip
        return KeyedTable((period, objects, state), _number, self._look.wording.say, parent=parent)

    def cases(self, parent: QObject) -> KeyedTable[CorrectedRow]:
        """Corrected cases: mark, number, unit, why and what."""
        say = self._look.wording.say
        mark: Column[CorrectedRow] = Column(
            key="mark", title="", width=30, align=Align.CENTRE, strong=lambda _row: True,
            value=lambda row: "✓" if row.marked else "",
            spoken=lambda row: say("publications.is_marked") if row.marked else "",
        )  # fmt: skip
        number: Column[CorrectedRow] = Column(
            key="number", title="assess.case.number", value=lambda row: row.number, width=150
        )
        unit: Column[CorrectedRow] = Column(
            key="unit", title="assess.by.unit", value=lambda row: row.unit, width=150
        )
        why: Column[CorrectedRow] = Column(
            key="why", title="publications.col.why", value=self._why, width=120, hint=self._why
        )
        what: Column[CorrectedRow] = Column(
            key="what", title="publications.col.what", value=self._what, stretch=True,
            hint=self._what,
        )  # fmt: skip
        return KeyedTable((mark, number, unit, why, what), _case, say, parent=parent)

    def figures(self, parent: QObject) -> KeyedTable[FigureRow]:
        """Objects whose figures change."""
        name: Column[FigureRow] = Column(
            key="name", title="publications.col.objects", value=lambda row: row.name, width=180
        )
        total: Column[FigureRow] = Column(
            key="total", title="assess.col.total", value=lambda row: row.total, width=130
        )
        rank: Column[FigureRow] = Column(
            key="rank", title="assess.col.rank", value=lambda row: row.rank, width=80
        )
        grade: Column[FigureRow] = Column(
            key="grade", title="assess.col.grade", value=lambda row: row.grade, width=100
        )
        counts: Column[FigureRow] = Column(
            key="counts", title="assess.over.counts", value=lambda row: row.counts, stretch=True,
            hint=lambda row: row.counts,
        )  # fmt: skip
        columns = (name, total, rank, grade, counts)
        return KeyedTable(columns, _object, self._look.wording.say, parent=parent)

    def _why(self, row: CorrectedRow) -> str:
        say = self._look.wording.say
        return say("list.comma").join(say(f"publications.why.{one.value}") for one in row.why)

    def _what(self, row: CorrectedRow) -> str:
        joined = self._look.wording.say("publications.and")
        return joined.join(self._words.change(one) for one in row.fields)


def _number(head: Head) -> int:
    return head.id


def _case(row: CorrectedRow) -> int:
    return row.case


def _object(row: FigureRow) -> str:
    return row.object
