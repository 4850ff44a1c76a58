"""The kinds of files a case takes are told by their content."""

import pytest

from console.domain.filekind import SUFFIXES, is_picture, kind_of


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe1Exif", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "image/heic"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00", "image/heic"),
        (b"\x00\x00\x00\x20ftypisom\x00\x00", "video/mp4"),
        (b"\x00\x00\x00\x20ftypmp42\x00\x00", "video/mp4"),
        (b"#!AMR\n\x0c", "audio/amr"),
        (b"#!AMR-WB\n\x0c", "audio/amr"),
    ],
)
def test_a_kind_is_told_by_how_the_content_begins(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind
    assert kind in SUFFIXES


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00",
        b"%PDF-1.7",
        b"GIF89a",
        b"<svg xmlns=",
        b"PK\x03\x04",
        b"\x00\x00\x00\x14ftypqt  ",
        b"\x00\x00\x00\x14ftypavif",
        b"\x00\x00\x00\x14ftyp3gp4",
        b"\x00\x00\x00\x14ftyp",
    ],
)
def test_every_other_content_is_no_kind_of_ours(content: bytes) -> None:
    assert kind_of(content) is None


def test_only_still_pictures_show_a_place_before_and_after() -> None:
    assert is_picture("image/heic")
    assert not is_picture("video/mp4")
    assert not is_picture("audio/amr")
