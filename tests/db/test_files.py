"""Photos by digest in a folder: kept once and whole, missing or altered ones told apart."""

import errno
import os
from pathlib import Path

import pytest

from console.domain.refusal import Refusal
from console.ports.files import OUT_OF_REACH, FileState, Found
from db.files import FolderFiles

JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 100


def test_a_photo_is_found_by_its_digest_and_kept_once(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    digest = files.keep(JPEG, "image/jpeg")
    assert files.keep(JPEG, "image/jpeg") == digest
    found = files.find(digest)
    assert found.state is FileState.READY
    assert found.path is not None
    assert found.path.read_bytes() == JPEG
    assert len([one for one in tmp_path.rglob("*") if one.is_file()]) == 1


def test_a_missing_or_altered_file_is_told_apart_and_can_be_kept_again(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    digest = files.keep(JPEG, "image/jpeg")
    place = files.find(digest).path
    assert place is not None
    place.write_bytes(JPEG + b"!")
    assert files.find(digest) == Found(FileState.ALTERED)
    assert files.keep(JPEG, "image/jpeg") == digest
    assert files.find(digest) == Found(FileState.READY, place)
    place.unlink()
    assert files.find(digest) == Found(FileState.MISSING)


def test_two_seats_share_one_folder(tmp_path: Path) -> None:
    here, there = FolderFiles(tmp_path, made=False), FolderFiles(tmp_path, made=False)
    digest = here.keep(JPEG, "image/jpeg")
    assert there.find(digest).state is FileState.READY
    assert there.keep(JPEG, "image/jpeg") == digest


def test_a_share_that_is_gone_is_out_of_reach_and_never_made_anew(tmp_path: Path) -> None:
    share = tmp_path / "share"
    files = FolderFiles(share, made=False)
    with pytest.raises(Refusal) as refused:
        files.keep(JPEG, "image/jpeg")
    assert refused.value.code == "files.away"
    assert files.find("0" * 64) == Found(FileState.AWAY)
    assert not share.exists()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "files.full"),
        (errno.EDQUOT, "files.full"),
        (errno.EROFS, "files.read_only"),
        (errno.EACCES, "files.denied"),
        (errno.EHOSTDOWN, "files.away"),
    ],
)
def test_a_store_that_takes_nothing_says_why_and_keeps_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def broken(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    # As root no folder is read-only, so the system's own answer is given for it.
    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(Refusal) as refused:
        FolderFiles(tmp_path).keep(JPEG, "image/jpeg")
    assert refused.value.code == code
    assert code in OUT_OF_REACH
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


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
    assert files.find(files.keep(begin + b"...", mime)).state is FileState.READY
