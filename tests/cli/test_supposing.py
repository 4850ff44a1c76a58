"""`assess --suppose-…`: a table of what is beside what would be."""

import io

from console.cli.supposing import tell_comparison
from console.cli.talk import Talk
from console.services.supposing import Supposed
from console.views.wording import Wording
from tests.services.test_supposing import HALF, PLAN, compare


def test_each_object_has_both_scores_and_both_counts() -> None:
    made = compare(Supposed(plan=PLAN, other=PLAN, supposition=HALF))
    assert made is not None
    out, say = io.StringIO(), Wording("en").say
    tell_comparison(made, "2026-11", Talk(say, out=out), "en")
    lines = out.getvalue().splitlines()
    assert say("whatif.note") in lines
    table = [line.split("\t") for line in lines if "\t" in line]
    assert {len(row) for row in table} == {18}
    assert len(table) == len(made.rows) + 1
    for row, shown in zip(made.rows, table[1:], strict=True):
        assert shown[6:8] == [
            str(one.subject.counts["need_archive"]) for one in (row.real, row.supposed)
        ]


def test_another_scheme_alone_shows_scores_and_no_counts() -> None:
    made = compare(Supposed(plan=PLAN, other=PLAN))
    assert made is not None
    out = io.StringIO()
    tell_comparison(made, "2026-11", Talk(Wording("en").say, out=out), "en")
    table = [line.split("\t") for line in out.getvalue().splitlines() if "\t" in line]
    assert {len(row) for row in table} == {6}
