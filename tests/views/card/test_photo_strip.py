"""Pictures in the strip: shown, walked through by keys, honest when they are missing or broken."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.domain.place import Point
from console.ports.work import Photo
from console.viewmodels.photos import CasePhotos
from console.views.card.photo_popup import PhotoPopup
from console.views.card.photo_strip import PhotoStrip
from console.views.widgets.photo_loader import PhotoLoader
from tests.fake_media import FakeMedia
from tests.fake_reading import a_detail
from tests.rows import NOW, a_case_row
from tests.seats import Seat, a_seat


@pytest.fixture
def loader() -> Iterator[PhotoLoader]:
    """A loader that has ended when the test has."""
    made = PhotoLoader(FakeMedia())
    yield made
    assert made.stop()


def a_photo(digest: str, role: str, minutes: int = 0) -> Photo:
    return Photo(
        digest=digest,
        role=role,
        mime="image/jpeg",
        size=9,
        taken_at=NOW - timedelta(minutes=minutes),
        point=Point(113.3, 33.74),
        by="WD-114",
    )


def a_picture(folder: Path, name: str, colour: str) -> Path:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    path = folder / f"{name}.png"
    assert image.save(str(path))
    return path


def strip_of(qtbot: QtBot, seat: Seat, loader: PhotoLoader, *photos: Photo) -> PhotoStrip:
    found = CasePhotos(seat.desk)
    strip = PhotoStrip(found, loader, seat.look)
    qtbot.addWidget(strip)
    strip.resize(492, 190)
    with qtbot.waitExposed(strip):
        strip.show()
    detail = a_detail(a_case_row(lon=113.3, lat=33.74))
    found.show(replace(detail, photos=tuple((1, photo) for photo in photos)))
    return strip


def test_a_picture_fills_its_tile_with_when_who_and_where(
    qtbot: QtBot, tmp_path: Path, loader: PhotoLoader
) -> None:
    seat = a_seat()
    seat.files.kept["a"] = a_picture(tmp_path, "a", "#0000ff")
    with qtbot.waitSignal(loader.loaded):
        strip = strip_of(qtbot, seat, loader, a_photo("a", "near"))
    assert strip.before.caption == "10:42 · WD-114 · 距案点 0 m"
    assert strip.before.grab().toImage().pixelColor(114, 80) == QColor("#0000ff")
    assert strip.after.accessibleName() == "处置后 尚无处置后照片"


def test_the_newest_is_shown_and_keys_walk_through(
    qtbot: QtBot, tmp_path: Path, loader: PhotoLoader
) -> None:
    seat = a_seat()
    for name in ("a", "b"):
        seat.files.kept[name] = a_picture(tmp_path, name, "#808080")
    strip = strip_of(qtbot, seat, loader, a_photo("a", "near", 9), a_photo("b", "near"))
    assert strip.before.fact is not None
    assert strip.before.fact.digest == "b"
    assert strip.before.accessibleName().startswith("处置前 2/2")
    QTest.keyClick(strip.before, Qt.Key.Key_Right)
    assert strip.before.fact.digest == "a"
    QTest.keyClick(strip.before, Qt.Key.Key_Left)
    assert strip.before.fact.digest == "b"
    with qtbot.waitSignal(strip.opened):
        QTest.keyClick(strip.before, Qt.Key.Key_Return)


def test_a_missing_file_says_so(qtbot: QtBot, loader: PhotoLoader) -> None:
    strip = strip_of(qtbot, a_seat(), loader, a_photo("a", "after"))
    assert strip.after.fact is not None
    assert strip.after.fact.path is None
    assert strip.after.grab().width() > 0


def test_a_broken_file_says_so(qtbot: QtBot, tmp_path: Path, loader: PhotoLoader) -> None:
    seat = a_seat()
    broken = tmp_path / "a.jpg"
    broken.write_bytes(b"no picture")
    seat.files.kept["a"] = broken
    strip = strip_of(qtbot, seat, loader, a_photo("a", "after"))
    qtbot.waitUntil(lambda: strip.after._words == "照片文件无法打开，原件保留。")


def test_nothing_to_show_opens_nothing(qtbot: QtBot, loader: PhotoLoader) -> None:
    strip = strip_of(qtbot, a_seat(), loader)
    with qtbot.assertNotEmitted(strip.opened):
        strip.before.click()


def test_the_pair_opens_large_and_closes_by_escape(
    qtbot: QtBot, tmp_path: Path, loader: PhotoLoader
) -> None:
    seat = a_seat()
    seat.files.kept["a"] = a_picture(tmp_path, "a", "#0000ff")
    strip = strip_of(qtbot, seat, loader, a_photo("a", "near"))
    popup = PhotoPopup((strip.before.fact, None), "2026-1123-000087", loader, seat.look)
    popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(popup)
    with qtbot.waitExposed(popup):
        popup.open()
    qtbot.waitUntil(lambda: popup.pair.views[0].has_picture)
    QTest.keyClick(popup.pair, Qt.Key.Key_Escape)
    assert not popup.isVisible()
