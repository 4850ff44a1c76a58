"""A verification is ordered from somebody, answered, and judged on its conditions."""

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Post, Stage
from console.services.verifying import (
    AnswerVerification,
    FailVerification,
    OrderVerification,
    PassVerification,
    Reverify,
)
from tests.builders import AFTER, Bench
from tests.stages import bench_at


def answered(outcome: str) -> Bench:
    """A verification the inspector has answered."""
    bench = bench_at(Stage.VERIFYING)
    answer = AnswerVerification(case=bench.case_id, outcome=outcome, photos=(AFTER,))
    bench.do(Post.INSPECTOR, answer)
    return bench


def test_the_inspector_of_the_grid_or_the_named_one_is_written_to() -> None:
    for named, wanted in (("ZH-007", "ZH-007"), (None, "WD-114")):
        bench = bench_at(Stage.HANDLED)
        bench.do(Post.VERIFIER, OrderVerification(case=bench.case_id, inspector=named))
        assert (bench.store.letters[-1].kind, bench.store.letters[-1].to) == (
            "inspector.verify",
            wanted,
        )
        assert bench.case.task is not None
        assert bench.case.task.inspector == wanted


def test_an_answer_keeps_its_photos_and_is_pass_or_fail() -> None:
    bench = bench_at(Stage.VERIFYING)
    photos = bench.case.after_photos
    with pytest.raises(Refusal, match=r"need\.verification_outcome"):
        bench.do(Post.INSPECTOR, AnswerVerification(case=bench.case_id, outcome="so-so"))
    bench.do(
        Post.INSPECTOR, AnswerVerification(case=bench.case_id, outcome="pass", photos=(AFTER,))
    )
    assert (bench.case.stage, bench.case.after_photos) == (Stage.VERIFYING, photos + 1)
    assert bench.store.photos[-1] == (bench.case_id, bench.case.version, AFTER)


def test_nothing_is_judged_before_it_was_answered() -> None:
    bench = bench_at(Stage.VERIFYING)
    with pytest.raises(Refusal, match=r"need\.verification_answered"):
        bench.do(Post.VERIFIER, PassVerification(case=bench.case_id))
    with pytest.raises(Refusal, match=r"need\.verification_answered"):
        bench.do(Post.VERIFIER, FailVerification(case=bench.case_id, reason="不彻底"))


def test_passing_with_an_unmet_condition_wants_to_know_why() -> None:
    bench = answered("pass")
    with pytest.raises(Refusal, match=r"need\.conditions_met_or_said_why"):
        bench.do(Post.VERIFIER, PassVerification(case=bench.case_id, unmet=("无散落",)))
    bench.do(Post.VERIFIER, PassVerification(case=bench.case_id, met=("清运干净",)))
    assert (bench.case.stage, bench.case.unmet) == (Stage.TO_CLOSE, ())


def test_a_failed_verification_says_what_is_wanting_and_goes_to_second_dispatch() -> None:
    bench = answered("fail")
    command = FailVerification(
        case=bench.case_id, unmet=("无散落",), faults=("仍有散落",), reason="不彻底"
    )
    bench.do(Post.VERIFIER, command)
    assert (bench.case.stage, bench.case.unmet) == (Stage.VERIFY_FAILED, ("无散落",))
    assert "仍有散落" in bench.store.trails[bench.case_id][-1].payload


def test_another_look_starts_a_new_task_for_the_same_inspector() -> None:
    bench = answered("fail")
    bench.do(Post.VERIFIER, Reverify(case=bench.case_id, reason="照片不清"))
    task = bench.case.task
    assert task is not None
    assert (task.inspector, task.outcome, bench.case.stage) == ("WD-114", None, Stage.VERIFYING)
    letter = bench.store.letters[-1]
    assert (letter.kind, letter.to) == ("inspector.verify", "WD-114")
    with pytest.raises(Refusal, match=r"need\.verification_answered"):
        bench.do(Post.VERIFIER, PassVerification(case=bench.case_id))
