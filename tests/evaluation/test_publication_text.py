"""Figures as text are exact, the same each time, and tell where two of them differ."""

import json
from datetime import date

from console.evaluation.periods import PeriodKind, period_of
from console.evaluation.publication_text import Judged, figures_text, first_other, judged_in
from console.evaluation.scheme import ObjectKind
from console.evaluation.scoring import Scores
from console.services.assessing import assess
from tests.evaluation.lives import ended_facts
from tests.evaluation.memory import Facts
from tests.evaluation.schemes import shipped
from tests.export.test_assessed_book import NOW

JUDGED = [Judged(code="U1", name="市政所", group="district")]


def scores() -> Scores:
    facts = Facts(ended_facts())
    year = period_of(PeriodKind.YEAR, date(2026, 1, 1))
    return assess(facts, shipped("standard", ObjectKind.DEPARTMENT), year, [], NOW).scores


def test_a_total_is_kept_as_the_exact_fraction() -> None:
    found = scores()
    figures = json.loads(figures_text(found, JUDGED, {}))["figures"]
    for row in found.rows:
        kept = figures[row.subject.object]
        assert kept["total"] == (None if row.total is None else str(row.total))
        assert kept["counts"] == dict(row.subject.counts)


def test_who_was_judged_reads_back_in_order() -> None:
    assert list(judged_in(figures_text(scores(), JUDGED, {}))) == JUDGED


def test_the_first_figure_that_differs_is_named() -> None:
    text = figures_text(scores(), JUDGED, {})
    assert first_other(text, text) is None
    other = json.loads(text)
    code = sorted(other["figures"])[0]
    other["figures"][code]["rank"] = 99
    told = first_other(text, json.dumps(other))
    assert told is not None
    assert (told[0], told[1], told[3]) == (code, "rank", "99")
