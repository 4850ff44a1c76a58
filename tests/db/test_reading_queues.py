"""Queues: counts equal to the clocks, pages complete, filters and order by the database."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from console.domain.dial import Tone, ToneRule
from console.domain.stage import QUEUES, Move, Post
from console.domain.timelimit import LimitUnit, TimeLimit
from console.domain.timers import clock_of
from console.domain.tone import Urgency
from console.ports.rows import QueueFilter
from console.services.resuming import resume_due
from console.viewmodels.case_facts import deadline
from db import OpenStore
from db.bulk import BulkStore
from tests.db.lives import MORNING, Life, actor, standard
from tests.db.town import GRIDS, WEST, settle


def busy_town(owner: Engine) -> Life:
    """Cases of all unit types in many stages, begun over two weeks."""
    bulk = BulkStore(owner)
    chance = random.Random(7)
    life = Life(bulk, at=MORNING - timedelta(days=14))
    limits = [
        TimeLimit(amount, unit)
        for unit in (LimitUnit.WORK_HOUR, LimitUnit.HOUR, LimitUnit.WORK_DAY, LimitUnit.DAY)
        for amount in (1, 3, 7)
    ]
    for at in range(60):
        case = life.report(f"第{at}处井盖破损", point=WEST)
        chosen = standard(limit=chance.choice(limits))
        deed = chance.randrange(6)
        if deed in {1, 2, 3}:
            life.to_handling(case, standard=chosen)
        if deed == 2:
            until = life.at + timedelta(days=60)
            life.act(case, Move.REQUEST_SUSPENSION, Post.UNIT, "待料", until=until)
            life.act(case, Move.APPROVE_SUSPENSION, Post.SHIFT_LEADER)
        if deed == 3:
            life.act(case, Move.REQUEST_RETURN, Post.UNIT, "非本单位")
        if deed == 4:
            life.to_dispatch(case, standard=chosen)
        if deed == 5:
            life.to_end(case, standard=chosen)
        life.at += timedelta(hours=5)
    bulk.flush()
    return life


def by_clocks(store: OpenStore, now: datetime) -> dict[str, tuple[int, int, int]]:
    """Total, over and near of each queue, told by the clocks themselves."""
    rules, tone = store.reading.rules(), ToneRule()
    found = dict.fromkeys(QUEUES, (0, 0, 0))
    for row in store.reading.open_rows("chen"):
        case = store.reading.detail(row.id, "chen").case
        timer, queue = case.running, case.queue
        assert timer is not None
        assert queue is not None
        seen = clock_of(timer, rules.calendar_of(timer.calendar)).tone(now, tone)
        total, over, near = found[queue]
        found[queue] = (total + 1, over + (seen is Tone.OVER), near + (seen is Tone.NEAR))
        assert (deadline(row, now, rules).urgency is Urgency.NEAR) is (seen is Tone.NEAR)
    return found


def test_counts_of_over_and_near_equal_the_clocks_at_any_moment(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    life = busy_town(owner)
    for hours in (0, 1, 2, 5, 9, 16, 30, 54, 100):
        now = life.at + timedelta(hours=hours, minutes=7)
        counted = {
            one.queue: (one.total, one.over, one.near)
            for one in store.reading.counts(Post.DISPATCHER, "lin", now)
        }
        expected = by_clocks(store, now)
        over = sum(numbers[1] for numbers in expected.values())
        assert counted == {**expected, "overdue": (over, over, 0), "mine": (0, 0, 0)}


def test_the_rail_names_the_limit_its_nearest_moment_comes_from(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    life = busy_town(owner)
    now = life.at + timedelta(hours=30)
    running = [row for row in store.reading.open_rows("chen") if not row.paused]
    queue_of = {row.id: store.reading.detail(row.id, "chen").case.queue for row in running}
    for count in store.reading.counts(Post.DISPATCHER, "lin", now):
        moments = {
            (row.due, row.limit)
            for row in running
            if queue_of[row.id] == count.queue
            or (count.queue == "overdue" and row.due is not None and row.due < now)
        }
        assert (count.nearest is not None) == bool(moments)
        assert not moments or (count.nearest, count.limit) in moments
        assert count.nearest == min((due for due, _ in moments if due), default=None)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    "order", ["due", "reported", "number", "category", "address", "unit", "holder", "grid"]
)
def test_every_order_shows_every_case_once_and_its_head_first(
    store: OpenStore, order: str, *, descending: bool
) -> None:
    life = Life(store.store)
    cases = [life.report(address=f"建设路 {at % 2} 号") for at in range(5)]
    wanted = QueueFilter(queue="accept", order=order, descending=descending)
    ids = store.reading.order(wanted, "chen", life.at).ids
    assert sorted(ids) == sorted(cases)
    head = store.reading.head(wanted, "chen", life.at, limit=3)
    assert tuple(row.id for row in head) == ids[:3]
    assert list(head) == list(store.reading.rows(ids[:3], "chen"))


@pytest.mark.parametrize(("order", "fact"), [("number", "number"), ("reported", "reported_at")])
def test_rows_stand_in_the_order_asked_for_and_backwards(
    store: OpenStore, order: str, fact: str
) -> None:
    life = Life(store.store)
    for _ in range(4):
        life.report()
    wanted = QueueFilter(queue="accept", order=order)
    ids = store.reading.order(wanted, "chen", life.at).ids
    facts = [getattr(row, fact) for row in store.reading.rows(ids, "chen")]
    assert facts == sorted(facts)
    assert facts[0] < facts[-1]
    backwards = replace(wanted, descending=True)
    assert store.reading.order(backwards, "chen", life.at).ids == ids[::-1]


def test_filters_leave_what_is_wanted_and_count_what_they_hide(
    store: OpenStore, owner: Engine
) -> None:
    settle(owner)
    life = Life(store.store)
    inside = life.report("路灯不亮", "中兴路 12 号", WEST)
    life.report("井盖破损", "城外", None)
    for wanted in (
        QueueFilter(queue="accept", text="路灯"),
        QueueFilter(queue="accept", district="410402"),
        QueueFilter(queue="accept", grid=GRIDS[0]),
        QueueFilter(queue="accept", grid="D1"),
    ):
        order = store.reading.order(wanted, "chen", life.at)
        assert (order.ids, order.outside) == ((inside,), 1)

    def left(**wanted: Any) -> int:
        return len(store.reading.order(QueueFilter(**wanted), "chen", life.at).ids)

    assert left(queue="accept", text="%") == 0
    assert left(queue="", source="hotline", unclaimed=True) == 2
    assert left(queue="accept", class_code="component:01") == 0


def test_overdue_and_mine_cut_across_the_queues(store: OpenStore) -> None:
    life = Life(store.store)
    late, mine = life.report(), life.report()
    now = life.at + timedelta(minutes=12)
    assert store.reading.order(QueueFilter(queue="overdue"), "chen", now).ids == (late,)
    chen = store.reading.server_time()
    from_chen = Life(store.store, at=chen)
    store.claims.hold(mine, actor(Post.ACCEPTOR), from_chen.at)
    held = store.reading.head(QueueFilter(queue="mine"), "chen", now, limit=2)
    assert [(row.id, row.holder) for row in held] == [(mine, "chen")]


def test_a_row_carries_names_and_the_unit_at_work(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    life = Life(store.store)
    case = life.report(point=WEST)
    row = store.reading.rows([case], "chen")[0]
    assert (row.district_name, row.street_name, row.grid, row.duty_grid) == (
        "新华区",
        "曙光街街道",
        GRIDS[0],
        "D1",
    )
    life.to_handling(case)
    assert store.reading.rows([case], "chen")[0].unit_name == "市政处"


def test_suspensions_are_over_at_their_date_and_ended_cases_are_left_out(store: OpenStore) -> None:
    life = Life(store.store)
    until = MORNING + timedelta(days=30)
    cases = [life.report(), life.report()]
    for case in cases:
        life.to_handling(case)
        life.act(case, Move.REQUEST_SUSPENSION, Post.UNIT, "待料", until=until)
        life.act(case, Move.APPROVE_SUSPENSION, Post.SHIFT_LEADER)
    life.act(cases[1], Move.VOID, Post.SHIFT_LEADER, "误报")
    version = store.reading.detail(cases[0], "chen").case.version
    assert store.reading.suspensions_over(until - timedelta(seconds=1)) == ()
    assert store.reading.suspensions_over(until) == ((cases[0], version),)
    assert resume_due(store.store, store.reading, until) == (cases[0],)
    assert store.reading.suspensions_over(until) == ()


def test_a_verification_is_answered_until_another_one_is_ordered(store: OpenStore) -> None:
    life = Life(store.store)
    case = life.report()
    life.to_handling(case)
    life.act(case, Move.FEEDBACK, Post.UNIT, text="已修复")
    life.act(case, Move.ORDER_VERIFICATION, Post.VERIFIER, inspector="I001")

    def answered() -> bool:
        return store.reading.rows([case], "chen")[0].answered

    assert not answered()
    life.act(case, Move.ANSWER_VERIFICATION, Post.INSPECTOR, outcome="pass")
    assert answered()
    life.act(case, Move.REVERIFY, Post.VERIFIER, "角度不同", inspector="I001")
    assert not answered()


def test_whether_a_case_waits_in_a_queue_is_told_of_open_cases_only(store: OpenStore) -> None:
    life = Life(store.store)
    waiting, ended = life.report(), life.report()
    life.to_end(ended)
    assert store.reading.any_waits([ended, waiting], "accept")
    assert not store.reading.any_waits([waiting], "dispatch")
    assert not any(store.reading.any_waits([ended], queue) for queue in QUEUES)


def test_pins_are_the_whole_rows_without_their_words(store: OpenStore, owner: Engine) -> None:
    settle(owner)
    busy_town(owner)
    for seat in ("chen", "lin"):
        rows = {row.id: row for row in store.reading.open_rows(seat)}
        pins = store.reading.open_pins(seat)
        assert len(pins) == len(rows) > 10
        for pin in pins:
            assert pin._asdict() == {name: getattr(rows[pin.id], name) for name in pin._fields}
