"""A verification is judged from the keyboard, and no key is stolen from words being typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.stage import Move, Post, Stage
from console.domain.trail import said
from console.services.verifying import FailVerification
from console.viewmodels.verify_draft import VerifyDraft
from console.views.panels.base import Finished
from console.views.panels.registry import open_panel
from console.views.panels.verify_panel import VerifyPanel
from console.views.theme import Theme
from console.views.widgets.photos import Mode
from console.views.wording import Wording
from tests.drafts import DraftsInMemory
from tests.keys import CTRL, SHIFT, press, type_in
from tests.panels import Table, a_table
from tests.verifying import an_answered_table, seen, shown, stage_of

WORDING = Wording("zh_CN")


@pytest.fixture
def table() -> Table:
    return an_answered_table()


def opened(qtbot: QtBot, table: Table, move: Move = Move.PASS) -> VerifyPanel:
    panel = shown(qtbot, open_panel(move, seen(table), table.desk, WORDING, Theme()))
    assert isinstance(panel, VerifyPanel)
    return panel


def test_two_marks_and_one_key_pass_a_case(qtbot: QtBot) -> None:
    table = an_answered_table("pass", ())
    panel = opened(qtbot, table)
    ended: list[Finished] = []
    panel.finished.connect(ended.append)
    press(Qt.Key.Key_Y)
    press(Qt.Key.Key_Y)
    press(Qt.Key.Key_F6)
    assert stage_of(table) is Stage.TO_CLOSE
    assert said(table.trail()[-1])["met"] == ["清运干净", "无散落"]
    assert len(ended) == 1


def test_a_pass_against_the_inspectors_answer_asks_for_its_note_first(
    qtbot: QtBot, table: Table
) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_Y)
    press(Qt.Key.Key_Y)
    press(Qt.Key.Key_F6)
    assert stage_of(table) is Stage.VERIFYING
    assert panel.banner.accessibleName() == WORDING.say("verify.lack.against")
    assert QApplication.focusWidget() is panel.passed.entry
    type_in("the bag is a neighbour's")
    press(Qt.Key.Key_Return, CTRL)
    assert stage_of(table) is Stage.TO_CLOSE
    assert table.trail()[-1].reason == "the bag is a neighbour's"


def test_an_unmet_condition_chooses_the_second_dispatch_and_asks_for_its_reason(
    qtbot: QtBot, table: Table
) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_Y)
    press(Qt.Key.Key_N)
    assert panel.failed.is_chosen
    assert panel.fail_button.property("kind") == "primary"
    press(Qt.Key.Key_F6, SHIFT)
    assert stage_of(table) is Stage.VERIFYING
    assert panel.banner.isVisible()
    assert QApplication.focusWidget() is panel.failed.entry
    type_in("one bag is left")
    press(Qt.Key.Key_Return, CTRL)
    assert stage_of(table) is Stage.VERIFY_FAILED
    assert table.trail()[-1].reason == "one bag is left"


def test_a_ticked_fault_is_reason_enough_and_is_said_in_words(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_N)
    box = panel.failed.boxes["bad_photos"]  # type: ignore[union-attr]  # judging has the fail card
    box.setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_F6, SHIFT)
    assert stage_of(table) is Stage.VERIFY_FAILED
    assert table.trail()[-1].reason == WORDING.say("verify.fault.bad_photos")


def test_a_pass_against_an_unmet_condition_asks_for_a_note(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_Y)
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_F6)
    assert stage_of(table) is Stage.VERIFYING
    assert QApplication.focusWidget() is panel.passed.entry
    type_in("within reason")
    press(Qt.Key.Key_F6)
    assert stage_of(table) is Stage.TO_CLOSE
    assert table.case.unmet == ("无散落",)


def test_unmarked_conditions_are_pointed_at(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_Y)
    press(Qt.Key.Key_F6)
    assert stage_of(table) is Stage.VERIFYING
    assert QApplication.focusWidget() is panel.table
    assert panel.table.currentRow() == 1


def test_letters_and_digits_typed_as_words_stay_words(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    panel.failed.choose()
    panel.failed.entry.setFocus()
    type_in("any 2 bags on zone 1")
    assert panel.failed.entry.toPlainText() == "any 2 bags on zone 1"
    assert panel.draft.checks.marks == [None, None]
    assert panel.evidence.pair.mode is Mode.SIDE


def test_photo_keys_work_while_the_conditions_have_the_focus(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_2)
    assert panel.evidence.pair.mode is Mode.SLIDE
    press(Qt.Key.Key_3)
    assert panel.evidence.pair.mode.value == Mode.BLINK.value
    panel.evidence.pair.set_mode(Mode.SIDE)


def test_other_photos_are_asked_for_with_two_keys(qtbot: QtBot, table: Table) -> None:
    opened(qtbot, table)
    press(Qt.Key.Key_P, CTRL | SHIFT)
    press(Qt.Key.Key_Return, CTRL)
    assert table.case.last_move is Move.REVERIFY
    assert table.trail()[-1].reason == WORDING.say("verify.phrase.photos")


def test_a_new_check_takes_the_words_typed_over_the_offered_ones(
    qtbot: QtBot, table: Table
) -> None:
    opened(qtbot, table)
    press(Qt.Key.Key_R, CTRL | SHIFT)
    type_in("look behind the wall")
    press(Qt.Key.Key_Return, CTRL)
    assert table.trail()[-1].reason == "look behind the wall"


def test_the_consequences_follow_the_verdict(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_N)
    assert panel.card.accessibleName() == WORDING.say("verify.after_title.fail")
    panel.passed.choose()
    assert panel.card.accessibleName() == WORDING.say("verify.after_title.pass")
    assert panel.pass_button.property("kind") == "primary"


def test_the_inspector_bound_to_the_place_is_sent_with_one_key(qtbot: QtBot) -> None:
    table = a_table()
    table.advance(Stage.HANDLED, then=Post.VERIFIER)
    opened(qtbot, table, Move.ORDER_VERIFICATION)
    press(Qt.Key.Key_Return, CTRL)
    assert stage_of(table) is Stage.VERIFYING
    assert table.case.task is not None
    assert table.case.task.inspector == "WD-114"


def test_an_answer_by_telephone_is_recorded_and_stays_to_be_judged(qtbot: QtBot) -> None:
    table = a_table()
    table.advance(Stage.VERIFYING, then=Post.VERIFIER)
    panel = opened(qtbot, table, Move.ANSWER_VERIFICATION)
    press(Qt.Key.Key_Y)
    press(Qt.Key.Key_N)
    assert panel.failed.is_chosen
    press(Qt.Key.Key_Return, CTRL)
    assert stage_of(table) is Stage.VERIFYING
    assert table.case.task is not None
    assert table.case.task.outcome == "fail"
    assert said(table.trail()[-1])["unmet"] == ["无散落"]


def test_without_a_conclusion_ctrl_enter_says_what_to_do(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_Return, CTRL)
    assert panel.banner.accessibleName() == WORDING.say("verify.lack.conclusion")


def test_a_faster_seat_gets_the_typed_command_handed_over(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    handed: list[object] = []

    def keep(_refusal: object, command: object) -> None:
        handed.append(command)

    panel.conflicted.connect(keep)
    theirs = FailVerification(case=table.case.id, reason="faster")
    table.bench.do(Post.VERIFIER, theirs, operator="faster")
    panel.failed.choose()
    panel.failed.entry.setFocus()
    type_in("my words")
    press(Qt.Key.Key_F6, SHIFT)
    assert [getattr(one, "reason", "") for one in handed] == ["my words"]


def test_photos_and_their_facts_are_shown(qtbot: QtBot, table: Table) -> None:
    detail = seen(table, photos=True)
    panel = shown(qtbot, open_panel(Move.PASS, detail, table.desk, WORDING, Theme()))
    assert isinstance(panel, VerifyPanel)
    labels = [label.text() for label in panel.evidence.pair.labels]
    assert labels[0].startswith(WORDING.say("verify.shot.before", number=1))
    assert labels[1].startswith(WORDING.say("verify.shot.after", number=1))
    assert len(panel.draft.evidence.shots) == 2


def test_rectangles_drawn_on_a_photo_go_into_the_step_and_are_shown_next_time(
    qtbot: QtBot, table: Table
) -> None:
    detail = seen(table, photos=True)
    panel = shown(qtbot, open_panel(Move.PASS, detail, table.desk, WORDING, Theme()))
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_A)
    assert isinstance(panel, VerifyPanel)
    panel.evidence.pair.setFocus()
    panel.evidence.pair.annotated.emit((QRectF(0.4, 0.5, 0.25, 0.125),))
    panel.failed.entry.setFocus()
    type_in("see the mark")
    press(Qt.Key.Key_F6, SHIFT)
    assert said(table.trail()[-1])["marks"] == [
        {"digest": "2" * 64, "x": 400, "y": 500, "width": 250, "height": 125}
    ]
    again = VerifyDraft(table.desk, table.detail())
    assert [mark.x for mark in again.drawn["2" * 64]] == [400]


def test_esc_keeps_marks_and_words_and_an_untouched_panel_leaves_no_draft(
    qtbot: QtBot, table: Table
) -> None:
    kept = DraftsInMemory()
    table.desk.outside = replace(table.desk.outside, drafts=kept)
    panel = opened(qtbot, table)
    with qtbot.waitSignal(panel.closed):
        press(Qt.Key.Key_Escape)
    assert not kept.kept
    panel.hide()
    second = opened(qtbot, table)
    press(Qt.Key.Key_N)
    second.failed.entry.setFocus()
    type_in("half a sentence")
    press(Qt.Key.Key_Escape)
    assert len(kept.kept) == 1
    second.hide()
    third = opened(qtbot, table)
    assert third.draft.checks.marks == [False, None]
    assert third.failed.entry.toPlainText() == "half a sentence"
    assert third.failed.is_chosen
