"""What a photo, video or recording tells of itself, and what is made of it to be shown."""

import io
import wave
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from console.domain.place import Point
from console.domain.refusal import Refusal
from console.media.reader import PREVIEW_BYTES, MediaReader
from tests.media.made_files import CAMERA_TIME, exif, recording, still, video


@pytest.fixture(scope="module")
def reader() -> Iterator[MediaReader]:
    """One process for all these files: each leaves it fit for the next."""
    made = MediaReader()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("kind", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("HEIF", "image/heic")]
)
def test_a_photo_tells_its_kind_size_time_and_place(
    reader: MediaReader, kind: str, mime: str
) -> None:
    looked = reader.look(still(kind, told=exif()))
    assert (looked.mime, looked.width, looked.height) == (mime, 640, 480)
    assert looked.taken_at == datetime(2026, 11, 23, 2, 42, 5, tzinfo=UTC)
    assert looked.point == Point(113.3, 33.74)


def test_a_zone_the_camera_noted_goes_before_the_citys(reader: MediaReader) -> None:
    looked = reader.look(still(told=exif(offset="+00:00")))
    assert looked.taken_at == CAMERA_TIME.replace(tzinfo=UTC)


def test_a_photo_taken_upright_is_seen_upright(reader: MediaReader) -> None:
    looked = reader.look(still(told=exif(turned=6)))
    assert (looked.width, looked.height) == (480, 640)
    preview = Image.open(io.BytesIO(looked.preview))
    assert preview.height > preview.width
    top, bottom = preview.getpixel((120, 20)), preview.getpixel((120, preview.height - 20))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[1] < 90 < bottom[1]  # the red left half is on top now


def test_a_photo_without_capture_data_tells_none(reader: MediaReader) -> None:
    looked = reader.look(still())
    assert looked.taken_at is None
    assert looked.point is None


@pytest.mark.parametrize("at", [datetime(1970, 1, 1), datetime(1904, 1, 1)])  # noqa: DTZ001 - EXIF
def test_the_time_of_a_camera_that_was_never_set_is_left_out(
    reader: MediaReader, at: datetime
) -> None:
    assert reader.look(still(told=exif(at))).taken_at is None


def test_a_preview_fits_its_place_in_the_database(reader: MediaReader) -> None:
    noise = Image.effect_noise((1600, 1200), 200).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95, exif=exif())
    preview = reader.look(out.getvalue()).preview
    assert 0 < len(preview) <= PREVIEW_BYTES
    shown = Image.open(io.BytesIO(preview))
    assert max(shown.size) <= 320
    assert not shown.getexif(), "a preview carries no capture data"


def test_clear_parts_of_a_png_are_white(reader: MediaReader) -> None:
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    out = io.BytesIO()
    clear.save(out, "PNG")
    shown = Image.open(io.BytesIO(reader.look(out.getvalue()).preview))
    assert shown.getpixel((20, 20)) == (255, 255, 255)


def test_a_video_tells_its_length_time_and_place_and_shows_a_picture(reader: MediaReader) -> None:
    told = {"creation_time": "2026-11-23T02:42:05Z", "location": "+33.7400+113.3000/"}
    looked = reader.look(video(2, told))
    assert (looked.mime, looked.width, looked.height) == ("video/mp4", 320, 240)
    assert looked.seconds == pytest.approx(2, abs=0.2)
    assert looked.taken_at == datetime(2026, 11, 23, 2, 42, 5, tzinfo=UTC)
    assert looked.point == Point(113.3, 33.74)
    assert Image.open(io.BytesIO(looked.preview)).size == (320, 240)


def test_a_recording_tells_its_length_and_has_no_picture(reader: MediaReader) -> None:
    looked = reader.look(recording(2))
    assert looked.mime == "audio/amr"
    assert looked.seconds == pytest.approx(2, abs=0.1)
    assert looked.preview == b""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_a_photo_is_shown_as_large_as_wanted(
    reader: MediaReader, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "photo"
    path.write_bytes(still(kind))
    assert Image.open(io.BytesIO(reader.picture(path, 100))).size == (100, 75)
    assert Image.open(io.BytesIO(reader.picture(path, 0))).size == (640, 480)


def test_a_video_is_shown_by_its_first_picture(reader: MediaReader, tmp_path: Path) -> None:
    path = tmp_path / "video"
    path.write_bytes(video())
    assert Image.open(io.BytesIO(reader.picture(path, 160))).size == (160, 120)


def test_a_recording_becomes_a_sound_any_player_takes(reader: MediaReader, tmp_path: Path) -> None:
    path = tmp_path / "sound"
    path.write_bytes(recording(2))
    with wave.open(io.BytesIO(reader.sound(path))) as heard:
        assert heard.getframerate() == 8_000
        assert heard.getnframes() == pytest.approx(16_000, abs=800)


def test_a_sound_has_no_picture_and_a_photo_no_sound(reader: MediaReader, tmp_path: Path) -> None:
    sound, photo = tmp_path / "sound", tmp_path / "photo"
    sound.write_bytes(recording())
    photo.write_bytes(still())
    with pytest.raises(Refusal, match=r"media\.kind"):
        reader.picture(sound, 10)
    with pytest.raises(Refusal, match=r"media\.kind"):
        reader.sound(photo)
