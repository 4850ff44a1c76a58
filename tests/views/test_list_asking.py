"""Ctrl+E in the list: a file is asked for, the columns on the screen go into it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.screens import Stage, open_stage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    made = open_stage()
    qtbot.addWidget(made.window)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.close()


def test_ctrl_e_writes_the_list_and_tells_its_folder(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def chosen(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        asked.append(name)
        return str(tmp_path / "list"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    stage.shell.table.setFocus()
    stage.press(Qt.Key.Key_E, CTRL)
    assert asked == ["待派遣-2026-1123-1042.xlsx"]
    words = stage.shell.workplace.frame.status.words
    assert "list.xlsx" in words
    assert str(tmp_path) in words
    heads = [cell.value for cell in load_workbook(tmp_path / "list.xlsx").worksheets[1][2]]
    assert heads[:2] == ["标记", "截止时间"]
    assert heads[-1] == "环节"
    assert stage.focus is stage.shell.table


def test_no_file_chosen_writes_nothing(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_told: ("", ""))
    stage.shell.table.setFocus()
    stage.press(Qt.Key.Key_E, CTRL)
    assert not list(tmp_path.iterdir())
    assert stage.shell.workplace.frame.status.words == ""


def test_a_hidden_column_is_not_in_the_list(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_told: (str(path), ""))
    head = stage.shell.queue_view.table.head
    head.hide_column("source", stage.shell.queue_view.width(), hidden=True)
    stage.shell.table.setFocus()
    stage.press(Qt.Key.Key_E, CTRL)
    heads = [cell.value for cell in load_workbook(path).worksheets[1][2]]
    assert "来源" not in heads
