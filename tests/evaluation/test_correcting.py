"""What is a correction of a frozen case, and what is only its later course."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from console.domain.case import CloseKind
from console.domain.stage import Stage
from console.evaluation.correcting import Why, is_correction, reasons, told_change
from tests.assessment_samples import a_fact

AS_OF = datetime(2026, 11, 5, tzinfo=UTC)
LATER = AS_OF + timedelta(days=2)
DONE = a_fact(3, "U1", 10, late=True)
WORKING = replace(
    DONE, stage=Stage.HANDLING, ended=None, handled_at=None, closed_at=None, close_kind=None
)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"exempt": True}, Why.APPEALED),
        ({"stage": Stage.VOIDED, "close_kind": CloseKind.VOIDED}, Why.VOIDED),
        ({"stage": Stage.MERGED, "close_kind": CloseKind.MERGED}, Why.MERGED),
        ({"due": DONE.closed_at}, Why.DUE),
        ({"unit": "U9"}, Why.UNIT),
        ({"registered_at": DONE.reported_at + timedelta(hours=1)}, Why.REGISTERED),
        ({"handled_at": DONE.reported_at + timedelta(hours=1)}, Why.PAST),
        ({"rework": 4}, Why.PAST),
    ],
)
def test_what_changes_the_past_is_a_correction(changed: dict[str, Any], why: Why) -> None:
    now = replace(DONE, version=12, **changed)
    assert reasons(DONE, now, AS_OF) == (why,)
    assert is_correction(DONE, now, AS_OF)


def test_a_closed_case_that_is_open_again_was_reopened() -> None:
    now = replace(DONE, version=11, stage=Stage.HANDLING, closed_at=None, close_kind=None)
    assert reasons(DONE, now, AS_OF) == (Why.REOPENED,)


def test_several_reasons_are_told_each() -> None:
    now = replace(DONE, version=14, exempt=True, stage=Stage.VOIDED, close_kind=CloseKind.VOIDED)
    assert reasons(DONE, now, AS_OF) == (Why.APPEALED, Why.VOIDED)


@pytest.mark.parametrize(
    "changed",
    [
        {"handled_at": LATER, "ended": LATER, "stage": Stage.HANDLED},
        {
            "handled_at": LATER, "ended": LATER, "closed_at": LATER,
            "stage": Stage.CLOSED, "close_kind": CloseKind.NORMAL,
        },
        {"unit": "U2", "stage": Stage.DISPATCHED},
        {"extensions": 1, "due": LATER},
        {"suspensions": 1, "standing": True, "stage": Stage.SUSPENDED},
    ],
)  # fmt: skip
def test_work_that_went_on_later_is_no_correction(changed: dict[str, Any]) -> None:
    now = replace(WORKING, version=12, **changed)
    assert reasons(WORKING, now, AS_OF) == (Why.PROGRESS,)
    assert not is_correction(WORKING, now, AS_OF)


def test_a_caller_who_is_called_back_later_is_no_correction() -> None:
    now = replace(DONE, version=11, callback="satisfied")
    assert reasons(DONE, now, AS_OF) == (Why.PROGRESS,)


def test_a_note_changes_nothing() -> None:
    now = replace(DONE, version=11)
    assert reasons(DONE, now, AS_OF) == ()
    assert not is_correction(DONE, now, AS_OF)


def test_fields_of_the_past_are_told_before_later_ones() -> None:
    now = replace(WORKING, version=12, closed_at=LATER, exempt=True, accepted_at=LATER)
    told = told_change(WORKING, now, AS_OF)
    assert told.number == WORKING.number
    assert [one.field for one in told.fields][-1] == "closed_at"
