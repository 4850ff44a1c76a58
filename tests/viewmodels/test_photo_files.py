"""Files an operator adds: content decides, capture data stay, and it is all or none."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.domain.place import Point
from console.domain.refusal import Refusal
from console.ports.files import FileState
from console.ports.media import Looked
from console.viewmodels import photo_files
from console.viewmodels.photo_files import SUFFIXES, keep_photos
from db.files import FolderFiles
from tests.fake_media import FakeMedia

JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 100
AT = datetime(2026, 11, 23, 2, 42, 5, tzinfo=UTC)


class Camera(FakeMedia):
    """A photo that tells all there is."""

    def look(self, content: bytes) -> Looked:
        found = super().look(content)
        return Looked(
            mime=found.mime,
            width=4_000,
            height=3_000,
            seconds=2.5,
            taken_at=AT,
            point=Point(113.3, 33.74),
            preview=b"\xff\xd8\xffsmall",
        )


def file(folder: Path, name: str, content: bytes = JPEG) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_photo_is_kept_with_all_it_tells(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path / "store")
    (photo,) = keep_photos(files, Camera(), [file(tmp_path, "a.jpg")], "before", "lin")
    assert files.find(photo.digest).state is FileState.READY
    assert (photo.mime, photo.size, photo.by) == ("image/jpeg", len(JPEG), "lin")
    assert (photo.taken_at, photo.point) == (AT, Point(113.3, 33.74))
    assert (photo.width, photo.height, photo.seconds) == (4_000, 3_000, 2.5)
    assert photo.preview == b"\xff\xd8\xffsmall"


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path / "store")
    (photo,) = keep_photos(files, FakeMedia(), [file(tmp_path, "photo.txt")], "before", "lin")
    assert photo.mime == "image/jpeg"
    page = file(tmp_path, "b.jpg", b"<html>")
    with pytest.raises(Refusal) as refused:
        keep_photos(files, FakeMedia(), [page], "before", "lin")
    assert (refused.value.code, refused.value.facts["name"]) == ("media.kind", "b.jpg")


def test_one_bad_file_keeps_none(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path / "store")
    chosen = [file(tmp_path, "a.jpg"), file(tmp_path, "b.jpg", b"no")]
    with pytest.raises(Refusal, match=r"media\.kind"):
        keep_photos(files, FakeMedia(), chosen, "before", "lin")
    assert not (tmp_path / "store").exists()


def test_no_name_of_a_file_goes_into_the_store(tmp_path: Path) -> None:
    keep_photos(
        FolderFiles(tmp_path / "store"),
        FakeMedia(),
        [file(tmp_path, "王女士 13812345678.jpg")],
        "before",
        "lin",
    )
    assert not [one for one in (tmp_path / "store").rglob("*") if "王" in one.name]


def test_a_recording_proves_no_handling(tmp_path: Path) -> None:
    files, sound = FolderFiles(tmp_path / "store"), file(tmp_path, "a.amr", b"#!AMR\n....")
    (photo,) = keep_photos(files, FakeMedia(), [sound], "before", "lin")
    assert photo.mime == "audio/amr"
    with pytest.raises(Refusal, match=r"media\.no_proof"):
        keep_photos(files, FakeMedia(), [sound], "after", "lin")


@pytest.mark.parametrize(("content", "most"), [(JPEG, "MOST_BYTES"), (b"?", "MOST_BYTES_MOVING")])
def test_a_file_too_large_is_refused_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, most: str
) -> None:
    monkeypatch.setattr(photo_files, most, 0)
    with pytest.raises(Refusal, match=r"file\.large"):
        keep_photos(
            FolderFiles(tmp_path), FakeMedia(), [file(tmp_path, "a.jpg", content)], "before", "lin"
        )


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        keep_photos(FolderFiles(tmp_path), FakeMedia(), [tmp_path / "gone.jpg"], "before", "lin")
    assert (refused.value.code, refused.value.facts["name"]) == ("file.unreadable", "gone.jpg")


def test_the_dialog_offers_every_kind() -> None:
    assert {".jpg", ".png", ".heic", ".mp4", ".amr"} <= set(SUFFIXES)
