"""A place is put right by one step: who may, what follows, what stays, what clashes."""

import pytest

from console.domain.place import AreaLevel, Place, Point
from console.domain.refusal import Refusal
from console.domain.stage import OPEN, Move, Post, Stage
from console.services.intake import AmendCase
from console.services.placing import CorrectPlace
from console.services.queueing import command_of, entry_of
from console.services.undoing import UndoLast
from tests.builders import Bench
from tests.stages import bench_at

THERE = Point(113.31, 33.742)


def corrected(bench: Bench, post: Post = Post.DISPATCHER, **more: object) -> None:
    """Correct the place of the case in hand."""
    given: dict[str, object] = {"address": "建设路 88 号", "point": THERE, "reason": "坐标偏移"}
    bench.do(post, CorrectPlace(case=bench.case_id, **(given | more)))  # type: ignore[arg-type]


@pytest.mark.parametrize("stage", sorted(OPEN))
def test_a_place_is_corrected_in_any_open_stage_and_nothing_else_moves(stage: Stage) -> None:
    bench = bench_at(stage)
    before = bench.case
    corrected(bench)
    after = bench.case
    assert (after.place.address, after.place.point) == ("建设路 88 号", THERE)
    assert (after.stage, after.stage_clock, after.handling) == (
        before.stage,
        before.stage_clock,
        before.handling,
    )
    assert (after.standard, after.version) == (before.standard, before.version + 1)


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.DECLINED, Stage.VOIDED, Stage.MERGED])
def test_an_ended_case_stays_where_it_was(stage: Stage) -> None:
    bench = bench_at(stage)
    with pytest.raises(Refusal, match=r"move\.stage"):
        corrected(bench)


@pytest.mark.parametrize("post", [Post.VERIFIER, Post.SUPERVISOR, Post.INSPECTOR, Post.UNIT])
def test_other_posts_do_not_correct_places(post: Post) -> None:
    with pytest.raises(Refusal, match=r"move\.post"):
        corrected(bench_at(Stage.HANDLING), post)


@pytest.mark.parametrize("post", [Post.ACCEPTOR, Post.SHIFT_LEADER, Post.DISPATCHER])
def test_why_must_be_said(post: Post) -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    with pytest.raises(Refusal, match=r"move\.reason"):
        corrected(bench, post, reason=" ")
    corrected(bench, post)


def test_the_same_place_again_is_no_correction() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    old = bench.case.place
    with pytest.raises(Refusal, match=r"need\.another_place"):
        corrected(bench, address=old.address, point=old.point)


def test_a_point_off_the_globe_is_no_place() -> None:
    with pytest.raises(Refusal, match=r"need\.another_place"):
        corrected(bench_at(Stage.TO_DISPATCH), point=Point(113.3, 133.7))


def test_other_words_for_the_same_ground_keep_its_cell() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    old = bench.case.place
    corrected(bench, point=None)
    now = bench.case.place
    assert now.address == "建设路 88 号"
    assert (now.point, now.unit_grid, now.district) == (old.point, old.unit_grid, old.district)


def test_the_area_level_follows_until_registration_and_is_frozen_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def locate(_work: object, place: Place) -> Place:
        return Place(address=place.address, point=place.point, area_level=AreaLevel.THIRD)

    monkeypatch.setattr("tests.fakes.FakeWork.locate", locate)
    early, late = bench_at(Stage.ACCEPTED), bench_at(Stage.HANDLING)
    fixed = late.case.place.area_level
    corrected(early)
    corrected(late)
    assert early.case.place.area_level is AreaLevel.THIRD
    assert late.case.place.area_level is fixed


def test_a_unit_at_work_is_told_and_no_longer_when_it_is_taken_back() -> None:
    bench = bench_at(Stage.HANDLING)
    before = bench.case.place
    corrected(bench)
    assert [letter.kind for letter in bench.store.letters][-1] == "unit.correct_place"
    bench.wait(seconds=10)
    bench.do(Post.DISPATCHER, UndoLast(case=bench.case_id))
    assert bench.case.place == before
    assert "unit.correct_place" not in [letter.kind for letter in bench.store.letters]


def test_after_the_quiet_time_it_is_corrected_again_not_undone() -> None:
    bench = bench_at(Stage.HANDLING)
    corrected(bench)
    bench.wait(seconds=31)
    with pytest.raises(Refusal, match=r"need\.in_quiet_time"):
        bench.do(Post.DISPATCHER, UndoLast(case=bench.case_id))


def test_two_corrections_of_one_sight_clash_and_the_first_stands() -> None:
    bench = bench_at(Stage.ACCEPTED)
    seen = bench.case.version
    corrected(bench, version=seen)
    with pytest.raises(Refusal, match=r"case\.conflict") as clash:
        corrected(bench, Post.ACCEPTOR, version=seen, address="别处")
    assert clash.value.facts["move"] == Move.CORRECT_PLACE.value
    assert bench.case.place.address == "建设路 88 号"


def test_a_place_amended_meanwhile_is_not_overwritten() -> None:
    bench = bench_at(Stage.ACCEPTED)
    seen = bench.case.version
    bench.do(Post.ACCEPTOR, AmendCase(case=bench.case_id, place=Place(address="西门")))
    with pytest.raises(Refusal, match=r"case\.conflict"):
        corrected(bench, version=seen)


def test_a_correction_that_waits_for_the_store_is_the_same_when_it_is_sent() -> None:
    bench = bench_at(Stage.HANDLING)
    command = CorrectPlace(
        case=bench.case_id, address="建设路 88 号", point=THERE, reason="坐标偏移", version=3
    )
    kept = entry_of(command, bench.seat(Post.DISPATCHER), "waits")
    assert command_of(kept) == command
