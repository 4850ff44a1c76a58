"""Callers are erased when they were kept long enough; every count stays as it was."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import URL, Engine, text

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post
from db import OpenStore
from db.archive import verify
from db.caller_erasure import erase_callers
from db.upgrade import upgrade
from tests.db.lives import CALLER, Life, actor

YEARS = timedelta(days=731)


def left(owner: Engine, case: CaseId) -> tuple[int, int]:
    """Sealed values and masks kept of a case."""
    asked = text(
        "SELECT (SELECT count(*) FROM caller WHERE case_id = :case),"
        " (SELECT count(*) FROM caller_mask WHERE case_id = :case)"
    )
    with owner.connect() as connection:
        return tuple(connection.execute(asked, {"case": case}).one())


def counted(store: OpenStore, owner: Engine, life: Life) -> list[object]:
    """Everything that counts callers or cases, as the screens and the archive do."""
    with owner.connect() as connection:
        rows = connection.execute(text("SELECT id, callers, version FROM case_file ORDER BY id"))
        kept = [tuple(row) for row in rows]
        steps = connection.execute(
            text("SELECT case_id, seq, hash FROM case_step ORDER BY 1, 2")
        ).all()
    return [
        kept,
        [
            replace(one, age=timedelta(0))
            for one in store.reading.counts(Post.ACCEPTOR, "chen", life.at)
        ],
        store.reports.shift("chen", life.at - timedelta(days=1)),
        [event.gseq for event in store.reading.events()],
        steps,
        verify(owner),
    ]


def test_what_was_kept_long_enough_goes_and_every_count_stays(
    store: OpenStore, owner: Engine
) -> None:
    life = Life(store.store)
    ended, still_open = life.report(caller=CALLER), life.report(caller=CALLER)
    life.to_end(ended)
    young = life.report(caller=CALLER)
    before = counted(store, owner, life)
    assert erase_callers(owner, life.at + timedelta(days=729)) == 0
    life.at += timedelta(days=700)
    life.to_end(young)
    later = counted(store, owner, life)
    now = life.at - timedelta(days=700) + YEARS
    assert erase_callers(owner, now) == 1
    assert [left(owner, case) for case in (ended, still_open, young)] == [(0, 0), (1, 1), (1, 1)]
    assert counted(store, owner, life) == later
    assert before[0] != later[0]
    assert store.reading.detail(ended, "chen").case.callers == 1
    assert [hit.id for hit in store.reading.search(CALLER.phone)] == [young, still_open]
    with pytest.raises(Refusal) as refused:
        store.callers.reveal(ended, actor(Post.ACCEPTOR), life.at, "回访")
    assert refused.value.code == "caller.erased"


def test_an_erasure_says_when_how_many_and_by_whom(store: OpenStore, owner: Engine) -> None:
    life = Life(store.store)
    for _ in range(2):
        life.to_end(life.report(caller=CALLER))
    now = life.at + YEARS
    assert erase_callers(owner, now) == 2
    assert erase_callers(owner, now) == 0
    asked = text("SELECT at, days, cases, callers, login = session_user FROM caller_erasure")
    with owner.connect() as connection:
        assert [tuple(row) for row in connection.execute(asked)] == [(now, 730, 2, 2, True)]


def test_the_city_says_how_long(store: OpenStore, owner: Engine) -> None:
    life = Life(store.store)
    case = life.report(caller=CALLER)
    life.to_end(case)
    who = actor(Post.ADMINISTRATOR)
    store.keeping.put_setting("caller_retention_days", "30", who, life.at)
    assert store.reading.rules().caller_retention_days == 30
    assert erase_callers(owner, life.at + timedelta(days=29)) == 0
    assert erase_callers(owner, life.at + timedelta(days=31)) == 1
    assert left(owner, case) == (0, 0)


def test_callers_are_kept_for_a_month_whatever_was_typed(store: OpenStore, owner: Engine) -> None:
    life = Life(store.store)
    life.to_end(life.report(caller=CALLER))
    who = actor(Post.ADMINISTRATOR)
    store.keeping.put_setting("caller_retention_days", "0", who, life.at)
    assert erase_callers(owner, life.at + timedelta(days=29)) == 0
    assert erase_callers(owner, life.at + timedelta(days=31)) == 1


def test_callers_of_a_merged_case_wait_for_the_leading_one(store: OpenStore, owner: Engine) -> None:
    life = Life(store.store)
    leading, merged = life.report(caller=CALLER), life.report(caller=CALLER)
    life.act(merged, Move.MERGE, Post.ACCEPTOR, reason="同一处", master=leading)
    assert erase_callers(owner, life.at + YEARS) == 0
    life.at += timedelta(days=400)
    life.to_end(leading)
    assert erase_callers(owner, life.at - timedelta(days=400) + YEARS) == 0
    assert erase_callers(owner, life.at + YEARS) == 2
    assert left(owner, merged) == (0, 0)


def test_the_daily_tidy_erases_too(store: OpenStore, owner: Engine) -> None:
    life = Life(store.store)
    case = life.report(caller=CALLER)
    life.to_end(case)
    with owner.begin() as connection:
        connection.execute(text("SELECT app.tidy(:now)"), {"now": life.at + YEARS})
    assert left(owner, case) == (0, 0)


def test_an_erasure_walks_past_cases_that_are_not_over(store: OpenStore, owner: Engine) -> None:
    life = Life(store.store)
    for _ in range(3):
        life.report(caller=CALLER)
    ended = [life.report(caller=CALLER) for _ in range(3)]
    for case in ended:
        life.to_end(case)
    with owner.begin() as connection:
        erase = text("SELECT app.erase_callers(:now, 2, true)")
        batches = [
            connection.execute(erase, {"now": life.at + YEARS}).scalar_one() for _ in range(3)
        ]
    assert batches == [2, 1, 0]


def test_a_start_goes_on_where_the_server_is_too_busy_to_tidy(
    owner: Engine, database_url: URL
) -> None:
    with owner.begin() as connection:
        connection.execute(text("LOCK TABLE feed IN ACCESS EXCLUSIVE MODE"))
        upgrade(database_url)
