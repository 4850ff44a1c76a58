"""What a correction changes is told by field and by figure, and nothing else is."""

from dataclasses import replace
from datetime import date

from console.evaluation.amending import case_change, figure_changes
from console.evaluation.periods import PeriodKind, period_of
from console.evaluation.scheme import ObjectKind
from console.services.assessing import assess
from tests.evaluation.lives import ended_facts
from tests.evaluation.memory import Facts
from tests.evaluation.schemes import shipped
from tests.export.test_assessed_book import NOW

YEAR = period_of(PeriodKind.YEAR, date(2026, 1, 1))
SCHEME = shipped("standard", ObjectKind.DEPARTMENT)


def test_a_case_that_only_had_a_note_is_not_changed() -> None:
    fact = ended_facts()[0]
    assert case_change(fact, replace(fact, version=fact.version + 1)).fields == ()


def test_a_field_is_told_before_and_after() -> None:
    fact = ended_facts()[0]
    changed = case_change(fact, replace(fact, exempt=not fact.exempt, returns=9))
    assert [(one.field, one.after) for one in changed.fields] == [
        ("exempt", not fact.exempt),
        ("returns", 9),
    ]


def test_figures_that_differ_are_told_and_those_that_do_not_are_not() -> None:
    facts = list(ended_facts())
    before = assess(Facts(facts), SCHEME, YEAR, [], NOW).scores
    assert figure_changes(before, before) == ()
    late = next(
        at
        for at, one in enumerate(facts)
        if one.unit and one.handled_at and one.due and one.ended and one.ended > one.due
        and not one.exempt and one.registered_at and one.close_kind is None
    )  # fmt: skip
    facts[late] = replace(facts[late], exempt=True)
    after = assess(Facts(facts), SCHEME, YEAR, [], NOW).scores
    changed = figure_changes(before, after)
    assert facts[late].unit in {one.object for one in changed}
    mine = next(one for one in changed if one.object == facts[late].unit)
    counts = {one.field: (one.before, one.after) for one in mine.counts}
    old, new = counts["overtime_dispose"]
    assert (old, new) == (new + 1, old - 1)  # type: ignore[operator] # counts are numbers
