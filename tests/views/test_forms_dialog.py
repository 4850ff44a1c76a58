"""The chooser of regular forms by real keys: fields, complaints, files, giving up."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from console.evaluation.forms import FormKind
from console.evaluation.words import named
from console.viewmodels.forms_choice import FormsChoice
from console.viewmodels.tasks import Tasks
from console.views.assessment.forms_dialog import FormsDialog
from console.views.look import Look
from tests.assessment_samples import a_desk, lost_facts, the_reading
from tests.evaluation.schemes import SHIPPED
from tests.export.assessment_sample import LAYOUT

CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[FormsDialog]:
    look = Look.of("light", "zh", strict=True)
    desk = a_desk(lost_facts(), the_reading())
    tasks = Tasks(desk)
    choice = FormsChoice(
        desk, look.wording.say, partial(named, language="zh"), lambda: SHIPPED, tasks, LAYOUT
    )
    made = FormsDialog(choice, tasks, look)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()
    Shiboken.delete(desk)


def press(dialog: FormsDialog, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.focusWidget() or dialog, key, modifier)


def pick(dialog: FormsDialog, kind: FormKind) -> None:
    """By arrow keys in the list of forms."""
    dialog.fields.form.setFocus()
    while dialog.fields.form.code() != kind.value:
        press(dialog, Qt.Key.Key_Down)


def answer(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> list[str]:
    """The file that will be chosen, and the names that were proposed."""
    asked: list[str] = []

    def chosen(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        asked.append(name)
        return (str(path) if path else ""), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    return asked


def test_a_form_is_chosen_and_written_by_keys_alone(
    dialog: FormsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, tmp_path / "week")
    pick(dialog, FormKind.WEEKLY)
    press(dialog, Qt.Key.Key_Return, CTRL)
    assert asked == ["周报-2026-W47.xlsx"]
    assert (tmp_path / "week.xlsx").exists()
    assert "week.xlsx" in dialog.told.text()
    assert str(tmp_path) in dialog.told.text()
    assert dialog.folder.isVisible()
    assert dialog.isVisible()


def test_only_the_fields_of_a_form_are_there(dialog: FormsDialog) -> None:
    shown = {
        FormKind.MONTHLY: (True, False, False), FormKind.WEEKLY: (False, False, False),
        FormKind.NIGHT: (False, True, False), FormKind.UNIT: (False, False, True),
    }  # fmt: skip
    for kind, expected in shown.items():
        pick(dialog, kind)
        fields = dialog.fields
        parts = (fields.number, fields.hours, fields.object)
        assert tuple(part.isVisible() for part in parts) == expected, kind
        dialog.fields.form.choose(FormKind.MONTHLY.value)


def test_what_is_wrong_stands_beside_its_field_and_has_the_keyboard(
    dialog: FormsDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, None)
    dialog.fields.period.setFocus()
    dialog.fields.period.selectAll()
    QTest.keyClicks(dialog.fields.period, "2026")
    dialog.fields.form.setFocus()
    press(dialog, Qt.Key.Key_Return, CTRL)
    assert not asked
    assert "2026-10" in dialog.fields.fields["period"].error
    assert QApplication.focusWidget() is dialog.fields.period
    QTest.keyClicks(dialog.fields.period, "-09")
    assert not dialog.fields.fields["period"].error
    press(dialog, Qt.Key.Key_Return, CTRL)
    assert asked == ["运行月报-2026-09.xlsx"]


def test_enter_alone_writes_nothing(dialog: FormsDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answer(monkeypatch, None)
    for part in (dialog.fields.form, dialog.fields.period, dialog.act, dialog.leave):
        part.setFocus()
        press(dialog, Qt.Key.Key_Return)
    assert not asked
    assert dialog.isVisible()


def test_a_statement_asks_whom_it_is_of(
    dialog: FormsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, tmp_path / "unit.xlsx")
    pick(dialog, FormKind.UNIT)
    press(dialog, Qt.Key.Key_Return, CTRL)
    assert not asked
    assert "请选" in dialog.fields.state.text()
    dialog.fields.object.choose("U1")
    press(dialog, Qt.Key.Key_Return, CTRL)
    assert asked == ["责任单位对账单-市政维护处-2026-10.xlsx"]


def test_a_refusal_is_told_in_the_chooser(
    dialog: FormsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, tmp_path / "nowhere" / "week.xlsx")
    pick(dialog, FormKind.WEEKLY)
    press(dialog, Qt.Key.Key_Return, CTRL)
    assert dialog.told.isVisible()
    assert not dialog.folder.isVisible()
    assert dialog.act.isEnabled()


def test_escape_closes_it(dialog: FormsDialog) -> None:
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
