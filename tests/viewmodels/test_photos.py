"""Pictures of a case: which side, where the file lies, how far from the case."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.domain.place import Point
from console.ports.files import FileState
from console.ports.work import Photo
from console.viewmodels.photos import CasePhotos
from tests.fake_reading import a_detail
from tests.rows import a_case_row
from tests.seats import Seat, a_seat

BEFORE = Photo(digest="a" * 64, role="near", mime="image/jpeg", size=9, point=Point(113.3, 33.74))
AFTER = Photo(digest="b" * 64, role="after", mime="image/jpeg", size=9)
SOUND = Photo(digest="c" * 64, role="before", mime="audio/mpeg", size=9)


def shown(seat: Seat) -> CasePhotos:
    detail = a_detail(a_case_row(lon=113.3, lat=33.7401))
    photos = CasePhotos(seat.desk)
    photos.show(replace(detail, photos=((1, BEFORE), (1, SOUND), (5, AFTER))))
    return photos


def test_what_the_database_keeps_is_shown_before_any_file_is_looked_for(
    qtbot: QtBot, tmp_path: Path
) -> None:
    seat, seen = a_seat(), []
    seat.files.kept[BEFORE.digest] = tmp_path / "before.jpg"
    photos = CasePhotos(seat.desk)
    photos.changed.connect(lambda: seen.append(photos.before[0]))
    detail = a_detail(a_case_row(lon=113.3, lat=33.7401))
    photos.show(replace(detail, photos=((1, replace(BEFORE, preview=b"small")),)))
    assert (seen[0].found, seen[0].preview) == (None, b"small")
    assert seen[-1].path == tmp_path / "before.jpg"


@pytest.mark.parametrize("state", [FileState.MISSING, FileState.ALTERED, FileState.AWAY])
def test_a_file_that_is_not_ready_says_why(qtbot: QtBot, state: FileState) -> None:
    seat = a_seat()
    seat.files.states[AFTER.digest] = state
    photos = shown(seat)
    assert photos.after[0].spoiled is state
    assert photos.after[0].path is None


def test_videos_and_recordings_play_and_only_a_recording_is_not_seen(qtbot: QtBot) -> None:
    video = replace(BEFORE, mime="video/mp4", seconds=12.0)
    call = replace(BEFORE, digest="d" * 64, mime="audio/amr")
    photos = CasePhotos(a_seat().desk)
    detail = a_detail(a_case_row(lon=113.3, lat=33.7401))
    photos.show(replace(detail, photos=((1, BEFORE), (1, video), (1, call))))
    assert [(one.plays, one.seen) for one in photos.before] == [
        (False, True),
        (True, True),
        (True, False),
    ]


def test_pictures_fall_on_their_sides_and_other_kinds_stay_out(qtbot: QtBot) -> None:
    photos = shown(a_seat())
    assert [one.digest for one in photos.before] == [BEFORE.digest]
    assert [one.digest for one in photos.after] == [AFTER.digest]


def test_the_distance_to_the_case_is_known_where_both_points_are(qtbot: QtBot) -> None:
    photos = shown(a_seat())
    assert photos.before[0].metres is not None
    assert 10 < photos.before[0].metres < 12
    assert photos.after[0].metres is None


def test_a_missing_file_has_no_path_and_is_found_when_looked_for_again(
    qtbot: QtBot, tmp_path: Path
) -> None:
    seat = a_seat()
    photos = shown(seat)
    assert photos.after[0].path is None
    seat.files.kept[AFTER.digest] = tmp_path / "after.jpg"
    seat.desk.asked_anew.emit()
    assert photos.after[0].path == tmp_path / "after.jpg"


def test_the_same_pictures_are_not_looked_for_twice(qtbot: QtBot) -> None:
    photos = shown(a_seat())
    detail = a_detail(a_case_row(lon=113.3, lat=33.7401))
    with qtbot.assertNotEmitted(photos.changed):
        photos.show(replace(detail, photos=((1, BEFORE), (1, SOUND), (5, AFTER))))


def test_no_case_has_no_pictures(qtbot: QtBot) -> None:
    photos = shown(a_seat())
    photos.show(None)
    assert not photos.before
    assert not photos.after
