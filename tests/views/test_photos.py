"""Photos read off the GUI thread, linked, compared, marked, and honest when absent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject, QPoint, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from console.ports.files import FileState
from console.views.theme import Theme
from console.views.widgets.photo_loader import BOUND, PhotoLoader, read_photo
from console.views.widgets.photo_view import MOST, Look, PhotoView
from console.views.widgets.photos import Mode, Photo, PhotoPair
from console.views.wording import Wording
from tests.fake_media import FakeMedia

WORDING = Wording("zh_CN")
RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture
def loader(qapp: QApplication) -> Iterator[PhotoLoader]:
    made = PhotoLoader(FakeMedia())
    yield made
    assert made.stop()


@pytest.fixture
def pair(qtbot: QtBot, loader: PhotoLoader) -> PhotoPair:
    made = PhotoPair(Theme(), WORDING, loader)
    qtbot.addWidget(made)
    made.resize(900, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def saved(folder: Path, name: str, colour: tuple[int, int, int], size: tuple[int, int]) -> Photo:
    path = folder / name
    Image.new("RGB", size, colour).save(path)
    return Photo(key=name, path=path, label=name)


def filled(qtbot: QtBot, pair: PhotoPair, folder: Path) -> None:
    before = saved(folder, "before.png", RED, (400, 300))
    after = saved(folder, "after.png", BLUE, (800, 600))
    pair.show_pair(before, after)
    qtbot.waitUntil(lambda: all(view.has_picture for view in pair.views))


def colour_at(view: PhotoView, x: float, y: float = 0.5) -> QColor:
    image = view.viewport().grab().toImage()
    return image.pixelColor(round(image.width() * x), round(image.height() * y))


def is_red(colour: QColor) -> bool:
    return colour.red() > 150 > colour.blue()


class Witness(QObject):
    """Notes the thread in which an answer arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.thread_id = 0

    @Slot(str, QImage)
    def note(self, _key: str, _image: QImage) -> None:
        self.thread_id = threading.get_ident()


def test_answers_arrive_on_the_gui_thread(
    qtbot: QtBot, loader: PhotoLoader, tmp_path: Path
) -> None:
    photo, witness = saved(tmp_path, "a.png", RED, (40, 30)), Witness()
    assert photo.path is not None
    loader.loaded.connect(witness.note)
    with qtbot.waitSignal(loader.loaded) as told:
        loader.load("k", photo.path)
    assert told.args is not None
    assert told.args[0] == "k"
    qtbot.waitUntil(lambda: witness.thread_id == threading.get_ident())


def test_a_great_picture_is_scaled_while_it_is_read(tmp_path: Path) -> None:
    photo = saved(tmp_path, "big.jpg", RED, (5000, 2500))
    assert photo.path is not None
    assert read_photo(FakeMedia(), photo.path, BOUND).size() == QSize(BOUND, BOUND // 2)
    assert read_photo(FakeMedia(), photo.path, 0).size() == QSize(5000, 2500)


def test_a_picture_is_shown_upright_as_its_camera_noted(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    Image.new("RGB", (40, 20), RED).save(tmp_path / "turned.jpg", exif=exif)
    assert read_photo(FakeMedia(), tmp_path / "turned.jpg", 0).size() == QSize(20, 40)


def test_a_broken_file_is_told_and_not_shown(
    qtbot: QtBot, pair: PhotoPair, loader: PhotoLoader, tmp_path: Path
) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8no picture")
    with qtbot.waitSignal(loader.failed):
        pair.show_pair(Photo(key="b", path=tmp_path / "broken.jpg"), None)
    words = WORDING.say("photo.unreadable")
    qtbot.waitUntil(lambda: pair.views[0].accessibleDescription() == words)
    assert not pair.views[0].has_picture


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (FileState.MISSING, "photo.missing"),
        (FileState.ALTERED, "photo.altered"),
        (FileState.AWAY, "photo.away"),
        (FileState.READY, "photo.missing"),  # no file is known
    ],
)
def test_an_absent_or_altered_photo_says_so(pair: PhotoPair, state: FileState, code: str) -> None:
    pair.show_pair(Photo(key="a", state=state), None)
    assert pair.views[0].accessibleDescription() == WORDING.say(code)
    assert pair.views[0].accessibleName() == WORDING.say("photo.before")
    pair.grab()


def test_zoom_and_place_are_shared_until_unlinked(
    qtbot: QtBot, pair: PhotoPair, tmp_path: Path
) -> None:
    filled(qtbot, pair, tmp_path)
    before, after = pair.views
    qtbot.keyClick(before, Qt.Key.Key_Plus)
    qtbot.keyClick(before, Qt.Key.Key_Right)
    assert after.look == before.look
    assert after.look.zoom > 1
    qtbot.keyClick(before, Qt.Key.Key_Z)
    qtbot.keyClick(before, Qt.Key.Key_Minus)
    assert after.look != before.look
    link = pair.findChild(QCheckBox)
    assert link is not None
    assert not link.isChecked()


