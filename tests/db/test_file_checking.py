"""Every file of every case is read and compared with the digest its step names."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from console.domain.case import CaseId
from console.domain.stage import Move, Post
from console.ports.files import FileState
from console.ports.work import Photo
from db import OpenStore
from db.file_checking import check_files
from db.files import FolderFiles
from tests.db.lives import PHOTO, Life


def test_good_missing_and_altered_files_are_told_apart_with_their_case(
    store: OpenStore, owner: Engine, tmp_path: Path
) -> None:
    files, life = FolderFiles(tmp_path), Life(store.store)
    contents = [b"\xff\xd8\xff\xe0" + bytes([number]) * 50 for number in range(3)]
    digests = [files.keep(content, "image/jpeg") for content in contents]
    photos = tuple(replace(PHOTO, digest=digest) for digest in digests)
    case = added(life, photos)
    again = added(life, photos[:1])
    missing, altered = files.find(digests[1]).path, files.find(digests[2]).path
    assert missing is not None
    assert altered is not None
    missing.unlink()
    altered.write_bytes(contents[2] + b"!")
    found = {one.digest: one for one in check_files(owner, files.compare)}
    assert [found[digest].state for digest in digests] == [
        FileState.READY,
        FileState.MISSING,
        FileState.ALTERED,
    ]
    numbers = {name: store.reading.detail(name, "s1").case.number for name in (case, again)}
    assert {one.number for one in found.values()} == {numbers[case]}, "the first case is named"


def added(life: Life, photos: tuple[Photo, ...]) -> CaseId:
    """A case with these photos."""
    case = life.report()
    life.act(
        case,
        Move.ADD_PHOTO,
        Post.DISPATCHER,
        beside=lambda work, moved: work.put_photos(case, moved.version, photos),
        photos=tuple(photo.digest for photo in photos),
    )
    return case
