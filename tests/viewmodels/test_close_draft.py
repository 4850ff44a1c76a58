"""Closing looks at every condition once more, and going back needs a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.ports.work import Changes
from console.services.verifying import PassVerification
from console.viewmodels.close_draft import CloseDraft
from tests.drafts import DraftsInMemory
from tests.panels import Table
from tests.verifying import an_answered_table, seen

pytestmark = pytest.mark.usefixtures("qapp")


def ignore(_changes: Changes) -> None:
    """Nothing follows."""


def never(refusal: Refusal, _command: object) -> None:
    raise refusal


def a_passed_table(unmet: tuple[str, ...] = ()) -> Table:
    table = an_answered_table("pass", ())
    verdict = PassVerification(case=table.case.id, unmet=unmet, reason="a leaf" if unmet else "")
    table.bench.do(Post.VERIFIER, verdict)
    table.sit(Post.SHIFT_LEADER)
    return table


def test_the_verification_is_taken_over_condition_by_condition() -> None:
    table = a_passed_table(("无散落",))
    draft = CloseDraft(table.desk, seen(table))
    assert draft.met == [True, False]
    assert draft.unmet == ("无散落",)


def test_an_unmet_condition_needs_a_reason_to_close() -> None:
    table = a_passed_table(("无散落",))
    draft = CloseDraft(table.desk, seen(table))
    assert draft.missing(Move.CLOSE)
    draft.write("a single leaf")
    assert not draft.missing(Move.CLOSE)
    draft.act(Move.CLOSE, ignore, never)
    assert table.case.stage is Stage.CLOSED
    assert table.case.unmet == ("无散落",)


def test_all_met_closes_without_a_word() -> None:
    table = a_passed_table()
    draft = CloseDraft(table.desk, seen(table))
    assert not draft.missing(Move.CLOSE)
    draft.act(Move.CLOSE, ignore, never)
    assert table.case.stage is Stage.CLOSED


@pytest.mark.parametrize(
    ("move", "stage"),
    [
        (Move.RETURN_TO_VERIFICATION, Stage.VERIFYING),
        (Move.RETURN_TO_DISPATCH, Stage.VERIFY_FAILED),
    ],
)
def test_going_back_needs_a_reason(move: Move, stage: Stage) -> None:
    table = a_passed_table()
    draft = CloseDraft(table.desk, seen(table))
    assert draft.missing(move)
    draft.write("the photo shows another place")
    draft.act(move, ignore, never)
    assert table.case.stage is stage


def test_times_tell_what_counted_against_the_limit() -> None:
    table = a_passed_table()
    times = {one.code: one for one in CloseDraft(table.desk, seen(table)).timings()}
    handled = times["handled"]
    assert handled.allowed == 4 * 3600
    assert handled.took == 0
    assert not handled.late
    assert replace(handled, took=handled.allowed + 1).late
    assert times["verified"].at == table.case.verified_at


def test_ticks_and_words_come_back_after_the_form_was_left() -> None:
    table = a_passed_table()
    table.desk.outside = replace(table.desk.outside, drafts=DraftsInMemory())
    draft = CloseDraft(table.desk, seen(table))
    draft.tick(0, met=False)
    draft.write("not clean")
    draft.keeper.save()
    again = CloseDraft(table.desk, seen(table))
    again.load()
    assert (again.met, again.reason) == ([False, True], "not clean")
