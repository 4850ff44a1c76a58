"""Publications of a seat over facts in memory, and how several people sign them."""

from dataclasses import replace
from datetime import UTC, date, datetime

from console.evaluation.periods import Period, PeriodKind, period_of
from console.evaluation.scheme import ObjectKind
from console.ports.facts import Grouping
from console.ports.publications import Head, Mark
from console.services.assessing_sources import objects_of
from console.services.publishing import prepare, sign
from tests.assessment_samples import lost_facts, the_reading
from tests.evaluation.memory import Facts
from tests.evaluation.schemes import shipped
from tests.fake_publications import FakePublications

SCHEME = shipped("standard", ObjectKind.DEPARTMENT)
THEN = datetime(2026, 11, 5, 1, 30, tzinfo=UTC)
OTHER = "zhou"
OCTOBER = period_of(PeriodKind.MONTH, date(2026, 10, 1))


def month(number: int) -> Period:
    """A month of 2026."""
    return period_of(PeriodKind.MONTH, date(2026, number, 1))


def publications(facts: Facts | None = None) -> FakePublications:
    """None yet."""
    return FakePublications(facts or lost_facts())


def prepared(kept: FakePublications, period: Period = OCTOBER, by: str = OTHER) -> Head:
    """One that somebody else prepared."""
    me, kept.operator = kept.operator, by
    named = objects_of(the_reading(), ObjectKind.DEPARTMENT, Grouping.UNIT)
    head = prepare(kept, SCHEME, period, named, THEN, by=Grouping.UNIT)
    kept.operator = me
    return head


def signed(kept: FakePublications, head: Head, *marks: Mark, by: str = "ann") -> Head:
    """One that others signed."""
    me, kept.operator = kept.operator, by
    for mark in marks:
        head = sign(kept, head.id, mark, THEN)
    kept.operator = me
    return head


def published(kept: FakePublications, period: Period = OCTOBER) -> Head:
    """One that is out."""
    return signed(kept, prepared(kept, period), Mark.CHECKED, Mark.PUBLISHED)


def correct(kept: FakePublications, case: int, **changed: object) -> None:
    """Correct a case after it was frozen."""
    kept.now = Facts(
        [
            replace(one, version=one.version + 3, **changed) if one.case == case else one  # type: ignore[arg-type] # any field
            for one in kept.now.cases
        ],
        done=kept.now.done,
    )
