"""Operators' accounts: made, shut, lent posts and locked by the same functions from every side."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import DBAPIError

from console.domain.administration import Deed, Subject
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.administration import Account, Change, Look, Wish
from console.ports.errors import StoreUnavailable
from db.administration import PostgresAdministration
from db.door import door_role, open_door, seat_address
from db.engine import command_engine
from db.roles import create_operator, operator_url, role_name, settle_roles
from db.signin import PostgresSignIn
from tests.db.crew import PASSWORD, employ, operator

ADM = "adm"
WRONG = "not-the-password"
NEW = "another-password"
LIST = {
    "login": "neu",
    "name": "新来的",
    "posts": ["acceptor"],
    "seats": [],
    "shift": "",
    "management_areas": [],
    "active": True,
}


@pytest.fixture
def adm(owner: Engine, database_url: URL) -> Iterator[PostgresAdministration]:
    """The administrator, signed in as himself; lin works beside him."""
    employ(owner, operator(ADM, [Post.ADMINISTRATOR]), operator("lin", [Post.DISPATCHER]))
    engine = command_engine(operator_url(database_url, ADM, PASSWORD))
    yield PostgresAdministration(engine, ADM)
    engine.dispose()


@pytest.fixture
def door(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[PostgresSignIn]:
    """The door of a city's seats; its account goes with the test."""
    open_door(owner, "only-for-the-door")
    url = seat_address(database_url, "only-for-the-door").set(drivername=database_url.drivername)
    way_in = PostgresSignIn(url, tmp_path, {})
    yield way_in
    way_in.close()
    with owner.begin() as connection:
        role = door_role(str(database_url.database))
        connection.execute(text(f"DROP OWNED BY {role}; DROP ROLE {role}"))


def comes_in(url: URL, login: str, password: str = PASSWORD) -> bool:
    """Whether a plain client is let in."""
    mine = operator_url(url, login, password).set(drivername="postgresql")
    try:
        psycopg.connect(mine.render_as_string(hide_password=False)).close()
    except psycopg.OperationalError:
        return False
    return True


def set_operator(adm: PostgresAdministration, login: str, **value: object) -> Change:
    found = {one.key: one.version for one in adm.things(Subject.OPERATOR)}
    return adm.change(Wish(subject=Subject.OPERATOR, key=login, seen=found[login], value=value))


def lend(adm: PostgresAdministration, login: str, post: Post, hours: float) -> Change:
    begins = datetime.now(UTC) - timedelta(hours=1)
    value = {
        "login": login,
        "post": post.value,
        "valid_from": begins.isoformat(),
        "valid_until": (begins + timedelta(hours=1 + hours)).isoformat(),
        "reason": "代班",
    }
    return adm.change(Wish(subject=Subject.GRANT, key="", seen=0, value=value, fresh=True))


def groups(owner: Engine, login: str) -> set[str]:
    """Groups of an operator's role."""
    held = text(
        "SELECT g.rolname FROM pg_roles g JOIN pg_roles r ON r.rolname = :role"
        " WHERE g.rolname <> r.rolname AND pg_has_role(r.oid, g.oid, 'MEMBER') AND NOT r.rolsuper"
    )
    with owner.connect() as connection:
        role = role_name(str(owner.url.database), login)
        return set(connection.execute(held, {"role": role}).scalars())


def account(adm: PostgresAdministration, login: str) -> Account:
    return next(one for one in adm.accounts() if one.login == login)


def test_an_administrator_makes_an_operator_who_then_works(
    adm: PostgresAdministration, owner: Engine, database_url: URL
) -> None:
    adm.change(Wish(subject=Subject.OPERATOR, key="neu", seen=0, value=LIST, fresh=True))
    assert account(adm, "neu") == Account(login="neu", exists=False, may_sign_in=False)
    kept = adm.set_password("neu", NEW, "入职")
    assert (kept.deed, kept.before, kept.after) == (Deed.PASSWORD, None, None)
    assert not kept.undoable
    assert comes_in(database_url, "neu", NEW)
    assert not comes_in(database_url, "neu", WRONG)
    assert groups(owner, "neu") == {"wm_seat", "wm_city", "wm_post_acceptor"}
    set_operator(adm, "neu", posts=["dispatcher", "verifier"], management_areas=["410402"])
    assert groups(owner, "neu") == {"wm_seat", "wm_post_dispatcher", "wm_post_verifier"}


