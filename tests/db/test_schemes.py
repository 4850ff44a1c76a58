"""Schemes in the database: versions only added, days told from beginnings, drafts of one's own."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import DBAPIError

from console.domain.administration import Subject
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.ports.administration import Look
from console.ports.schemes import KeptScheme, NewScheme
from db.administration import PostgresAdministration
from db.engine import command_engine
from db.migrating import config
from db.roles import OWNER, operator_url
from db.schemes import PostgresSchemes
from db.schemes_shipped import put_shipped, shipped_texts
from db.seed import seed
from db.upgrade import upgrade
from tests.db.crew import PASSWORD, employ, operator

KIND, NAME = "department", "standard"
POSTS = {
    "adm": Post.ADMINISTRATOR,
    "sup": Post.SUPERVISOR,
    "lin": Post.DISPATCHER,
}


@pytest.fixture
def seats(owner: Engine, database_url: URL) -> Iterator[dict[str, PostgresSchemes]]:
    """An administrator, a supervisor and a dispatcher, each signed in as himself."""
    employ(owner, *(operator(login, [post]) for login, post in POSTS.items()))
    engines = {one: command_engine(operator_url(database_url, one, PASSWORD)) for one in POSTS}
    yield {login: PostgresSchemes(engine) for login, engine in engines.items()}
    for engine in engines.values():
        engine.dispose()


def new(version: int, first: date | None = None, *, scheme: str = NAME) -> NewScheme:
    body = {"id": scheme, "kind": KIND, "version": version}
    return NewScheme(
        kind=KIND, scheme=scheme, version=version, text=json.dumps(body), first_day=first,
        reason=" 市里会议 ",
    )  # fmt: skip


def kept(side: PostgresSchemes, scheme: str = NAME) -> list[KeptScheme]:
    return [one for one in side.kept() if (one.kind, one.scheme) == (KIND, scheme)]


def refused(code: str, work: object, *given: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        work(*given)  # type: ignore[operator]
    assert caught.value.code == code
    return caught.value


def test_every_shipped_scheme_is_there_and_in_force(seats: dict[str, PostgresSchemes]) -> None:
    found = seats["lin"].kept()
    assert len(found) == len(shipped_texts())
    assert all(one.shipped and one.version == 1 and one.last is None for one in found)
    assert {one.first for one in found} == {date(2000, 1, 1)}


def test_the_supervisor_adds_a_version_and_the_former_ends_the_day_before(
    seats: dict[str, PostgresSchemes],
) -> None:
    before = datetime.now(UTC)
    seats["sup"].add(new(2, date(2026, 11, 1)))
    first, second = kept(seats["lin"])
    assert (first.first, first.last) == (date(2000, 1, 1), date(2026, 10, 31))
    assert (second.first, second.last) == (date(2026, 11, 1), None)
    assert (second.login, second.post, second.reason) == ("sup", "supervisor", "市里会议")
    assert not second.shipped
    assert abs(second.at - before) < timedelta(minutes=1)


def test_an_offered_version_holds_on_no_day_until_it_is_put_in_force(
    seats: dict[str, PostgresSchemes],
) -> None:
    seats["adm"].add(new(2))
    assert (kept(seats["adm"])[1].begin, kept(seats["adm"])[1].first) == (None, None)
    seats["sup"].put_in_force(KIND, NAME, 2, date(2026, 12, 1), "")
    second = kept(seats["adm"])[1]
    assert second.holds_on(date(2026, 12, 1))
    assert not second.holds_on(date(2026, 11, 30))
    again = (KIND, NAME, 2, date(2027, 1, 1), "")
    refused("scheme.begun", seats["sup"].put_in_force, *again)


def test_of_two_that_begin_on_one_day_the_later_one_holds(
    seats: dict[str, PostgresSchemes],
) -> None:
    for version in (2, 3):
        seats["adm"].add(new(version, date(2026, 11, 1)))
    shipped, never, holds = kept(seats["adm"])
    assert shipped.last == date(2026, 10, 31)
    assert (never.first, never.last) == (None, None)
    assert holds.holds_on(date(2026, 11, 1))


def test_a_version_planned_for_later_stays_when_one_is_put_before_it(
    seats: dict[str, PostgresSchemes],
) -> None:
    seats["adm"].add(new(2, date(2027, 1, 1)))
    seats["adm"].add(new(3, date(2026, 12, 1)))
    _, january, december = kept(seats["adm"])
    assert (december.first, december.last) == (date(2026, 12, 1), date(2026, 12, 31))
    assert january.first == date(2027, 1, 1)


def test_of_two_who_add_the_same_number_the_second_is_told(
    seats: dict[str, PostgresSchemes],
) -> None:
    seats["adm"].add(new(2))
    told = refused("scheme.stale", seats["sup"].add, new(2))
    assert told.facts == {"kind": KIND, "scheme": NAME, "version": 2}
    refused("scheme.stale", seats["sup"].add, new(5))


def test_a_text_that_says_it_is_another_is_refused(seats: dict[str, PostgresSchemes]) -> None:
    other = NewScheme(kind=KIND, scheme="mine", version=1, text=new(1).text)
    assert refused("scheme.unfit", seats["adm"].add, other).facts == {"field": "version"}
    broken = NewScheme(kind=KIND, scheme="mine", version=1, text="{")
    assert refused("scheme.unfit", seats["adm"].add, broken).facts == {"field": "body"}
    named = NewScheme(kind=KIND, scheme="Mine; x", version=1, text="{}")
    assert refused("scheme.unfit", seats["adm"].add, named).facts == {"field": "id"}
    refused("scheme.unknown", seats["adm"].put_in_force, KIND, NAME, 9, date(2026, 1, 1), "")
    far = (KIND, NAME, 1, date(3026, 1, 1), "")
    refused("scheme.unfit", seats["adm"].put_in_force, *far)


def test_who_is_neither_supervisor_nor_administrator_writes_nothing(
    seats: dict[str, PostgresSchemes],
) -> None:
    side = seats["lin"]
    refused("judge.post", side.add, new(2))
    refused("judge.post", side.put_in_force, KIND, NAME, 1, date(2026, 1, 1), "")
    refused("judge.post", side.save_draft, KIND, NAME, 1, "x")
    refused("judge.post", side.drop_draft, KIND, NAME)
    refused("judge.post", side.drafts)
    assert len(kept(side)) == 1


@pytest.mark.parametrize("table", ["scheme_version", "scheme_begin"])
@pytest.mark.parametrize(
    "act", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_not_even_the_owner_changes_what_is_kept(owner: Engine, table: str, act: str) -> None:
    with owner.begin() as connection, pytest.raises(DBAPIError, match="never allowed"):
        connection.execute(text(act.format(table)))


def test_the_register_tells_each_version_and_its_chain_holds_the_text(
    seats: dict[str, PostgresSchemes], owner: Engine
) -> None:
    seats["sup"].add(new(2))
    seats["adm"].put_in_force(KIND, NAME, 2, date(2026, 12, 1), "定了")
    side = PostgresAdministration(owner)
    begun, added, *_ = side.history(Look(subject=Subject.SCHEME, key=f"{KIND}/{NAME}"))
    assert (added.login, added.post, begun.login, begun.post) == (
        "sup", "supervisor", "adm", "administrator",
    )  # fmt: skip
    assert begun.after is not None
    assert begun.before is not None
    assert (begun.before["first_day"], begun.after["first_day"]) == (None, "2026-12-01")
    assert begun.reason == "定了"
    assert not begun.undoable
    with owner.connect() as connection:
        assert connection.execute(text("SELECT app.broken_changes()")).all() == []


def test_a_draft_is_its_writer_s_own_is_replaced_and_thrown_away(
    seats: dict[str, PostgresSchemes],
) -> None:
    side = seats["sup"]
    side.save_draft(KIND, NAME, 1, "half typ")
    side.save_draft(KIND, NAME, 1, "half typed")
    (draft,) = side.drafts()
    assert (draft.base, draft.text) == (1, "half typed")
    assert seats["adm"].drafts() == ()
    side.drop_draft(KIND, NAME)
    side.drop_draft(KIND, NAME)
    assert side.drafts() == ()


def test_a_city_s_own_schemes_come_back_after_the_way_down_and_up(
    seats: dict[str, PostgresSchemes], owner: Engine, database_url: URL
) -> None:
    seats["adm"].add(new(2, date(2026, 11, 1)))
    seats["sup"].save_draft(KIND, NAME, 2, "half typed")
    before, drafts = seats["adm"].kept(), seats["sup"].drafts()
    with owner.begin() as connection:
        connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
        command.downgrade(config(connection), "0021")
    upgrade(database_url)
    seed(owner)
    assert (seats["adm"].kept(), seats["sup"].drafts()) == (before, drafts)
    seats["adm"].add(new(3, date(2026, 12, 1)))
    assert kept(seats["adm"])[1].last == date(2026, 11, 30)


def test_seeding_again_adds_nothing_and_a_changed_file_is_offered(
    seats: dict[str, PostgresSchemes], owner: Engine
) -> None:
    seed(owner)
    assert len(kept(seats["adm"])) == 1
    seats["adm"].add(new(2, date(2026, 11, 1)))
    texts = shipped_texts()
    changed = {name: one.replace("0.1", "0.10") for name, one in texts.items()}
    with owner.begin() as connection:
        assert put_shipped(connection, changed)
        assert not put_shipped(connection, changed)
        assert not put_shipped(connection, texts)
    _, mine, offered = kept(seats["adm"])
    assert (offered.version, offered.shipped, offered.first) == (3, True, None)
    assert json.loads(offered.text)["version"] == 3
    assert mine.holds_on(date(2026, 12, 1))
