"""Photos that look alike, or that come from another place or time than their task."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.case import CaseId
from console.domain.place import Point
from console.evaluation.integrity import Thresholds
from console.evaluation.photo_findings import alike, copied_photos, odd_photos
from console.ports.integrity import FindingKind, PhotoRow, Why
from tests.evaluation.findings import checked, whys

NOON = datetime(2026, 10, 14, 4, tzinfo=UTC)
HERE = Point(113.304, 33.74)
CHANCE = Random(128)
LOOK, OTHER_LOOK = CHANCE.getrandbits(128), CHANCE.getrandbits(128)
PHOTO = PhotoRow(
    digest="a" * 64, case=CaseId(1), role="after", by="U1", attached_at=NOON, look=LOOK,
    ordered_at=NOON - timedelta(hours=2), taken_at=NOON - timedelta(minutes=5),
    point=HERE, place=HERE,
)  # fmt: skip


def flipped(look: int, bits: int) -> int:
    """The hash with so many bits changed, spread over all of it."""
    for at in range(bits):
        look ^= 1 << (at * 128 // bits)
    return look


def another(**other: object) -> PhotoRow:
    row = replace(PHOTO, case=CaseId(2), digest="b" * 64, by="U2")
    return replace(row, **other)  # type: ignore[arg-type]  # any field


def test_the_same_file_in_two_cases_is_one_finding_with_both() -> None:
    rows = [another(digest=PHOTO.digest), PHOTO]
    (found,) = checked(copied_photos(rows), FindingKind.COPIED_PHOTO)
    assert (found.why, found.cases, found.who) == (
        Why.SAME_FILE,
        (CaseId(1), CaseId(2)),
        ("U1", "U2"),
    )


def test_a_picture_used_in_many_cases_is_one_finding() -> None:
    rows = [another(case=CaseId(at)) for at in range(1, 60)]
    (found,) = copied_photos(rows)
    assert len(found.cases) == 59


def test_pictures_that_differ_in_few_bits_look_alike_up_to_the_threshold() -> None:
    near = another(look=flipped(LOOK, 8))
    (found,) = checked(copied_photos([PHOTO, near]), FindingKind.COPIED_PHOTO)
    assert (found.why, found.figures["bits"]) == (Why.LOOKS_ALIKE, 8)
    assert not copied_photos([PHOTO, another(look=flipped(LOOK, 9))])
    assert not copied_photos([PHOTO, near], Thresholds(photo_bits=7))
    assert not copied_photos([PHOTO, another(look=OTHER_LOOK)])


def test_pressed_again_to_the_same_hash_is_alike_but_not_the_same_file() -> None:
    assert whys(copied_photos([PHOTO, another()])) == [Why.LOOKS_ALIKE]


def test_an_after_photo_that_is_the_before_photo_is_found_in_its_case() -> None:
    before = replace(PHOTO, digest="c" * 64, role="before", look=flipped(LOOK, 3))
    (found,) = checked(copied_photos([PHOTO, before]), FindingKind.COPIED_PHOTO)
    assert (found.why, found.cases) == (Why.BEFORE_IS_AFTER, (CaseId(1),))


def test_several_shots_of_one_case_and_role_are_no_finding() -> None:
    again = replace(PHOTO, digest="c" * 64, look=flipped(LOOK, 3))
    assert not copied_photos([PHOTO, again, replace(PHOTO, digest="d" * 64)])


def test_dark_and_unreadable_pictures_are_compared_by_their_files_alone() -> None:
    for look in (0, 5, 2**128 - 1, None):
        dark = replace(PHOTO, look=look)
        assert not copied_photos([dark, another(look=look)])
        assert whys(copied_photos([dark, another(look=look, digest=PHOTO.digest)])) == [
            Why.SAME_FILE
        ]


@settings(max_examples=30)
@given(st.integers(0, 31), st.integers(0, 10**6))
def test_the_pairs_found_by_bands_are_those_found_by_comparing_all(bits: int, seed: int) -> None:
    chance = Random(seed)
    roots = [chance.getrandbits(128) for _ in range(8)]
    looks = set(roots)
    for root in roots:
        for _ in range(4):
            look = root
            for at in chance.sample(range(128), chance.randint(1, 2 * bits + 2)):
                look ^= 1 << at
            looks.add(look)
    expected = {
        (min(one, other), max(one, other))
        for one, other in combinations(looks, 2)
        if (one ^ other).bit_count() <= bits
    }
    assert list(alike(sorted(looks), bits)) == sorted(expected)


def test_a_picture_taken_far_from_its_case_is_found_with_the_distance() -> None:
    away = replace(PHOTO, point=Point(HERE.lon + 0.01, HERE.lat))
    (found,) = checked(odd_photos([away]), FindingKind.ODD_PHOTO)
    assert found.why is Why.TAKEN_ELSEWHERE
    assert 900 <= int(found.figures["metres"]) <= 950
    assert not odd_photos([away], Thresholds(photo_metres=1_000))


def test_a_picture_taken_before_its_task_was_sent_is_found() -> None:
    early = replace(PHOTO, taken_at=NOON - timedelta(hours=3))
    (found,) = checked(odd_photos([early]), FindingKind.ODD_PHOTO)
    assert (found.why, found.figures) == (Why.TAKEN_BEFORE, {"seconds": 3_600})
    clock_behind = replace(PHOTO, taken_at=NOON - timedelta(hours=2, minutes=10))
    assert not odd_photos([clock_behind])


def test_a_reports_picture_may_be_some_hours_old_but_not_days() -> None:
    report = replace(PHOTO, ordered_at=None)
    assert not odd_photos([replace(report, taken_at=NOON - timedelta(hours=23))])
    old = replace(report, taken_at=NOON - timedelta(days=2))
    (found,) = checked(odd_photos([old]), FindingKind.ODD_PHOTO)
    assert (found.why, found.figures) == (Why.TAKEN_LONG_AGO, {"seconds": 172_800})


def test_a_picture_from_the_future_tells_of_a_wrong_clock() -> None:
    ahead = replace(PHOTO, taken_at=NOON + timedelta(minutes=11))
    assert whys(checked(odd_photos([ahead]), FindingKind.ODD_PHOTO)) == [Why.TAKEN_LATER]
    assert not odd_photos([replace(PHOTO, taken_at=NOON + timedelta(minutes=10))])


def test_a_picture_without_place_and_time_is_no_finding() -> None:
    assert not odd_photos([replace(PHOTO, taken_at=None, point=None)])
    assert not odd_photos([replace(PHOTO, place=None)])
