"""A scheme tried on the last whole month beside the one in force, from facts read once."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from console.evaluation.scheme import Scheme
from console.ports.facts import Grouping
from console.services.previewing import Trying
from tests.assessment_samples import the_facts, the_reading
from tests.evaluation.schemes import shipped
from tests.schemes_seat import CountedFacts

NOW = datetime(2026, 12, 10, 2, tzinfo=UTC)
STANDARD = shipped("standard")


def other(*weights: str) -> Scheme:
    """The standard's scheme with other weights."""
    parts = zip(STANDARD.components, weights, strict=True)
    return replace(STANDARD, components=tuple(replace(one, weight=Fraction(w)) for one, w in parts))


def test_the_month_before_the_present_one_is_tried_and_read_once() -> None:
    facts = CountedFacts(the_facts().cases)
    trying = Trying(facts, the_reading(), NOW)
    assert trying.period.code == "2026-11"
    for weights in (("0.1", "0.3", "0.3", "0.3"), ("0", "0.3", "0.4", "0.3")):
        trying.run(other(*weights), STANDARD)
    assert facts.asked == 1


def test_what_changes_is_told_beside_the_scheme_in_force() -> None:
    trial = Trying(the_facts(), the_reading(), NOW).run(other("0", "0.3", "0.4", "0.3"), STANDARD)
    by_object = {row.object: row for row in trial.rows}
    second = by_object["U2"]  # two of ten late: 0.1 x 100 became 0.1 x 80
    assert (trial.standing, second.change, second.moved) == (1, Fraction(-2), 0)
    assert by_object["U1"].change == 0
    assert [row.rank for row in trial.rows if row.rank] == sorted(
        row.rank for row in trial.rows if row.rank
    )


def test_without_one_in_force_or_by_another_grouping_it_stands_alone() -> None:
    trying = Trying(the_facts(), the_reading(), NOW)
    alone = trying.run(STANDARD, None)
    assert alone.standing is None
    assert all(row.total_now is None and row.change is None for row in alone.rows)
    streets = replace(STANDARD, by=(Grouping.STREET,))
    assert trying.run(streets, STANDARD).standing is None
