"""Photos by digest: kept once and whole, missing or altered ones told apart."""

from pathlib import Path

import pytest

from console.domain.refusal import Refusal
from db.files import FolderFiles

JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 100


def test_a_photo_is_found_by_its_digest_and_kept_once(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    digest = files.keep(JPEG, "image/jpeg")
    assert files.keep(JPEG, "image/jpeg") == digest
    place = files.path(digest)
    assert place is not None
    assert place.read_bytes() == JPEG
    assert len([one for one in tmp_path.rglob("*") if one.is_file()]) == 1


def test_a_missing_or_altered_file_is_none_and_can_be_kept_again(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    digest = files.keep(JPEG, "image/jpeg")
    place = files.path(digest)
    assert place is not None
    place.write_bytes(JPEG + b"!")
    assert files.path(digest) is None
    assert files.keep(JPEG, "image/jpeg") == digest
    assert files.path(digest) == place
    place.unlink()
    assert files.path(digest) is None


@pytest.mark.parametrize(
    ("content", "mime"),
    [(b"<html>", "image/jpeg"), (JPEG, "image/png"), (JPEG, "text/html"), (b"", "image/png")],
)
def test_what_is_not_what_it_says_is_refused(tmp_path: Path, content: bytes, mime: str) -> None:
    with pytest.raises(Refusal) as refused:
        FolderFiles(tmp_path).keep(content, mime)
    assert refused.value.code == "file.kind"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("begin", "mime"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\x00\x00\x00\x18ftypisom", "video/mp4"),
        (b"#!AMR\n", "audio/amr"),
    ],
)
def test_the_kinds_of_the_field_are_accepted(tmp_path: Path, begin: bytes, mime: str) -> None:
    files = FolderFiles(tmp_path)
    assert files.path(files.keep(begin + b"...", mime)) is not None
