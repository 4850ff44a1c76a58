"""A preview is the clock that will run, explained; a refusal is told instead of a guess."""

from datetime import timedelta

from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.domain.timelimit import LimitUnit, TimeLimit
from console.domain.tone import Urgency
from console.viewmodels.limit_preview import LimitPreview, preview, preview_limit
from console.viewmodels.stage_time import stage_time
from tests.builders import MONDAY
from tests.panels import a_table


def test_spans_reach_from_now_to_due_and_sum_to_the_limit() -> None:
    table = a_table()
    found = preview_limit(TimeLimit(4, LimitUnit.WORK_HOUR), MONDAY, table.desk.rules)
    assert (found.spans[0].start, found.spans[-1].end) == (MONDAY, found.due)
    assert sum(span.seconds for span in found.spans if span.counted) == 4 * 3600
    assert found.due - MONDAY == timedelta(hours=6)  # the noon break does not count
    assert found.near == found.due - timedelta(minutes=48)


def test_a_limit_that_runs_through_is_one_span() -> None:
    table = a_table()
    found = preview_limit(TimeLimit(2, LimitUnit.HOUR), MONDAY, table.desk.rules)
    assert len(found.spans) == 1
    assert found.near == found.due - timedelta(minutes=24)


def test_the_preview_of_a_dispatch_is_what_the_dispatch_does() -> None:
    table = a_table()
    table.advance(Stage.TO_DISPATCH)
    found = preview(
        table.case,
        Move.DISPATCH,
        table.desk.actor,
        table.desk.now(),
        table.desk.rules,
        {"unit": "U1", "limit": None},
    )
    table.advance(Stage.DISPATCHED)
    assert isinstance(found, LimitPreview)
    assert table.case.handling is not None
    assert found.due == table.case.handling.due


def test_what_would_be_refused_is_told() -> None:
    table = a_table()
    table.advance(Stage.TO_DISPATCH, then=Post.VERIFIER)
    found = preview(
        table.case,
        Move.DISPATCH,
        table.desk.actor,
        table.desk.now(),
        table.desk.rules,
        {"unit": "U1"},
    )
    assert isinstance(found, Refusal)
    assert found.code == "move.post"


def test_the_head_of_a_panel_tells_calm_near_and_over() -> None:
    table = a_table()
    table.advance(Stage.TO_DISPATCH)
    case, rules = table.case, table.desk.rules
    seen = [
        found.urgency
        for minutes in (0, 25, 31)
        if (found := stage_time(case, MONDAY + timedelta(minutes=minutes), rules)) is not None
    ]
    assert seen == [Urgency.NORMAL, Urgency.NEAR, Urgency.OVER]
