"""Which workbook an assessment is written as, and the rows that belong to it.

Units and regions have a row for each case, people one for each act, the public none. Read only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from console.evaluation.scheme import POST_OF
from console.export.assessed_book import AssessedBook, Naming, Say
from console.export.assessment_book import Book, DrillCell
from console.export.people_book import PeopleBook
from console.ports.facts import FactReading, Grouping
from console.services.assessing import Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A workbook and the rows of its drill-down, which are read while it is written."""

    book: Book
    rows: Iterable[Sequence[DrillCell]]

    @property
    def count(self) -> int:
        """How many rows there will be."""
        return self.book.drill.cases


def workbook_of(
    made: Assessment,
    reading: FactReading,
    by: Grouping | None,
    say: Say,
    named: Naming,
    facts: Sequence[tuple[str, str]] = (),
) -> Written:
    """The internal workbook. `reading` is of the same moment as `made`, or rows and sums differ.

    `facts` are further lines of its cover.
    """
    code, words = made.period.title
    period, as_of = say(code, **words), made.span.as_of
    if made.scheme.kind in POST_OF:
        people = PeopleBook(made.plan, period, as_of, say, named, facts)
        count = people.how_many(reading.act_tallies(made.span), made.scores)
        return Written(
            book=people.book(made.scores, count),
            rows=people.act_rows(reading.acts(made.span), made.scores),
        )
    book = AssessedBook(made.plan, by or Grouping.UNIT, period, as_of, say, named, facts)
    return Written(
        book=book.book(made.scores, made.scores.whole.counts["report"]),
        rows=book.rows(reading.facts(made.span, made.scheme.case_date, {})),
    )
