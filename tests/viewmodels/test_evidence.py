"""Photos tell their side, their sender and how far from the place they were taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from console.domain.place import Point
from console.ports.files import FileState, Found
from console.viewmodels.evidence import Evidence, shots
from tests.verifying import an_answered_table, seen


def nowhere(_digest: str) -> Found:
    return Found(FileState.MISSING)


def test_a_photo_knows_its_side_its_sender_and_its_place() -> None:
    table = an_answered_table()
    before, after = shots(seen(table, photos=True), nowhere)
    assert (before.after, before.origin, before.number) == (False, "report", 1)
    assert (after.after, after.origin, after.number) == (True, "unit", 1)
    assert before.metres == pytest.approx(0, abs=0.5)
    assert not before.far
    assert after.metres == pytest.approx(33.3, abs=0.5)
    assert after.far
    assert after.toward == "n"


@pytest.mark.parametrize(
    ("east", "north", "wind"),
    [(0, 1, "n"), (1, 1, "ne"), (1, 0, "e"), (0, -1, "s"), (-1, -1, "sw"), (-1, 1, "nw")],
)
def test_the_wind_says_where_the_camera_stood(east: int, north: int, wind: str) -> None:
    table = an_answered_table()
    detail = seen(table, photos=True)
    place = detail.case.place.point
    assert place is not None
    north_m = 0.0001
    camera = Point(place.lon + east * north_m / 0.8317, place.lat + north * north_m)
    seq, photo = detail.photos[0]
    moved = replace(detail, photos=((seq, replace(photo, point=camera)),))
    assert shots(moved, nowhere)[0].toward == wind


def test_a_photo_without_a_place_has_no_distance() -> None:
    table = an_answered_table()
    detail = seen(table, photos=True)
    seq, photo = detail.photos[0]
    (shot,) = shots(replace(detail, photos=((seq, replace(photo, point=None)),)), nowhere)
    assert shot.metres is None
    assert not shot.far


def test_the_first_before_is_set_beside_the_last_after(tmp_path: Path) -> None:
    table = an_answered_table()
    file = tmp_path / "photo"
    table.files.kept["1" * 64] = file
    evidence = Evidence(table.desk)
    assert evidence.pair() == (None, None)
    evidence.load(seen(table, photos=True))
    before, after = evidence.pair()
    assert before is not None
    assert before.path == file
    assert after is not None
    assert after.path is None
