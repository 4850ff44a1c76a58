"""Widgets say what they show, work by keyboard alone, and never confirm by Enter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.domain.tone import StageFill, Urgency
from console.viewmodels.cells import TimelineRow
from console.views.fmt import Formats
from console.views.icons import Icon
from console.views.theme import Theme, ThemeName
from console.views.widgets.bars import Banner, UndoBar
from console.views.widgets.chip import Chip, StateShape
from console.views.widgets.confirm import ConfirmDialog, Question
from console.views.widgets.evidence import Bearing, Evidence, EvidenceMatrix
from console.views.widgets.forms import ConsequenceCard, Field, RadioCard, Step
from console.views.widgets.gauges import DayAxis, DaySpan, GaugeBar
from console.views.widgets.keys import KeyButton, KeyLabel, cap_width
from console.views.widgets.segmented import Segmented
from console.views.widgets.timeline import Timeline
from console.views.wording import Wording

WORDING = Wording("zh_CN")
FORMATS = Formats(WORDING)
NOW = datetime(2026, 11, 23, 2, 43, tzinfo=UTC)
VOID = Question(
    title="作废案卷 2026-1123-000173？",
    effect="作废后不再计时。",
    reversible="可由值班长在 24 小时内恢复。",
    act="作废并说明",
    keep="不作废",
    reasons=("不属于城市管理范围",),
    why="help/void",
)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme()
    made.dress(qapp)
    yield made
    qapp.setStyleSheet("")


def shown(qtbot: QtBot, *parts: QWidget) -> QWidget:
    """The parts in one active window."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    for part in parts:
        column.addWidget(part)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return window


def colours(widget: QWidget) -> set[str]:
    image = widget.grab().toImage()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name().upper() for x, y in places}


def test_a_key_button_is_wide_enough_for_words_and_key(qtbot: QtBot, theme: Theme) -> None:
    plain, keyed = KeyButton(theme, "派遣…"), KeyButton(theme, "派遣…", "Ctrl+Enter")
    _window = shown(qtbot, plain, keyed)
    assert keyed.sizeHint().width() >= plain.sizeHint().width() + cap_width("Ctrl+Enter")
    assert cap_width("") == 0
    assert keyed.accessibleDescription() == "Ctrl+Enter"


def test_buttons_have_the_height_of_the_design(qtbot: QtBot, theme: Theme) -> None:
    sizes = ("small", "plain", "large")
    buttons = [KeyButton(theme, "派遣", "F4", size=size) for size in sizes]
    _window = shown(qtbot, *buttons)
    assert [button.height() for button in buttons] == [24, 30, 36]
    buttons[1].setFocus()
    assert buttons[1].height() == 30


def test_a_focused_button_wears_a_ring_of_two_ink_pixels(qtbot: QtBot, theme: Theme) -> None:
    button = KeyButton(theme, "派遣", "F4")
    _window = shown(qtbot, button)
    button.setFocus()
    image, middle = button.grab().toImage(), button.height() // 2
    ink = QColor(theme.tokens.ink)
    assert [image.pixelColor(x, middle) == ink for x in range(3)] == [True, True, False]


def test_a_disabled_button_says_why(qtbot: QtBot, theme: Theme) -> None:
    button = KeyButton(theme, "结案", "F8", sign=Icon.CLOSE_CASE)
    _window = shown(qtbot, button)
    button.refuse("结案由值班长操作。")
    assert button.toolTip() == "结案由值班长操作。"
    assert "值班长" in button.accessibleDescription()
    button.allow()
    assert (button.isEnabled(), button.toolTip()) == (True, "")
    button.say("结案…", "F9")
    assert (button.text(), button.key, button.accessibleName()) == ("结案…", "F9", "结案…")


