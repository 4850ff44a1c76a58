"""The assessment page by real keys: opened, walked, read, left."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.ports.rows import QueueCount
from console.viewmodels.assessment_cases import Listing
from console.viewmodels.assessment_rows import GradeCell, RowKind
from console.viewmodels.commands import COMMAND_OF, offered
from console.viewmodels.keyed_table import CELL_ROLE
from console.viewmodels.notices import Notice, NoticeTone
from console.views.assessment.score_table import SHAPES
from console.views.key_sheet import KeySheet
from console.views.widgets.keys import KeyLabel
from tests.assessment_samples import LostFacts, lost_facts
from tests.assessment_screen import (
    ALT,
    KEY,
    at,
    cell,
    open_seat,
    page_of,
    ranking,
    walk_to,
)
from tests.screens import POSTS, Stage


@pytest.fixture
def facts() -> LostFacts:
    return lost_facts()


@pytest.fixture
def stage(qtbot: QtBot, facts: LostFacts) -> Iterator[Stage]:
    made = open_seat(facts)
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.close()


def test_a_key_opens_the_ranking_and_escape_goes_back_to_the_queue_as_it_was(
    stage: Stage,
) -> None:
    chosen, queue = stage.shell.bench.queue.selected, stage.shell.bench.queue.filter
    view = page_of(stage)
    assert view.isVisible()
    assert not stage.shell.workplace.body.isVisible()
    assert at(stage, ranking(stage).table)
    stage.press(KEY.Key_Escape)
    assert stage.shell.pages.assessment.view is None
    assert stage.shell.workplace.body.isVisible()
    assert at(stage, stage.shell.table)
    assert (stage.shell.bench.queue.selected, stage.shell.bench.queue.filter) == (chosen, queue)


def test_arrows_walk_cell_by_cell_and_enter_lists_the_cases_of_a_figure(stage: Stage) -> None:
    page_of(stage)
    assert cell(stage) == ("U1", "total")
    walk_to(stage, "in_time_dispose_rate")
    stage.press(KEY.Key_Down)
    assert cell(stage) == ("U2", "in_time_dispose_rate")
    cases = ranking(stage).cases
    assert cases.behind.listing == "nothing"
    stage.press(KEY.Key_Return)
    assert cases.behind.listing == "there"
    assert "60.00%" in cases.title.text()
    assert cases.formula.text() == "＝ 按期处置数 6 ÷ 应处置数 10"
    assert cases.table.model().rowCount() == 4
    stage.press(KEY.Key_D)
    assert cases.table.model().rowCount() == 10
    stage.press(KEY.Key_N)
    assert cases.table.model().rowCount() == 6
    assert cases.sides is not None
    assert cases.sides.choice == "numerator"


def test_a_case_of_the_list_opens_in_the_queue_behind(stage: Stage) -> None:
    page_of(stage)
    walk_to(stage, "need_dispose")
    stage.press(KEY.Key_Return)
    stage.press(KEY.Key_Tab)
    section = ranking(stage)
    assert at(stage, section.cases.table)
    stage.press(KEY.Key_J)
    row = section.cases.behind.rows[1]
    stage.press(KEY.Key_Return)
    assert stage.shell.pages.assessment.view is None
    assert stage.shell.bench.queue.selected == row.case


def test_escape_goes_from_the_list_to_the_ranking_first(stage: Stage) -> None:
    page_of(stage)
    walk_to(stage, "need_dispose")
    stage.press(KEY.Key_Return)
    stage.press(KEY.Key_Tab)
    stage.press(KEY.Key_Escape)
    assert at(stage, ranking(stage).table)
    stage.press(KEY.Key_Escape)
    assert stage.shell.pages.assessment.view is None


def test_escape_comes_back_from_the_bar_above_where_tab_leads(stage: Stage) -> None:
    page_of(stage)
    top = stage.shell.workplace.frame.top

    def above() -> bool:
        return stage.focus is not None and top.isAncestorOf(stage.focus)

    for _ in range(30):
        if above():
            break
        stage.press(KEY.Key_Tab)
    assert above()
    stage.press(KEY.Key_Escape)
    assert at(stage, ranking(stage).table)
    stage.press(KEY.Key_Escape)
    assert stage.shell.pages.assessment.view is None


def test_periods_are_stepped_lengthened_and_typed_by_keys(stage: Stage) -> None:
    page_of(stage)
    page = stage.shell.pages.assessment.page
    bar = ranking(stage).bar
    stage.press(KEY.Key_Left, ALT)
    assert page.setting.period.code == "2026-09"
    stage.press(KEY.Key_Right, ALT)
    assert page.setting.period.code == "2026-10"
    stage.press(KEY.Key_Q)
    assert page.setting.period.code == "2026-Q4"
    assert bar.length.choice == "quarter"
    stage.press(KEY.Key_Slash)
    assert at(stage, bar.period)
    stage.type("2026-10-01..2026-10-05")
    stage.press(KEY.Key_Return)
    assert page.setting.period.code == "2026-10-01..2026-10-05"
    assert bar.length.choice == ""
    assert at(stage, ranking(stage).table)


def test_a_step_into_a_period_that_has_not_begun_is_answered_in_a_sentence(stage: Stage) -> None:
    page_of(stage)
    page = stage.shell.pages.assessment.page
    told: list[Notice] = []
    stage.shell.desk.notice.connect(told.append)
    while page.step(1) is None:
        pass
    running = page.setting.period.code
    stage.press(KEY.Key_Right, ALT)
    assert page.setting.period.code == running
    assert [one.code for one in told] == ["period.not_begun"]
    assert told[0].tone is NoticeTone.REFUSED
    ranking(stage).bar.on.click()
    assert ranking(stage).bar.error.isVisible()
    stage.press(KEY.Key_Left, ALT)
    assert not ranking(stage).bar.error.isVisible()


def test_a_period_that_is_none_is_said_beside_the_field_and_escape_leaves_it(
    stage: Stage,
) -> None:
    page_of(stage)
    bar = ranking(stage).bar
    stage.press(KEY.Key_Slash)
    stage.type("soon")
    stage.press(KEY.Key_Return)
    assert bar.error.isVisible()
    assert "soon" in bar.error.text()
    assert at(stage, bar.period)
    stage.press(KEY.Key_Escape)
    assert not bar.error.isVisible()
    assert at(stage, ranking(stage).table)
    assert bar.period.text() == "2026年10月"


def test_the_same_cell_is_kept_from_period_to_period_and_its_list_follows(stage: Stage) -> None:
    page_of(stage)
    walk_to(stage, "in_time_dispose_rate")
    stage.press(KEY.Key_Return)
    stage.press(KEY.Key_Left, ALT)
    assert cell(stage) == ("U1", "in_time_dispose_rate")
    assert ranking(stage).cases.table.model().rowCount() == 3


def test_sections_open_by_alt_and_a_digit_and_the_page_opens_where_it_was_left(
    stage: Stage,
) -> None:
    view = page_of(stage)
    stage.press(KEY.Key_3, ALT)
    assert view.section == "posts"
    assert ranking(stage).bar.who.count() == 4
    stage.press(KEY.Key_L)
    assert stage.shell.pages.assessment.page.setting.kind.value == "acceptor"
    stage.press(KEY.Key_Escape)
    assert page_of(stage).section == "posts"
    stage.press(KEY.Key_1, ALT)
    assert page_of(stage).section == "regions"
    assert stage.shell.bench.queue.filter.queue == "overdue"  # Alt+1 was not the queue's


def test_after_the_page_its_keys_are_the_windows_again(stage: Stage) -> None:
    page_of(stage)
    assert not stage.shell.actions.action("Alt+1").isEnabled()
    stage.press(KEY.Key_Escape)
    assert stage.shell.actions.action("Alt+1").isEnabled()
    stage.press(KEY.Key_1, ALT)
    assert stage.shell.bench.queue.filter.queue == "accept"


def test_an_order_by_a_column_and_what_is_compared_have_keys(stage: Stage) -> None:
    page_of(stage)
    page = stage.shell.pages.assessment.page
    walk_to(stage, "in_time_dispose_rate")
    stage.press(KEY.Key_O)
    stage.press(KEY.Key_O)
    assert [row.object for row in page.table.rows[:2]] == ["U2", "U1"]
    assert cell(stage) == ("U1", "in_time_dispose_rate")
    stage.press(KEY.Key_C)
    assert page.setting.against_last_year
    assert ranking(stage).bar.against.code() == "last_year"


def test_only_the_two_lowest_grades_have_a_shape(stage: Stage) -> None:
    page_of(stage)
    table = stage.shell.pages.assessment.page.table
    grades = [row.grade for row in table.rows if row.grade is not None]
    assert grades
    assert {one.low for one in grades} == {0}
    assert set(SHAPES) == {1, 2}
    cells = [
        table.index(row, len(table.columns) - 1).data(CELL_ROLE) for row in range(len(table.rows))
    ]
    assert [one for one in cells if one is not None] == grades
    assert all(isinstance(one, GradeCell) for one in grades)


def test_the_rail_keeps_the_counts_of_the_watch_and_the_recent_periods(stage: Stage) -> None:
    view = page_of(stage)
    counts = [
        QueueCount(queue="overdue", total=21, over=21, near=0, new=0, nearest=None),
        QueueCount(queue="dispatch", total=30, over=5, near=16, new=0, nearest=None),
    ]
    stage.shell.bench.rail.counted.emit(tuple(counts))
    assert view.rail.foot.over.text() == "超期 21"
    assert view.rail.foot.near.text() == "临期 16"
    names = [view.rail.periods.lines.row_at(at) for at in range(3)]
    assert [one.name for one in names if one is not None] == [
        "2026年11月",
        "2026年10月",
        "2026年9月",
    ]
    view.rail.periods.setFocus()
    stage.press(KEY.Key_Down)
    assert stage.shell.pages.assessment.page.setting.period.code == "2026-09"


def test_tab_goes_through_the_page_as_the_eye_reads(stage: Stage) -> None:
    page_of(stage)
    walk_to(stage, "need_dispose")
    stage.press(KEY.Key_Return)
    seen = []
    for _ in range(16):
        stage.press(KEY.Key_Tab)
        focus = stage.focus
        assert focus is not None
        if focus in seen:
            break
        seen.append(focus)
    section, view = ranking(stage), page_of(stage)
    order = [seen.index(one) for one in (section.cases.table, view.rail.sections) if one in seen]
    assert section.cases.table in seen
    assert view.rail.sections in seen
    assert section.bar.period in seen
    assert len(order) == 2


def test_the_key_is_among_those_that_are_offered() -> None:
    assert COMMAND_OF["assessment"].key == "Ctrl+Shift+J"
    assert COMMAND_OF["assessment"] in offered(POSTS)


def test_a_figure_is_reached_by_the_mouse_as_well(stage: Stage, qtbot: QtBot) -> None:
    section = ranking(stage)
    at, column = section.page.table.place((RowKind.OBJECT.value, "U2"), "need_dispose")
    place = section.table.visualRect(section.page.table.index(at, column)).center()
    qtbot.mouseClick(section.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert section.cases.behind.listing is Listing.THERE
    assert QApplication.focusWidget() is section.table


def test_the_key_sheet_names_every_key_of_the_page(stage: Stage) -> None:
    page_of(stage)
    stage.press(KEY.Key_F1)
    sheet = next(one for one in stage.window.findChildren(KeySheet) if one.isVisible())
    caps = {one.text() for one in sheet.findChildren(KeyLabel)}
    assert {"W", "Alt+2", "Ctrl+Shift+E", "/", "Ctrl+Shift+J"} <= caps
    stage.press(KEY.Key_Escape)
    assert at(stage, ranking(stage).table)


def test_a_page_that_is_opened_again_shows_the_figures_of_now(stage: Stage) -> None:
    page_of(stage)
    page = stage.shell.pages.assessment.page
    before = page.as_of
    stage.press(KEY.Key_Escape)
    stage.clock.wait(minutes=5)
    stage.press(KEY.Key_F5)
    assert page.as_of == before  # nobody looked
    page_of(stage)
    assert page.as_of == stage.clock.at
