"""Which publication is in force for a period, and what a cover tells of it."""

from datetime import date

from console.evaluation.periods import PeriodKind, period_of
from console.ports.facts import Grouping
from console.ports.publications import Mark
from console.services.publishing import cover_facts, published_of
from console.views.wording import Wording
from tests.publications import a_head

NOVEMBER = period_of(PeriodKind.MONTH, date(2026, 11, 1))
DONE = (Mark.CHECKED, Mark.PUBLISHED)


def test_in_force_is_what_is_published_and_then_its_amendments_in_order() -> None:
    heads = [
        a_head(5, *DONE, amends=2),
        a_head(4, amends=2),
        a_head(3, *DONE, period="2026-10"),
        a_head(2, *DONE),
        a_head(1, Mark.WITHDRAWN),
    ]
    found = published_of(heads, NOVEMBER, "department", Grouping.UNIT)
    assert [one.id for one in found] == [2, 5]
    assert not published_of(heads, NOVEMBER, "region", Grouping.UNIT)
    assert not published_of(heads, NOVEMBER, "department", None)


def test_a_cover_carries_the_whole_fingerprint_and_what_is_amended() -> None:
    say = Wording("en").say
    first, second = a_head(2, *DONE), a_head(5, *DONE, amends=2)
    assert ("Fingerprint", first.fingerprint) in cover_facts(first, say)
    assert ("Amends", "2: 申诉成立") in cover_facts(second, say)
    assert all(label != "Amends" for label, _ in cover_facts(first, say))
