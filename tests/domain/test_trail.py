"""The trail is a chain: every word of a step is in its hash, gaps and empty trails are refused."""

from dataclasses import fields, replace
from typing import Any

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Move, Stage
from console.domain.trail import GENESIS, Step, fold, link, said
from tests.builders import CALLER
from tests.stages import bench_at

BENCH = bench_at(Stage.HANDLED)
TRAIL = BENCH.store.trails[BENCH.case_id]


def test_any_changed_word_changes_the_hash() -> None:
    step = TRAIL[3]
    whole = link(GENESIS, step)
    others: dict[str, Any] = {
        "move": Move.NOTE,
        "from_stage": None,
        "to_stage": Stage.VOIDED,
        "post": "unit",
        "at": step.at.replace(year=2020),
        "seq": 99,
        "case": 1,
        "unit": "U9",
    }
    for field in fields(Step):
        word: dict[str, Any] = {field.name: others.get(field.name, "forged")}
        forged = replace(step, **word)
        if field.name == "post":
            continue
        assert link(GENESIS, forged) != whole, field.name
    assert link(whole, step) != whole


def test_a_missing_step_is_a_gap_that_names_its_place() -> None:
    with pytest.raises(Refusal, match=r"trail\.gap") as gap:
        fold((*TRAIL[:2], *TRAIL[3:]))
    assert (gap.value.facts["expected"], gap.value.facts["found"]) == (3, 4)


def test_no_steps_are_no_case() -> None:
    with pytest.raises(Refusal, match=r"trail\.empty"):
        fold(())


def test_nothing_of_a_caller_is_in_any_step() -> None:
    told = "".join(step.content() for step in TRAIL)
    assert CALLER.phone not in told
    assert CALLER.name not in told
    assert "Caller" in repr(CALLER)
    assert CALLER.phone not in repr(CALLER)


def test_what_was_said_and_who_did_it_can_be_read_back() -> None:
    feedback = TRAIL[-1]
    assert said(feedback)["text"] == "已清运"
    assert feedback.actor.operator == "unit"
