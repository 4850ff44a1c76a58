"""No step ever sets a field its way does not reach, however a case wanders."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from console.domain.flow import go
from console.domain.reach import reach
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.domain.trail import Step
from console.domain.ways import BY_STAGE, WAYS, Way
from tests.stages import WALKS, bench_at, full_act


def walked(random: Random, start: Stage) -> Iterator[Step]:
    """The steps of a case led to a stage and from there by random lawful acts."""
    bench = bench_at(start)
    case, rules = bench.case, bench.store.city
    yield from bench.store.trails[case.id]
    for _ in range(60):
        move, post = random.choice(tuple(Move)), random.choice(tuple(Post))
        act = full_act(case, move, post, operator=random.choice(("a", "b")))
        act = replace(act, at=act.at + timedelta(minutes=random.randrange(90)))
        try:
            case, step = go(case, act, rules, "walk")
        except Refusal:
            continue
        if move is not Move.UNDO:
            yield step


def ways_of(step: Step) -> Iterator[Way]:
    for way in BY_STAGE[step.from_stage, step.move]:
        if step.post in way.posts and (way.prior or (way.to or step.from_stage) is step.to_stage):
            yield way


@pytest.mark.parametrize("start", WALKS)
def test_a_step_sets_only_what_its_way_reaches(start: Stage) -> None:
    seen: set[Move] = set()
    for seed in range(8):
        for step in walked(Random(f"{seed}{start}"), start):
            named = set(json.loads(step.payload)["set"])
            (way,) = ways_of(step)
            assert named <= reach(way, step.from_stage), (step.move, named)
            seen.add(step.move)
    assert Move.ACCEPT in seen or Move.REPORT in seen


def test_what_a_report_said_of_its_origin_is_never_said_again() -> None:
    origin = {"number", "source", "task_number", "reported_at"}
    for way in WAYS:
        for start in way.stages:
            assert not origin & reach(way, start), way.move


def test_one_and_the_same_step_never_has_two_laws() -> None:
    known: set[tuple[Stage | None, Move, Post, Stage | None]] = set()
    for way in WAYS:
        for start in way.stages or (None,):
            for post in way.posts:
                key = (start, way.move, post, None if way.prior else way.to or start)
                assert key not in known, key
                known.add(key)


def test_nothing_is_named_for_an_undo_whose_words_are_those_of_the_step_before() -> None:
    (way,) = (one for one in WAYS if one.move is Move.UNDO)
    assert reach(way, Stage.DISPATCHED) == frozenset()


@pytest.mark.parametrize(
    ("move", "fields"),
    [
        (Move.NOTE, set()),
        (Move.URGE, set()),
        (Move.AUTHORISE, {"authorised", "authorised_until"}),
    ],
)
def test_talk_reaches_nothing_of_the_case(move: Move, fields: set[str]) -> None:
    (way,) = BY_STAGE[Stage.TO_DISPATCH, move]
    assert reach(way, Stage.TO_DISPATCH) == fields
