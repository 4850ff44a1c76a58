"""A call is taken in by keys in the order of the talk; duplicates are decided first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from console.domain.case import Case
from console.domain.place import Place
from console.domain.stage import Move, Source, Stage
from console.ports.rows import PlaceHit, RelatedCase, SimilarCase
from console.views.panels.base import Finished
from console.views.panels.intake_panel import IntakePanel
from console.views.panels.registry import open_panel
from console.views.theme import Theme
from console.views.widgets.confirm import ConfirmDialog
from console.views.wording import Wording
from tests.builders import a_report
from tests.drafts import DraftsInMemory
from tests.keys import ALT, CTRL, SHIFT, focused, press, type_in
from tests.panels import Table, a_table
from tests.standards import SMALL_STANDARDS

WORDING = Wording("zh_CN")
LAMP_PLACE = Place(
    address="建设路 0127# 路灯",
    unit_grid="410403004005009",
    component="4104030118000127",
    district="410403",
)


@pytest.fixture
def table() -> Table:
    made = a_table()
    made.reading.standards = SMALL_STANDARDS
    made.reading.place_hits = (
        PlaceHit(
            kind="component",
            title="建设路 0127# 路灯",
            detail="4104 0301 1800 0127",
            place=LAMP_PLACE,
            component_category="0118",
        ),
    )
    return made


def opened(qtbot: QtBot, table: Table) -> IntakePanel:
    panel = open_panel(Move.REPORT, None, table.desk, WORDING, Theme())
    assert isinstance(panel, IntakePanel)
    panel.map.hide()  # this is about keys
    qtbot.addWidget(panel)
    panel.resize(1700, 950)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    return panel


def fill_in(panel: IntakePanel) -> None:
    """The whole talk by keys: name, telephone, place, class, condition, facts."""
    type_in("Wang")
    press(Qt.Key.Key_Tab)
    type_in("13100002046")
    press(Qt.Key.Key_P, ALT)
    type_in("jsl 0127")
    panel.draft.places.look()  # typing rests
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_L, ALT)
    type_in("ld")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_D, ALT)
    type_in("three lamps out")
    panel.draft.likes.look()


def latest(table: Table) -> Case:
    return list(table.bench.store.cases.values())[-1]


def a_likely(table: Table, likeness: str = "high") -> SimilarCase:
    table.bench.do(table.desk.actor.post, a_report())
    known = table.bench.case
    related = RelatedCase(
        id=known.id,
        number=known.number,
        category_name="路灯",
        address="建设路 0126# 路灯",
        stage=known.stage,
        reported_at=known.reported_at,
        closed_at=None,
        unit_name="",
        handling_minutes=None,
        on_time=None,
        metres=38,
    )
    return SimilarCase(
        case=related,
        likeness=likeness,
        reasons=("same_category", "near"),
        point=None,
        description="",
        callers=1,
    )


def test_a_call_is_registered_and_sent_to_confirmation_by_one_key(
    qtbot: QtBot, table: Table
) -> None:
    panel = opened(qtbot, table)
    ended: list[Finished] = []
    panel.finished.connect(ended.append)
    fill_in(panel)
    press(Qt.Key.Key_F2)
    case = latest(table)
    assert (case.stage, case.source) == (Stage.CONFIRMING, Source.HOTLINE)
    assert case.standard is not None
    assert case.standard.text == "灯杆倾斜、断线、漏电"
    assert case.place == LAMP_PLACE
    assert [one.phone for one in table.bench.store.callers[case.id]] == ["13100002046"]
    assert len(ended) == 1


def test_with_the_setting_off_it_waits_in_the_accepting_queue(qtbot: QtBot, table: Table) -> None:
    table.desk.outside.keeping.put_setting(
        "intake.confirm_at_once", "off", table.desk.actor, table.desk.now()
    )
    panel = opened(qtbot, table)
    fill_in(panel)
    press(Qt.Key.Key_F2)
    assert latest(table).stage is Stage.ACCEPTED


def test_a_paper_from_above_goes_straight_to_dispatch(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    fill_in(panel)
    panel.caller.source.button("superior").click()
    press(Qt.Key.Key_F2)
    case = latest(table)
    assert (case.stage, case.source) == (Stage.TO_DISPATCH, Source.SUPERIOR)
    assert case.id not in table.bench.store.callers


def test_what_is_missing_is_said_and_gets_the_focus(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_F2)
    assert not table.bench.store.cases
    assert panel.place.field.error
    assert focused() is panel.place.finder.line


def test_the_components_own_class_comes_first(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    press(Qt.Key.Key_P, ALT)
    type_in("jsl")
    panel.draft.places.look()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_L, ALT)
    type_in("ld")
    first = panel.kind.finder.table.row_at(0)
    assert first is not None
    assert (first.name, first.note) == ("路灯", WORDING.say("intake.of_component"))
    assert panel.kind.finder.table.rowCount() == 3


def test_a_likely_duplicate_must_be_decided_first(qtbot: QtBot, table: Table) -> None:
    table.reading.likely = (a_likely(table),)
    panel = opened(qtbot, table)
    fill_in(panel)
    before = len(table.bench.store.cases)
    press(Qt.Key.Key_F2)
    assert len(table.bench.store.cases) == before
    press(Qt.Key.Key_N, ALT)
    press(Qt.Key.Key_F2)
    assert len(table.bench.store.cases) == before + 1


def test_attaching_makes_no_second_case(qtbot: QtBot, table: Table) -> None:
    likely = a_likely(table)
    table.reading.likely = (likely,)
    panel = opened(qtbot, table)
    fill_in(panel)
    before = len(table.bench.store.cases)
    press(Qt.Key.Key_A, ALT)
    assert len(table.bench.store.cases) == before
    assert table.bench.store.cases[likely.case.id].callers == 2


def test_attaching_without_a_caller_says_so(qtbot: QtBot, table: Table) -> None:
    table.reading.likely = (a_likely(table),)
    panel = opened(qtbot, table)
    fill_in(panel)
    panel.draft.put(name="", phone="")
    press(Qt.Key.Key_A, ALT)
    assert panel.banner.isVisible()
    assert focused() is panel.caller.name


def test_compare_shows_typed_and_known_and_goes_away_again(qtbot: QtBot, table: Table) -> None:
    table.reading.likely = (a_likely(table),)
    panel = opened(qtbot, table)
    fill_in(panel)
    press(Qt.Key.Key_V, ALT)
    assert panel.middle.compare_card.isVisible()
    press(Qt.Key.Key_V, ALT)
    assert not panel.middle.compare_card.isVisible()


def test_a_question_is_answered_at_once_with_a_reason(qtbot: QtBot, table: Table) -> None:
    opened(qtbot, table)
    type_in("Wang")
    press(Qt.Key.Key_Q, ALT)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ConfirmDialog)
    assert isinstance(dialog.entry, QComboBox)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.entry.setCurrentIndex(4)
    dialog.accept()
    case = latest(table)
    assert case.stage is Stage.DECLINED
    assert table.bench.store.trails[case.id][-1].reason == dialog_reason(4)


def dialog_reason(at: int) -> str:
    return WORDING.say("phrases.decline").split("|")[at - 1]


def test_ctrl_shift_n_asks_before_it_declines(qtbot: QtBot, table: Table) -> None:
    opened(qtbot, table)
    press(Qt.Key.Key_N, CTRL | SHIFT)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ConfirmDialog)
    dialog.reject()
    assert not table.bench.store.cases


def test_a_parked_report_comes_back_with_its_age(qtbot: QtBot, table: Table) -> None:
    table.desk.outside = replace(table.desk.outside, drafts=DraftsInMemory())
    panel = opened(qtbot, table)
    fill_in(panel)
    panel.facts.urgent.setChecked(True)
    with qtbot.waitSignal(panel.closed):
        press(Qt.Key.Key_S, CTRL)
    panel.hide()
    table.bench.wait(minutes=3)
    again = opened(qtbot, table)
    assert len(again.parked.buttons) == 1
    again.parked.buttons[0].click()
    assert again.draft.urgent
    assert again.facts.urgent.isChecked()
    assert again.draft.phone == "13100002046"
    assert again.caller.phone.text() == "13100002046"
    press(Qt.Key.Key_F2)
    assert latest(table).stage is Stage.CONFIRMING


def test_a_parked_report_keeps_its_photos(qtbot: QtBot, table: Table) -> None:
    table.desk.outside = replace(table.desk.outside, drafts=DraftsInMemory())
    panel = opened(qtbot, table)
    panel.facts.photos.take((Path("scene.jpg"),))
    with qtbot.waitSignal(panel.closed):
        press(Qt.Key.Key_S, CTRL)
    panel.hide()
    table.bench.wait(minutes=3)
    again = opened(qtbot, table)
    again.parked.buttons[0].click()
    assert again.draft.photos == (Path("scene.jpg"),)
    assert again.facts.photos.paths == (Path("scene.jpg"),)


def test_page_down_goes_through_the_sections(qtbot: QtBot, table: Table) -> None:
    panel = opened(qtbot, table)
    reached = []
    for _ in range(3):
        press(Qt.Key.Key_PageDown)
        reached.append(focused())
    assert reached == [panel.place.finder.line, panel.kind.finder.line, panel.facts.words]
