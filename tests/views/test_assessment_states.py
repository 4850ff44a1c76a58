"""The assessment page without the store, without facts, for other posts and languages; exports."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from console.domain.stage import Post
from console.viewmodels.assessment import KINDS, Showing
from console.viewmodels.commands import COMMAND_OF, offered
from console.views.assessment.page import AssessmentPage
from console.views.assessment.section import Section, SectionKind
from console.views.look import Look
from tests.assessment_samples import LostFacts, lost_facts
from tests.assessment_screen import (
    CTRL,
    KEY,
    SHIFT,
    at,
    open_seat,
    page_of,
    ranking,
    the_city,
    walk_to,
)
from tests.fakes_administration import FakeAdministration
from tests.screens import Stage, open_stage


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


def test_charts_follow_the_theme(stage: Stage) -> None:
    section = ranking(stage)
    stage.shell.look.theme.changed.emit()
    assert section.side.dots.isVisible()
    assert not [one for one in page_of(stage).findChildren(QMenu) if one.isVisible()]
    assert isinstance(stage.shell.look, Look)
