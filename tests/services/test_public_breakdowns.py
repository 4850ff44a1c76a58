"""Sums by source and kind are of the cases the ranking counts, no more and no fewer."""

from fractions import Fraction

import pytest

from console.domain.refusal import Refusal
from console.evaluation.scheme import ObjectKind
from console.export.edition import EditionTable
from console.ports.facts import Grouping
from console.services.assessing import Assessment
from console.services.public_breakdowns import COUNTS, breakdowns
from console.views.wording import Wording
from tests.export.people_reading import POSTS, made, reading


def tables(one: Assessment, by: Grouping | None = None) -> tuple[EditionTable, ...]:
    return breakdowns(reading(), one, by, Wording("zh_CN").say)


@pytest.mark.parametrize(
    ("kind", "by"), [(ObjectKind.DEPARTMENT, None), (ObjectKind.REGION, Grouping.DISTRICT)]
)
def test_rows_add_up_to_what_the_ranking_counts(kind: ObjectKind, by: Grouping | None) -> None:
    one = made(kind)
    whole = one.scores.whole.counts
    sources, kinds = tables(one, by)
    for table in (sources, kinds):
        assert len(table.rows) >= 1
        summed = [sum(int(str(row[at])) for row in table.rows) for at in (1, *range(3, 9))]
        assert summed == [whole[name] for name in ("report", *COUNTS)]
        assert summed == [table.sums[at] for at in (1, *range(3, 9))]
        assert sum(Fraction(str(row[2])) for row in table.rows) == 1
        counts = [int(str(row[1])) for row in table.rows]
        assert counts == sorted(counts, reverse=True)
    assert "12319 热线" in [row[0] for row in sources.rows]


@pytest.mark.parametrize("kind", POSTS)
def test_people_are_refused(kind: ObjectKind) -> None:
    with pytest.raises(Refusal, match=r"assess\.people"):
        tables(made(kind))
