"""Photos dropped on a form and pasted into it are taken; words stay words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.stage import Move
from console.views.panels import photo_taking
from console.views.panels.intake_panel import IntakePanel
from console.views.panels.registry import open_panel
from console.views.theme import Theme
from console.views.wording import Wording
from tests.keys import CTRL, press
from tests.panels import a_table


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(photo_taking, "pasted_folder", lambda: tmp_path / "pasted")
    return tmp_path / "pasted"


@pytest.fixture
def panel(qtbot: QtBot, folder: Path) -> Iterator[IntakePanel]:
    assert folder
    made = open_panel(Move.REPORT, None, a_table().desk, Wording("zh_CN"), Theme())
    assert isinstance(made, IntakePanel)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    QGuiApplication.clipboard().clear()


def a_picture() -> QImage:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.gray)
    return image


def files(*paths: Path) -> QMimeData:
    """What a file manager copies: addresses, and the same as words."""
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copied.setText("\n".join(map(str, paths)))
    return copied


def a_photo(folder: Path) -> Path:
    path = folder / "a.jpg"
    path.write_bytes(b"jpeg")
    return path


def test_a_copied_file_is_pasted_as_a_photo_while_words_are_being_typed(
    panel: IntakePanel, tmp_path: Path
) -> None:
    photo = a_photo(tmp_path)
    QGuiApplication.clipboard().setMimeData(files(photo))
    for field in (panel.facts.words, panel.caller.name):
        panel.facts.photos.take(())
        panel.go_to(field)
        press(Qt.Key.Key_V, CTRL)
        assert panel.facts.photos.paths == (photo,)
    assert panel.facts.words.toPlainText() == ""
    assert panel.caller.name.text() == ""
    assert panel.draft.photos == (photo,)


def test_a_screenshot_becomes_a_file_that_a_draft_can_keep(
    panel: IntakePanel, folder: Path
) -> None:
    QGuiApplication.clipboard().setImage(a_picture())
    panel.go_to(panel.facts.photos.button)
    press(Qt.Key.Key_V, CTRL)
    press(Qt.Key.Key_V, CTRL)
    (path,) = panel.facts.photos.paths
    assert path.parent == folder
    assert QImage(str(path)).size() == a_picture().size()


def test_words_are_pasted_as_words_even_with_a_picture_of_them(panel: IntakePanel) -> None:
    copied = QMimeData()
    copied.setText("中兴路12号")
    copied.setImageData(a_picture())
    QGuiApplication.clipboard().setMimeData(copied)
    panel.go_to(panel.facts.words)
    press(Qt.Key.Key_V, CTRL)
    assert panel.facts.words.toPlainText() == "中兴路12号"
    assert panel.facts.photos.paths == ()


def test_a_picture_that_cannot_be_written_is_told(panel: IntakePanel, folder: Path) -> None:
    folder.write_text("in the way")
    QGuiApplication.clipboard().setImage(a_picture())
    panel.go_to(panel.facts.words)
    press(Qt.Key.Key_V, CTRL)
    assert "磁盘空间" in panel.banner.accessibleName()
    assert panel.facts.photos.paths == ()


def test_a_photo_dropped_on_the_words_is_attached_not_written_out(
    panel: IntakePanel, tmp_path: Path
) -> None:
    photo = a_photo(tmp_path)
    offered = files(photo)
    for target in (panel, panel.facts.words.viewport()):
        panel.facts.photos.take(())
        copy, left, none = (
            Qt.DropAction.CopyAction,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        entered = QDragEnterEvent(QPoint(5, 5), copy, offered, left, none)
        QApplication.sendEvent(target, entered)
        assert entered.isAccepted()
        QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), copy, offered, left, none))
        assert panel.facts.photos.paths == (photo,)
    assert panel.facts.words.toPlainText() == ""
