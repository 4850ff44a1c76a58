"""The assessment page by real keys: opened, walked, read, exported, left; in both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from console.domain.stage import Post
from console.ports.rows import QueueCount
from console.viewmodels.assessment import KINDS, Showing
from console.viewmodels.assessment_cases import Listing
from console.viewmodels.assessment_rows import GradeCell, RowKind
from console.viewmodels.commands import COMMAND_OF, offered
from console.viewmodels.keyed_table import CELL_ROLE
from console.views.assessment.page import AssessmentPage
from console.views.assessment.ranking_section import RankingSection
from console.views.assessment.score_table import SHAPES
from console.views.assessment.section import Section, SectionKind
from console.views.look import Look
from tests.assessment_samples import LostFacts, lost_facts, the_reading, words_of_cases
from tests.fake_reading import FakeReading
from tests.fakes_administration import FakeAdministration
from tests.screens import POSTS, Stage, a_reading, open_stage

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
KEY = Qt.Key


@pytest.fixture
def facts() -> LostFacts:
    return lost_facts()


def the_city(facts: LostFacts) -> FakeReading:
    """The rows of the design pictures, and those of the facts."""
    reading = a_reading()
    reading.known_units = the_reading().known_units
    words_of_cases(reading, facts)
    return reading


@pytest.fixture
def stage(qtbot: QtBot, facts: LostFacts) -> Iterator[Stage]:
    made = open_stage(facts=facts, reading=the_city(facts), post=Post.SUPERVISOR)
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.close()


def page_of(stage: Stage) -> AssessmentPage:
    """The page, opened by its key."""
    if stage.shell.pages.assessment.view is None:
        stage.press(KEY.Key_J, CTRL, SHIFT)
    view = stage.shell.pages.assessment.view
    assert view is not None
    return view


def at(stage: Stage, widget: QWidget) -> bool:
    """Whether the keyboard is there."""
    return stage.focus is widget


def ranking(stage: Stage) -> RankingSection:
    shown = page_of(stage).shown
    assert isinstance(shown, RankingSection)
    return shown


def cell(stage: Stage) -> tuple[str, str]:
    """Object and column the keyboard is on."""
    current = ranking(stage).table.current
    assert current is not None
    return current[0].object, current[1].key


def walk_to(stage: Stage, column: str) -> None:
    """Walk along the row by arrows."""
    places = [one.key for one in stage.shell.pages.assessment.page.table.columns]
    step = KEY.Key_Left if places.index(cell(stage)[1]) > places.index(column) else KEY.Key_Right
    for _ in places:
        if cell(stage)[1] == column:
            return
        stage.press(step)
    raise AssertionError(column)


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


def test_who_holds_no_reading_post_is_told_so_and_sees_nothing_of_it(
    qtbot: QtBot, facts: LostFacts
) -> None:
    made = open_stage(facts=facts, posts=(Post.DISPATCHER,))
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    made.press(KEY.Key_J, CTRL, SHIFT)
    assert made.shell.pages.assessment.view is None
    assert "督办员" in made.shell.workplace.frame.status.words
    assert COMMAND_OF["assessment"] not in offered((Post.DISPATCHER,))
    made.close()


def test_arrows_walk_cell_by_cell_and_enter_lists_the_cases_of_a_figure(stage: Stage) -> None:
    page_of(stage)
    assert cell(stage) == ("U1", "total")
    walk_to(stage, "in_time_dispose_rate")
    stage.press(KEY.Key_Down)
    assert cell(stage) == ("U2", "in_time_dispose_rate")
    cases = ranking(stage).cases
    assert cases.behind.listing is Listing.NOTHING
    stage.press(KEY.Key_Return)
    assert cases.behind.listing is Listing.THERE
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


def test_a_lost_store_keeps_the_figures_and_says_so(stage: Stage, facts: LostFacts) -> None:
    page_of(stage)
    before = ranking(stage).foot.text()
    facts.lost = True
    stage.press(KEY.Key_F5)
    section = ranking(stage)
    assert section.page.showing is Showing.LOST
    assert section.table.isVisible()
    assert section.foot.text().startswith(before.partition("　")[0])
    assert "业务库未答复" in section.foot.text()


def test_without_any_figures_the_sentence_takes_the_keyboard(
    qtbot: QtBot, facts: LostFacts
) -> None:
    facts.lost = True
    made = open_stage(facts=facts, reading=the_city(facts), post=Post.SUPERVISOR)
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    section = ranking(made)
    assert section.words.isVisible()
    assert at(made, section.words)
    facts.lost = False
    made.press(KEY.Key_F5)
    assert section.table.isVisible()
    assert at(made, section.table)
    made.close()


def test_a_seat_without_facts_says_why_there_are_none(qtbot: QtBot) -> None:
    made = open_stage(post=Post.SUPERVISOR)
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    assert "F5" in ranking(made).words.text()
    made.close()


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


def test_an_administrators_own_page_comes_back(qtbot: QtBot, facts: LostFacts) -> None:
    post = Post.ADMINISTRATOR
    made = open_stage(
        facts=facts, reading=the_city(facts), post=post, posts=(post,),
        administration=FakeAdministration(),
    )  # fmt: skip
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    assert made.shell.administration.view is not None
    page_of(made)
    assert made.shell.administration.view is None
    made.press(KEY.Key_Escape)
    assert made.shell.administration.view is not None
    made.close()


@pytest.mark.parametrize(("language", "size"), [("zh", (1920, 1080)), ("en", (1366, 768))])
def test_every_section_stands_in_both_languages_and_sizes(
    qtbot: QtBot, facts: LostFacts, language: str, size: tuple[int, int]
) -> None:
    made = open_stage(
        size, language=language, theme="dark", facts=facts, reading=the_city(facts),
        post=Post.SUPERVISOR,
    )  # fmt: skip
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    for section in KINDS:
        page_of(made).open(section)
        bar = ranking(made).bar
        assert bar.title.text()
        assert bar.width() <= made.window.width()
        assert ranking(made).foot_keys()
    made.close()


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


def test_a_section_that_does_not_let_go_stays_open(stage: Stage, qtbot: QtBot) -> None:
    class Firm(Section):
        def may_leave(self) -> bool:
            return False

    view = AssessmentPage(
        stage.shell.pages.assessment.page,
        stage.shell.look,
        stage.window,
        kinds=(SectionKind(code="departments", make=lambda _d, _l, parent: Firm(parent)),
               SectionKind(code="regions")),
    )  # fmt: skip
    qtbot.addWidget(view)
    view.open("departments")
    view.open("regions")
    assert view.section == "departments"


def test_exports_ask_for_a_file_and_tell_where_it_lies(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        asked.append(name)
        return str(tmp_path / name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    page_of(stage)
    stage.press(KEY.Key_E, CTRL)
    walk_to(stage, "in_time_dispose_rate")
    stage.press(KEY.Key_Return)
    stage.press(KEY.Key_E, CTRL, SHIFT)
    assert asked == ["部门-2026-10.xlsx", "市政维护处-按期处置率-2026-10.xlsx"]
    assert {file.name for file in tmp_path.iterdir()} == set(asked)
    assert asked[1] in stage.shell.workplace.frame.status.words
    assert not stage.shell.tasks.running


def test_a_figure_is_reached_by_the_mouse_as_well(stage: Stage, qtbot: QtBot) -> None:
    section = ranking(stage)
    at, column = section.page.table.place((RowKind.OBJECT.value, "U2"), "need_dispose")
    place = section.table.visualRect(section.page.table.index(at, column)).center()
    qtbot.mouseClick(section.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert section.cases.behind.listing is Listing.THERE
    assert QApplication.focusWidget() is section.table


def test_charts_follow_the_theme(stage: Stage) -> None:
    section = ranking(stage)
    stage.shell.look.theme.changed.emit()
    assert section.side.dots.isVisible()
    assert isinstance(stage.shell.look, Look)
