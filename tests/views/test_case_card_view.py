"""The card on screen: its order, its words, its popups and acts, driven by keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.domain.organisation import EvaluationGroup, ResponsibleUnit, UnitKind
from console.domain.stage import Move, Post, Stage
from console.ports.rows import CaseDetail, MaskedCaller, Precedents, RelatedCase
from console.ports.work import Caller, Claim
from console.services.registry import GESTURE_OF
from console.viewmodels.case_card import CaseCard
from console.views.card.head import CardHead
from console.views.card.standard_popup import StandardPopup
from console.views.card.why_popup import WhyPopup
from console.views.case_card_view import CaseCardView
from console.views.look import Look
from console.views.widgets.confirm import ConfirmDialog
from console.views.widgets.keys import KeyButton
from tests.fake_reading import FakeCallers
from tests.panels import Table, a_table

KEYS = Qt.Key
CALLER = Caller(name="测试甲", phone="13800000001")
SWEEPERS = ResponsibleUnit(
    code="U1",
    name="卫东区环卫中心",
    short_name="环卫",
    kind=UnitKind.SERVICE,
    evaluation_group=EvaluationGroup.CITY_UNITS,
    areas=("410403",),
    categories=("event:0110",),
)


def led_to(stage: Stage, post: Post | None = None) -> Table:
    """A table with its case at a stage."""
    table = a_table()
    table.advance(stage, post)
    table.reading.known_units = (SWEEPERS,)
    table.reading.past = Precedents(cases=(), by_unit=(("U1", 14, 1, 0),))
    table.detail()
    return table


def shown(
    qtbot: QtBot, table: Table, language: str = "zh", *, height: int = 1008, **changes: object
) -> CaseCardView:
    """The card of the table's case, with further facts of the detail."""
    detail = replace(table.detail(), **changes)  # type: ignore[arg-type]  # a test names fields
    table.reading.details[detail.case.id] = detail
    view = CaseCardView(CaseCard(table.desk), Look.of("light", language, strict=True))
    qtbot.addWidget(view)
    view.resize(492, height)
    with qtbot.waitExposed(view):
        view.show()
    view._card.show(detail.case.id)
    return view


def popup(view: CaseCardView) -> QDialog:
    """The dialog that is open."""
    return next(one for one in view.findChildren(QDialog) if one.isVisible())


def a_related(table: Table, **changes: object) -> RelatedCase:
    """A like case closed two weeks ago."""
    now = table.desk.now()
    found = RelatedCase(
        id=CaseId(2026_000_000_214),
        number="2026-1109-000214",
        category_name="暴露生活垃圾",
        address="",
        stage=Stage.CLOSED,
        reported_at=now - timedelta(days=15),
        closed_at=now - timedelta(days=14),
        unit_name="",
        handling_minutes=90,
        on_time=True,
    )
    return replace(found, **changes)  # type: ignore[arg-type]  # a test names fields


# --- facts ----------------------------------------------------------------------------------------


def test_the_button_that_copies_the_number_shows_its_sign(qtbot: QtBot) -> None:
    head = shown(qtbot, led_to(Stage.TO_DISPATCH)).findChild(CardHead)
    assert isinstance(head, CardHead)
    bare = KeyButton(Look.of("light", "zh").theme, "", kind="quiet", size="small", parent=head)
    bare.setFixedSize(head.copy.size())
    assert head.copy.grab().toImage() != bare.grab().toImage()


def test_the_head_names_case_class_and_source(qtbot: QtBot) -> None:
    table = led_to(Stage.TO_DISPATCH)
    head = shown(qtbot, table).head
    assert head.number.text() == table.case.number
    assert head.name.text() == "暴露生活垃圾"
    assert head.kind.text() == "事件 01-10 · 市容环境"
    assert head.source.text() == "12319 热线 · 属实"
    assert not head.turn.isVisible()


