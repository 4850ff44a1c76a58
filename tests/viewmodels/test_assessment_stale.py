"""What is shown while another setting is asked for, and what ends when the page goes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from console.evaluation.scheme import ObjectKind
from console.ports.facts import Grouping
from console.viewmodels.assessment import AssessmentDesk
from console.viewmodels.assessment_cases import CasesBehind
from console.viewmodels.assessment_export import AssessmentExport
from console.viewmodels.assessment_lines import Lines
from console.viewmodels.assessment_rows import RowKind
from tests.assessment_samples import LostFacts, a_desk, a_page, lost_facts, the_reading
from tests.export.assessment_sample import LAYOUT
from tests.lanes import LateAnswers, WaitingLanes
from tests.recalculation import cells_of

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def facts() -> LostFacts:
    return lost_facts()


@pytest.fixture
def page(facts: LostFacts) -> Iterator[AssessmentDesk]:
    made = a_page(a_desk(facts, the_reading()))
    made.open("departments")
    yield made
    Shiboken.delete(made.desk)


def chosen(page: AssessmentDesk) -> CasesBehind:
    """The cases behind a figure of the first unit."""
    behind = CasesBehind(page)
    row = next(one for one in page.table.rows if one.kind is RowKind.OBJECT)
    column = next(one for one in page.table.columns if one.key == "need_dispose")
    assert behind.ask(row, column)
    return behind


def test_a_file_is_of_the_figures_that_are_shown_not_of_a_period_that_did_not_come(
    page: AssessmentDesk, facts: LostFacts, tmp_path: Path
) -> None:
    behind, path = chosen(page), tmp_path / "list.xlsx"
    export = AssessmentExport(page, behind, LAYOUT)
    facts.lost = True
    page.typed("2026-09")
    facts.lost = False
    assert "2026-10" in export.book_name
    assert "2026-10" in export.list_name
    export.write_list(path)
    words = [str(value) for value in cells_of(path).values()]
    assert "2026年10月" in words
    assert "2026年9月" not in words


@pytest.mark.parametrize("what", ["scheme", "period", "level"])
def test_figures_of_another_setting_are_not_those_that_were_asked_for(
    page: AssessmentDesk, what: str
) -> None:
    if what == "level":
        page.open("regions")
    assert page.fits
    lanes = LateAnswers()
    page.desk.lanes = lanes
    if what == "scheme":
        page.use("jinhua")
    elif what == "period":
        page.step(-1)
    else:
        page.sum_by(Grouping.STREET)
    assert not page.fits
    lanes.tell()
    assert page.fits


def test_a_level_the_scheme_does_not_have_is_told_as_the_one_that_was_counted(
    page: AssessmentDesk,
) -> None:
    page.sum_by(Grouping.COMMUNITY)
    assert page.found is not None
    assert page.setting.kind is ObjectKind.DEPARTMENT
    assert page.setting.by is page.found.by is Grouping.UNIT
    assert page.fits


def test_a_ranking_that_does_not_come_leaves_no_list_that_is_being_read(
    page: AssessmentDesk, facts: LostFacts
) -> None:
    behind = chosen(page)
    facts.lost = True
    page.step(-1)
    assert page.showing == "lost"
    assert behind.listing == "lost"
    facts.lost = False
    page.reload()
    assert behind.listing == "there"
    page.desk.lanes = LateAnswers()
    page.step(-1)
    page.tasks.cancel()
    assert behind.listing == "nothing"


def test_a_page_that_goes_while_it_writes_leaves_the_foot_of_the_window(
    page: AssessmentDesk, tmp_path: Path
) -> None:
    export = AssessmentExport(page, chosen(page), LAYOUT)
    page.desk.lanes = WaitingLanes()
    export.write_book(tmp_path / "book.xlsx")
    assert page.tasks.running
    export.stop()
    assert not page.tasks.running


def test_a_page_that_goes_reads_no_further_periods_of_a_line(
    page: AssessmentDesk, qtbot: QtBot
) -> None:
    del qtbot
    lines = Lines(page)
    asked: list[Any] = []

    class Stopping(LateAnswers):
        def ask(self, pane: str, work: Any, answer: Any, failure: Any) -> None:
            if pane == "assessment.lines":
                asked.append(work)
            else:
                super().ask(pane, work, answer, failure)

    lanes = Stopping()
    page.desk.lanes = lanes
    page.step(-1)
    lanes.tell()
    lines.stop()
    (work,) = asked
    assert work() == ()
