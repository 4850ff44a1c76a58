"""Long runs keep the same as single commands, through the same judges."""

from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import Engine, text

from console.domain.case import CaseId
from console.domain.flow import go
from console.domain.needs import Act
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.ports.errors import StoreUnavailable
from console.ports.work import Letter
from db import OpenStore
from db.archive import verify
from db.bulk import BulkStore
from db.caller_keys import CallerKeys
from tests.db.lives import CALLER, MORNING, PHOTO, Life, actor


def test_a_long_run_leaves_whole_chains_and_the_same_rows_as_single_commands(
    store: OpenStore, owner: Engine, caller_keys: CallerKeys
) -> None:
    single = Life(store.store)
    bulk = BulkStore(owner, steps=7, feed_since=MORNING, keys=caller_keys)
    many = Life(bulk, prefix="bulk")
    first = single.report(caller=CALLER)
    single.to_end(first)
    other = many.report(caller=CALLER)
    many.to_end(other)
    bulk.flush()
    assert bulk.steps_written == 12
    assert verify(owner).whole
    one, two = (store.reading.rows([case], "chen")[0] for case in (first, other))
    assert replace(two, id=one.id, number=one.number) == one
    assert (
        store.reading.detail(other, "chen").callers == store.reading.detail(first, "chen").callers
    )
    assert len(store.reading.events()) == 24


def test_a_console_goes_on_where_a_long_run_stopped_and_back(
    store: OpenStore, owner: Engine
) -> None:
    bulk = BulkStore(owner)
    case = Life(bulk).report()
    bulk.flush()
    Life(store.store, prefix="console").act(case, Move.NOTE, Post.ACCEPTOR, text="甲")
    later = BulkStore(owner)
    again = Life(later, prefix="later")
    again.act(case, Move.NOTE, Post.ACCEPTOR, text="乙")
    with later.begin("look", actor(Post.ACCEPTOR), again.at) as work:
        assert [step.seq for step in work.trail(case)] == [1, 2, 3]
        assert work.case(case).version == 3
    later.flush()
    assert verify(owner).checked_steps == 3


def test_a_case_changed_by_a_console_meanwhile_refuses_the_flush_whole(
    store: OpenStore, owner: Engine
) -> None:
    bulk = BulkStore(owner)
    life = Life(bulk)
    case = life.report()
    bulk.flush()
    life.report()
    life.act(case, Move.NOTE, Post.ACCEPTOR, text="慢的")
    Life(store.store, prefix="console").act(case, Move.NOTE, Post.ACCEPTOR, text="快的")
    with pytest.raises(Refusal) as refused:
        bulk.flush()
    assert refused.value.code == "case.stale"
    assert verify(owner).checked_cases == 1


def test_numbers_go_on_after_those_of_consoles_and_past_days_have_their_own(
    store: OpenStore, owner: Engine
) -> None:
    Life(store.store).report()
    bulk = BulkStore(owner)
    with bulk.begin("n", actor(Post.ACCEPTOR), MORNING) as work:
        given = [work.new_number(MORNING - timedelta(days=days)) for days in (0, 0, 30)]
    assert [number for _, number in given] == [
        "2026-1123-000002",
        "2026-1123-000003",
        "2026-1024-000001",
    ]
    assert len({case for case, _ in given}) == 3
    bulk.flush()
    assert store.reading.rows([Life(store.store, prefix="x").report()], "chen")[0].number.endswith(
        "000004"
    )


def test_numbers_given_by_a_console_meanwhile_refuse_the_flush(
    store: OpenStore, owner: Engine
) -> None:
    bulk = BulkStore(owner)
    Life(bulk).report()
    Life(store.store, prefix="console").report()
    with pytest.raises(StoreUnavailable) as busy:
        bulk.flush()
    assert busy.value.code == "store.busy"


def test_an_unlawful_way_is_refused_in_a_long_run_too(owner: Engine) -> None:
    bulk = BulkStore(owner)
    life = Life(bulk)
    case = life.report()
    with bulk.begin("forged", actor(Post.ACCEPTOR), life.at) as work:
        act = Act(move=Move.NOTE, actor=actor(Post.ACCEPTOR), at=life.at, details={"text": "x"})
        moved, step = go(work.case(case), act, work.rules(), "forged")
        work.put(moved, replace(step, move=Move.CLOSE, to_stage=Stage.CLOSED))
        work.commit()
    with pytest.raises(psycopg.Error) as caught:
        bulk.flush()
    assert caught.value.sqlstate == "GX004"


def test_what_is_not_committed_is_not_kept_and_a_retry_is_known(
    owner: Engine, caller_keys: CallerKeys
) -> None:
    bulk = BulkStore(owner, keys=caller_keys)
    life = Life(bulk)
    case = life.report(command="same")
    assert life.report(command="same") == case
    with bulk.begin("left", actor(Post.ACCEPTOR), life.at) as work:
        work.put_caller(case, CALLER)
        with pytest.raises(Refusal):
            work.case(CaseId(2026000000999))
    bulk.flush()
    with owner.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM caller")).scalar_one() == 0


@pytest.mark.parametrize(("letters", "kept"), [(True, 1), (False, 0)])
def test_letters_can_be_left_out(owner: Engine, *, letters: bool, kept: int) -> None:
    bulk = BulkStore(owner, letters=letters)
    life = Life(bulk)
    case = life.report()
    with bulk.begin("letter", actor(Post.ACCEPTOR), life.at) as work:
        work.post(Letter(kind="unit", to="U1", case=case, body="{}", not_before=life.at))
        work.put_photos(case, 1, [PHOTO])
        work.commit()
    bulk.flush()
    with owner.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM letter")).scalar_one() == kept
        assert connection.execute(text("SELECT count(*) FROM case_photo")).scalar_one() == 1


def test_merges_are_found_before_and_after_the_flush(owner: Engine) -> None:
    bulk = BulkStore(owner)
    life = Life(bulk)
    master, other = life.report(), life.report()
    life.act(other, Move.MERGE, Post.ACCEPTOR, master=master)
    for _ in range(2):
        with bulk.begin("look", actor(Post.ACCEPTOR), life.at) as work:
            assert work.merged_into(master) == {other: 0}
        bulk.flush()


def test_old_cases_can_be_taken_as_opened(store: OpenStore, owner: Engine) -> None:
    bulk = BulkStore(owner)
    life = Life(bulk)
    old = life.report()
    seen = life.at
    new = life.report()
    bulk.mark_opened(seen)
    assert [row.opened for row in store.reading.rows([old, new], "chen")] == [True, False]


def test_a_finished_run_leaves_statistics_for_the_planner(owner: Engine) -> None:
    bulk = BulkStore(owner)
    Life(bulk).report()
    bulk.finish()
    with owner.connect() as connection:
        rows = text("SELECT reltuples FROM pg_class WHERE relname = 'case_file_2026'")
        assert connection.execute(rows).scalar_one() == 1
