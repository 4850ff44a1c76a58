"""Publications and amendments by real keys: prepared, checked, published, verified, corrected."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.domain.stage import Post
from console.ports.publications import Mark
from console.viewmodels.publications import State, state_of
from console.views.assessment.amendments_section import AmendmentsSection
from console.views.assessment.publications_section import PublicationsSection
from console.views.widgets.confirm import ConfirmDialog
from tests.assessment_screen import ALT, CTRL, KEY, SHIFT, at, open_seat, page_of, ranking
from tests.fake_publications import FakePublications
from tests.fakes_administration import FakeAdministration
from tests.publication_samples import correct, month, prepared, publications, published, signed
from tests.screens import Stage

ALL = (Post.SUPERVISOR, Post.SHIFT_LEADER, Post.ADMINISTRATOR)
LIST, FORM = KEY.Key_5, KEY.Key_6


@pytest.fixture
def kept() -> FakePublications:
    return publications()


@pytest.fixture
def stage(qtbot: QtBot, kept: FakePublications) -> Iterator[Stage]:
    made = open_seat(kept.now, publications=kept, administration=FakeAdministration(), posts=ALL)  # type: ignore[arg-type] # facts that can be lost
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.close()


def listed(stage: Stage) -> PublicationsSection:
    """The list of publications, opened by its key."""
    page_of(stage)
    stage.press(LIST, ALT)
    shown = page_of(stage).shown
    assert isinstance(shown, PublicationsSection)
    return shown


def corrections(stage: Stage) -> AmendmentsSection:
    """The amendments, opened by their key."""
    page_of(stage)
    stage.press(FORM, ALT)
    shown = page_of(stage).shown
    assert isinstance(shown, AmendmentsSection)
    return shown


def asked(section: PublicationsSection, qtbot: QtBot) -> ConfirmDialog:
    """The open question, with the keyboard."""
    dialog = section.asking.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def confirm(stage: Stage, section: PublicationsSection, qtbot: QtBot) -> str:
    """Confirm the open question; answers what it asked."""
    dialog = asked(section, qtbot)
    words = "\n".join(one.text() for one in dialog.findChildren(type(section.words)))
    stage.press(KEY.Key_Return, CTRL)
    assert not dialog.isVisible()
    stage.window.activateWindow()  # off screen no window manager gives it the keyboard back
    qtbot.waitUntil(stage.window.isActiveWindow)
    return words


def test_an_empty_list_says_what_to_do_and_takes_the_key(stage: Stage, qtbot: QtBot) -> None:
    section = listed(stage)
    assert at(stage, section.words)
    assert "按 N 编制" in section.words.text()
    stage.press(KEY.Key_N)
    words = confirm(stage, section, qtbot)
    assert "2026年10月" in words
    assert "部门评价（参照标准）" in words
    assert [state_of(one) for one in section.kept.heads] == [State.PREPARED]
    assert at(stage, section.table)


def test_checking_and_publishing_are_asked_first_with_what_is_signed(
    stage: Stage, kept: FakePublications, qtbot: QtBot
) -> None:
    head = prepared(kept)
    section = listed(stage)
    stage.press(KEY.Key_C)
    confirm(stage, section, qtbot)
    stage.press(KEY.Key_P)
    words = confirm(stage, section, qtbot)
    for told in ("2026年10月", "部门", "20 件", head.fingerprint[:4], "不能更改，也不能撤回"):
        assert told in words
    assert state_of(section.kept.heads[0]) is State.PUBLISHED
    assert "chenlei" in section.terms["signed"].text() or "陈磊" in section.terms["signed"].text()


def test_escape_at_the_question_signs_nothing(
    stage: Stage, kept: FakePublications, qtbot: QtBot
) -> None:
    signed(kept, prepared(kept), Mark.CHECKED)
    section = listed(stage)
    stage.press(KEY.Key_P)
    dialog = asked(section, qtbot)
    stage.press(KEY.Key_Escape)
    assert not dialog.isVisible()
    assert state_of(section.kept.heads[0]) is State.CHECKED


def test_withdrawing_wants_a_reason(stage: Stage, kept: FakePublications, qtbot: QtBot) -> None:
    prepared(kept)
    section = listed(stage)
    stage.press(KEY.Key_W)
    dialog = asked(section, qtbot)
    stage.press(KEY.Key_Return, CTRL)
    assert dialog.isVisible()
    stage.type("方案有误")
    stage.press(KEY.Key_Return, CTRL)
    assert state_of(section.kept.heads[0]) is State.WITHDRAWN
    assert section.terms["reason"].text() == "方案有误"


def test_what_may_not_be_done_is_locked_with_its_reason(
    stage: Stage, kept: FakePublications
) -> None:
    published(kept)
    section = listed(stage)
    tips = {act.value: one.toolTip() for act, one in section.buttons.items() if not one.isEnabled()}
    assert set(tips) == {"check", "publish", "withdraw"}
    assert "更正件" in tips["withdraw"]
    stage.press(KEY.Key_W)
    assert section.asking.dialog is None
    assert "更正件" in stage.shell.workplace.frame.status.words


def test_another_post_s_step_names_that_post(qtbot: QtBot, kept: FakePublications) -> None:
    prepared(kept)
    posts = (Post.SUPERVISOR,)
    made = open_seat(kept.now, publications=kept, posts=posts)  # type: ignore[arg-type] # facts that can be lost
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    section = listed(made)
    tips = [one.toolTip() for act, one in section.buttons.items() if act.value == "check"]
    assert "值班长" in tips[0]
    made.close()


def test_verifying_by_key_names_the_first_difference(stage: Stage, kept: FakePublications) -> None:
    published(kept)
    section = listed(stage)
    stage.press(KEY.Key_V, CTRL, SHIFT)
    assert "2026-1003-000001" in section.terms["verified"].text()
    assert "第 1 步" in section.terms["verified"].text()


def test_the_fingerprint_is_copied_whole(stage: Stage, kept: FakePublications) -> None:
    head = published(kept)
    listed(stage)
    stage.press(KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == head.fingerprint


def test_a_lost_store_keeps_the_list_says_so_and_is_asked_again(
    stage: Stage, kept: FakePublications
) -> None:
    published(kept)
    section = listed(stage)
    kept.lost = True
    stage.press(KEY.Key_F5)
    assert "F5" in section.note.text()
    assert section.table.model().rowCount() == 1
    kept.lost = False
    stage.press(KEY.Key_F5)
    assert "F5" not in section.note.text()


def test_the_rail_names_what_is_published_and_what_is_amended(
    stage: Stage, kept: FakePublications
) -> None:
    published(kept)
    prepared(kept, month(9))
    view = page_of(stage)
    lines = [view.rail.periods.lines.row_at(place) for place in range(3)]
    hints = [one.hint for one in lines if one is not None]
    assert hints[1:] == ["已发布 11-05", "已编制，待复核"]


def test_a_published_period_wears_its_lock_and_f_turns_to_present_figures(
    stage: Stage, kept: FakePublications
) -> None:
    head = published(kept)
    page_of(stage)
    strip = ranking(stage).strip
    assert strip.isVisible()
    assert "11-05 09:30" in strip.lock.accessibleName()
    assert strip.print.toolTip() == head.fingerprint
    assert "冻结快照" in ranking(stage).foot.text()
    stage.press(KEY.Key_V)
    assert strip.switch.choice == "live"
    assert "冻结快照" not in ranking(stage).foot.text()
    stage.press(KEY.Key_V)
    assert strip.switch.choice == "frozen"
    stage.press(KEY.Key_Left, ALT)
    assert not strip.isVisible()


def test_a_key_goes_from_the_ranking_to_the_amendments_of_its_period(
    stage: Stage, kept: FakePublications
) -> None:
    head = published(kept)
    published(kept, month(9))
    correct(kept, 1, exempt=True)
    page_of(stage)
    stage.press(KEY.Key_A)
    section = page_of(stage).shown
    assert isinstance(section, AmendmentsSection)
    assert section.amending.chosen == head.id
    assert at(stage, section.cases)


def test_cases_are_marked_by_keys_previewed_and_issued(
    stage: Stage, kept: FakePublications
) -> None:
    published(kept)
    for case in (1, 11, 12):
        correct(kept, case, exempt=True)
    section = corrections(stage)
    stage.press(KEY.Key_Down, SHIFT)
    assert section.amending.marked == {1, 11}
    stage.press(KEY.Key_X)
    assert section.amending.marked == {1}
    stage.press(KEY.Key_A, CTRL)
    assert section.amending.marked == {1, 11, 12}
    stage.press(KEY.Key_P)
    assert section.figures.isVisible()
    assert "→" in str(section.figures.model().index(0, 1).data())
    stage.press(KEY.Key_Return, CTRL)
    assert section.error.isVisible()
    assert at(stage, section.reason)
    stage.type("申诉成立")
    stage.press(KEY.Key_Return, CTRL)
    assert not section.error.isVisible()
    made = section.page.publications.heads[0]
    assert (made.amends, made.reason) == (1, "申诉成立")
    assert section.reason.text() == ""


def test_what_differs_is_told_before_and_after_in_words(
    stage: Stage, kept: FakePublications
) -> None:
    published(kept)
    correct(kept, 1, exempt=True)
    section = corrections(stage)
    row = [str(section.cases.model().index(0, at).data()) for at in range(5)]
    assert row[3:] == ["申诉成立", "免计超期：否 → 是"]


def test_nothing_corrected_and_nothing_published_are_told_apart(
    stage: Stage, kept: FakePublications
) -> None:
    section = corrections(stage)
    assert "还没有已发布的一期" in section.words.text()
    published(kept)
    stage.press(KEY.Key_F5)
    assert "没有案卷被更正" in section.words.text()


def test_every_button_of_the_sections_says_its_key(stage: Stage, kept: FakePublications) -> None:
    published(kept)
    section = listed(stage)
    assert all(one.key for one in section.buttons.values())
    assert section.foot_keys()
    focusable: list[QWidget] = [
        one for one in section.buttons.values() if one.focusPolicy() is not Qt.FocusPolicy.NoFocus
    ]
    assert not focusable
