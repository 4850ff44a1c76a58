"""A mask leaves ten thousand telephones to try: a seat's searches are kept, and there is an end."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import psycopg
import pytest
from sqlalchemy import URL, Engine, text

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Post
from db import OpenStore
from db.caller_keys import CallerKeys
from db.caller_sealing import phone_hash
from tests.db.crew import Crew, at_work, operator
from tests.db.lives import CALLER, MORNING, Life, actor

MOST = 10
_ASK = "SELECT api_v1.ask_telephone(%s)"
_FIND = "SELECT api_v1.cases_called_from(%s, 9)"
_KEPT = text("SELECT count(*) FROM telephone_search")


@pytest.fixture
def crew(owner: Engine, database_url: URL, tmp_path: Path) -> Iterator[Crew]:
    """Two operators who take calls."""
    with at_work(owner, database_url, tmp_path, operator("eva", [Post.ACCEPTOR])) as found:
        yield found


@pytest.fixture
def called(store: OpenStore, crew: Crew) -> CaseId:
    """A case with a caller, in a city where ten searches in ten minutes are the most."""
    case = Life(store.store).report(caller=CALLER)
    boss = actor(Post.ADMINISTRATOR)
    store.keeping.put_setting("telephone_searches", str(MOST), boss, MORNING)
    return case


@pytest.fixture
def hashed(caller_keys: CallerKeys) -> bytes:
    return phone_hash(caller_keys.search(), CALLER.phone)


def ask(line: psycopg.Connection, hashed: bytes) -> int:
    row = line.execute(_ASK, [hashed]).fetchone()
    assert row is not None
    return int(row[0])


def kept(owner: Engine) -> int:
    with owner.connect() as connection:
        return int(connection.execute(_KEPT).scalar_one())


def test_a_search_is_kept_with_who_asked_and_never_with_the_number(
    crew: Crew, called: CaseId, owner: Engine
) -> None:
    assert [hit.id for hit in crew.of("chen").reading.search(CALLER.phone)] == [called]
    with owner.connect() as connection:
        rows = connection.execute(text("SELECT login, to_jsonb(t) FROM telephone_search t")).all()
    assert len(rows) == 1
    assert rows[0].login.endswith("_chen")
    assert CALLER.phone not in str(rows)


def test_nothing_is_found_by_a_search_that_is_not_committed_or_is_another_s(
    crew: Crew, called: CaseId, hashed: bytes, owner: Engine
) -> None:
    with crew.line("chen") as line, crew.line("eva") as other:
        line.execute("BEGIN")
        request = ask(line, hashed)
        with pytest.raises(psycopg.Error) as uncommitted:
            line.execute(_FIND, [request])
        line.execute("ROLLBACK")
        request = ask(line, hashed)
        with pytest.raises(psycopg.Error) as foreign:
            other.execute(_FIND, [request])
        assert line.execute(_FIND, [request]).fetchall() == [(called,)]
    assert {uncommitted.value.sqlstate, foreign.value.sqlstate} == {"GX009"}
    assert kept(owner) == 1


def test_after_so_many_in_ten_minutes_a_telephone_is_refused_and_cases_are_still_found(
    crew: Crew, called: CaseId
) -> None:
    reading = crew.of("chen").reading
    number = reading.detail(called, "chen").case.number
    for _ in range(MOST):
        reading.search(CALLER.phone)
    with pytest.raises(Refusal) as refused:
        reading.search(CALLER.phone)
    assert (refused.value.code, refused.value.facts) == ("caller.search_too_many", {"most": MOST})
    for words in (number, number[-6:], "66087777"):
        reading.search(words)
    assert [hit.id for hit in crew.of("eva").reading.search(CALLER.phone)] == [called]


def test_many_lines_at_once_get_no_more_than_one(
    crew: Crew, called: CaseId, hashed: bytes, owner: Engine
) -> None:
    together = Barrier(4)

    def tries(_number: int) -> Counter[str]:
        answers: Counter[str] = Counter()
        with crew.line("chen") as line:
            together.wait()
            for _ in range(MOST):
                try:
                    ask(line, hashed)
                except psycopg.Error as error:
                    answers[error.sqlstate or ""] += 1
                else:
                    answers["taken"] += 1
        return answers

    with ThreadPoolExecutor(4) as pool:
        found = sum(pool.map(tries, range(4)), Counter())
    assert found == {"taken": MOST, "GX018": 3 * MOST}
    assert kept(owner) == MOST


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
def test_an_old_snapshot_cannot_count_too_few(
    crew: Crew, called: CaseId, hashed: bytes, level: str
) -> None:
    with crew.line("chen") as line:
        line.execute(f"BEGIN ISOLATION LEVEL {level}")
        with pytest.raises(psycopg.Error) as refused:
            ask(line, hashed)
    assert refused.value.sqlstate == "GX009"


def test_the_day_has_an_end_too_and_the_next_one_begins_anew(
    crew: Crew, called: CaseId, owner: Engine
) -> None:
    earlier = text(
        "INSERT INTO telephone_search (at, login, hash) SELECT clock_timestamp() - :ago,"
        " (SELECT rolname FROM pg_roles WHERE rolname = app.mark() || 'chen'), ''"
        " FROM generate_series(1, :count)"
    )
    with owner.begin() as connection:
        connection.execute(earlier, {"ago": timedelta(hours=2), "count": 10 * MOST})
    with pytest.raises(Refusal, match=r"caller\.search_too_many"):
        crew.of("chen").reading.search(CALLER.phone)
    with owner.begin() as connection:
        connection.execute(text("UPDATE telephone_search SET at = at - interval '1 day'"))
    assert [hit.id for hit in crew.of("chen").reading.search(CALLER.phone)] == [called]


def test_searches_go_after_ninety_days(crew: Crew, called: CaseId, owner: Engine) -> None:
    crew.of("chen").reading.search(CALLER.phone)
    for days, left in ((89, 1), (91, 0)):
        with owner.begin() as connection:
            connection.execute(
                text("SELECT app.tidy(clock_timestamp() + make_interval(days => :days))"),
                {"days": days},
            )
        assert kept(owner) == left
