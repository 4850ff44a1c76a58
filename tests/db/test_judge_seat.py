"""Who a seat is to the server: posts held and lent, areas, claims, its moment, its traces."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, Engine, text

from console.domain.case import CaseId
from console.domain.flow import Birth, begin, go
from console.domain.needs import Act
from console.domain.place import Place
from console.domain.refusal import Refusal
from console.domain.stage import ENDED, QUEUES, Move, Post, Source, Stage
from console.ports.errors import StoreUnavailable
from console.ports.work import Caller
from db import OpenStore
from db.caller_keys import CallerKeys
from db.caller_sealing import phone_hash
from db.city import put_operators
from db.engine import command_engine
from db.roles import create_operator, role_name
from tests.builders import city_rules
from tests.db.crew import PASSWORD, Crew, at_work, disable, employ, lend, operator
from tests.db.lives import CALLER, MORNING, PHOTO, PLACE, Life, actor
from tests.plugins.stores import StoreServer

HERE, THERE = "410402", "410403"


@pytest.fixture
def crew(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[Crew]:
    with at_work(owner, database_url, tmp_path, operator("dan", [Post.DISPATCHER], [HERE])) as made:
        yield made


@pytest.fixture
def life(store: OpenStore) -> Life:
    """What happened before, written by the owner."""
    return Life(store.store)


def note(crew: Crew, case: CaseId, login: str, post: Post, command: str | None = None) -> str:
    """A note by somebody; the code of the refusal, empty when it was taken."""
    who, identity = actor(post, login), command or str(uuid4())
    try:
        with crew.begin(identity, who, MORNING) as work:
            act = Act(move=Move.NOTE, actor=who, at=work.at, details={"text": "看过"})
            work.put(*go(work.case(case), act, work.rules(), identity))
            work.commit()
    except Refusal as refusal:
        return refusal.code
    return ""


def test_a_post_is_held_by_the_city_s_list_and_its_group_both(
    crew: Crew, owner: Engine, life: Life
) -> None:
    case = life.report()
    assert not note(crew, case, "lin", Post.DISPATCHER)
    assert note(crew, case, "lin", Post.SHIFT_LEADER) == "judge.post"
    with owner.begin() as connection:  # the list alone makes nobody a shift leader
        connection.execute(
            text("UPDATE operator SET posts = '{dispatcher,shift_leader}' WHERE login = 'lin'")
        )
    assert note(crew, case, "lin", Post.SHIFT_LEADER) == "judge.post"
    put_operators(owner, [operator("lin", [Post.DISPATCHER, Post.SHIFT_LEADER])])
    assert not note(crew, case, "lin", Post.SHIFT_LEADER)
    put_operators(owner, [operator("lin", [Post.SHIFT_LEADER])])
    assert note(crew, case, "lin", Post.DISPATCHER) == "judge.post"


@pytest.mark.parametrize(
    ("since", "until", "held"), [(-1, 1, True), (1, 2, False), (-2, -1, False)]
)
def test_a_post_is_lent_for_its_time_only(
    crew: Crew, owner: Engine, life: Life, since: int, until: int, *, held: bool
) -> None:
    case, now = life.report(), datetime.now(UTC)
    begins, ends = now + timedelta(hours=since), now + timedelta(hours=until)
    lend(owner, "lin", Post.SUPERVISOR, begins, ends)
    assert note(crew, case, "lin", Post.SUPERVISOR) == ("" if held else "judge.post")


def test_who_is_on_no_list_is_nobody(crew: Crew, owner: Engine, life: Life) -> None:
    case = life.report()
    create_operator(owner, "ghost", PASSWORD)
    assert note(crew, case, "ghost", Post.ACCEPTOR) == "judge.unknown"
    with owner.begin() as connection:
        connection.execute(text("UPDATE operator SET active = false WHERE login = 'lin'"))
    assert note(crew, case, "lin", Post.DISPATCHER) == "judge.unknown"
    with pytest.raises(Refusal, match=r"judge\.unknown"):
        crew.of("lin").numbers.lease(MORNING, 1)
    disable(owner, "he")
    with pytest.raises(StoreUnavailable, match="account_closed"):
        note(crew, case, "he", Post.VERIFIER)


def test_an_operator_of_another_city_on_the_same_server_is_not_let_in(
    crew: Crew, server: StoreServer
) -> None:
    elsewhere = server.clone()
    engine = command_engine(elsewhere)
    try:
        employ(engine, operator("lin", [Post.DISPATCHER]))
        stray = elsewhere.set(
            drivername="postgresql",
            username=role_name(str(crew.url.database), "lin"),
            password=PASSWORD,
        )
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(stray.render_as_string(hide_password=False))
    finally:
        engine.dispose()
        server.drop(elsewhere)


def placed(life: Life, area: str) -> CaseId:
    """A case with a caller and a photo in an area."""
    case = life.report(caller=CALLER)
    place = Place(address="中兴路 12 号", point=PLACE, district=area, management_area=area)
    life.act(case, Move.AMEND, Post.ACCEPTOR, place=place)
    life.act(
        case,
        Move.NOTE,
        Post.ACCEPTOR,
        text="附图",
        beside=lambda work, moved: work.put_photos(moved.id, moved.version, [PHOTO]),
    )
    return case


def test_a_district_s_seat_sees_and_works_its_own_cases_only(
    crew: Crew, life: Life, store: OpenStore
) -> None:
    here, there, nowhere = placed(life, HERE), placed(life, THERE), life.report()
    store.claims.hold(there, actor(Post.ACCEPTOR), MORNING)
    life.to_dispatch(here)
    life.to_dispatch(there)
    with crew.line("dan") as line:
        for table, key in (
            ("case_file", "id"),
            ("case_text", "id"),
            ("case_state", "id"),
            ("case_step", "case_id"),
            ("case_photo", "case_id"),
            ("caller_mask", "case_id"),
            ("case_claim", "case_id"),
            ("feed", "case_id"),
        ):
            asked = sql.SQL("SELECT DISTINCT {} FROM {}").format(
                sql.Identifier(key), sql.Identifier(table)
            )
            seen = {row[0] for row in line.execute(asked)}
            assert there not in seen, table
            assert here in seen or table == "case_claim", table
    dan = crew.of("dan")
    mine = actor(Post.DISPATCHER, "dan")
    assert {row.id for row in dan.reading.open_rows("dan")} == {here, nowhere}
    assert dan.claims.next_case("dispatch", mine, MORNING) == here
    assert dan.claims.next_case("dispatch", mine, MORNING) is None
    with pytest.raises(Refusal, match=r"judge\.area"):
        dan.claims.hold(there, mine, MORNING)
    assert note(crew, there, "dan", Post.DISPATCHER) == "judge.area"
    assert {here, there, nowhere} <= {row.id for row in crew.of("lin").reading.open_rows("lin")}


def test_a_district_s_leader_finds_and_hears_of_callers_of_its_own_cases_only(
    crew: Crew, owner: Engine, life: Life, caller_keys: CallerKeys
) -> None:
    employ(owner, operator("eva", [Post.SHIFT_LEADER], [HERE]))
    here, there = placed(life, HERE), placed(life, THERE)
    leader = crew.of("eva").reading
    since = leader.server_time()
    for case in (here, there):
        crew.of("chen").callers.reveal(case, actor(Post.ACCEPTOR), MORNING, "回访")
    assert [row.case for row in leader.reveals(since)] == [here]
    hashed = phone_hash(caller_keys.search(), CALLER.phone)
    with crew.line("eva") as line:
        (request,) = line.execute("SELECT api_v1.ask_telephone(%s)", [hashed]).fetchone() or ()
        asked = line.execute("SELECT api_v1.cases_called_from(%s, 9)", [request])
        assert asked.fetchall() == [(here,)]


def test_nobody_holds_more_than_thirty_cases(crew: Crew, life: Life) -> None:
    cases = [life.report() for _ in range(31)]
    claims, mine = crew.of("chen").claims, actor(Post.ACCEPTOR)
    for case in cases[:30]:
        claims.hold(case, mine, MORNING)
    claims.hold(cases[0], mine, MORNING)
    with pytest.raises(Refusal) as refused:
        claims.hold(cases[30], mine, MORNING)
    assert (refused.value.code, refused.value.facts) == ("claim.too_many", {"most": 30})
    with pytest.raises(Refusal, match=r"claim\.too_many"):
        claims.next_case("accept", mine, MORNING)
    claims.release(cases[3], mine)
    assert claims.next_case("accept", mine, MORNING) == cases[3]


def test_a_claim_of_a_seat_begins_at_the_server_s_time(crew: Crew, life: Life) -> None:
    case, before = life.report(), datetime.now(UTC)
    claim = crew.of("chen").claims.hold(case, actor(Post.ACCEPTOR), MORNING)
    assert before - timedelta(seconds=1) <= claim.since <= datetime.now(UTC)


def test_a_command_carries_the_server_s_moment_not_the_console_s(crew: Crew, life: Life) -> None:
    case, before = life.report(), datetime.now(UTC).replace(microsecond=0)
    assert not note(crew, case, "lin", Post.DISPATCHER)
    steps = crew.of("lin").reading.detail(case, "lin").steps
    assert before <= steps[-1].at <= datetime.now(UTC)
    assert steps[0].at == MORNING


def test_an_old_transaction_gives_no_old_moment(crew: Crew, owner: Engine, life: Life) -> None:
    case = life.report()
    with owner.begin() as connection:
        connection.execute(
            text(
                "CREATE OR REPLACE FUNCTION app.patience() RETURNS interval LANGUAGE sql"
                " IMMUTABLE AS $$ SELECT interval '-1 second' $$"
            )
        )
    assert note(crew, case, "lin", Post.DISPATCHER) == "judge.moment"


def test_a_command_id_is_one_wish_of_one_operator(crew: Crew, life: Life) -> None:
    case = life.report()
    assert not note(crew, case, "lin", Post.DISPATCHER, "once")
    assert note(crew, case, "chen", Post.ACCEPTOR, "once") == "command.reused"
    with crew.line("lin") as line, pytest.raises(psycopg.Error) as refused:
        line.execute(
            "SELECT api_v1.record(jsonb_build_object('command', 'once', 'operator', 'lin',"
            " 'digest', 'another wish', 'result', '{}', 'at', now()))"
        )
    assert refused.value.sqlstate == "GX005"


@pytest.mark.parametrize(
    ("id_more", "number"),
    [
        (1_000, None),
        (0, "2026-1123-999999"),
        (0, "2020-0101-000001"),
        (0, "a number"),
        (0, "taken"),
    ],
)
def test_a_new_case_takes_an_id_and_a_number_that_were_given_out(
    crew: Crew, life: Life, id_more: int, number: str | None
) -> None:
    older = life.report()
    with life.store.begin("look", actor(Post.ACCEPTOR), MORNING) as work:
        known = work.case(older).number
    who = actor(Post.ACCEPTOR)
    with crew.begin("born", who, MORNING) as work:
        new, given = work.new_number(work.at)
        birth = Birth(
            id=CaseId(new + id_more),
            number={None: given, "taken": known}.get(number, number or given),
            source=Source.WEB,
            place=Place(address="中兴路 12 号"),
            description="井盖破损",
        )
        act = Act(move=Move.ACCEPT, actor=who, at=work.at)
        work.put(*begin(birth, act, work.rules(), "born"))
        with pytest.raises(Refusal, match=r"judge\.row"):
            work.commit()


def test_a_request_and_its_reveal_in_one_transaction_show_nothing(crew: Crew, life: Life) -> None:
    case, request = life.report(caller=CALLER), uuid4()
    with crew.line("chen") as line, line.transaction(force_rollback=True):
        line.execute(
            "SELECT api_v1.request_reveal(%s, %s, 'chen', 'acceptor', 's1', now(), 'r')",
            [request, case],
        )
        with pytest.raises(psycopg.Error) as refused:
            line.execute("SELECT * FROM api_v1.reveal(%s)", [request])
    assert refused.value.sqlstate == "GX009"


def test_a_refused_act_is_in_the_server_s_log_with_its_login_and_without_its_words(
    crew: Crew, server: StoreServer, life: Life
) -> None:
    case = life.report()
    secret = f"secret-{uuid4()}"
    with crew.line("lin") as line:
        for statement, values in (
            ("UPDATE case_step SET reason = %s", [secret]),
            ("SELECT api_v1.hold(%s, 'zhou', 's1', 'shift_leader', now(), %s)", [case, secret]),
        ):
            with pytest.raises(psycopg.Error):
                line.execute(statement, values)
    with pytest.raises(Refusal, match=r"text\.control_sign"):
        Life(crew, prefix="nul").report(caller=Caller(name="王女士\x00", phone=secret))
    logs = server.admin.execute("SELECT pg_read_file(pg_current_logfile())").fetchone()
    assert logs is not None
    role = role_name(str(crew.url.database), "lin")
    mine = [line for line in logs[0].splitlines() if f"user={role} " in line]
    assert [state for line in mine for state in ("42501", "GX002") if f"state={state} " in line]
    assert any("state=42501 ERROR:  permission denied for table case_step" in one for one in mine)
    assert any("state=GX002 ERROR:" in one for one in mine)
    assert any("UPDATE case_step SET reason = $1" in one for one in mine)
    assert secret not in logs[0]


@pytest.mark.parametrize("stage", Stage)
def test_the_server_knows_the_domain_s_queues(owner: Engine, stage: Stage) -> None:
    with owner.connect() as connection:
        found = connection.execute(text("SELECT app.queue_of(:stage)"), {"stage": stage.value})
        queue = next((name for name, stages in QUEUES.items() if stage in stages), None)
        assert found.scalar_one() == queue
        row = connection.execute(
            text("SELECT app.row_of(jsonb_build_object('stage', CAST(:stage AS text)))->'ended'"),
            {"stage": stage.value},
        )
        assert row.scalar_one() is (stage in ENDED)


@pytest.mark.parametrize(
    "name",
    [
        "returns_before_coordination",
        "extensions_allowed",
        "suspensions_allowed",
        "suspension_days",
        "quiet_seconds",
    ],
)
def test_the_server_knows_the_domain_s_numbers(owner: Engine, name: str) -> None:
    asked, wanted = text("SELECT app.rule(:name)"), {"name": name}
    with owner.connect() as connection:
        assert connection.execute(asked, wanted).scalar_one() == getattr(city_rules(), name)
        connection.execute(text("INSERT INTO setting VALUES (:name, '7')"), wanted)
        assert connection.execute(asked, wanted).scalar_one() == 7


def test_no_function_of_ours_can_be_turned_against_its_owner(owner: Engine) -> None:
    loose = text(
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace IN"
        " ('app'::regnamespace, 'api_v1'::regnamespace) AND ("
        # A body bound when it was made asks no search path.
        " p.prosqlbody IS NULL"
        " AND p.proconfig IS DISTINCT FROM ARRAY['search_path=pg_catalog, pg_temp']"
        " OR EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a"
        " WHERE a.grantee = 0))"
    )
    written = text(
        "SELECT c.oid::regclass || ' ' || a.privilege_type FROM pg_class c,"
        " aclexplode(c.relacl) a WHERE c.relnamespace = 'public'::regnamespace"
        " AND a.grantee NOT IN (c.relowner, 'wm_definer'::regrole)"
        " AND a.privilege_type <> 'SELECT'"
    )
    rewritten = text(
        "SELECT name FROM unnest(CAST(:names AS text[])) AS t (name)"
        " WHERE has_table_privilege('wm_definer', name, 'UPDATE, DELETE, TRUNCATE')"
        " OR has_any_column_privilege('wm_definer', name, 'UPDATE')"
    )
    kept = ["case_step", "command_log", "feed", "caller", "setting_history", "claim_takeover"]
    kept += ["admin_change"]
    owned = text(
        "SELECT relname FROM pg_class WHERE relowner = 'wm_definer'::regrole UNION ALL"
        " SELECT proname FROM pg_proc WHERE prosecdef AND proowner <> 'wm_definer'::regrole"
        " AND pronamespace IN ('app'::regnamespace, 'api_v1'::regnamespace) ORDER BY 1"
    )
    # The keeper's, which nobody calls but the functions (test_operators tells what it may do).
    accounts = ["end_held", "put_account", "settle_roles"]
    with owner.connect() as connection:
        assert connection.execute(loose).scalars().all() == []
        assert connection.execute(written).scalars().all() == []
        assert connection.execute(rewritten, {"names": kept}).scalars().all() == []
        assert connection.execute(owned).scalars().all() == accounts
