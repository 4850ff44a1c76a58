"""A verification is judged condition by condition; an unmet one stands in the way of a pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.domain.trail import said
from console.ports.work import Changes
from console.viewmodels.verify_draft import (
    Task,
    Verdict,
    VerifyDraft,
    conditions_of,
    round_start,
)
from tests.drafts import DraftsInMemory
from tests.panels import a_table
from tests.verifying import an_answered_table, seen

pytestmark = pytest.mark.usefixtures("qapp")  # a draft saves by a timer


def ignore(_changes: Changes) -> None:
    """Nothing follows."""


def never(refusal: Refusal, _command: object) -> None:
    raise refusal


@pytest.mark.parametrize(
    ("closing", "parts"),
    [
        ("清运干净、无散落", ("清运干净", "无散落")),
        ("修复完好，无沉降；标志齐全。", ("修复完好", "无沉降", "标志齐全")),
        ("恢复原状。恢复原状。", ("恢复原状",)),
        ("", ()),
    ],
)
def test_a_closing_text_is_split_into_its_conditions(closing: str, parts: tuple[str, ...]) -> None:
    assert conditions_of(closing) == parts


def test_the_first_unmet_condition_preselects_the_second_dispatch() -> None:
    draft = VerifyDraft(an_answered_table().desk, seen(an_answered_table()))
    draft.mark(0, met=True)
    assert draft.verdict is None
    draft.mark(1, met=False)
    assert draft.verdict is Verdict.FAIL


def test_all_met_preselects_the_pass() -> None:
    table = an_answered_table("pass", ())
    draft = VerifyDraft(table.desk, seen(table))
    for at in range(2):
        draft.mark(at, met=True)
    assert draft.verdict is Verdict.PASS


def test_what_the_inspector_found_is_shown_by_condition() -> None:
    table = an_answered_table("fail", ("无散落",))
    draft = VerifyDraft(table.desk, seen(table))
    assert [draft.checks.inspector(at) for at in range(2)] == [True, False]


def test_a_pass_needs_every_mark_and_a_note_for_an_unmet_one() -> None:
    table = an_answered_table()
    draft = VerifyDraft(table.desk, seen(table))
    assert draft.missing(Verdict.PASS) == "verify.lack.marks"
    draft.mark(0, met=True)
    draft.mark(1, met=False)
    assert draft.missing(Verdict.PASS) == "verify.lack.note"
    draft.write("pass", "one leaf, within reason")
    assert draft.missing(Verdict.PASS) == ""


def test_a_failure_needs_a_coded_reason_or_words_and_keeps_both() -> None:
    table = an_answered_table()
    draft = VerifyDraft(table.desk, seen(table))
    draft.mark(1, met=False)
    assert draft.missing(Verdict.FAIL) == "verify.lack.reason"
    draft.blame("bad_photos", on=True)
    draft.blame("not_thorough", on=True)
    assert draft.missing(Verdict.FAIL) == ""
    draft.judge(Verdict.FAIL, "clean it again", ignore, never)
    assert table.case.stage is Stage.VERIFY_FAILED
    assert table.case.unmet == ("无散落",)
    assert said(table.trail()[-1])["faults"] == ["not_thorough", "bad_photos"]


def test_the_task_follows_the_case() -> None:
    table = a_table()
    table.advance(Stage.HANDLED)
    assert VerifyDraft(table.desk, seen(table)).task is Task.ORDER
    table.advance(Stage.VERIFYING)
    assert VerifyDraft(table.desk, seen(table)).task is Task.ANSWER
    answered = an_answered_table()
    assert VerifyDraft(answered.desk, seen(answered)).task is Task.JUDGE


def test_an_answer_by_telephone_is_written_down_and_then_judged() -> None:
    table = a_table()
    table.advance(Stage.VERIFYING, then=Post.VERIFIER)
    draft = VerifyDraft(table.desk, seen(table))
    draft.mark(1, met=False)
    draft.write("fail", "a bag is left")
    draft.record(Verdict.FAIL, ignore, never)
    told = said(table.trail()[-1])
    assert (told["outcome"], told["unmet"], told["text"]) == ("fail", ["无散落"], "a bag is left")
    assert VerifyDraft(table.desk, seen(table)).task is Task.JUDGE


def test_a_new_check_is_asked_for_with_its_reason() -> None:
    table = an_answered_table()
    VerifyDraft(table.desk, seen(table)).again("from the same angle", ignore, never)
    assert table.case.last_move is Move.REVERIFY
    assert table.case.task is not None
    assert table.case.task.outcome is None


def test_a_round_begins_with_the_last_dispatch() -> None:
    table = an_answered_table()
    detail = seen(table)
    first = round_start(detail)
    assert detail.steps[first - 1].move is Move.DISPATCH


def test_marks_and_words_come_back_after_the_form_was_left() -> None:
    table = an_answered_table()
    table.desk.outside = replace(table.desk.outside, drafts=DraftsInMemory())
    draft = VerifyDraft(table.desk, seen(table))
    draft.mark(1, met=False)
    draft.blame("not_done", on=True)
    draft.write("fail", "one bag")
    draft.keeper.save()
    again = VerifyDraft(table.desk, seen(table))
    again.load()
    assert again.checks.marks == [None, False]
    assert again.verdict is Verdict.FAIL
    assert (again.faults, again.texts["fail"]) == (("not_done",), "one bag")


def test_a_refused_judgement_is_told_with_its_command() -> None:
    table = an_answered_table()
    draft = VerifyDraft(table.desk, seen(table))
    table.sit(Post.DISPATCHER)
    told: list[str] = []

    def keep(refusal: Refusal, command: object) -> None:
        told.append(f"{refusal.code} {getattr(command, 'reason', '')}")

    draft.judge(Verdict.FAIL, "words", ignore, keep)
    assert told == ["move.post words"]
    assert not draft.busy
