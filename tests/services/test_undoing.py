"""The last act is taken back by its own operator within its quiet time, letters and all."""

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.domain.trail import fold
from console.services.closing import CloseCase, VoidCase
from console.services.dispatching import DispatchCase
from console.services.undoing import UndoLast
from tests.stages import bench_at


def test_undo_restores_every_field_adds_a_step_and_recalls_only_its_own_letters() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    bench.wait(minutes=5)
    before, kept = bench.case, list(bench.store.letters)
    bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id, unit="U1", assisting=("U2",)))
    bench.wait(seconds=29)
    bench.do(Post.DISPATCHER, UndoLast(case=bench.case_id))
    after = bench.case
    assert (after.stage, after.unit, after.assisting, after.dispatches) == (
        before.stage,
        None,
        (),
        0,
    )
    assert (after.handling, after.stage_clock) == (before.handling, before.stage_clock)
    trail = bench.store.trails[bench.case_id]
    assert [step.move for step in trail[-2:]] == [Move.DISPATCH, Move.UNDO]
    assert fold(trail) == after
    assert bench.store.letters == kept


def test_after_the_quiet_time_the_letter_has_left_and_stays() -> None:
    bench = bench_at(Stage.TO_CLOSE)
    bench.do(Post.SHIFT_LEADER, CloseCase(case=bench.case_id))
    bench.wait(seconds=bench.store.city.quiet_seconds + 1)
    with pytest.raises(Refusal, match=r"need\.in_quiet_time"):
        bench.do(Post.SHIFT_LEADER, UndoLast(case=bench.case_id))
    assert [one.kind for one in bench.store.letters].count("caller.result") == 1


def test_nobody_takes_back_what_another_did() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id, unit="U1"), operator="d1")
    with pytest.raises(Refusal, match=r"need\.own_last_step"):
        bench.do(Post.DISPATCHER, UndoLast(case=bench.case_id), operator="d2")


def test_a_void_stays_void() -> None:
    bench = bench_at(Stage.HANDLING)
    bench.do(Post.SHIFT_LEADER, VoidCase(case=bench.case_id, reason="误报"))
    with pytest.raises(Refusal, match=r"need\.undoable"):
        bench.do(Post.SHIFT_LEADER, UndoLast(case=bench.case_id))
    assert bench.case.stage is Stage.VOIDED


def test_an_undo_is_not_undone() -> None:
    bench = bench_at(Stage.TO_DISPATCH)
    bench.do(Post.DISPATCHER, DispatchCase(case=bench.case_id, unit="U1"))
    bench.do(Post.DISPATCHER, UndoLast(case=bench.case_id))
    with pytest.raises(Refusal, match=r"need\.undoable"):
        bench.do(Post.DISPATCHER, UndoLast(case=bench.case_id))
