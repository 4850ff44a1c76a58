"""What if on the page by real keys: typed, compared, refused, stepped back; in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.domain.case import Case
from console.domain.stage import Post
from console.evaluation.periods import before
from console.ports.errors import StoreUnavailable
from console.ports.facts import FactDate, Span
from console.viewmodels.assessment_suppose import Supposing
from console.views.assessment.suppose_section import SupposeSection
from tests.assessment_samples import lost_facts, the_reading, words_of_cases
from tests.screens import Stage, a_reading, open_stage
from tests.services.test_supposing import Period

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


@dataclass
class Answering(Period):
    """Cases of the period, unless the store is gone."""

    lost: bool = False

    def cases(self, span: Span, date: FactDate) -> Iterator[Case]:
        if self.lost:
            raise StoreUnavailable("store.away")
        yield from super().cases(span, date)


@pytest.fixture
def rows() -> Answering:
    return Answering()


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
    made.press(KEY.Key_8, ALT)
    yield made
    made.close()


def section_of(stage: Stage) -> SupposeSection:
    view = stage.shell.pages.assessment.view
    assert view is not None
    shown = view.shown
    assert isinstance(shown, SupposeSection)
    return shown


def compare(stage: Stage) -> None:
    stage.press(KEY.Key_Return, CTRL)


def test_a_factor_is_compared_with_what_was(stage: Stage) -> None:
    section = section_of(stage)
    assert stage.focus is section.factor
    section.factor.setText("1/2")
    compare(stage)
    assert section.page.state is Supposing.THERE
    found = section.page.found
    assert found is not None
    assert found.changed > 0
    assert section.table.isVisible()
    assert section.table.model().rowCount() == len(found.rows)
    assert str(found.changed) in section.told_words.text()
    first = found.rows[0]
    pair = section.page.lines(stage.shell.look.wording.say)[1][4]
    both = [str(one.subject.counts["need_archive"]) for one in (first.real, first.supposed)]
    assert pair == " → ".join(both)


def test_nothing_typed_compares_the_period_with_itself(stage: Stage) -> None:
    section = section_of(stage)
    compare(stage)
    found = section.page.found
    assert found is not None
    assert all(row.real == row.supposed for row in found.rows)
    assert not section.told_words.isVisible()


@pytest.mark.parametrize(
    ("field", "text", "word"),
    [("limits", "wrong", "scheme,kind"), ("days", "wrong", "JSON"), ("factor", "0", "0")],
)
def test_what_cannot_be_read_is_told_in_a_sentence(
    stage: Stage, field: str, text: str, word: str
) -> None:
    section = section_of(stage)
    line = getattr(section, field)
    (line.setPlainText if hasattr(line, "setPlainText") else line.setText)(text)
    compare(stage)
    assert section.page.state is Supposing.REFUSED
    assert word in section.words.text()


def test_without_the_store_it_is_told_and_asked_again(stage: Stage, rows: Answering) -> None:
    section = section_of(stage)
    section.factor.setText("2")
    rows.lost = True
    compare(stage)
    say = stage.shell.look.wording.say
    assert section.words.text() == say("whatif.state.lost")
    rows.lost = False
    compare(stage)
    assert section.page.state is Supposing.THERE


def test_another_period_takes_the_comparison_away(stage: Stage) -> None:
    section = section_of(stage)
    compare(stage)
    stage.shell.pages.assessment.page.step(-1)
    assert section.page.found is None
    assert section.page.state is Supposing.NOTHING


def test_escape_goes_from_the_table_to_the_form_and_then_to_the_queue(stage: Stage) -> None:
    section = section_of(stage)
    compare(stage)
    section.table.setFocus()
    stage.press(KEY.Key_Escape)
    assert stage.focus is section.factor
    stage.press(KEY.Key_Escape)
    assert stage.shell.pages.assessment.view is None


def test_what_is_typed_and_compared_is_there_again_when_the_page_is_opened_anew(
    stage: Stage,
) -> None:
    section = section_of(stage)
    section.factor.setText("1/2")
    section.limits.setPlainText("scheme,kind,category,condition,limit")
    compare(stage)
    found = section.page.found
    assert found is not None
    stage.press(KEY.Key_Escape)
    assert stage.shell.pages.assessment.view is None
    stage.press(KEY.Key_J, CTRL, SHIFT)
    again = section_of(stage)
    assert again is not section
    assert again.factor.text() == "1/2"
    assert again.limits.toPlainText() == "scheme,kind,category,condition,limit"
    assert again.page.found is found
    assert again.table.isVisible()


def test_the_period_whom_and_the_scheme_stand_there_and_the_period_is_stepped_by_its_keys(
    stage: Stage,
) -> None:
    section, say = section_of(stage), stage.shell.look.wording.say
    page = stage.shell.pages.assessment.page
    kind = say("assess.kind.department")
    assert section.whose.text() == f"{page.title(page.setting.period)} · {kind} · standard"
    stage.press(KEY.Key_Left, ALT)
    assert page.setting.period.code == "2026-09"
    assert section.whose.text().startswith(page.title(page.setting.period))


def test_an_answer_that_comes_after_the_period_was_changed_is_dropped(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = section_of(stage)
    page, held = section.page, []
    monkeypatch.setattr(page.desk.lanes, "ask", lambda *asked: held.append(asked))
    section.factor.setText("1/2")
    compare(stage)
    _pane, work, answer, _failure = held[0]
    found = work()
    setting = page.setting
    assert setting is not None
    page.set_to(replace(setting, period=before(setting.period)))
    answer(found)
    assert page.found is None
    assert page.state is Supposing.NOTHING


def test_a_comparison_stays_when_the_figures_of_the_ranking_arrive(stage: Stage) -> None:
    section = section_of(stage)
    section.factor.setText("1/2")
    setting = section.page.setting
    assert setting is not None
    section.page.set_to(replace(setting, version=0))
    compare(stage)
    section.page.set_to(replace(setting, version=1))
    assert section.page.state is Supposing.THERE
    section.page.set_to(replace(setting, against_last_year=True))
    assert section.table.isVisible()