def test_no_password_and_no_verifier_is_in_the_register(
    adm: PostgresAdministration, owner: Engine
) -> None:
    adm.set_password("lin", NEW, "忘记口令")
    with owner.connect() as connection:
        rows = connection.execute(text("SELECT c::text FROM admin_change c")).scalars().all()
    assert rows
    assert not [row for row in rows if NEW in row or "SCRAM" in row]


def test_a_disabled_operator_stays_out_and_his_open_session_may_do_nothing(
    adm: PostgresAdministration, database_url: URL
) -> None:
    engine = command_engine(operator_url(database_url, "lin", PASSWORD))
    with engine.connect() as connection:
        asked = text("SELECT app.my_areas()")
        changed = set_operator(adm, "lin", active=False)
        assert not comes_in(database_url, "lin")
        # Ended, not only refused: its plans would go on reading the whole city.
        with pytest.raises(StoreUnavailable) as caught:
            connection.execute(asked)
        assert caught.value.code == "store.lost"
    engine.dispose()
    adm.undo(changed.id, "")
    assert comes_in(database_url, "lin")


def test_undoing_a_new_operator_disables_him_because_his_deeds_keep_his_name(
    adm: PostgresAdministration, database_url: URL
) -> None:
    made = adm.change(Wish(subject=Subject.OPERATOR, key="neu", seen=0, value=LIST, fresh=True))
    adm.set_password("neu", NEW, "")
    undone = adm.undo(made.id, "")
    assert undone.after == {**LIST, "active": False}
    assert not comes_in(database_url, "neu", NEW)
    with pytest.raises(Refusal, match=r"admin\.kept"):
        adm.change(Wish(subject=Subject.OPERATOR, key="neu", seen=2, value=None))


def test_the_last_administrator_stays_and_nobody_disables_himself(
    adm: PostgresAdministration,
) -> None:
    for value in ({"active": False}, {"posts": ["dispatcher"]}):
        with pytest.raises(Refusal, match=r"admin\.last_administrator"):
            set_operator(adm, ADM, **value)
    set_operator(adm, "lin", posts=["administrator"])
    for value in ({"active": False}, {"posts": ["dispatcher"]}):
        with pytest.raises(Refusal, match=r"admin\.yourself"):
            set_operator(adm, ADM, **value)


def test_a_lent_post_is_held_until_it_is_taken_back(
    adm: PostgresAdministration, owner: Engine
) -> None:
    lent = lend(adm, "lin", Post.SUPERVISOR, hours=2)
    assert lent.after is not None
    assert lent.after["given_by"] == ADM
    assert "wm_post_supervisor" in groups(owner, "lin")
    adm.change(Wish(subject=Subject.GRANT, key=lent.key, seen=1, value=None))
    assert "wm_post_supervisor" not in groups(owner, "lin")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"valid_until": "2020-01-01T00:00:00+00:00"}, "admin.field_unfit"),
        ({"reason": " "}, "admin.field_unfit"),
        ({"post": "owner"}, "admin.field_unfit"),
        ({"login": "nobody"}, "admin.unknown"),
    ],
)
def test_a_grant_names_an_operator_a_post_a_time_that_comes_and_a_reason(
    adm: PostgresAdministration, changed: dict[str, Any], told: str
) -> None:
    now = datetime.now(UTC)
    value = {
        "login": "lin",
        "post": "supervisor",
        "valid_from": now.isoformat(),
        "valid_until": (now + timedelta(hours=1)).isoformat(),
        "reason": "代班",
    }
    with pytest.raises(Refusal, match=told):
        adm.change(Wish(subject=Subject.GRANT, key="", seen=0, value=value | changed, fresh=True))