def test_a_button_short_of_room_keeps_its_word(qtbot: QtBot, theme: Theme) -> None:
    button, bare = (KeyButton(theme, "备注…", key, size="small") for key in ("Ctrl+N", ""))
    _window = shown(qtbot, button, bare)
    for one in (button, bare):
        one.refuse("断开")
        one.setFixedWidth(one.fontMetrics().horizontalAdvance(one.text()) + 2 * 7)
    assert button.grab().toImage() == bare.grab().toImage()  # neither lock nor cap: the word


def test_a_key_cap_is_seventeen_pixels_high(qtbot: QtBot, theme: Theme) -> None:
    cap = KeyLabel("F1")
    _window = shown(qtbot, cap)
    assert (cap.height(), cap.text()) == (17, "F1")
    assert theme.name is ThemeName.LIGHT


def test_a_chip_wears_the_hue_of_its_state_and_a_fact_wears_none(
    qtbot: QtBot, theme: Theme
) -> None:
    late, fact = Chip(theme, "超期 24", urgency=Urgency.OVER), Chip(theme, "02席", sign=Icon.LOCK)
    again = Chip(theme, "第 2 次派遣", redo=True)
    _window = shown(qtbot, late, fact, again)
    assert theme.tokens.overfill in colours(late)
    assert not {theme.tokens.overfill, theme.tokens.nearfill} & (colours(fact) | colours(again))
    late.say("超期 25")
    assert late.accessibleName() == "超期 25"


def test_a_state_shape_changes_with_its_state(qtbot: QtBot, theme: Theme) -> None:
    shape = StateShape(theme, Urgency.NORMAL, StageFill.HOLLOW)
    _window = shown(qtbot, shape)
    assert theme.tokens.nearfill not in colours(shape)
    shape.become(Urgency.NEAR)
    assert theme.tokens.nearfill in colours(shape)


def test_painted_widgets_follow_a_change_of_theme(
    qtbot: QtBot, theme: Theme, qapp: QApplication
) -> None:
    gauge = GaugeBar(theme)
    gauge.show_share(0.5, Urgency.NORMAL, spoken="剩 2时")
    chip = Chip(theme, "我占用", sign=Icon.HOLD)
    _window = shown(qtbot, gauge, chip)
    assert theme.tokens.bar in colours(gauge)
    theme.use(ThemeName.DARK, qapp)
    assert theme.tokens.bar in colours(gauge)
    assert theme.tokens.panel2 in colours(chip)
    theme.use(ThemeName.LIGHT, qapp)
    assert gauge.accessibleName() == "剩 2时"


def test_the_day_axis_hatches_what_does_not_count(qtbot: QtBot, theme: Theme) -> None:
    axis = DayAxis(theme, FORMATS)
    axis.resize(420, 56)
    qtbot.addWidget(axis)
    assert axis.grab().toImage().size().width() == 420  # nothing to show yet is no error
    noon, two = NOW + timedelta(minutes=77), NOW + timedelta(minutes=197)
    end = two + timedelta(minutes=163)
    axis.show_spans(
        [
            DaySpan(start=NOW, end=noon, counted=True),
            DaySpan(start=noon, end=two, counted=False, cause="不计"),
            DaySpan(start=two, end=end, counted=True),
        ],
        near=end - timedelta(minutes=48),
    )
    first, last = axis.bounds()
    assert first < NOW < end < last
    assert {theme.tokens.bar, theme.tokens.line3, theme.tokens.ink} <= colours(axis)
    assert axis.accessibleName() == "10:43–12:00; 12:00–14:00 不计; 14:00–16:43"


def test_arrows_walk_a_segmented_choice_past_what_is_not_allowed(
    qtbot: QtBot, theme: Theme
) -> None:
    choice = Segmented(theme, [("a", "并排", "1"), ("b", "滑动", "2"), ("c", "闪烁", "3")])
    _window = shown(qtbot, choice)
    choice.button("b").refuse("只有一张照片。")
    choice.button("a").setFocus()
    with qtbot.waitSignal(choice.chosen) as told:
        qtbot.keyClick(choice.button("a"), Qt.Key.Key_Right)
    assert (told.args, choice.choice) == (["c"], "c")
    with qtbot.waitSignal(choice.chosen):
        qtbot.mouseClick(choice.button("a"), Qt.MouseButton.LeftButton)
    with qtbot.assertNotEmitted(choice.chosen):
        choice.choose("c")
        qtbot.keyClick(choice, Qt.Key.Key_Home)


