"""Nothing typed is lost in any form: after Esc it is there again, once done it is gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.domain.place import AreaLevel, Place, Point
from console.domain.stage import Move, Post, Stage
from console.ports.work import Caller
from console.services.registry import GESTURES
from console.viewmodels.category_finder import key_text
from console.viewmodels.form_draft import FormDraft
from console.viewmodels.gesture_draft import AT_ONCE, FieldKind, FormField, GestureDraft
from console.views.panels.asking import ASKED_FIRST, AskedGesture
from console.views.panels.base import Panel
from console.views.panels.callback_panel import CallbackPanel
from console.views.panels.entries import CallerEntry, ManyEntry
from console.views.panels.form_values import show_value, value_of
from console.views.panels.gesture_form import GestureForm
from console.views.panels.merge_panel import MergePanel
from console.views.panels.register_panel import RegisterPanel
from console.views.panels.registry import PANELS, open_panel
from console.views.theme import Theme
from console.views.widgets.confirm import ConfirmDialog
from console.views.widgets.segmented import Segmented
from tests.drafts import DraftsInMemory
from tests.keys import CTRL, SHIFT, press
from tests.open_panels import WORDING, a_table_with, opened_panel
from tests.panels import Table

MOVES: Final = [
    gesture.move
    for gesture in GESTURES
    if gesture.move is not Move.REPORT
    and gesture.move not in AT_ONCE
    and gesture.move not in ASKED_FIRST
]
SMALL: Final = [
    move
    for move in MOVES
    if move not in PANELS
    or move in (Move.ORDER_CONFIRMATION, Move.ANSWER_CONFIRMATION, Move.CALL_BACK, Move.SUPERVISE)
]


@pytest.fixture
def drafts() -> DraftsInMemory:
    return DraftsInMemory()


@pytest.fixture
def table(drafts: DraftsInMemory) -> Table:
    made = a_table_with(drafts)
    made.advance(Stage.TO_REGISTER)
    return made


@pytest.fixture
def opened(qtbot: QtBot, table: Table) -> Callable[[Move], Panel]:
    return partial(opened_panel, qtbot, table)


def sample(field: FormField, table: Table) -> object:
    """Something an operator might give, and that no field begins with."""
    given: Mapping[FieldKind, object] = {
        FieldKind.TEXT: "本单位职责不清\n附会议纪要三页",
        FieldKind.LINE: "张师傅",
        FieldKind.UNTIL: table.desk.now() + timedelta(days=3),
        FieldKind.UNIT: "U2",
        FieldKind.UNITS: ("U1", "U2"),
        FieldKind.INSPECTOR: "D202",
        FieldKind.COLLEAGUE: "lixia",
        FieldKind.CHOICE: field.choices[-1] if field.choices else "",
        FieldKind.PHOTOS: (Path("before.jpg"),),
        FieldKind.CALLER: Caller(name="王女士", phone="10000000000", reply="phone"),
        FieldKind.FLAG: True,
    }
    return given[field.kind]


def filled(form: GestureForm, table: Table) -> dict[str, object]:
    """Every field given something, as entries take it from a hand."""
    given: dict[str, object] = {}
    for field in form.draft.fields:
        if field.kind is FieldKind.PLACE:
            place = Place(address="中兴路38号", point=Point(113.3, 33.7))
            form.draft.places.take_place(place, place.address)
            given[field.name] = place
        else:
            given[field.name] = sample(field, table)
            by_hand(form.fields[field.name].entry, given[field.name])
    return given


def by_hand(entry: QWidget, value: Any) -> None:
    """Give an entry a value so that it tells, as it tells of a hand."""
    if isinstance(entry, Segmented):
        entry.button(value).click()
    elif isinstance(entry, ManyEntry):
        for code in value:
            entry.entry.choose(code)
    elif isinstance(entry, CallerEntry):
        entry.take(value)
        entry.reply.button(value.reply).click()
    else:
        show_value(entry, value)


def told(form: GestureForm) -> dict[str, object]:
    return {
        name: form.draft.places.place if name == "place" else value_of(field.entry)
        for name, field in form.fields.items()
    }


def drafted(panel: Panel) -> FormDraft:
    draft = panel.viewmodel
    assert isinstance(draft, FormDraft)
    return draft


def test_a_dissatisfied_caller_still_leads_on_when_the_form_comes_back(
    opened: Callable[[Move], Panel], table: Table
) -> None:
    panel = opened(Move.CALL_BACK)
    assert isinstance(panel, CallbackPanel)
    by_hand(panel.fields["outcome"].entry, "dissatisfied")
    left = panel.reopen.isVisibleTo(panel)
    panel.leave()
    again = opened(Move.CALL_BACK)
    assert isinstance(again, CallbackPanel)
    assert left
    assert again.reopen.isVisibleTo(again)


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.value)
def test_every_form_on_a_case_keeps_a_draft(
    opened: Callable[[Move], Panel], drafts: DraftsInMemory, move: Move
) -> None:
    panel = opened(move)
    panel.leave()
    assert not drafts.kept  # an untouched form leaves nothing
    drafted(panel).typed()
    panel.leave()
    assert len(drafts.kept) == (move is not Move.DESIGNATE)  # a second signer types nothing there


@pytest.mark.parametrize("move", SMALL, ids=lambda move: move.value)
def test_what_was_typed_in_a_small_form_is_there_again(
    opened: Callable[[Move], Panel], table: Table, drafts: DraftsInMemory, move: Move
) -> None:
    form = opened(move)
    assert isinstance(form, GestureForm)
    given = filled(form, table)
    press(Qt.Key.Key_Escape)
    again = opened(move)
    assert isinstance(again, GestureForm)
    assert told(again) == given
    assert [again.draft.value(name) for name in given] == list(given.values())


def test_the_draft_of_another_case_and_of_another_form_stays_where_it_is(
    opened: Callable[[Move], Panel], table: Table
) -> None:
    first = opened(Move.NOTE)
    assert isinstance(first, GestureForm)
    filled(first, table)
    first.leave()
    other = opened(Move.DECLINE)
    assert isinstance(other, GestureForm)
    assert told(other) == {"reason": ""}


def test_words_typed_before_the_draft_arrived_are_not_replaced(table: Table) -> None:
    before = GestureDraft(table.desk, Move.NOTE, table.detail())
    before.put("text", "昨天的话")
    before.keep()
    draft = GestureDraft(table.desk, Move.NOTE, table.detail())
    draft.put("text", "今天的话")
    draft.load()
    assert draft.value("text") == "今天的话"


def test_a_form_that_was_sent_leaves_no_draft(
    opened: Callable[[Move], Panel], drafts: DraftsInMemory, table: Table
) -> None:
    form = opened(Move.NOTE)
    assert isinstance(form, GestureForm)
    filled(form, table)
    form.keep_draft()
    form.submit()
    assert table.case.last_move is Move.NOTE
    assert not drafts.kept


def test_a_form_that_was_refused_keeps_its_draft(
    opened: Callable[[Move], Panel], drafts: DraftsInMemory, table: Table
) -> None:
    table.sit(Post.VERIFIER)
    form = opened(Move.DECLINE)
    assert isinstance(form, GestureForm)
    filled(form, table)
    form.submit()
    assert table.case.stage is Stage.TO_REGISTER
    assert len(drafts.kept) == 1


def test_a_draft_is_thrown_away_after_asking(
    qtbot: QtBot, opened: Callable[[Move], Panel], drafts: DraftsInMemory, table: Table
) -> None:
    form = opened(Move.NOTE)
    assert isinstance(form, GestureForm)
    filled(form, table)
    form.keep_draft()
    press(Qt.Key.Key_Backspace, CTRL | SHIFT)
    dialog = next(one for one in form.findChildren(ConfirmDialog) if one.isVisible())
    with qtbot.waitSignal(form.closed):
        dialog.accept()
    assert not drafts.kept


def test_a_registration_comes_back_with_class_level_and_ticks(
    opened: Callable[[Move], Panel],
) -> None:
    panel = opened(Move.REGISTER)
    assert isinstance(panel, RegisterPanel)
    lamp = next(
        one for one in panel.draft.classes.find("ld") if not one.category.name.startswith("暴露")
    )
    panel.draft.classes.choose(key_text(lamp.category.key), 1)
    panel.draft.put_level(AreaLevel.SECOND)
    panel.boxes[0].setChecked(True)
    left = panel.draft.content()
    panel.leave()
    again = opened(Move.REGISTER)
    assert isinstance(again, RegisterPanel)
    assert left["ticked"]
    assert again.draft.content() == left
    assert again.boxes[0].isChecked()
    assert again.level.choice == AreaLevel.SECOND.value


def test_a_merge_comes_back_with_its_master_and_words(
    opened: Callable[[Move], Panel],
) -> None:
    panel = opened(Move.MERGE)
    assert isinstance(panel, MergePanel)
    panel.draft.take(CaseId(7))
    panel.reason.setText("同一处垃圾")
    panel.leave()
    again = opened(Move.MERGE)
    assert isinstance(again, MergePanel)
    assert (again.draft.master, again.reason.text()) == (CaseId(7), "同一处垃圾")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("move", sorted(ASKED_FIRST), ids=str)
def test_a_reason_given_to_a_question_is_there_when_it_is_asked_again(
    qtbot: QtBot, table: Table, drafts: DraftsInMemory, window: QWidget, move: Move
) -> None:
    def asked() -> AskedGesture:
        assert open_panel(move, table.detail(), table.desk, WORDING, Theme(), window) is None
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AskedGesture)
        return dialog

    first = asked()
    if isinstance(first.entry, QComboBox):
        first.entry.setCurrentIndex(2)
    else:
        assert isinstance(first.entry, QLineEdit)
        first.entry.setText("处置单位已撤销")
    given = first.reason
    assert given
    with qtbot.waitSignal(first.destroyed):
        first.reject()
    again = asked()
    assert again.reason == given
    with qtbot.waitSignal(again.destroyed):
        again.reject()


GIVEN: Final = {
    Move.CLOSE: ("reason", "现场已恢复"),
    Move.MERGE: ("reason", "同一处垃圾"),
    Move.FAIL: ("texts", "井盖仍有松动"),
    Move.PROPOSE_DESIGNATION: ("reason", "现场已恢复"),
}


@pytest.mark.parametrize("move", GIVEN, ids=lambda move: move.value)
def test_fields_typed_in_the_command_line_stand_in_the_form_whatever_an_old_draft_says(
    opened: Callable[[Move], Panel], table: Table, move: Move
) -> None:
    name, words = GIVEN[move]
    older = open_panel(move, table.detail(), table.desk, WORDING, Theme(), given={"reason": "旧"})
    assert older is not None
    drafted(older).keep()
    older.deleteLater()
    panel = open_panel(move, table.detail(), table.desk, WORDING, Theme(), given={"reason": words})
    assert panel is not None
    said = getattr(panel.viewmodel, name)
    assert (said["fail"] if isinstance(said, dict) else said) == words
    panel.deleteLater()


def test_a_reason_typed_in_the_command_line_stands_in_the_question(
    qtbot: QtBot, table: Table, window: QWidget
) -> None:
    open_panel(
        Move.FORCE_CLOSE,
        table.detail(),
        table.desk,
        WORDING,
        Theme(),
        window,
        given={"reason": "撤销"},
    )
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AskedGesture)
    assert dialog.reason == "撤销"
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
