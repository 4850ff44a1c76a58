"""The lists to look into by real keys: walked, opened, given up, lost; in both languages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from console.domain.case import CaseId
from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.ports.facts import Span
from console.ports.integrity import FindingKind, ReportRow
from console.viewmodels.assessment_findings import Looking
from console.views.assessment.findings_section import FindingsSection
from tests.assessment_samples import lost_facts, the_reading, words_of_cases
from tests.screens import Stage, a_reading, open_stage
from tests.services.test_finding import REPORT, Rows

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


@dataclass
class Answering(Rows):
    """A reading that can be lost, and counts how often it was asked."""

    lost: bool = False
    asked: list[Span] = field(default_factory=list)

    def reports(self, span: Span, days: int) -> Sequence[ReportRow]:
        self.asked.append(span)
        if self.lost:
            raise StoreUnavailable("store.away")
        return super().reports(span, days)


@pytest.fixture
def rows() -> Answering:
    missed = [replace(REPORT, case=CaseId(number)) for number in (1, 2)]
    return Answering(missed)


@pytest.fixture(params=["zh", "en"])
def stage(qtbot: QtBot, rows: Answering, request: pytest.FixtureRequest) -> Iterator[Stage]:
    facts, reading = lost_facts(), a_reading()
    reading.known_units = the_reading().known_units
    words_of_cases(reading, facts)
    made = open_stage(
        facts=facts, reading=reading, post=Post.SUPERVISOR, integrity=rows, language=request.param
    )
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    made.press(KEY.Key_J, CTRL, SHIFT)
    yield made
    made.close()


def section_of(stage: Stage) -> FindingsSection:
    """The section, opened by its key."""
    view = stage.shell.pages.assessment.view
    assert view is not None
    if view.section != "findings":
        stage.press(KEY.Key_7, ALT)
    shown = view.shown
    assert isinstance(shown, FindingsSection)
    return shown


def test_lists_are_looked_for_when_the_section_is_first_opened_and_not_again(
    stage: Stage, rows: Answering
) -> None:
    assert not rows.asked
    section = section_of(stage)
    assert len(rows.asked) == 1
    assert section.page.looking is Looking.THERE
    stage.press(KEY.Key_2, ALT)
    stage.press(KEY.Key_7, ALT)
    assert len(rows.asked) == 1


def test_the_keys_of_the_rail_step_to_the_lists_of_another_period(
    stage: Stage, rows: Answering
) -> None:
    section = section_of(stage)
    stage.press(KEY.Key_Left, ALT)
    assert section.page.period == stage.shell.pages.assessment.page.setting.period
    assert section.page.period.code == "2026-09"
    assert len(rows.asked) == 2


def test_every_list_stands_there_with_how_many_entries_it_has(stage: Stage) -> None:
    section = section_of(stage)
    assert [row.kind for row in section.page.kinds()] == list(FindingKind)
    assert section.page.kinds()[0].count == 2
    assert section.note.text() == stage.shell.look.wording.say("findings.note")
    assert stage.focus is section.kinds


def test_enter_goes_in_and_opens_the_only_case_of_an_entry(stage: Stage, qtbot: QtBot) -> None:
    section = section_of(stage)
    stage.press(KEY.Key_Return)
    assert stage.focus is section.entries
    stage.press(KEY.Key_Down)
    with qtbot.waitSignal(section.case_asked) as asked:
        stage.press(KEY.Key_Return)
    assert asked.args == [2]
    assert stage.shell.pages.assessment.view is None


def test_who_opens_a_case_and_comes_back_finds_list_and_entry_as_they_were(
    stage: Stage, rows: Answering
) -> None:
    section = section_of(stage)
    stage.press(KEY.Key_Return)
    stage.press(KEY.Key_Down)
    stage.press(KEY.Key_Return)
    assert stage.shell.pages.assessment.view is None
    stage.press(KEY.Key_J, CTRL, SHIFT)
    again = section_of(stage)
    assert again is not section
    assert len(rows.asked) == 1
    assert again.entries.currentIndex().row() == 1
    assert [row.case for row in again.page.cases(again.page.at)] == [2]


def test_a_search_that_ran_when_the_page_went_is_made_anew_the_next_time(
    stage: Stage, rows: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    lanes = stage.shell.desk.lanes
    with monkeypatch.context() as held:
        held.setattr(lanes, "ask", lambda *_: None)
        page = section_of(stage).page
        assert page.looking is Looking.READING
        stage.shell.pages.assessment.close()
    stage.press(KEY.Key_J, CTRL, SHIFT)
    assert section_of(stage).page.looking is Looking.THERE
    assert len(rows.asked) == 1


def test_of_an_entry_with_several_cases_one_is_chosen_first(stage: Stage) -> None:
    section = section_of(stage)
    for _ in range(list(FindingKind).index(FindingKind.REWORK)):
        stage.press(KEY.Key_Down)
    assert section.page.kind is FindingKind.REWORK
    stage.press(KEY.Key_Return)
    stage.press(KEY.Key_Return)
    assert stage.focus is section.cases
    assert len(section.page.cases(0)) > 1


def test_escape_steps_back_and_then_goes_to_the_queue(stage: Stage) -> None:
    section = section_of(stage)
    stage.press(KEY.Key_Return)
    stage.press(KEY.Key_Escape)
    assert stage.focus is section.kinds
    stage.press(KEY.Key_Escape)
    assert stage.shell.pages.assessment.view is None


def test_without_the_store_the_lists_that_were_read_stay_and_are_told_to_be_old(
    stage: Stage, rows: Answering
) -> None:
    section = section_of(stage)
    rows.lost = True
    section.page.look()
    assert section.page.looking is Looking.LOST
    assert section.kinds.isVisible()
    assert section.standing.text() == stage.shell.look.wording.say("assessment.kept.lost")


def test_what_cannot_be_read_is_told_and_read_again_by_f5(stage: Stage, rows: Answering) -> None:
    rows.lost = True
    section = section_of(stage)
    assert section.words.text() == stage.shell.look.wording.say("findings.state.lost")
    assert stage.focus is section.words
    rows.lost = False
    stage.press(KEY.Key_F5)
    assert section.page.looking is Looking.THERE


def test_a_threshold_that_cannot_be_is_told_in_a_sentence(stage: Stage, rows: Answering) -> None:
    rows.chosen = {"integrity_photo_bits": "99"}
    section = section_of(stage)
    assert section.page.looking is Looking.REFUSED
    assert "99" in section.words.text()


def test_the_lists_are_written_as_a_workbook(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = section_of(stage)
    chosen = tmp_path / "lists"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    stage.press(KEY.Key_E, CTRL)
    book = load_workbook(chosen.with_suffix(".xlsx"))
    rows = list(book.worksheets[-1].iter_rows(min_row=3, values_only=True))
    lists = section.page.lists
    assert lists is not None
    assert len(rows) == sum(len(one.cases) for found in lists.findings.values() for one in found)
    assert rows[0][0] == section.page.kinds()[0].name


def test_a_case_of_another_area_is_not_opened(
    stage: Stage, rows: Answering, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(rows, "numbers", lambda _cases: {})
    section = section_of(stage)
    stage.press(KEY.Key_Return)
    with qtbot.assertNotEmitted(section.case_asked):
        stage.press(KEY.Key_Return)
