"""Rows for the lists, from random histories and from one told by hand."""

from datetime import datetime, timedelta

import pytest

from console.domain.stage import Post, Source
from console.domain.trail import Step, fold
from console.evaluation.facts import acts_of
from console.evaluation.integrity_rows import report_row, task_rows
from tests.evaluation.lives import histories
from tests.evaluation.oracle import lasting

Trail = tuple[Step, ...]


@pytest.fixture(scope="module")
def trails() -> tuple[Trail, ...]:
    return histories()


def test_a_row_tells_what_became_of_a_report(trails: tuple[Trail, ...]) -> None:
    inspectors = 0
    for trail in trails:
        case = fold(trail)
        row = report_row(case, acts_of(trail), duty_inspector="I1")
        assert (row.case, row.reported_at, row.duty_inspector) == (case.id, trail[0].at, "I1")
        assert (row.ended_at is None) is (row.close_kind is None) is case.open
        assert (row.inspector != "") is (row.source is Source.INSPECTOR)
        assert row.inspector in {"", trail[0].operator}
        inspectors += row.inspector != ""
    assert inspectors > 20


def test_every_answer_of_an_inspector_is_a_task_that_began_with_its_order(
    trails: tuple[Trail, ...],
) -> None:
    waited: set[timedelta] = set()
    for trail in trails:
        rows = task_rows(fold(trail), acts_of(trail))
        told = [(row.kind, row.inspector, row.sent_at, row.answered_at) for row in rows]
        assert told == _answers(trail)
        waited |= {row.answered_at - row.sent_at for row in rows}
    assert len(waited) > 5


def _answers(trail: Trail) -> list[tuple[str, str, datetime, datetime]]:
    """Kind, inspector, sent and answered, read from the steps one by one."""
    orders: dict[str, datetime] = {}
    found = []
    for step in lasting(trail):
        move = step.move.value
        if move in ORDERS:
            orders[ORDERS[move]] = step.at
        if move in ANSWERS and step.post is Post.INSPECTOR:
            task = fold(trail[: step.seq]).task
            assert task is not None
            found.append((ANSWERS[move], task.inspector, orders[ANSWERS[move]], step.at))
    return found


ORDERS = {
    "order_confirmation": "confirm",
    "order_verification": "verify",
    "reverify": "verify",
    "return_to_verification": "verify",
}
ANSWERS = {"answer_confirmation": "confirm", "answer_verification": "verify"}
