"""Callers: masked for everybody, shown only after a committed, reasoned request."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import DBAPIError

from console.domain.organisation import Operator
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.errors import StoreUnavailable
from console.ports.work import Caller
from db import OpenStore, open_store
from db.caller_keys import CallerKeys
from db.city import put_operators
from db.engine import command_engine
from db.roles import create_operator, operator_url, prepare_roles
from tests.db.crew import at_work, disable
from tests.db.lives import CALLER, Life, actor
from tests.standards import GENUINE_PLAN


def denied(engine: Engine, statement: str) -> bool:
    """Whether the server refuses the statement for lack of rights."""
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    except DBAPIError as error:
        return isinstance(error.orig, psycopg.errors.InsufficientPrivilege)
    return False


def test_a_reveal_shows_the_caller_and_leaves_its_reason(store: OpenStore, owner: Engine) -> None:
    life = Life(store.store)
    case = life.report(caller=CALLER)
    found = store.callers.reveal(case, actor(Post.ACCEPTOR), life.at, "回电核实位置")
    assert list(found) == [CALLER]
    assert "13812345678" not in repr(found)
    with owner.connect() as connection:
        row = connection.execute(
            text("SELECT operator, case_id, reason, shown_at IS NOT NULL FROM reveal_log")
        ).one()
    assert tuple(row) == ("chen", case, "回电核实位置", True)


def test_a_reveal_without_a_reason_is_refused(store: OpenStore) -> None:
    case = Life(store.store).report(caller=CALLER)
    with pytest.raises(Refusal) as refused:
        store.callers.reveal(case, actor(Post.ACCEPTOR), Life(store.store).at, "  ")
    assert refused.value.code == "caller.reason"


def test_a_case_without_callers_says_so(store: OpenStore) -> None:
    life = Life(store.store)
    with pytest.raises(Refusal) as refused:
        store.callers.reveal(life.report(), actor(Post.ACCEPTOR), life.at, "查看")
    assert refused.value.code == "caller.none"


def test_a_seat_without_the_private_key_writes_and_does_not_read(
    store: OpenStore, owner: Engine, caller_keys: CallerKeys
) -> None:
    caller_keys.file.unlink()
    life = Life(store.store)
    case = life.report(caller=CALLER)
    with pytest.raises(Refusal) as refused:
        store.callers.reveal(case, actor(Post.ACCEPTOR), life.at, "回访")
    assert refused.value.code == "caller.no_private_key"
    assert refused.value.facts == {"file": str(caller_keys.file)}
    with owner.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM reveal_log")).scalar_one() == 0


def test_a_value_moved_to_another_case_does_not_open(store: OpenStore, owner: Engine) -> None:
    life = Life(store.store)
    first, second = life.report(caller=CALLER), life.report(caller=CALLER)
    with owner.begin() as connection:
        connection.execute(
            text(
                "UPDATE caller c SET sealed = o.sealed FROM caller o"
                " WHERE c.case_id = :to AND o.case_id = :of"
            ),
            {"to": first, "of": second},
        )
    assert store.callers.reveal(second, actor(Post.ACCEPTOR), life.at, "回访")
    with pytest.raises(Refusal) as refused:
        store.callers.reveal(first, actor(Post.ACCEPTOR), life.at, "回访")
    assert refused.value.code == "caller.damaged"


def test_the_sign_no_text_may_hold_is_refused_in_a_caller_too(store: OpenStore) -> None:
    with pytest.raises(Refusal) as refused:
        Life(store.store).report(caller=Caller(name="王女士\x00", phone="13812345678"))
    assert refused.value.code == "text.control_sign"


def test_without_any_key_no_caller_is_kept_and_the_remedy_told(
    store: OpenStore, owner: Engine
) -> None:
    with owner.begin() as connection:
        connection.execute(text("DELETE FROM caller_key"))
        connection.execute(text("UPDATE stamp SET version = version + 1 WHERE topic = 'callers'"))
    life = Life(store.store)
    with pytest.raises(Refusal) as refused:
        life.report(caller=CALLER)
    assert refused.value.code == "caller.no_key"
    assert store.reading.search(CALLER.phone) == ()
    assert life.report()


def test_a_seat_without_the_search_key_keeps_callers_without_telephone_only(
    store: OpenStore, caller_keys: CallerKeys
) -> None:
    caller_keys.search_file.unlink()
    life = Life(store.store)
    with pytest.raises(Refusal) as refused:
        life.report(caller=CALLER)
    assert refused.value.code == "caller.search_key"
    case = life.report(caller=Caller(name="王女士", phone=""))
    found = store.callers.reveal(case, actor(Post.ACCEPTOR), life.at, "核对")
    assert [one.name for one in found] == ["王女士"]


def test_a_request_of_the_same_transaction_shows_nothing(store: OpenStore, owner: Engine) -> None:
    case = Life(store.store).report(caller=CALLER)
    asked = {"request": uuid4(), "case": case}
    request = "SELECT api_v1.request_reveal(:request, :case, 'chen', 'acceptor', 's', now(), 'r')"
    with owner.connect() as connection:
        connection.execute(text(request), asked)
        with pytest.raises(DBAPIError) as caught:
            connection.execute(text("SELECT * FROM api_v1.reveal(:request)"), asked)
    assert isinstance(caught.value.orig, psycopg.Error)
    assert caught.value.orig.sqlstate == "GX009"


def test_an_operator_works_through_the_functions_and_reads_no_caller(
    store: OpenStore, owner: Engine, database_url: URL
) -> None:
    Life(store.store).report(caller=CALLER)
    with owner.begin() as connection:
        prepare_roles(connection)  # a clone does not inherit the rights on its database
    create_operator(owner, "chen", "密码 1")
    create_operator(owner, "chen", "密码 2")
    seat = command_engine(operator_url(database_url, "chen", "密码 2"))
    for statement in (
        "SELECT * FROM caller",
        "SELECT count(*) FROM caller",
        "SELECT * FROM letter",
        "SELECT * FROM reveal_log",
        "SELECT * FROM caller_erasure",
        "SELECT app.erase_callers(now(), 1, true)",
        "INSERT INTO caller_key (key_id, algorithm) VALUES ('mine', 'aes-256-gcm')",
        "UPDATE caller_key SET retired_at = now()",
    ):
        assert denied(seat, statement), statement
    seat.dispose()


def test_operators_own_roles_can_do_a_whole_life_and_read_every_screen(
    owner: Engine, database_url: URL, tmp_path: Path
) -> None:
    with at_work(owner, database_url, tmp_path) as crew:
        life = Life(crew)
        mine = crew.of("chen")
        case = life.report(caller=CALLER)
        life.to_end(case, standard=GENUINE_PLAN)
        assert mine.claims.hold(case, actor(Post.ACCEPTOR), life.at).operator == "chen"
        assert mine.callers.reveal(case, actor(Post.ACCEPTOR), life.at, "回访")
        administrator = actor(Post.ADMINISTRATOR)
        crew.of("guo").keeping.put_setting("quiet_seconds", "20", administrator, life.at)
        reading = mine.reading
        assert reading.detail(case, "chen").callers[0].phone == "138****5678"
        assert reading.rules().quiet_seconds == 20
        assert len(reading.events()) == 12
        assert reading.search("井盖")
        for answer in (
            reading.counts(Post.ACCEPTOR, "chen", life.at),
            mine.reports.shift("chen", life.at - timedelta(days=1)),
            reading.divisions(),
        ):
            assert answer
        assert not reading.places("不存在的路")
        mine.feed.start()
        assert mine.feed.look().cases == ()


def test_the_shift_leader_hears_of_a_reveal_and_others_do_not(
    store: OpenStore, owner: Engine, database_url: URL, tmp_path: Path, caller_keys: CallerKeys
) -> None:
    people = {"zhou": ("shift_leader",), "lin": ("dispatcher", "acceptor")}
    put_operators(
        owner,
        [
            Operator(login=login, name=f"{login}某", posts=posts, seats=posts)
            for login, posts in people.items()
        ],
    )
    seats = {}
    for login in people:
        create_operator(owner, login, "密码")
        url = operator_url(database_url, login, "密码")
        seats[login] = open_store(url, files_folder=tmp_path, operator=login, keys=caller_keys)
    life = Life(store.store)
    case = life.report(caller=CALLER)
    since = store.reading.server_time()
    seats["zhou"].feed.start()
    seats["lin"].callers.reveal(case, actor(Post.ACCEPTOR, "lin"), life.at, "回电核实")
    assert seats["zhou"].feed.look().cases == (case,)
    (row,) = seats["zhou"].reading.reveals(since)
    told = (row.case, row.operator, row.name, row.post, row.seat, row.reason)
    assert told == (case, "lin", "lin某", Post.ACCEPTOR, "s1", "回电核实")
    assert row.at >= since
    assert seats["zhou"].reading.reveals(row.at + timedelta(microseconds=1)) == ()
    assert seats["lin"].reading.reveals(since) == ()
    for seat in seats.values():
        seat.dispose()


def test_a_wrong_password_and_a_disabled_operator_are_refused(
    owner: Engine, database_url: URL
) -> None:
    put_operators(owner, [Operator(login="wang", name="王某", posts=("acceptor",), seats=("1",))])
    create_operator(owner, "wang", "right")
    assert sign_in(database_url, "wrong") == "store.sign_in_refused"
    assert sign_in(database_url, "right") == ""
    disable(owner, "wang")
    assert sign_in(database_url, "right") == "store.account_closed"


def sign_in(database_url: URL, password: str) -> str:
    """What wang is told; empty when he is let in."""
    engine = command_engine(operator_url(database_url, "wang", password))
    try:
        engine.connect().close()
    except StoreUnavailable as refused:
        return refused.code
    finally:
        engine.dispose()
    return ""
