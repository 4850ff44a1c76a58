"""Pictures in the strip: shown, walked through by keys, honest when they are missing or broken."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QDesktopServices, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.domain.place import Point
from console.ports.files import FileState
from console.ports.work import Photo
from console.viewmodels.photos import CasePhotos
from console.views.card.photo_popup import PhotoPopup
from console.views.card.photo_strip import PhotoStrip
from console.views.widgets.photo_loader import PhotoLoader
from console.views.widgets.photo_marks import length_words, preview_image
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
    strip = strip_of(qtbot, seat, loader, a_photo("a", "near"))
    assert strip.before.caption == "10:42 · WD-114 · 距案点 0 m"
    blue = QColor("#0000ff")
    qtbot.waitUntil(lambda: strip.before.grab().toImage().pixelColor(114, 80) == blue)
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


def in_colour(colour: str) -> bytes:
    """A preview of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


def is_blue(strip: PhotoStrip) -> bool:
    colour = strip.before.grab().toImage().pixelColor(20, 140)
    return colour.blue() > 200 > 100 > colour.red()


def test_a_preview_is_seen_without_any_file(qtbot: QtBot, loader: PhotoLoader) -> None:
    seat = a_seat()
    seat.files.states["a"] = FileState.READY  # not fetched yet
    photo = replace(a_photo("a", "near"), preview=in_colour("#0000ff"))
    assert is_blue(strip_of(qtbot, seat, loader, photo))


@pytest.mark.parametrize("state", [FileState.MISSING, FileState.ALTERED, FileState.AWAY])
def test_a_preview_whose_file_is_spoiled_is_dimmed_with_the_reason(
    qtbot: QtBot, loader: PhotoLoader, state: FileState
) -> None:
    seat = a_seat()
    seat.files.states["a"] = state
    photo = replace(a_photo("a", "near"), preview=in_colour("#0000ff"))
    strip = strip_of(qtbot, seat, loader, photo)
    assert not is_blue(strip)
    assert seat.look.wording.say(f"photo.{state}") in strip.before.accessibleDescription()


@pytest.mark.qt_log_ignore("JPEG|jpeg|Premature")  # Qt says so too
@pytest.mark.parametrize(
    "content", [b"", b"no picture", in_colour("#0000ff")[:40], b"\xff\xd8\xff" + bytes(100)]
)
def test_what_is_no_preview_is_not_shown(content: bytes) -> None:
    assert preview_image(content).isNull()


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0:00"), (12, "0:12"), (61, "1:01"), (3_661, "1:01:01")]
)
def test_a_length_is_written_as_players_do(seconds: float, words: str) -> None:
    assert length_words(seconds) == words


def test_a_recording_has_a_mark_and_its_length(
    qtbot: QtBot, tmp_path: Path, loader: PhotoLoader
) -> None:
    seat = a_seat()
    seat.files.kept["a"] = tmp_path / "a"
    photo = replace(a_photo("a", "near"), mime="audio/amr", seconds=12.0)
    with qtbot.assertNotEmitted(loader.failed):
        strip = strip_of(qtbot, seat, loader, photo)
    assert "0:12" in strip.before.accessibleDescription()


def test_a_video_is_played_by_the_system_after_a_key(
    qtbot: QtBot, tmp_path: Path, loader: PhotoLoader, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: played.append(Path(url.toLocalFile()).name)
    )
    seat = a_seat()
    seat.files.kept["a"] = a_picture(tmp_path, "a", "#0000ff")
    photo = replace(a_photo("a", "near"), mime="video/mp4", seconds=12.0)
    strip = strip_of(qtbot, seat, loader, photo)
    popup = opened(qtbot, PhotoPopup((strip.before.fact, None), "1", loader, seat.desk, seat.look))
    (button,) = popup.players
    assert button.isEnabled()
    QTest.keyClick(popup, Qt.Key.Key_P)
    assert played == ["video.mp4"]
    QTest.keyClick(popup.pair, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def opened(qtbot: QtBot, popup: PhotoPopup) -> PhotoPopup:
    """The window on screen."""
    popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(popup)
    with qtbot.waitExposed(popup):
        popup.open()
    return popup


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
    popup = opened(qtbot, PhotoPopup((strip.before.fact, None), "1", loader, seat.desk, seat.look))
    qtbot.waitUntil(lambda: popup.pair.views[0].has_picture)
    QTest.keyClick(popup.pair, Qt.Key.Key_Escape)
    assert not popup.isVisible()