def test_a_field_shows_and_speaks_its_error(qtbot: QtBot, theme: Theme) -> None:
    entry = QLineEdit("5 工作时")
    field = Field(theme, "时限", entry)
    _window = shown(qtbot, field)
    field.complain("本类最多 4 工作时；延长请用「延期…」。")
    assert entry.accessibleDescription() == field.error
    entry.clearFocus()
    assert theme.tokens.overfill in colours(entry)
    field.complain("")
    assert theme.tokens.overfill not in colours(entry)
    field.setFocus()
    assert entry.hasFocus()


def test_a_step_and_its_consequences_are_read_out(qtbot: QtBot, theme: Theme) -> None:
    step, card = Step(1, "责任单位", "↑ ↓ 选择"), ConsequenceCard("派遣后将发生")
    step.add(card)
    _window = shown(qtbot, step)
    step.say("Alt+U 全部单位")
    card.state("派遣后将发生", ["案卷转入处置中", "30 秒内可撤销"])
    assert step.accessibleName() == "1 责任单位"
    assert card.accessibleDescription() == "案卷转入处置中; 30 秒内可撤销"
    assert theme.tokens.field in colours(card)


def test_radio_cards_exclude_each_other_by_arrow_space_and_click(
    qtbot: QtBot, theme: Theme
) -> None:
    passed, failed = RadioCard("通过 → 待结案"), RadioCard("不通过 → 二次派遣")
    note = QLineEdit()
    failed.body.addWidget(note)
    RadioCard.join(passed, failed)
    _window = shown(qtbot, passed, failed)
    passed.say("有 3 项不符合")
    qtbot.keyClick(passed.radio, Qt.Key.Key_Space)
    assert (passed.is_chosen, note.isVisible()) == (True, False)
    with qtbot.waitSignal(failed.chosen):
        qtbot.keyClick(passed.radio, Qt.Key.Key_Down)
    assert (passed.is_chosen, failed.is_chosen, note.isVisible()) == (False, True, True)
    qtbot.keyClick(failed.radio, Qt.Key.Key_Down)  # the last one stays
    qtbot.mouseClick(passed.radio, Qt.MouseButton.LeftButton)
    assert (passed.is_chosen, failed.is_chosen) == (True, False)
    qtbot.mouseClick(failed, Qt.MouseButton.LeftButton)
    assert failed.is_chosen
    assert theme.tokens.accent in colours(failed)


