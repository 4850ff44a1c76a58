"""A suspended case goes on at its date, once, whoever looks."""

from datetime import datetime, timedelta

from console.domain.case import CaseId
from console.domain.stage import Move, Post, Stage
from console.services.extending import ResumeCase
from console.services.resuming import resume_due
from tests.builders import Bench
from tests.fake_reading import FakeReading
from tests.stages import bench_at


class Suspensions(FakeReading):
    """Answers from the bench's own cases, or with what was `seen` before."""

    bench: Bench
    seen: tuple[tuple[CaseId, int], ...] | None = None

    def suspensions_over(self, now: datetime) -> tuple[tuple[CaseId, int], ...]:
        """What the database would find."""
        if self.seen is not None:
            return self.seen
        return tuple(
            (case.id, case.version)
            for case in self.bench.store.cases.values()
            if case.stage is Stage.SUSPENDED
            and case.suspended_until is not None
            and case.suspended_until <= now
        )


def suspended() -> tuple[Bench, Suspensions, datetime]:
    """A suspended case, its reading, and the date it is suspended until."""
    bench, reading = bench_at(Stage.SUSPENDED), Suspensions()
    reading.bench = bench
    until = bench.case.suspended_until
    assert until is not None
    return bench, reading, until


def resumes(bench: Bench) -> int:
    """How often the case was resumed."""
    return [step.move for step in bench.store.trails[bench.case_id]].count(Move.RESUME)


def test_a_case_goes_on_at_its_date_and_not_before() -> None:
    bench, reading, until = suspended()
    assert resume_due(bench.store, reading, until - timedelta(seconds=1)) == ()
    assert resume_due(bench.store, reading, until) == (bench.case_id,)
    assert (bench.case.stage, bench.case.last_by) == (Stage.HANDLING, "system")


def test_its_clock_runs_from_the_date_even_when_nobody_was_there_to_say_so() -> None:
    prompt, reading, until = suspended()
    resume_due(prompt.store, reading, until)
    late, reading, until = suspended()
    resume_due(late.store, reading, until + timedelta(days=3))
    assert late.case.handling == prompt.case.handling
    assert late.case.bundled == prompt.case.bundled


def test_two_consoles_that_look_at_once_make_one_step() -> None:
    bench, reading, until = suspended()
    reading.seen = reading.suspensions_over(until)
    resume_due(bench.store, reading, until)
    assert resume_due(bench.store, reading, until) == (bench.case_id,)
    assert resumes(bench) == 1


def test_a_case_resumed_by_hand_meanwhile_is_left_alone() -> None:
    bench, reading, until = suspended()
    reading.seen = reading.suspensions_over(until)
    bench.do(Post.DISPATCHER, ResumeCase(case=bench.case_id))
    assert resume_due(bench.store, reading, until) == ()
    assert resumes(bench) == 1