def test_the_hold_is_told_with_the_time_it_lasts(qtbot: QtBot) -> None:
    table = led_to(Stage.TO_DISPATCH)
    now = table.desk.now()
    claim = Claim(
        case=table.case.id,
        operator=table.desk.actor.operator,
        seat="派遣 03席",
        since=now,
        beat_at=now,
        active_at=now - timedelta(minutes=6),
    )
    view = shown(qtbot, table, claim=claim)
    assert view.head.hold.accessibleName() == "我占用 · 9分后释放"
    view = shown(qtbot, table, claim=replace(claim, operator="lixia", seat="派遣 02席"))
    assert view.head.hold.accessibleName() == "02席 占用"


def test_both_clocks_stand_in_words_and_go_on_by_the_second(qtbot: QtBot) -> None:
    table = led_to(Stage.TO_DISPATCH)
    view = shown(qtbot, table)
    assert view.gauges.stage.title.text() == "派遣时限（本环节）"
    assert view.gauges.stage.left.text() == "剩 30分"
    assert view.gauges.total.left.text() == "派遣后计时"
    table.bench.wait(minutes=31)
    view.tick()
    assert view.gauges.stage.left.text() == "超 1分"


def test_place_grid_and_report_are_shown(qtbot: QtBot) -> None:
    facts = shown(qtbot, led_to(Stage.TO_DISPATCH)).facts
    assert facts.place.text() == "卫东区 建设路与诸葛庙街口"
    assert facts.grid.text().startswith("410403 004 001 001")
    assert facts.words.text() == "围墙下堆放生活垃圾"


def test_a_report_with_marks_of_its_own_stays_plain_text(qtbot: QtBot) -> None:
    table = led_to(Stage.TO_DISPATCH)
    case = replace(table.case, description="<b>粗</b><img src=x>")
    view = shown(qtbot, table, case=case)
    assert view.facts.words.textFormat() is Qt.TextFormat.PlainText
    assert view.facts.words.text() == "<b>粗</b><img src=x>"


def test_a_related_case_of_today_is_not_zero_days_old(qtbot: QtBot) -> None:
    table = led_to(Stage.TO_DISPATCH)
    closed = table.desk.now() - timedelta(hours=3)
    view = shown(qtbot, table, related=(a_related(table, closed_at=closed),))
    assert view.facts.related_more.text() == "不到 1 天前 已结案"


def test_a_related_case_can_be_opened(qtbot: QtBot) -> None:
    table = led_to(Stage.TO_DISPATCH)
    view = shown(qtbot, table, related=(a_related(table), a_related(table, same_component=True)))
    assert view.facts.related.text() == "同类 2026-1109-000214"
    assert view.facts.related_more.text() == "14 天前 已结案　另 1 件"
    with qtbot.waitSignal(view.case_asked) as told:
        view.facts.related.click()
    assert told.args == [CaseId(2026_000_000_214)]


def test_the_history_names_acts_targets_and_times(qtbot: QtBot) -> None:
    table = led_to(Stage.DISPATCHED, Post.DISPATCHER)
    view = shown(qtbot, table)
    model = view.trail.steps.model()
    lines = [model.index(at, 0).data() for at in range(model.rowCount())]
    assert lines[0].startswith("10:00 受理 12319 热线")
    assert "派遣 → 市市政工程维护处" in lines[-1]
    assert view.trail.hint.text().startswith(f"{len(lines)} 步")


def test_the_standard_is_one_line_where_room_is_short(qtbot: QtBot) -> None:
    view = shown(qtbot, led_to(Stage.TO_DISPATCH), height=680)
    assert not view.standard.condition.isVisible()
    assert view.standard.hint.text() == "4 工作时；清运干净、无散落"


# --- the caller -----------------------------------------------------------------------------------


def with_caller(qtbot: QtBot) -> tuple[Table, CaseCardView]:
    table = led_to(Stage.TO_DISPATCH)
    outside = table.desk.outside.callers
    assert isinstance(outside, FakeCallers)
    outside.known[table.case.id] = (CALLER,)
    masked = MaskedCaller(name="*女士", phone="138****0001", reply="sms")
    return table, shown(qtbot, table, callers=(masked,))


