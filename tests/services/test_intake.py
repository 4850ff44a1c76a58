"""From a call to a case: callers stay out of the trail, duplicates join, inspectors are sent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.domain.case import CaseId
from console.domain.place import Place
from console.domain.refusal import Refusal
from console.domain.stage import Post, Source, Stage
from console.ports.work import Caller
from console.services.intake import (
    AcceptReport,
    AmendCase,
    AnswerConfirmation,
    ApproveSelfHandling,
    AttachCaller,
    DeclineReport,
    MergeCase,
    OrderConfirmation,
    RefuseSelfHandling,
    SelfHandle,
    UnmergeCase,
)
from tests.builders import AFTER, CALLER, Bench, a_bench, a_place, a_report
from tests.stages import bench_at

SECOND = Caller(name="测试乙", phone="13900000002")


def kept_in_trails(bench: Bench) -> str:
    """Everything the trails and letters say, as one text."""
    steps = [step for trail in bench.store.trails.values() for step in trail]
    return "".join(f"{one.payload}{one.reason}" for one in steps) + "".join(
        f"{one.to}{one.body}" for one in bench.store.letters
    )


def test_a_caller_is_kept_apart_and_in_no_step_or_letter() -> None:
    bench = a_bench()
    bench.do(Post.ACCEPTOR, a_report())
    bench.do(Post.ACCEPTOR, AttachCaller(case=bench.case_id, text="同一处", caller=SECOND))
    bench.do(Post.ACCEPTOR, DeclineReport(case=bench.case_id, reason="不属城市管理"))
    assert bench.store.callers[bench.case_id] == (CALLER, SECOND)
    assert bench.case.callers == 2
    for secret in (CALLER.name, CALLER.phone, SECOND.name, SECOND.phone):
        assert secret not in kept_in_trails(bench)


def test_a_further_caller_makes_no_second_case_and_must_be_somebody() -> None:
    bench = a_bench()
    bench.do(Post.ACCEPTOR, a_report())
    with pytest.raises(Refusal, match=r"caller\.none"):
        bench.do(Post.ACCEPTOR, AttachCaller(case=bench.case_id, text="同一处"))
    bench.do(Post.ACCEPTOR, AttachCaller(case=bench.case_id, caller=SECOND))
    assert len(bench.store.cases) == 1


def test_a_report_without_words_or_place_is_refused_and_uses_no_number() -> None:
    bench = a_bench()
    with pytest.raises(Refusal, match=r"need\.words"):
        bench.do(Post.ACCEPTOR, replace(a_report(), description="  "))
    nowhere = replace(a_report(), place=Place(address=""))
    with pytest.raises(Refusal, match=r"need\.place"):
        bench.do(Post.ACCEPTOR, nowhere)
    assert (bench.store.cases, bench.store.callers) == ({}, {})


def test_a_report_under_a_leased_number_keeps_it_and_is_not_reported_after_it_is_taken_in() -> None:
    bench = a_bench()
    lease = (CaseId(2026000000777), "2026-1123-000777")
    late = bench.at + timedelta(minutes=1)
    bench.do(Post.ACCEPTOR, replace(a_report(), lease=lease, reported_at=late))
    assert (bench.case.id, bench.case.number) == lease
    assert bench.case.reported_at == bench.at
    assert bench.store.numbers == 0


def test_photos_of_a_report_lie_at_its_first_step() -> None:
    bench = a_bench()
    bench.do(Post.INSPECTOR, replace(a_report(Source.INSPECTOR), photos=(AFTER,)))
    assert bench.store.photos == [(bench.case_id, 1, AFTER)]
    assert (bench.case.stage, bench.case.before_photos) == (Stage.REPORTED, 1)
    bench.do(Post.ACCEPTOR, AcceptReport(case=bench.case_id))
    assert bench.case.stage is Stage.ACCEPTED


def test_an_amended_place_and_description_replace_the_reported_ones() -> None:
    bench = bench_at(Stage.ACCEPTED)
    corner = replace(a_place(), address="中兴路与矿工路口")
    bench.do(Post.ACCEPTOR, AmendCase(case=bench.case_id, place=corner, description="两堆垃圾"))
    assert (bench.case.place.address, bench.case.description) == ("中兴路与矿工路口", "两堆垃圾")


def test_a_confirmation_goes_to_the_named_inspector_else_to_the_one_of_the_grid() -> None:
    for named, wanted in (("ZH-007", "ZH-007"), (None, "WD-114")):
        bench = bench_at(Stage.ACCEPTED)
        bench.do(Post.ACCEPTOR, OrderConfirmation(case=bench.case_id, inspector=named))
        letter = bench.store.letters[-1]
        assert (letter.kind, letter.to) == ("inspector.confirm", wanted)
        assert bench.case.task is not None
        assert bench.case.task.inspector == wanted


def test_a_place_without_an_inspector_asks_for_one() -> None:
    bench = bench_at(Stage.ACCEPTED)
    bench.store.inspector = None
    with pytest.raises(Refusal, match=r"need\.inspector"):
        bench.do(Post.ACCEPTOR, OrderConfirmation(case=bench.case_id))
    assert bench.store.letters == []


def test_an_inspectors_answer_is_one_of_three() -> None:
    bench = bench_at(Stage.CONFIRMING)
    with pytest.raises(Refusal, match=r"need\.confirmation_outcome"):
        bench.do(Post.INSPECTOR, AnswerConfirmation(case=bench.case_id, outcome="maybe"))
    bench.do(Post.INSPECTOR, AnswerConfirmation(case=bench.case_id, outcome="not_found"))
    assert (bench.case.stage, bench.case.confirmed) == (Stage.ACCEPTED, "not_found")


def test_a_declined_caller_is_told() -> None:
    bench = bench_at(Stage.ACCEPTED)
    bench.do(Post.ACCEPTOR, DeclineReport(case=bench.case_id, reason="不属城市管理"))
    told = [(one.kind, one.body) for one in bench.store.letters]
    assert told == [("caller.result", "declined")]


def test_a_duplicate_follows_its_master_and_comes_back_when_it_was_none() -> None:
    bench = bench_at(Stage.MERGED)
    master = bench.case.master
    assert master is not None
    assert bench.store.cases[master].open
    bench.do(Post.ACCEPTOR, UnmergeCase(case=bench.case_id, reason="两处不同"))
    assert (bench.case.stage, bench.case.master) == (Stage.ACCEPTED, None)


def test_merges_neither_chain_nor_join_what_has_ended() -> None:
    bench = bench_at(Stage.MERGED)
    member, master = bench.case_id, bench.case.master
    assert master is not None
    bench.do(Post.ACCEPTOR, a_report())
    third = bench.case_id
    with pytest.raises(Refusal, match=r"merge\.master_merged"):
        bench.do(Post.ACCEPTOR, MergeCase(case=third, master=member))
    with pytest.raises(Refusal, match=r"merge\.has_members"):
        bench.do(Post.ACCEPTOR, MergeCase(case=master, master=third))
    with pytest.raises(Refusal, match=r"need\.master"):
        bench.do(Post.ACCEPTOR, MergeCase(case=third, master=third))
    bench.do(Post.ACCEPTOR, DeclineReport(case=master, reason="不属城市管理"))
    with pytest.raises(Refusal, match=r"merge\.master_ended"):
        bench.do(Post.ACCEPTOR, MergeCase(case=third, master=master))


def test_self_handling_needs_a_picture_and_the_acceptors_word() -> None:
    bench = bench_at(Stage.REPORTED)
    with pytest.raises(Refusal, match=r"need\.after_photo"):
        bench.do(Post.INSPECTOR, SelfHandle(case=bench.case_id, text="已扶正"))
    bench.do(Post.INSPECTOR, SelfHandle(case=bench.case_id, text="已扶正", photos=(AFTER,)))
    bench.do(Post.ACCEPTOR, RefuseSelfHandling(case=bench.case_id, reason="照片不清"))
    refused = bench.case.stage
    bench.do(Post.INSPECTOR, SelfHandle(case=bench.case_id, photos=(AFTER,)))
    bench.do(Post.ACCEPTOR, ApproveSelfHandling(case=bench.case_id))
    assert (refused, bench.case.stage) == (Stage.REPORTED, Stage.CLOSED)


def test_two_corrections_of_the_same_report_clash_instead_of_the_last_one_winning() -> None:
    bench = bench_at(Stage.ACCEPTED)
    case, seen = bench.case_id, bench.case.version
    bench.do(Post.ACCEPTOR, AmendCase(case=case, description="两堆垃圾", version=seen))
    with pytest.raises(Refusal, match=r"case\.conflict"):
        bench.do(Post.ACCEPTOR, AmendCase(case=case, description="一堆", version=seen))
    assert bench.case.description == "两堆垃圾"