def test_a_post_whose_time_is_over_is_taken_back_at_the_next_sign_in(
    adm: PostgresAdministration, owner: Engine, door: PostgresSignIn
) -> None:
    lent = lend(adm, "lin", Post.SUPERVISOR, hours=1)
    with owner.begin() as connection:
        connection.execute(text("UPDATE post_grant SET valid_until = now()"))
    assert "wm_post_supervisor" in groups(owner, "lin")
    door.sign_in("lin", PASSWORD)
    assert "wm_post_supervisor" not in groups(owner, "lin")
    assert lent.undoable


def knock(door: PostgresSignIn, times: int, code: str = "signin.wrong") -> Refusal:
    for _ in range(times):
        with pytest.raises(Refusal) as caught:
            door.sign_in("lin", WRONG)
        assert caught.value.code == code
    return caught.value


def test_too_many_wrong_passwords_lock_an_account_for_a_time_and_it_is_told(
    adm: PostgresAdministration, door: PostgresSignIn, database_url: URL
) -> None:
    knock(door, 4)
    assert account(adm, "lin").failures == 4
    begun = datetime.now(UTC)
    until = knock(door, 1, "signin.locked").facts["until"]
    assert isinstance(until, datetime)
    assert timedelta(minutes=14) < until - begun < timedelta(minutes=16)
    with pytest.raises(Refusal, match=r"signin\.locked"):
        door.sign_in("lin", PASSWORD)
    assert not comes_in(database_url, "lin")
    assert account(adm, "lin") == Account(
        login="lin", exists=True, may_sign_in=False, locked_until=until
    )
    (kept, *_) = adm.history(Look(key="lin"))
    its_role = door_role(str(database_url.database))
    assert (kept.deed, kept.post, kept.login) == (Deed.LOCK, "door", its_role)


def test_an_administrator_unlocks_and_the_count_begins_anew(
    adm: PostgresAdministration, door: PostgresSignIn
) -> None:
    with pytest.raises(Refusal, match=r"admin\.not_locked"):
        adm.unlock("lin", "")
    knock(door, 4)
    knock(door, 1, "signin.locked")
    assert adm.unlock("lin", "本人来电").deed is Deed.UNLOCK
    knock(door, 4)
    assert door.sign_in("lin", PASSWORD).operator.login == "lin"
    assert account(adm, "lin").failures == 0
    knock(door, 4)


def over(owner: Engine) -> None:
    """The time of every lock and count is over."""
    with owner.begin() as connection:
        connection.execute(
            text(
                "UPDATE sign_in_guard SET since = since - interval '1 day',"
                " locked_until = now() - interval '1 second'"
            )
        )


def test_a_lock_opens_by_itself_when_its_time_is_over(
    adm: PostgresAdministration, door: PostgresSignIn, owner: Engine
) -> None:
    knock(door, 4)
    knock(door, 1, "signin.locked")
    over(owner)
    assert account(adm, "lin").may_sign_in
    assert door.sign_in("lin", PASSWORD).operator.login == "lin"


def test_old_failures_do_not_count(door: PostgresSignIn, owner: Engine, adm: object) -> None:
    assert adm
    knock(door, 4)
    over(owner)
    knock(door, 4)


def test_a_new_password_ends_a_lock(
    adm: PostgresAdministration, door: PostgresSignIn, database_url: URL
) -> None:
    knock(door, 4)
    knock(door, 1, "signin.locked")
    adm.set_password("lin", NEW, "")
    assert comes_in(database_url, "lin", NEW)


def test_how_many_failures_and_how_long_are_settings_of_the_city(
    adm: PostgresAdministration, door: PostgresSignIn
) -> None:
    for name, value in (("sign_in_failures", "3"), ("sign_in_lock_minutes", "1")):
        given = {"name": name, "value": value}
        adm.change(Wish(subject=Subject.SETTING, key=name, seen=0, value=given, fresh=True))
    knock(door, 2)
    begun = datetime.now(UTC)
    until = knock(door, 1, "signin.locked").facts["until"]
    assert isinstance(until, datetime)
    assert until - begun < timedelta(minutes=2)


