"""A case is registered under a condition, once and for good, by the one who may."""

from dataclasses import replace

import pytest

from console.domain.refusal import Refusal
from console.domain.stage import Post, Source, Stage
from console.services.intake import AcceptReport
from console.services.registering import RefuseRegistration, RegisterCase, SendBack, SubmitCase
from tests.builders import RUBBISH, a_bench, a_report
from tests.stages import bench_at


def test_registering_fixes_moment_and_standard_and_keeps_the_checklist() -> None:
    bench = bench_at(Stage.TO_REGISTER)
    other = replace(RUBBISH, condition="C2", text="零星垃圾")
    bench.wait(minutes=3)
    command = RegisterCase(case=bench.case_id, standard=other, checklist=("有照片", "位置清楚"))
    bench.do(Post.SHIFT_LEADER, command)
    assert (bench.case.stage, bench.case.standard) == (Stage.TO_DISPATCH, other)
    assert bench.case.registered_at == bench.at.replace(microsecond=0)
    assert "位置清楚" in bench.store.trails[bench.case_id][-1].payload


def test_nothing_is_submitted_without_a_condition() -> None:
    bench = a_bench()
    bench.do(Post.INSPECTOR, a_report(Source.INSPECTOR, standard=None))
    bench.do(Post.ACCEPTOR, AcceptReport(case=bench.case_id))
    with pytest.raises(Refusal, match=r"need\.condition"):
        bench.do(Post.ACCEPTOR, SubmitCase(case=bench.case_id))
    bench.do(Post.ACCEPTOR, SubmitCase(case=bench.case_id, standard=RUBBISH))
    assert bench.case.stage is Stage.TO_REGISTER


@pytest.mark.parametrize("source", [Source.SUPERIOR, Source.LEADER])
def test_papers_from_above_are_registered_at_once_by_the_acceptor(source: Source) -> None:
    bench = a_bench()
    bench.do(Post.ACCEPTOR, a_report(source))
    bench.do(Post.ACCEPTOR, RegisterCase(case=bench.case_id))
    assert bench.case.stage is Stage.TO_DISPATCH


def test_a_refused_registration_tells_the_caller_why_it_ended() -> None:
    bench = bench_at(Stage.TO_REGISTER)
    with pytest.raises(Refusal, match=r"move\.reason"):
        bench.do(Post.SHIFT_LEADER, RefuseRegistration(case=bench.case_id))
    bench.do(Post.SHIFT_LEADER, RefuseRegistration(case=bench.case_id, reason="不够条件"))
    assert bench.case.stage is Stage.DECLINED
    assert [one.body for one in bench.store.letters if one.kind == "caller.result"] == ["declined"]


def test_a_case_sent_back_waits_for_its_acceptor_again() -> None:
    bench = bench_at(Stage.TO_REGISTER)
    bench.do(Post.SHIFT_LEADER, SendBack(case=bench.case_id, reason="照片不清"))
    assert bench.case.registered_at is None
    sent_back = bench.case.stage
    bench.do(Post.ACCEPTOR, SubmitCase(case=bench.case_id))
    assert (sent_back, bench.case.stage) == (Stage.ACCEPTED, Stage.TO_REGISTER)
