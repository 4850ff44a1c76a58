"""Videos and recordings for the system's player: a copy it knows by its name, gone afterwards."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from console.ports.files import FileState, Found
from console.viewmodels.photos import PhotoFact
from console.viewmodels.playing import Playing
from tests.seats import a_seat


def a_fact(path: Path, mime: str) -> PhotoFact:
    return PhotoFact(digest="d" * 64, after=False, mime=mime, found=Found(FileState.READY, path))


def test_a_recording_and_a_video_are_ready_under_names_that_tell_nothing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    playing = Playing(a_seat().desk)
    ready: list[Path] = []
    playing.ready.connect(ready.append)
    for mime in ("audio/amr", "video/mp4"):
        file = tmp_path / mime.replace("/", "-")
        file.write_bytes(mime.encode())
        playing.play(a_fact(file, mime))
    assert [(one.name, one.read_bytes()) for one in ready] == [
        ("sound.wav", b"audio/amr"),
        ("video.mp4", b"video/mp4"),
    ]
    playing.close()
    assert not any(one.exists() for one in ready)


def test_a_file_that_is_not_here_is_not_played(qtbot: QtBot) -> None:
    playing = Playing(a_seat().desk)
    missing = PhotoFact(
        digest="d" * 64, after=False, mime="video/mp4", found=Found(FileState.MISSING)
    )
    with qtbot.assertNotEmitted(playing.ready):
        playing.play(missing)
    playing.close()
