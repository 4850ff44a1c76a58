"""Notes and pictures are added by anybody and move nothing."""

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import CENTRE_POSTS, Post, Stage
from console.services.noting import AddPhotos, NoteCase
from tests.builders import AFTER
from tests.stages import bench_at


def test_every_post_of_the_centre_may_note_even_on_a_closed_case() -> None:
    bench = bench_at(Stage.CLOSED)
    before = bench.case.version
    for post in CENTRE_POSTS:
        bench.do(post, NoteCase(case=bench.case_id, text=f"{post.value} 已阅"))
    assert (bench.case.stage, bench.case.version) == (Stage.CLOSED, before + len(CENTRE_POSTS))


def test_an_empty_note_is_refused() -> None:
    bench = bench_at(Stage.ACCEPTED)
    with pytest.raises(Refusal, match=r"need\.words"):
        bench.do(Post.ACCEPTOR, NoteCase(case=bench.case_id, text=" \n"))


def test_a_note_leaves_the_clocks_alone() -> None:
    bench = bench_at(Stage.HANDLING)
    clocks = (bench.case.handling, bench.case.stage_clock)
    bench.do(Post.VERIFIER, NoteCase(case=bench.case_id, text="现场有施工"))
    assert (bench.case.handling, bench.case.stage_clock) == clocks


@pytest.mark.parametrize(("stage", "counted"), [(Stage.HANDLING, (1, 0)), (Stage.HANDLED, (0, 2))])
def test_photos_count_as_before_or_after_by_whether_the_case_is_handled(
    stage: Stage, counted: tuple[int, int]
) -> None:
    bench = bench_at(stage)
    with pytest.raises(Refusal, match=r"need\.photo"):
        bench.do(Post.VERIFIER, AddPhotos(case=bench.case_id))
    bench.do(Post.VERIFIER, AddPhotos(case=bench.case_id, photos=(AFTER,)))
    assert (bench.case.before_photos, bench.case.after_photos) == counted
    assert bench.store.photos[-1] == (bench.case_id, bench.case.version, AFTER)
