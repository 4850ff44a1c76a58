"""Files made to harm: refused by a code, the decoding process bounded, the next file served."""

import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import psutil
import pytest

from console.domain.refusal import Refusal
from console.media.reader import MEBIBYTE, Bounds, MediaReader
from tests.media.made_files import exif, recording, still, video

CODES: Final = frozenset(
    f"media.{reason}"
    for reason in (
        "broken", "huge", "kind", "long", "memory", "no_picture", "no_sound", "reader_died",
        "too_slow",
    )
)  # fmt: skip
SAMPLES: Final[dict[str, Callable[[], bytes]]] = {
    "jpeg": lambda: still(told=exif()),
    "png": lambda: still("PNG"),
    "heic": lambda: still("HEIF", told=exif()),
    "mp4": video,
    "amr": recording,
}


@pytest.fixture(scope="module")
def reader() -> Iterator[MediaReader]:
    """One process as long as it lives; whoever kills it pays for the next."""
    made = MediaReader()
    yield made
    made.close()


def refusal_of(reader: MediaReader, content: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        reader.look(content)
    return refused.value.code


def png_of(width: int, height: int, packed: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7\n",
        b"GIF89a\x01\x00\x01\x00",
        b"MZ\x90\x00",
        b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00",
        b"#EXTM3U\nfile:///etc/passwd",
        b"ffconcat version 1.0\nfile /etc/passwd",
    ],
)
def test_another_kind_is_refused_whatever_its_name(reader: MediaReader, content: bytes) -> None:
    assert refusal_of(reader, content) == "media.kind"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_cut_off_file_is_refused(reader: MediaReader, name: str) -> None:
    content = SAMPLES[name]()
    # Of a recording the first frames are a whole, shorter recording.
    kept = content[:9] if name == "amr" else content[: len(content) // 2]
    assert refusal_of(reader, kept) in CODES


@pytest.mark.parametrize("other", ["png", "heic", "mp4"])
def test_one_kind_under_the_first_bytes_of_another_is_refused(
    reader: MediaReader, other: str
) -> None:
    assert refusal_of(reader, b"\xff\xd8\xff\xe0" + SAMPLES[other]()[4:]) == "media.broken"


def test_a_picture_of_a_size_nobody_takes_is_not_decoded(reader: MediaReader) -> None:
    assert refusal_of(reader, png_of(60_000, 60_000, zlib.compress(b"\0" * 10))) == "media.huge"


def test_a_bomb_is_stopped_by_its_memory_and_the_next_photo_is_served() -> None:
    # 180 million pixels of nothing: half a gigabyte, in half a megabyte.
    bomb = png_of(15_000, 12_000, zlib.compress(b"\0" * (45_001 * 12_000), 1))
    assert len(bomb) < 4 * MEBIBYTE
    bounds = Bounds(memory_bytes=200 * MEBIBYTE)
    reader = MediaReader(bounds)
    try:
        assert refusal_of(reader, bomb) == "media.memory"
        assert reader.peak_bytes < bounds.idle_bytes + bounds.memory_bytes
        assert reader.look(still()).width == 640
    finally:
        reader.close()


def test_a_file_that_takes_too_long_is_given_up() -> None:
    reader = MediaReader(Bounds(seconds=0.0))
    try:
        assert refusal_of(reader, still()) == "media.too_slow"
    finally:
        reader.close()


@pytest.mark.parametrize("size", [0, 1, 7, 0x7FFFFFFF, 0xFFFFFFFF])
def test_boxes_that_lie_about_their_size_do_no_harm(reader: MediaReader, size: int) -> None:
    content = bytearray(video())
    for name in (b"moov", b"trak", b"stsz", b"stco", b"avcC", b"esds"):
        at = content.find(name)
        if at > 4:
            content[at - 4 : at] = struct.pack(">I", size)
    assert refusal_of(reader, bytes(content)) in CODES


@pytest.mark.parametrize("name", SAMPLES)
def test_damaged_bytes_end_in_an_answer_or_a_known_refusal(reader: MediaReader, name: str) -> None:
    chance, whole = random.Random(name), SAMPLES[name]()
    for _round in range(40):
        damaged = bytearray(whole)
        for _hit in range(chance.randint(1, 30)):
            damaged[chance.randrange(8, len(damaged))] = chance.randrange(256)
        try:
            reader.look(bytes(damaged))
        except Refusal as refusal:
            assert refusal.code in CODES  # noqa: PT017 - an answer is as good as a refusal
    assert reader.look(still()).width == 640


def test_a_video_that_names_another_file_reads_nothing_of_it(
    reader: MediaReader, tmp_path: Path
) -> None:
    """A data reference that is not self-contained (ISO/IEC 14496-12, 8.7.2)."""
    secret = tmp_path / "secret"
    secret.write_bytes(video())
    content = video()
    at = content.index(b"url \x00\x00\x00\x01")
    outside = content[:at] + b"url \x00\x00\x00\x00" + content[at + 8 :]
    try:
        reader.look(outside)
    except Refusal as refusal:
        assert refusal.code in CODES  # noqa: PT017 - either is harmless: nothing else was opened


def test_a_dead_process_costs_one_file() -> None:
    before, reader = set(psutil.Process().children()), MediaReader()
    try:
        assert reader.look(still()).width == 640
        for child in set(psutil.Process().children()) - before:
            child.kill()
        assert refusal_of(reader, still()) == "media.reader_died"
        assert reader.look(still()).width == 640
    finally:
        reader.close()


def test_a_recording_without_end_is_refused(reader: MediaReader) -> None:
    frame = recording()[6:38]
    endless = io.BytesIO()
    endless.write(b"#!AMR\n")
    endless.write(frame * (3_700 * 50))
    assert refusal_of(reader, endless.getvalue()) == "media.long"