def test_a_banner_is_replaced_by_the_next_and_takes_no_focus(qtbot: QtBot, theme: Theme) -> None:
    entry, banner = QLineEdit(), Banner(theme)
    _window = shown(qtbot, entry, banner)
    entry.setFocus()
    banner.tell("业务库断开，只读", urgency=Urgency.OVER, act="重试", key="F5")
    assert theme.tokens.overbg in colours(banner)
    assert (banner.height(), entry.hasFocus()) == (44, True)
    button = banner.findChild(KeyButton)
    assert button is not None
    with qtbot.waitSignal(banner.answered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    banner.tell("14:00 起使用责任清单 v13")
    assert theme.tokens.overbg not in colours(banner)
    assert not button.isVisible()


def test_the_undo_bar_counts_down_and_goes(qtbot: QtBot, theme: Theme) -> None:
    bar = UndoBar(theme, FORMATS)
    _window = shown(qtbot, bar)
    bar.offer("000163 已派遣至 市市政工程维护处", 18)
    assert "剩 18秒" in [label.text() for label in bar.findChildren(QLabel)]
    button = bar.findChild(KeyButton)
    assert button is not None
    with qtbot.waitSignal(bar.undone):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    bar.offer("", 0)
    assert not bar.isVisible()


def asked(qtbot: QtBot, theme: Theme, question: Question = VOID) -> ConfirmDialog:
    dialog = ConfirmDialog(theme, WORDING, question)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def test_the_dialog_names_the_object_and_rests_on_the_safe_choice(
    qtbot: QtBot, theme: Theme
) -> None:
    dialog = asked(qtbot, theme)
    assert "2026-1123-000173" in dialog.windowTitle()
    assert dialog.keep.hasFocus()
    assert dialog.reason == ""
    link = next(b for b in dialog.findChildren(KeyButton) if b.property("kind") == "link")
    with qtbot.waitSignal(dialog.explained) as told:
        link.click()
    assert told.args == ["help/void"]


def test_enter_alone_never_confirms(qtbot: QtBot, theme: Theme) -> None:
    dialog = asked(qtbot, theme)
    assert isinstance(dialog.entry, QComboBox)
    dialog.entry.setCurrentIndex(1)
    for place in (dialog, dialog.keep, dialog.act, dialog.entry):
        with qtbot.assertNotEmitted(dialog.accepted):
            qtbot.keyClick(place, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_confirming_needs_a_reason_and_both_keys(qtbot: QtBot, theme: Theme) -> None:
    dialog = asked(qtbot, theme)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.field.error
    assert dialog.entry.hasFocus()
    assert isinstance(dialog.entry, QComboBox)
    dialog.entry.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.reason == "不属于城市管理范围"


def test_esc_leaves_everything_as_it_is(qtbot: QtBot, theme: Theme) -> None:
    free = Question(title="接管？", effect="", reversible="", act="接管", keep="不接管")
    dialog = asked(qtbot, theme, free)
    assert isinstance(dialog.entry, QLineEdit)
    dialog.entry.setText(" 值班需要 ")
    assert dialog.reason == "值班需要"
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_matrix_counts_and_speaks_the_bearings(qtbot: QtBot, theme: Theme) -> None:
    matrix = EvidenceMatrix(WORDING)
    _window = shown(qtbot, matrix)
    pieces = [
        Evidence(key="census", name="普查", content="权属", bearings={"b": Bearing.POINTS}),
        Evidence(
            key="deed",
            name="移交协议",
            content="第四条",
            bearings={"a": Bearing.POINTS, "b": Bearing.EXCLUDES},
        ),
    ]
    matrix.show_evidence([("a", "市通信管线公司"), ("b", "市广电网络公司")], pieces)
    sums = [item.text() for at in (2, 3) if (item := matrix.item(2, at)) is not None]
    assert sums == ["1 / 0", "1 / 1"]
    cell = matrix.item(1, 3)
    assert cell is not None
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "排除 市广电网络公司"
    matrix.setCurrentCell(1, 0)
    with qtbot.waitSignal(matrix.opened) as told:
        matrix.open_current()
    assert told.args == ["deed"]
    matrix.setCurrentCell(2, 0)
    with qtbot.assertNotEmitted(matrix.opened):
        matrix.open_current()
    assert theme.name is ThemeName.LIGHT


def test_a_timeline_speaks_its_steps_and_shows_the_newest(qtbot: QtBot, theme: Theme) -> None:
    timeline = Timeline(theme, FORMATS)
    timeline.setFixedHeight(60)
    _window = shown(qtbot, timeline)
    steps = [TimelineRow(key=at, at=NOW, lead="派遣", text=f"第 {at} 步") for at in range(9)]
    timeline.show_steps(steps)
    model = timeline.model()
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "10:43 派遣 第 0 步"
    bar = timeline.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    bar.setValue(0)
    timeline.show_steps([*steps, TimelineRow(key=9, at=NOW, lead="结案")])
    assert bar.value() == 0  # a new step does not move what is being read
