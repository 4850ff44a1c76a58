"""One transaction a command: kept whole, once, in order, judged by the server."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from console.domain.case import Case, CaseId
from console.domain.flow import go, undo
from console.domain.needs import Act
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post, Stage
from console.domain.trail import fold, said
from console.ports.work import Letter, Work
from console.services.noting import NoteCase
from console.services.runner import run
from console.services.seat import Seat
from db import OpenStore
from tests.db.lives import CALLER, MORNING, PEOPLE, PHOTO, Life, actor, standard


def count(owner: Engine, table: str) -> int:
    with owner.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM " + table)).scalar_one())  # noqa: S608 - our own table names


def sqlstate(error: pytest.ExceptionInfo[DBAPIError]) -> str | None:
    original = error.value.orig
    assert isinstance(original, psycopg.Error)
    return original.sqlstate


def test_a_case_comes_back_exactly_and_equals_the_fold_of_its_trail(store: OpenStore) -> None:
    life = Life(store.store)
    case = life.report(caller=CALLER)
    life.to_end(case)
    with store.store.begin("look", actor(Post.ACCEPTOR), life.at) as work:
        kept, trail = work.case(case), work.trail(case)
    assert kept == fold(trail)
    assert (kept.stage, kept.version, len(trail)) == (Stage.CLOSED, 12, 12)


def test_leaving_without_commit_changes_nothing(store: OpenStore, owner: Engine) -> None:
    life = Life(store.store)
    case = life.report()
    with store.store.begin("given-up", actor(Post.ACCEPTOR), life.at) as work:
        act = Act(
            move=Move.NOTE, actor=actor(Post.ACCEPTOR), at=life.at, details={"text": "再看看"}
        )
        work.put(*go(work.case(case), act, work.rules(), "given-up"))
    assert count(owner, "case_step") == 1
    with store.store.begin("given-up", actor(Post.ACCEPTOR), life.at) as work:
        assert work.done is None


def test_a_retry_changes_nothing_and_gives_the_first_result(
    store: OpenStore, owner: Engine
) -> None:
    life = Life(store.store)
    case = life.report()
    first = life.act(case, Move.NOTE, Post.ACCEPTOR, command="same", text="已电话联系")
    again = life.act(case, Move.NOTE, Post.ACCEPTOR, command="same", text="已电话联系")
    assert again == first
    assert count(owner, "case_step") == 2


def test_a_command_id_of_another_operator_is_refused(store: OpenStore) -> None:
    life = Life(store.store)
    life.report(command="mine")
    with (
        pytest.raises(Refusal) as refused,
        store.store.begin("mine", actor(Post.ACCEPTOR, "wang"), life.at),
    ):
        pass
    assert refused.value.code == "command.reused"


def test_the_same_id_with_another_wish_is_refused_by_the_server(
    store: OpenStore, owner: Engine
) -> None:
    life = Life(store.store)
    life.report(command="mine")
    entry = (
        "SELECT api_v1.record(jsonb_build_object('command', 'mine', 'operator', 'chen',"
        " 'digest', 'other', 'result', '{}', 'at', now()))"
    )
    with owner.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text(entry))
    assert sqlstate(caught) == "GX005"


def test_a_step_on_a_stale_version_is_refused_and_nothing_of_it_stays(
    store: OpenStore, owner: Engine
) -> None:
    life = Life(store.store)
    case = life.report()
    with store.store.begin("read", actor(Post.ACCEPTOR), life.at) as work:
        old, rules = work.case(case), work.rules()
    life.act(case, Move.NOTE, Post.ACCEPTOR, text="先来的")
    late = Act(move=Move.NOTE, actor=actor(Post.ACCEPTOR), at=life.at, details={"text": "后到的"})
    with store.store.begin("late", actor(Post.ACCEPTOR), life.at) as work:
        work.put(*go(old, late, rules, "late"))
        work.put_caller(case, CALLER)
        with pytest.raises(Refusal) as refused:
            work.commit()
    assert (refused.value.code, refused.value.facts) == ("case.stale", {"case": case})
    assert (count(owner, "case_step"), count(owner, "caller"), count(owner, "command_log")) == (
        2,
        0,
        2,
    )


def test_an_unknown_case_is_refused(store: OpenStore) -> None:
    with (
        pytest.raises(Refusal) as refused,
        store.store.begin("x", actor(Post.ACCEPTOR), MORNING) as work,
    ):
        work.case(CaseId(2026000000999))
    assert refused.value.code == "case.unknown"


def test_an_unlawful_way_is_refused_by_the_server_whatever_python_says(store: OpenStore) -> None:
    life = Life(store.store)
    case = life.report()
    with store.store.begin("forged", actor(Post.ACCEPTOR), life.at) as work:
        known = work.case(case)
        act = Act(move=Move.NOTE, actor=actor(Post.ACCEPTOR), at=life.at, details={"text": "x"})
        moved, step = go(known, act, work.rules(), "forged")
        work.put(
            replace(moved, stage=Stage.CLOSED),
            replace(step, move=Move.CLOSE, to_stage=Stage.CLOSED),
        )
        with pytest.raises(DBAPIError) as caught:
            work.commit()
    assert sqlstate(caught) == "GX004"


def test_a_gap_in_a_trail_is_refused_by_the_server(store: OpenStore, owner: Engine) -> None:
    life = Life(store.store)
    case = life.report()
    forged = (
        "INSERT INTO case_step SELECT case_id, seq + 2, move, to_stage, to_stage, operator, post,"
        " seat, unit, at, reason, payload, command, hash FROM case_step WHERE case_id = :case"
    )
    with owner.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text(forged), {"case": case})
    assert sqlstate(caught) == "GX010"


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE case_step SET reason = 'x'",
        "DELETE FROM case_step",
        "TRUNCATE case_step",
        "TRUNCATE case_step_2026",
        "UPDATE case_step_2026 SET operator = 'somebody'",
    ],
)
def test_no_step_is_ever_changed_even_by_the_owner(
    store: OpenStore, owner: Engine, attack: str
) -> None:
    Life(store.store).report()
    with owner.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text(attack))
    assert sqlstate(caught) == "GX011"


def test_numbers_of_one_day_are_unique_and_without_gaps_under_concurrency(
    store: OpenStore,
) -> None:
    def report(seat: int) -> list[str]:
        life = Life(store.store, prefix=f"seat{seat}", minutes=0)
        cases = [life.report() for _ in range(10)]
        return [row.number for row in store.reading.rows(cases, "chen")]

    with ThreadPoolExecutor(2) as seats:
        given = [number for numbers in seats.map(report, range(4)) for number in numbers]
    assert sorted(given) == [f"2026-1123-{at:06d}" for at in range(1, 41)]


def test_ids_and_numbers_follow_the_city_s_day_and_year(store: OpenStore) -> None:
    eve = MORNING.replace(month=12, day=31, hour=16)  # midnight of the New Year in the city
    with store.store.begin("n", actor(Post.ACCEPTOR), eve) as work:
        before = work.new_number(eve - timedelta(seconds=1))
        after = work.new_number(eve)
    assert (before[0] // 10**9, before[1]) == (2026, "2026-1231-000001")
    assert (after[0] // 10**9, after[1]) == (2027, "2027-0101-000001")


def test_two_tries_of_one_command_at_once_leave_one_case(store: OpenStore, owner: Engine) -> None:
    def report(_: int) -> CaseId:
        return Life(store.store).report(command="once")

    with ThreadPoolExecutor(2) as tries:
        cases = set(tries.map(report, range(6)))
    assert len(cases) == 1
    assert count(owner, "case_file") == 1


def test_letters_photos_and_callers_are_kept_with_the_step(store: OpenStore, owner: Engine) -> None:
    life = Life(store.store)
    case = life.report(caller=CALLER)

    def beside(work: Work, moved: Case) -> None:
        work.put_photos(case, moved.version, [PHOTO])
        work.post(Letter(kind="unit", to="U1", case=case, body="{}", not_before=life.at))

    life.act(case, Move.NOTE, Post.ACCEPTOR, beside=beside, text="附图")
    detail = store.reading.detail(case, "chen")
    assert detail.photos == ((2, PHOTO),)
    assert [(one.name, one.phone) for one in detail.callers] == [("*女士", "138****5678")]
    assert count(owner, "letter") == 1


def test_recalled_letters_never_leave(store: OpenStore, owner: Engine) -> None:
    life = Life(store.store)
    case = life.report()

    def send(work: Work, _: Case) -> None:
        work.post(Letter(kind="unit", to="U1", case=case, body="{}", not_before=life.at))

    life.act(case, Move.NOTE, Post.ACCEPTOR, beside=send, text="甲")
    sent = life.at
    life.act(case, Move.NOTE, Post.ACCEPTOR, beside=send, text="乙")
    life.act(
        case,
        Move.NOTE,
        Post.ACCEPTOR,
        beside=lambda work, _: work.recall_letters(case, sent),
        text="丙",
    )
    with owner.connect() as connection:
        states = connection.execute(
            text("SELECT recalled_at IS NOT NULL FROM letter ORDER BY id")
        ).scalars()
        assert list(states) == [False, True]


def test_a_sign_the_server_cannot_keep_is_refused_calmly(store: OpenStore) -> None:
    with pytest.raises(Refusal) as refused:
        Life(store.store).report("井盖\x00破损")
    assert refused.value.code == "text.control_sign"


def test_an_undo_is_a_step_back_the_server_takes_too(store: OpenStore) -> None:
    life = Life(store.store, minutes=0)
    case = life.report()
    life.to_dispatch(case)
    life.act(case, Move.DISPATCH, Post.DISPATCHER, unit="U1")
    who = actor(Post.DISPATCHER)
    with store.store.begin("undo", who, life.at) as work:
        act = Act(move=Move.UNDO, actor=who, at=life.at)
        back, step = undo(work.trail(case), act, work.rules(), "undo")
        work.put(back, step)
        work.commit()
    row = store.reading.rows([case], "lin")[0]
    assert (row.stage, row.unit, row.version) == (Stage.TO_DISPATCH, "", 7)


def test_an_authorised_colleague_s_act_is_a_step_the_server_takes_too(store: OpenStore) -> None:
    life = Life(store.store)
    case = life.report()
    life.to_dispatch(case)
    until = life.at + timedelta(hours=4)
    life.act(case, Move.AUTHORISE, Post.SHIFT_LEADER, colleague=PEOPLE[Post.VERIFIER], until=until)
    life.act(case, Move.VOID, Post.VERIFIER, "误报")
    detail = store.reading.detail(case, "he")
    step = detail.steps[-1]
    assert (detail.case.stage, step.operator, step.post) == (
        Stage.VOIDED,
        PEOPLE[Post.VERIFIER],
        Post.SHIFT_LEADER,
    )


def test_merged_cases_are_found_by_their_master(store: OpenStore) -> None:
    life = Life(store.store)
    master, other = life.report(), life.report()
    life.act(other, Move.MERGE, Post.ACCEPTOR, master=master)
    with store.store.begin("look", actor(Post.ACCEPTOR), life.at) as work:
        assert work.merged_into(master) == {other: 0}


def test_a_registered_standard_is_kept_with_the_case(store: OpenStore) -> None:
    life = Life(store.store)
    case = life.report()
    life.to_dispatch(case)
    assert store.reading.detail(case, "chen").case.standard == standard()


def test_notes_of_many_seats_at_once_all_stay(store: OpenStore) -> None:
    """Notes from one picture of a case never conflict, whoever is faster."""
    life = Life(store.store)
    case = life.report()

    def note(seat: int) -> int:
        who = actor(Post.VERIFIER, f"op{seat}")
        wish = NoteCase(case=case, text=f"第 {seat} 席看过", version=1)
        mine = Seat(actor=who, now=lambda: life.at, store=store.store, new_command=str)
        return run(wish, mine, f"note-{seat}").version

    with ThreadPoolExecutor(2) as seats:
        versions = list(seats.map(note, range(12)))
    assert sorted(versions) == list(range(2, 14))
    told = [said(step)["text"] for step in store.reading.detail(case, "chen").steps[1:]]
    assert sorted(map(str, told)) == sorted(f"第 {seat} 席看过" for seat in range(12))
