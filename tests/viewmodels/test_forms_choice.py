"""The chooser of forms without widgets: usual periods, what is wrong, a file all or nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from console.domain.refusal import Refusal
from console.evaluation.forms import FormKind
from console.evaluation.words import named
from console.ports.errors import StoreUnavailable
from console.viewmodels.desk import Desk
from console.viewmodels.forms_choice import FormsChoice
from console.viewmodels.tasks import Tasks
from console.views.wording import Wording
from tests.assessment_samples import LostFacts, a_desk, lost_facts, the_reading
from tests.evaluation.schemes import SHIPPED
from tests.export.assessment_sample import LAYOUT
from tests.fake_reading import FakeReading
from tests.lanes import WaitingLanes
from tests.recalculation import cells_of


@pytest.fixture
def facts() -> LostFacts:
    return lost_facts()


@pytest.fixture
def reading() -> FakeReading:
    return the_reading()


@pytest.fixture
def choice(qtbot: QtBot, facts: LostFacts, reading: FakeReading) -> Iterator[FormsChoice]:
    del qtbot
    desk = a_desk(facts, reading)
    yield FormsChoice(
        desk, Wording("zh").say, partial(named, language="zh"), lambda: SHIPPED, Tasks(desk), LAYOUT
    )
    Shiboken.delete(desk)


def code(refusal: Refusal | None) -> str:
    return refusal.code if refusal else ""


def test_each_form_begins_with_its_usual_period(choice: FormsChoice) -> None:
    found = {}
    for kind in FormKind:
        choice.choose(kind)
        found[kind.value] = choice.period
        assert not choice.wrong_period() or kind is FormKind.NIGHT
    assert found == {
        "monthly": "2026-10", "weekly": "2026-W47", "day": "2026-11-23", "night": "2026-11-23",
        "unit": "2026-10", "inspector": "2026-10",
    }  # fmt: skip


def test_a_statement_wants_somebody_who_is_there(choice: FormsChoice) -> None:
    choice.choose(FormKind.UNIT)
    assert [one.code for one in choice.options] == ["U1", "U2", "U3"]
    assert code(choice.wrong_object()) == "forms.choose_object"
    assert not choice.right
    choice.object = "U1"
    assert choice.right
    choice.choose(FormKind.MONTHLY)
    assert not choice.object
    assert choice.right


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("", "period.unreadable"), ("2026", "forms.period.month"), ("2027-01", "period.not_begun"),
        ("2026年9月", ""), ("2026-13", "period.not_in_calendar"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_period_is_told(choice: FormsChoice, period: str, told: str) -> None:
    choice.period = period
    assert code(choice.wrong_period()) == told


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ("07:30 - 19:30", ""), ("20:00-08:00", "forms.hours"), ("8", "forms.hours_unreadable"),
        ("a-b", "forms.hours_unreadable"),
    ],
)  # fmt: skip
def test_hours_are_asked_of_a_shift_only(choice: FormsChoice, hours: str, told: str) -> None:
    choice.hours = hours
    assert choice.wrong_hours() is None
    choice.choose(FormKind.DAY)
    assert code(choice.wrong_hours()) == told


@pytest.mark.parametrize(
    ("number", "told"), [("", ""), (" 12 ", ""), ("0", "forms.number_unreadable"),
                         ("十二", "forms.number_unreadable"), ("-1", "forms.number_unreadable")]
)  # fmt: skip
def test_the_number_of_a_notice_is_a_whole_number_or_nothing(
    choice: FormsChoice, number: str, told: str
) -> None:
    choice.number = number
    assert code(choice.wrong_number()) == told


def test_a_notice_is_written_with_its_number(
    qtbot: QtBot, choice: FormsChoice, tmp_path: Path
) -> None:
    choice.number = "12"
    path = tmp_path / "a.xlsx"
    with qtbot.waitSignal(choice.ended) as ended:
        choice.write(path)
    assert ended.args == [path]
    assert "〔2026〕第 12 期" in cells_of(path).values()
    assert not choice.busy


def test_a_statement_has_the_cases_of_its_unit_and_its_name(
    qtbot: QtBot, choice: FormsChoice, tmp_path: Path
) -> None:
    choice.choose(FormKind.UNIT)
    choice.object = "U2"
    assert choice.name == "责任单位对账单-环卫中心-2026-10.xlsx"
    with qtbot.waitSignal(choice.ended):
        choice.write(tmp_path / "a.xlsx")
    sheets = load_workbook(tmp_path / "a.xlsx").worksheets
    assert sheets[1].max_row == 2 + 10


def test_a_lost_store_is_told_and_leaves_the_file_that_was_there(
    qtbot: QtBot, choice: FormsChoice, facts: LostFacts, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("yesterday's", encoding="utf-8")
    facts.lost = True
    with qtbot.waitSignal(choice.ended) as ended:
        choice.write(path)
    assert ended.args is not None
    assert code(ended.args[0]) == "store.lost"
    assert path.read_text(encoding="utf-8") == "yesterday's"
    facts.lost = False
    with qtbot.waitSignal(choice.ended) as again:
        choice.write(path)
    assert again.args == [path]


def test_objects_that_could_not_be_read_are_asked_for_again(
    choice: FormsChoice, reading: FakeReading
) -> None:
    reading.lost = True
    choice.choose(FormKind.INSPECTOR)
    assert code(choice.unknown) == "store.lost"
    assert not choice.read
    reading.lost = False
    choice.read_objects()
    assert choice.unknown is None
    assert choice.read


def test_given_up_while_it_is_read_nothing_is_written(
    qtbot: QtBot, choice: FormsChoice, facts: LostFacts, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    whole = facts.at_one_moment

    def meanwhile() -> object:
        choice.give_up()
        return whole()

    monkeypatch.setattr(facts, "at_one_moment", meanwhile)
    with qtbot.waitSignal(choice.ended) as ended:
        choice.write(tmp_path / "a.xlsx")
    assert ended.args is not None
    assert code(ended.args[0]) == "assessment_book.cancelled"
    assert not list(tmp_path.iterdir())


def test_a_seat_without_facts_is_told_so(qtbot: QtBot, choice: FormsChoice, tmp_path: Path) -> None:
    desk = choice.parent()
    assert isinstance(desk, Desk)
    desk.outside = replace(desk.outside, facts=None)
    with qtbot.waitSignal(choice.ended) as ended:
        choice.write(tmp_path / "a.xlsx")
    assert ended.args is not None
    assert code(ended.args[0]) == "assessment.no_facts"


def test_a_shift_has_begun_by_the_hours_that_are_typed(choice: FormsChoice) -> None:
    choice.choose(FormKind.DAY)
    desk = choice.parent()
    assert isinstance(desk, Desk)
    morning = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)  # seven o'clock of the 24th, local time
    desk.now = lambda: morning
    choice.period, choice.hours = "2026-11-24", "06:00-18:00"
    assert choice.wrong_period() is None
    choice.hours = "07:30-19:30"
    assert code(choice.wrong_period()) == "period.not_begun"


def test_names_that_come_late_to_a_chooser_that_has_gone_are_no_error(
    choice: FormsChoice, reading: FakeReading
) -> None:
    desk = choice.parent()
    assert isinstance(desk, Desk)
    lost: list[Callable[[Exception], None]] = []

    class Failing(WaitingLanes):
        def ask(self, pane: str, work: Any, answer: Any, failure: Any) -> None:
            lost.append(failure)

    desk.lanes = Failing()
    choice.choose(FormKind.UNIT)
    Shiboken.delete(choice)
    (failure,) = lost
    failure(StoreUnavailable("store.lost"))


def test_a_chooser_does_not_wait_for_what_failed_unforeseen(
    qtbot: QtBot, choice: FormsChoice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_given: object) -> None:
        raise ZeroDivisionError

    desk = choice.parent()
    assert isinstance(desk, Desk)
    monkeypatch.setattr(desk, "failed", lambda _error: None)
    monkeypatch.setattr("console.viewmodels.forms_choice.form_book", broken)
    with qtbot.waitSignal(choice.ended) as ended:
        choice.write(tmp_path / "a.xlsx")
    assert [one.code for one in ended.args] == ["forms.failed"]
    assert not choice.busy
