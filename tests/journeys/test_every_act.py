"""Every stage x gesture x post is performed, or refused with its own sentence in both languages."""

import pytest

from console.domain.flow import go, lawful, open_moves
from console.domain.needs import Act
from console.domain.refusal import Refusal
from console.domain.stage import OPEN, Move, Post, Stage
from console.domain.trail import fold
from console.domain.ways import BY_STAGE
from console.services.closing import ProposeForcedClose
from console.views.refusal_words import sentence
from console.views.wording import Wording
from tests.stages import bench_at, full_act

LANGUAGES = (Wording("zh"), Wording("en"))


@pytest.mark.parametrize("stage", Stage)
def test_every_gesture_by_every_post_is_done_or_refused_in_words(stage: Stage) -> None:
    bench = bench_at(stage)
    case, rules = bench.case, bench.store.city
    assert case.stage is stage
    trail = bench.store.trails[case.id]
    for move in Move:
        for post in Post:
            act = full_act(case, move, post)
            try:
                if move is Move.UNDO:
                    lawful(case, act, rules)
                    continue
                after, step = go(case, act, rules, "once")
            except Refusal as refusal:
                for wording in LANGUAGES:
                    said = sentence(refusal, wording)
                    assert len(said) > 5
                    assert "{" not in said
            else:
                assert (stage, move) in BY_STAGE
                assert fold((*trail, step)) == after


@pytest.mark.parametrize("stage", OPEN)
def test_a_proposed_forced_close_is_signed_or_refused_at_every_open_stage(stage: Stage) -> None:
    bench = bench_at(stage)
    proposal = ProposeForcedClose(case=bench.case_id, reason="现场已拆迁")
    bench.do(Post.SHIFT_LEADER, proposal)
    rules = bench.store.city
    for move, ends in ((Move.FORCE_CLOSE, Stage.CLOSED), (Move.REFUSE_FORCED_CLOSE, stage)):
        for post in Post:
            act = full_act(bench.case, move, post)
            if post in {Post.SHIFT_LEADER, Post.SUPERVISOR}:
                after, step = go(bench.case, act, rules, "once")
                assert (after.stage, after.forced_close) == (ends, None)
                assert fold((*bench.store.trails[after.id], step)) == after
            else:
                with pytest.raises(Refusal, match=r"move\.post"):
                    go(bench.case, act, rules, "once")


@pytest.mark.parametrize("stage", Stage)
def test_the_buttons_say_exactly_what_the_door_says(stage: Stage) -> None:
    bench = bench_at(stage)
    case, rules = bench.case, bench.store.city
    for post in Post:
        actor = full_act(case, Move.NOTE, post).actor
        told = open_moves(case, actor, bench.at, rules)
        for move, refusal in told.items():
            bare = Act(move=move, actor=actor, at=bench.at, reason="说明")
            if refusal is not None:
                with pytest.raises(Refusal, match=refusal.code):
                    lawful(case, bare, rules)
