"""A bug's report says where, never what was typed; it does not take the keyboard."""

from pytestqt.qtbot import QtBot

from console.views.crash_dialog import CrashDialog, bug_report
from console.views.look import Look


def _fail() -> None:
    raise ValueError("张女士 13800000001")


def _fault() -> Exception:
    try:
        _fail()
    except ValueError as error:
        return error
    raise AssertionError


def test_the_report_names_kind_and_place_but_no_data() -> None:
    report = bug_report(_fault())
    assert "ValueError" in report
    assert "_fail" in report
    assert "138" not in report
    assert "张" not in report


def test_the_report_names_no_folder_of_this_machine() -> None:
    lines = bug_report(_fault()).splitlines()
    assert not [line for line in lines if line.strip().startswith("/")]


def test_the_dialog_is_not_modal(qtbot: QtBot) -> None:
    dialog = CrashDialog(_fault(), Look.of("light", "zh", strict=True))
    qtbot.addWidget(dialog)
    assert not dialog.isModal()
    assert "ValueError" in dialog.report.toPlainText()