def test_zoom_has_limits(qtbot: QtBot, pair: PhotoPair, tmp_path: Path) -> None:
    filled(qtbot, pair, tmp_path)
    view = pair.views[0]
    view.zoom_by(1000)
    assert view.look.zoom == MOST
    view.zoom_by(0.00001)
    assert view.look.zoom == 1
    qtbot.keyClick(view, Qt.Key.Key_Left)  # the whole picture is seen: nowhere to go
    assert view.look == Look()


def test_slide_shows_before_left_and_after_right_of_the_seam(
    qtbot: QtBot, pair: PhotoPair, tmp_path: Path
) -> None:
    filled(qtbot, pair, tmp_path)
    view = pair.views[0]
    qtbot.keyClick(view, Qt.Key.Key_2)
    assert (pair.mode, pair.views[1].isVisible()) == (Mode.SLIDE, False)
    assert is_red(colour_at(view, 0.45))
    assert not is_red(colour_at(view, 0.55))
    for _ in range(4):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert is_red(colour_at(view, 0.55))


def test_blink_shows_both_in_turn(qtbot: QtBot, pair: PhotoPair, tmp_path: Path) -> None:
    filled(qtbot, pair, tmp_path)
    qtbot.keyClick(pair.views[0], Qt.Key.Key_3)
    assert is_red(colour_at(pair.views[0], 0.5))
    qtbot.waitUntil(lambda: not is_red(colour_at(pair.views[0], 0.5)))
    qtbot.keyClick(pair.views[0], Qt.Key.Key_1)
    assert pair.mode is Mode.SIDE
    assert is_red(colour_at(pair.views[0], 0.5))


def test_a_rectangle_is_drawn_by_mouse_in_parts_of_the_picture(
    qtbot: QtBot, pair: PhotoPair, tmp_path: Path
) -> None:
    filled(qtbot, pair, tmp_path)
    after = pair.views[1]
    qtbot.keyClick(after, Qt.Key.Key_A)
    room, middle = after.viewport(), after.viewport().rect().center()
    with qtbot.waitSignal(pair.annotated):
        qtbot.mousePress(room, Qt.MouseButton.LeftButton, pos=middle)
        qtbot.mouseMove(room, middle + QPoint(20, 20))
        qtbot.mouseRelease(room, Qt.MouseButton.LeftButton, pos=middle + QPoint(60, 60))
    (mark,) = pair.annotations
    assert mark.left() == pytest.approx(0.5, abs=0.02)
    assert QRectF(0, 0, 1, 1).contains(mark)
    qtbot.mouseClick(room, Qt.MouseButton.LeftButton, pos=middle)  # a slip of the hand
    assert pair.annotations == (mark,)


def test_marks_are_set_and_taken_back_by_keyboard(
    qtbot: QtBot, pair: PhotoPair, tmp_path: Path
) -> None:
    filled(qtbot, pair, tmp_path)
    after = pair.views[1]
    for key in (Qt.Key.Key_A, Qt.Key.Key_Return, Qt.Key.Key_Return):
        qtbot.keyClick(after, key)
    assert len(pair.annotations) == 2
    image = after.viewport().grab().toImage()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    assert {"#000000", "#ffffff"} <= {image.pixelColor(x, y).name() for x, y in places}
    qtbot.keyClick(after, Qt.Key.Key_Backspace)
    assert len(pair.annotations) == 1
    pair.show_pair(None, None)
    assert pair.annotations == ()


def test_the_original_is_shown_pixel_by_pixel(
    qtbot: QtBot, pair: PhotoPair, loader: PhotoLoader, tmp_path: Path
) -> None:
    pair.show_pair(saved(tmp_path, "big.png", RED, (3000, 2000)), None)
    qtbot.waitUntil(lambda: pair.views[0].has_picture)
    with qtbot.waitSignal(loader.loaded):
        qtbot.keyClick(pair.views[0], Qt.Key.Key_O)
    qtbot.waitUntil(lambda: pair.views[0].transform().m11() == pytest.approx(1.0))


def test_an_answer_for_a_photo_no_longer_shown_is_dropped(
    qtbot: QtBot, pair: PhotoPair, loader: PhotoLoader, tmp_path: Path
) -> None:
    with qtbot.waitSignal(loader.loaded):
        pair.show_pair(saved(tmp_path, "old.png", RED, (40, 30)), None)
        pair.show_pair(None, None)
    assert not pair.views[0].has_picture


def test_other_keys_are_left_to_the_panel(qtbot: QtBot, pair: PhotoPair) -> None:
    marks, mode = pair.annotations, pair.mode
    for key in (Qt.Key.Key_Y, Qt.Key.Key_Backspace, Qt.Key.Key_Return):
        qtbot.keyClick(pair.views[0], key)
    qtbot.keyClick(pair.views[0], Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert (pair.annotations, pair.mode) == (marks, mode)
