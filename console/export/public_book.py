"""The public edition as a workbook: the rankings as formulas over one sheet of sums.

Like `assessed_book.py`, but instead of cases its last sheet has a row for each object with its
counts, so that nothing of a case leaves the house and every figure can still be worked out anew.
People are refused: article 24 has published how units deal with cases, not what persons do.
Source: issue 5 point 10.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from console.domain.refusal import Refusal
from console.evaluation.plan import Plan
from console.evaluation.scheme import POST_OF
from console.evaluation.scoring import Scores
from console.evaluation.words import kind_code, name_code
from console.export.assessed_book import AssessedBook, Naming, Say
from console.export.assessment_book import DrillCell, DrillColumn, DrillKind, TextSheet
from console.ports.facts import Grouping

_OBJECT: Final = "object"


class PublicBook(AssessedBook):
    """Makes the public workbook of one assessment. Raises `Refusal` `assess.people`."""

    detail = "sums"

    def __init__(
        self,
        plan: Plan,
        by: Grouping,
        period: str,
        as_of: datetime,
        say: Say,
        named: Naming,
        *,
        title: str,
        facts: Sequence[tuple[str, str]] = (),
    ) -> None:
        if plan.scheme.kind in POST_OF:
            raise Refusal("assess.people")
        super().__init__(plan, by, period, as_of, say, named, facts)
        self._headline = title

    def sum_rows(self, scores: Scores) -> Iterator[Sequence[DrillCell]]:
        """A row for each object with its counts."""
        for row in scores.rows:
            subject = row.subject
            counts = (subject.counts[name] for name in self._counts)
            yield (subject.object, subject.name or subject.object, *counts)

    # --- parts ------------------------------------------------------------------------------------

    def _title(self) -> str:
        return self._headline

    def _cover(self, scores: Scores, cases: int) -> Iterator[tuple[str, str]]:
        """Without where the scheme was taken from, which is a note to ourselves."""
        own = self._say("assess.cover.source")
        yield from (line for line in super()._cover(scores, cases) if line[0] != own)

    def _definitions(self, sheet: str) -> TextSheet:
        whole = super()._definitions(sheet)
        return replace(
            whole,
            headings=whole.headings[:-1],
            rows=tuple(row[:-1] for row in whole.rows),
            widths=(*whole.widths[:-2], sum(whole.widths[-2:])),
        )

    def _drill_columns(self) -> Iterator[DrillColumn]:
        say, kind = self._say, self._plan.scheme.kind
        yield DrillColumn(name=_OBJECT, title=say("assess.col.code"), kind=DrillKind.TEXT)
        yield DrillColumn(name="name", title=say(kind_code(kind)), kind=DrillKind.TEXT)
        for name in self._counts:
            yield DrillColumn(name=name, title=say(name_code(kind, name)), kind=DrillKind.SUM)

    def _size(self, _cases: int) -> Iterator[tuple[str, str]]:
        yield from ()
