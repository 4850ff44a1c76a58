"""Publications over the real server: frozen by itself, signed by several, never changed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, Engine, text

from console.domain.refusal import Refusal
from console.domain.stage import Move, Post
from console.evaluation.hash_tree import fingerprint_of, parts_of, root_of
from console.evaluation.periods import Period, PeriodKind, period_of
from console.evaluation.scheme import ObjectKind
from console.ports.facts import Flag, Grouping
from console.ports.publications import Head, Mark
from console.services.assessing import Named, assess
from console.services.publication_checks import findings
from console.services.publishing import (
    amend,
    difference,
    figures,
    figures_anew,
    prepare,
    sign,
)
from db import OpenStore
from db.engine import command_engine
from db.facts import PostgresFacts
from db.publications import PostgresPublications
from db.roles import operator_url
from tests.db.crew import PASSWORD, at_work, operator
from tests.db.lives import MORNING, Life
from tests.evaluation.schemes import shipped

NOVEMBER = period_of(PeriodKind.MONTH, date(2026, 11, 1))
NOW = datetime(2026, 12, 3, 2, 0, tzinfo=UTC)
SCHEME = shipped("standard", ObjectKind.DEPARTMENT)
TABLES = (
    "publication",
    "publication_fact",
    "publication_act",
    "publication_seal",
    "publication_mark",
)
UNITS = [Named(code=code, name=code) for code in ("U1", "U2")]


@pytest.fixture
def life(store: OpenStore) -> Life:
    """Three cases: one done in time, one late, one still worked at."""
    life = Life(store.store)
    cases = [life.report() for _ in range(3)]
    life.to_end(cases[0])
    life.to_handling(cases[1], "U2")
    life.to_handling(cases[2], "U2")
    life.at += timedelta(days=3)
    life.act(cases[1], Move.FEEDBACK, Post.UNIT, text="已修复")
    life.act(cases[1], Move.ORDER_VERIFICATION, Post.VERIFIER, inspector="I001")
    life.act(cases[1], Move.ANSWER_VERIFICATION, Post.INSPECTOR, outcome="pass")
    life.act(cases[1], Move.PASS, Post.VERIFIER)
    life.act(cases[1], Move.CLOSE, Post.SHIFT_LEADER)
    return life


def kept(owner: Engine, period: Period = NOVEMBER) -> Head:
    return prepare(PostgresPublications(owner, "guo"), SCHEME, period, UNITS, NOW)


def published(owner: Engine) -> Head:
    head = kept(owner)
    sign(PostgresPublications(owner, "zhou"), head.id, Mark.CHECKED, NOW)
    return sign(PostgresPublications(owner, "ann"), head.id, Mark.PUBLISHED, NOW)


@pytest.mark.usefixtures("life")
def test_server_and_program_come_to_the_same_fingerprint_apart(owner: Engine) -> None:
    head = kept(owner)
    publications = PostgresPublications(owner)
    assert head.cases == 3
    assert root_of(one.leaf for one in publications.cases(head.id)) == head.facts_root
    assert root_of(one.leaf for one in publications.acts(head.id)) == head.acts_root
    assert parts_of(head) == tuple(head.parts)
    assert fingerprint_of(head.parts) == head.fingerprint
    assert publications.named(head.fingerprint) == head


@pytest.mark.usefixtures("life")
def test_people_are_frozen_with_their_acts(owner: Engine) -> None:
    scheme = shipped("standard", ObjectKind.INSPECTOR)
    head = prepare(PostgresPublications(owner, "guo"), scheme, NOVEMBER, [], NOW)
    publications = PostgresPublications(owner)
    assert head.acts == len(list(publications.acts(head.id))) > 0
    assert root_of(one.leaf for one in publications.acts(head.id)) == head.acts_root
    live = assess(PostgresFacts(owner), scheme, NOVEMBER, [], NOW)
    assert figures(publications, head.id).scores == live.scores


@pytest.mark.usefixtures("life")
def test_frozen_figures_are_those_of_the_live_assessment_of_that_moment(owner: Engine) -> None:
    head = kept(owner)
    live = assess(PostgresFacts(owner), SCHEME, NOVEMBER, UNITS, NOW, by=Grouping.UNIT)
    made = figures(PostgresPublications(owner), head.id)
    assert (made.scores, made.span, made.period) == (live.scores, live.span, live.period)


def test_a_granted_appeal_changes_no_published_number_but_can_be_published_as_an_amendment(
    owner: Engine, life: Life
) -> None:
    publications = PostgresPublications(owner, "guo")
    head = published(owner)
    before = figures(publications, head.id).scores
    assert not publications.corrected(head.id)
    with pytest.raises(Refusal, match=r"publication\.no_corrections"):
        amend(publications, head.id, "申诉成立", NOW)
    late = next(
        one.fact.case for one in list(publications.cases(head.id)) if Flag.LATE in one.flags
    )
    life.act(late, Move.APPEAL, Post.UNIT, "停电")
    life.act(late, Move.REVIEW_APPEAL, Post.DISPATCHER)
    life.act(late, Move.GRANT_APPEAL, Post.ACCEPTOR)
    assert figures(publications, head.id).scores == before
    assert figures_anew(publications, head) == head.figures
    assert publications.head(head.id) == head
    assert [one.now.exempt for one in publications.corrected(head.id)] == [True]
    with pytest.raises(Refusal, match=r"publication\.reason"):
        amend(publications, head.id, " ", NOW)
    second = amend(publications, head.id, "申诉成立", NOW)
    assert (second.amends, second.reason, second.as_of) == (head.id, "申诉成立", head.as_of)
    found = difference(publications, second.id)
    assert [one.field for one in found.cases[0].fields] == ["exempt"]
    assert [one.object for one in found.figures] == ["U2"]
    counts = {one.field: (one.before, one.after) for one in found.figures[0].counts}
    assert counts["overtime_dispose"] == (1, 0)
    assert figures(publications, head.id).scores == before


@pytest.mark.usefixtures("life")
def test_a_period_is_over_before_it_is_frozen_and_is_frozen_once(owner: Engine) -> None:
    december = period_of(PeriodKind.MONTH, date(2026, 12, 1))
    with pytest.raises(Refusal, match=r"publication\.running"):
        kept(owner, december)
    head = kept(owner)
    with pytest.raises(Refusal, match=r"publication\.exists"):
        kept(owner)
    sign(PostgresPublications(owner, "guo"), head.id, Mark.WITHDRAWN, NOW, "口径有误")
    again = kept(owner)
    assert again.id == head.id + 1
    assert PostgresPublications(owner).head(head.id).withdrawn


@pytest.mark.usefixtures("life")
def test_checking_and_publishing_take_their_turn_and_others_than_the_preparer(
    owner: Engine,
) -> None:
    head = kept(owner)
    with pytest.raises(Refusal, match=r"publication\.order"):
        sign(PostgresPublications(owner, "ann"), head.id, Mark.PUBLISHED, NOW)
    with pytest.raises(Refusal, match=r"publication\.same_person"):
        sign(PostgresPublications(owner, "guo"), head.id, Mark.CHECKED, NOW)
    with pytest.raises(Refusal, match=r"publication\.other_print"):
        PostgresPublications(owner, "zhou").sign(head.id, Mark.CHECKED, "00", NOW)
    done = published_from(owner, head)
    assert [one.mark for one in done.signed] == [Mark.PREPARED, Mark.CHECKED, Mark.PUBLISHED]
    with pytest.raises(Refusal, match=r"publication\.order"):
        sign(PostgresPublications(owner, "guo"), head.id, Mark.WITHDRAWN, NOW, "x")


def published_from(owner: Engine, head: Head) -> Head:
    sign(PostgresPublications(owner, "zhou"), head.id, Mark.CHECKED, NOW)
    return sign(PostgresPublications(owner, "ann"), head.id, Mark.PUBLISHED, NOW)


def test_what_is_left_unsealed_leaves_nothing(owner: Engine, life: Life) -> None:
    publications = PostgresPublications(owner, "guo")
    wanted = kept(owner).wanted
    sign(publications, 1, Mark.WITHDRAWN, NOW, "x")
    with publications.freeze(wanted, NOW):
        pass
    with owner.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM publication")).scalar_one() == 1
    assert life.at < NOW


@pytest.mark.usefixtures("life")
def test_nobody_changes_a_publication_not_even_the_owner(owner: Engine) -> None:
    published(owner)
    for table in TABLES:
        for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):  # noqa: S608 - ours
            with owner.connect() as connection, pytest.raises(Exception, match="never allowed"):
                connection.execute(text(statement))
    with owner.connect() as connection, pytest.raises(Exception, match="never allowed"):
        connection.execute(text("UPDATE publication_fact SET exempt = true"))


@pytest.fixture
def seats(
    owner: Engine, database_url: URL, tmp_path: Path, life: Life
) -> Iterator[dict[str, psycopg.Connection]]:
    """Plain clients of a supervisor, a shift leader, an administrator, one of a district."""
    assert life.at < NOW
    others = (
        operator("sun", [Post.SUPERVISOR], ["A1"]),
        *(operator(f"p_{post.value}", [post]) for post in Post if post is not Post.SYSTEM),
    )
    with at_work(owner, database_url, tmp_path, *others) as crew:
        lines = {login: crew.line(login) for login in ("guo", "zhou", "ann", "sun",
                 *(one.login for one in others[1:]))}  # fmt: skip
        yield lines
        for line in lines.values():
            line.close()


def test_only_the_post_whose_turn_it_is_may_act_and_only_for_himself(
    owner: Engine, seats: dict[str, psycopg.Connection]
) -> None:
    head = kept(owner)
    allowed = {
        "SELECT api_v1.freeze_publication('{}', 'x', now())": {"p_supervisor"},
        f"SELECT api_v1.amend_publication({head.id}, '{{}}', 'x', 'x', now())": {"p_supervisor"},
        f"SELECT api_v1.seal_publication({head.id}, '', 'x')": {"p_supervisor"},
        f"SELECT api_v1.sign_publication({head.id}, 'checked', '', '', 'x', now())": {
            "p_shift_leader"
        },
        f"SELECT api_v1.sign_publication({head.id}, 'published', '', '', 'x', now())": {
            "p_administrator"
        },
        f"SELECT api_v1.sign_publication({head.id}, 'withdrawn', '', '', 'x', now())": {
            "p_supervisor"
        },
        f"SELECT api_v1.sign_publication({head.id}, 'prepared', '', '', 'x', now())": {
            "p_supervisor"
        },
    }
    for statement, may in allowed.items():
        for login, line in seats.items():
            if not login.startswith("p_"):
                continue
            with pytest.raises(psycopg.Error) as caught:
                line.execute(statement)
            assert (caught.value.sqlstate != "GX012") == (login in may), (login, statement)
    with pytest.raises(psycopg.Error) as caught:
        seats["sun"].execute("SELECT api_v1.freeze_publication('{}', 'guo', now())")
    assert caught.value.sqlstate == "GX050"


def test_no_seat_writes_past_the_functions(seats: dict[str, psycopg.Connection]) -> None:
    statements = [
        "UPDATE publication_fact SET exempt = true",
        "UPDATE publication_seal SET figures = ''",
        "SELECT app.corrected(1)",
        "SELECT app.put_publication(NULL, 'x', now())",
        "SELECT app.begin_publishing('x', 'supervisor')",
    ]
    for table in TABLES:
        statements += [f"DELETE FROM {table}", f"TRUNCATE {table}"]  # noqa: S608 - ours
        statements.append(f"INSERT INTO {table} SELECT * FROM {table}")  # noqa: S608 - ours
    for statement in statements:
        for login, line in seats.items():
            with pytest.raises(psycopg.Error) as caught:
                line.execute(statement)
            assert caught.value.sqlstate == "42501", (login, statement)


def test_seats_go_the_whole_way_at_the_servers_own_moments(
    owner: Engine, database_url: URL, tmp_path: Path, life: Life
) -> None:
    day = period_of(PeriodKind.DAY, MORNING.date())
    with at_work(owner, database_url, tmp_path) as crew:
        engines = {
            login: command_engine(operator_url(database_url, login, PASSWORD))
            for login in ("guo", "zhou", "ann")
        }
        assert crew.url == database_url
        mine = PostgresPublications(engines["guo"], "somebody else")
        head = prepare(mine, SCHEME, day, UNITS, NOW)
        sign(PostgresPublications(engines["zhou"]), head.id, Mark.CHECKED, NOW)
        done = sign(PostgresPublications(engines["ann"]), head.id, Mark.PUBLISHED, NOW)
        found = list(findings(PostgresPublications(engines["zhou"]), done))
        for engine in engines.values():
            engine.dispose()
    assert [one.operator for one in done.signed] == ["guo", "zhou", "ann"]
    assert done.cases == 3
    assert done.as_of != NOW
    assert not found
    assert life.at < NOW