def test_nobody_is_locked_who_is_not_on_the_list_or_disabled(
    adm: PostgresAdministration, door: PostgresSignIn
) -> None:
    set_operator(adm, "lin", active=False)
    knock(door, 6)
    with pytest.raises(Refusal, match=r"signin\.wrong"):
        door.sign_in("nobody", WRONG)
    assert account(adm, "lin").locked_until is None


@pytest.mark.parametrize("verifier", ["plain", "md5" + "0" * 32, "SCRAM-SHA-256$4096:x$y:z", ""])
def test_only_a_verifier_is_taken(
    adm: PostgresAdministration, database_url: URL, verifier: str
) -> None:
    engine = command_engine(operator_url(database_url, ADM, PASSWORD))
    with engine.connect() as connection, pytest.raises(DBAPIError, match="no verifier"):
        connection.execute(
            text("SELECT api_v1.set_password('lin', :verifier, '')"), {"verifier": verifier}
        )
    engine.dispose()
    assert comes_in(database_url, "lin")
    assert adm.history(Look(key="lin")) == ()


def test_a_role_that_rules_the_server_is_never_taken_for_an_operator_s(
    adm: PostgresAdministration, owner: Engine
) -> None:
    role = role_name(str(owner.url.database), "neu")
    adm.change(Wish(subject=Subject.OPERATOR, key="neu", seen=0, value=LIST, fresh=True))
    with owner.begin() as connection:
        connection.execute(text(f'CREATE ROLE "{role}" CREATEDB'))
    with pytest.raises(Refusal, match=r"admin\.unknown"):
        adm.set_password("neu", NEW, "")
    with owner.begin() as connection:
        connection.execute(text(f'DROP ROLE "{role}"'))


def test_accounts_made_and_lent_by_a_superuser_are_the_keeper_s_to_change(
    adm: PostgresAdministration, owner: Engine, database_url: URL
) -> None:
    role = role_name(str(owner.url.database), "neu")
    adm.change(Wish(subject=Subject.OPERATOR, key="neu", seen=0, value=LIST, fresh=True))
    with owner.begin() as connection:
        connection.execute(text(f"CREATE ROLE \"{role}\" LOGIN PASSWORD '{PASSWORD}'"))
        connection.execute(text(f'GRANT wm_seat, wm_city, wm_post_acceptor TO "{role}"'))
        settle_roles(connection)
    set_operator(adm, "neu", posts=["verifier"])
    assert groups(owner, "neu") == {"wm_seat", "wm_city", "wm_post_verifier"}
    adm.set_password("neu", NEW, "")
    assert comes_in(database_url, "neu", NEW)


def test_the_keeper_may_make_roles_and_nothing_else(
    adm: PostgresAdministration, owner: Engine
) -> None:
    assert adm.accounts()
    keeper = text(
        "SELECT rolsuper, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolcreaterole"
        " FROM pg_roles WHERE rolname = 'wm_keeper'"
    )
    members = text(
        "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member"
        " WHERE m.roleid = 'wm_keeper'::regrole AND NOT r.rolsuper"
    )
    callers = text(
        "SELECT DISTINCT pg_get_userbyid(a.grantee) FROM pg_proc p, aclexplode(p.proacl) a"
        " WHERE p.proowner = 'wm_keeper'::regrole AND a.grantee <> p.proowner ORDER BY 1"
    )
    with owner.connect() as connection:
        assert tuple(connection.execute(keeper).one()) == (*(False,) * 5, True)
        assert connection.execute(members).scalar_one() == 0
        assert connection.execute(callers).scalars().all() == ["wm_definer"]


def test_the_owner_s_password_takes_the_same_way(
    adm: PostgresAdministration, owner: Engine, database_url: URL
) -> None:
    create_operator(owner, "lin", NEW)
    assert comes_in(database_url, "lin", NEW)
    by_owner = PostgresAdministration(owner)
    with pytest.raises(Refusal, match=r"admin\.not_locked"):
        by_owner.unlock("lin", "")
    kept = by_owner.set_password("lin", PASSWORD, "命令行")
    assert (kept.post, kept.login) == ("owner", str(owner.url.username))
    assert comes_in(database_url, "lin")
    assert adm.history(Look(key="lin"))[0] == kept