def test_the_caller_is_masked_until_a_reason_is_given(qtbot: QtBot) -> None:
    table, view = with_caller(qtbot)
    assert view.facts.caller.text() == "*女士　138****0001"
    view.ask_reveal()
    dialog = popup(view)
    assert isinstance(dialog, ConfirmDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog.keep, KEYS.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    assert CALLER.phone not in view.facts.caller.text()
    assert dialog.field.error
    dialog.entry.setFocus()
    QTest.keyClick(dialog.entry, KEYS.Key_Down)
    QTest.keyClick(dialog.entry, KEYS.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert view.facts.caller.text().startswith("测试甲 13800000001")
    outside = table.desk.outside.callers
    assert isinstance(outside, FakeCallers)
    assert outside.reveals == [(table.case.id, "答复办理结果")]
    view._card.reveal.end()


def test_after_a_minute_the_caller_is_masked_again(qtbot: QtBot) -> None:
    table, view = with_caller(qtbot)
    view._card.reveal.ask(table.case.id, "回访")
    table.bench.wait(seconds=61)
    view._card.reveal.tick()
    assert view.facts.caller.text() == "*女士　138****0001"
    assert view.facts.show_caller.isVisible()


def test_another_case_hides_the_caller_at_once(qtbot: QtBot) -> None:
    table, view = with_caller(qtbot)
    view._card.reveal.ask(table.case.id, "回访")
    view._card.show(None)
    assert CALLER.phone not in view.facts.caller.text()


def test_a_copied_phone_leaves_the_clipboard(qtbot: QtBot) -> None:
    table, view = with_caller(qtbot)
    view._card.reveal.ask(table.case.id, "回访")
    view.facts.copy_phone.click()
    assert QGuiApplication.clipboard().text() == CALLER.phone
    view.facts.clear_clipboard()
    assert not QGuiApplication.clipboard().text()
    view._card.reveal.end()


def test_what_was_copied_since_is_left_alone(qtbot: QtBot) -> None:
    table, view = with_caller(qtbot)
    view._card.reveal.ask(table.case.id, "回访")
    view.facts.copy_phone.click()
    QGuiApplication.clipboard().setText("别的")
    view.facts.clear_clipboard()
    assert QGuiApplication.clipboard().text() == "别的"
    view._card.reveal.end()


def test_without_a_caller_there_is_nothing_to_reveal(qtbot: QtBot) -> None:
    table = led_to(Stage.TO_DISPATCH)
    view = shown(qtbot, table)
    with qtbot.waitSignal(table.desk.notice) as told:
        view.ask_reveal()
    assert told.args is not None
    assert told.args[0].code == "caller.none"


# --- popups ---------------------------------------------------------------------------------------


def test_why_shows_sums_that_add_up_and_its_own_key_closes(qtbot: QtBot) -> None:
    table = led_to(Stage.HANDLING, Post.DISPATCHER)
    view = shown(qtbot, table)
    table.bench.wait(minutes=46)
    view.show_why()
    dialog = popup(view)
    assert isinstance(dialog, WhyPopup)
    assert dialog.clocks[0].total.text() == "限 4时 − 已计 46分 = 剩 3时14分"
    assert dialog.clocks[0].table.model().rowCount() == 1
    QTest.keyClick(dialog, KEYS.Key_W)
    assert not dialog.isVisible()


def test_the_standard_opens_whole_and_closes_by_escape(qtbot: QtBot) -> None:
    view = shown(qtbot, led_to(Stage.TO_DISPATCH))
    view.show_standard()
    dialog = popup(view)
    assert isinstance(dialog, StandardPopup)
    QTest.keyClick(dialog, KEYS.Key_Escape)
    assert not dialog.isVisible()


def test_the_history_takes_the_room_and_gives_it_back(qtbot: QtBot) -> None:
    view = shown(qtbot, led_to(Stage.TO_DISPATCH))
    view.expand_trail()
    assert not view.photos.isVisible()
    view.expand_trail()
    assert view.photos.isVisible()


def test_the_number_is_copied_and_told(qtbot: QtBot) -> None:
    table = led_to(Stage.TO_DISPATCH)
    view = shown(qtbot, table)
    with qtbot.waitSignal(table.desk.notice) as told:
        view.head.copy.click()
    assert QGuiApplication.clipboard().text() == table.case.number
    assert told.args is not None
    assert told.args[0].code == "copied"


# --- acts -----------------------------------------------------------------------------------------


def test_the_primary_act_names_the_unit_where_it_is_clear(qtbot: QtBot) -> None:
    view = shown(qtbot, led_to(Stage.TO_DISPATCH))
    button = view.bar.buttons[Move.DISPATCH]
    assert button.text() == "派遣到 市市政工程维护处…"
    assert button.key == "F4"
    assert view.suggestion.what.text() == "派遣 市市政工程维护处"
    with qtbot.waitSignal(view.acted) as told:
        button.click()
    assert told.args == [Move.DISPATCH]


def test_a_locked_act_says_why(qtbot: QtBot) -> None:
    view = shown(qtbot, led_to(Stage.TO_DISPATCH, Post.VERIFIER))
    facts = {fact.move: fact for fact in view._card.acts().shown}
    locked = view.bar.buttons.get(Move.DISPATCH)
    assert Move.DISPATCH in facts
    assert locked is not None
    assert not locked.isEnabled()
    assert locked.toolTip() == "派遣…  F4\n派遣由派遣员操作。您的岗位：核查员。"


def test_the_menu_holds_the_rest_and_acts(qtbot: QtBot) -> None:
    view = shown(qtbot, led_to(Stage.TO_DISPATCH))
    found = [one for one in view.bar.menu.actions() if one.data() == Move.ADD_PHOTO.value]
    assert len(found) == 1
    with qtbot.waitSignal(view.acted) as told:
        found[0].trigger()
    assert told.args == [Move.ADD_PHOTO]


def test_the_keyboard_comes_to_the_primary_act(qtbot: QtBot) -> None:
    view = shown(qtbot, led_to(Stage.TO_DISPATCH))
    view.focus_acts()
    qtbot.waitUntil(view.bar.buttons[Move.DISPATCH].hasFocus)
    with qtbot.waitSignal(view.acted):
        QTest.keyClick(view.bar.buttons[Move.DISPATCH], KEYS.Key_Space)


def test_no_button_stands_without_a_key(qtbot: QtBot) -> None:
    for stage in (Stage.ACCEPTED, Stage.TO_DISPATCH, Stage.HANDLED, Stage.VERIFYING):
        view = shown(qtbot, led_to(stage))
        assert all(button.key for button in view.bar.buttons.values())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("stage", [step for step in Stage if step is not Stage.REPORTED])
def test_every_stage_has_its_words(qtbot: QtBot, stage: Stage, language: str) -> None:
    table = led_to(Stage.VERIFYING)
    case = replace(table.case, stage=stage)
    view = shown(qtbot, table, language, case=case)
    assert view.head.number.text() == case.number
    view.show_why()
    popup(view).reject()


def test_every_gesture_with_a_place_in_the_bar_is_known(qtbot: QtBot) -> None:
    look = Look.of("light", "zh", strict=True)
    known = {f"act.{move.value}" for move in GESTURE_OF}
    shorts = {code for code in look.wording._texts if code.startswith("act.")}
    assert shorts <= known


def test_a_detail_read_for_another_seat_keeps_its_names(qtbot: QtBot) -> None:
    table = led_to(Stage.DISPATCHED, Post.DISPATCHER)
    detail: CaseDetail = table.detail()
    view = shown(qtbot, table, names={**detail.names, "U1": "别名单位"})
    model = view.trail.steps.model()
    assert "别名单位" in model.index(model.rowCount() - 1, 0).data()
