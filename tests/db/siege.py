"""A city under attack by its own people: an operator for each post, each with a plain client.

Everybody works for one district. What is tried is in `attacks_sql` and `forgeries`; here is the
ground: cases in known stages, an honest command to forge, and a fingerprint of everything kept.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql
from sqlalchemy import URL, Engine

from console.domain.case import Actor, CaseId
from console.domain.flow import go
from console.domain.needs import Act
from console.domain.place import Place
from console.domain.stage import Move, Post
from db import OpenStore, mapping, open_store
from db.engine import command_engine
from db.roles import role_name
from db.work import changes_by, digest
from tests.db.crew import Crew, employ, everybody, operator
from tests.db.lives import CALLER, MORNING, Life, actor

HERE: Final = "410402"
THERE: Final = "410403"
ATTACKERS: Final[Mapping[str, Post]] = {
    f"x_{post.value}": post for post in Post if post is not Post.SYSTEM
}
Entry = dict[str, Any]

_TABLES: Final = """
SELECT c.oid::regclass::text FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
ORDER BY 1
"""
# What a fingerprint shows is changed by transactions with a number alone; numbers are given in
# order, to those of all databases. One that still runs is asked about again.
_UPCOMING: Final = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text"
_CHANGED: Final = """
SELECT EXISTS (
    SELECT FROM generate_series(
        %s::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1
    ) AS number
    WHERE pg_xact_status(number::text::xid8) IS DISTINCT FROM 'aborted'
)
"""


@dataclass
class Siege:
    """The ground. `cases` by name: mine, foreign, suspended, bound."""

    url: URL
    owner: Engine
    crew: Crew
    store: OpenStore
    admin: psycopg.Connection
    cases: dict[str, CaseId]
    untouched: dict[str, str] = field(default_factory=dict)
    seen: str = ""
    """All transactions before this number have ended and left the ground untouched."""

    def settle(self) -> None:
        """The ground as it is now is what every attack must leave behind."""
        self.seen = self._one(_UPCOMING)
        self.untouched = self.fingerprint()

    def harmed(self) -> set[str]:
        """Parts of the fingerprint that are not what they were.

        It is taken only where a transaction was not rolled back: that alone changes something, and
        asking for it costs a tenth.
        """
        upcoming = self._one(_UPCOMING)
        if self._one(_CHANGED, self.seen) == "False":
            self.seen = upcoming
            return set()
        found = self.fingerprint()
        every = found.keys() | self.untouched.keys()
        harm = {name for name in every if found.get(name) != self.untouched.get(name)}
        if not harm:
            self.seen = upcoming
        return harm

    def _one(self, question: str, *words: str) -> str:
        row = self.admin.execute(question.encode(), words).fetchone()
        assert row is not None
        return str(row[0])

    def fingerprint(self) -> dict[str, str]:
        """Every table's rows, roles, functions and settings of roles as one digest each."""
        tables = [str(row[0]) for row in self.admin.execute(_TABLES)]
        parts = [
            sql.SQL(
                "SELECT {}, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t"
            ).format(sql.Literal(name), sql.SQL(name))
            for name in (*tables, "pg_authid", "pg_auth_members", "pg_db_role_setting")
        ]
        parts.append(
            sql.SQL(
                "SELECT 'functions', md5(string_agg(p.proname || p.prosrc, '|' ORDER BY p.oid))"
                " FROM pg_proc p WHERE p.pronamespace IN"
                " ('app'::regnamespace, 'api_v1'::regnamespace, 'public'::regnamespace)"
            ).format()
        )
        found = self.admin.execute(sql.SQL(" UNION ALL ").join(parts))
        return {str(name): str(mark) for name, mark in found}

    def words(self, login: str) -> dict[str, object]:
        """What an attack's statement may be filled with."""
        return {
            **{name: str(case) for name, case in self.cases.items()},
            "me": login,
            "role": role_name(str(self.url.database), login),
            "other": role_name(str(self.url.database), "zhou"),
        }

    def honest(self, line: psycopg.Connection, login: str) -> Entry:
        """A note of this operator on the case `mine`, lawful in the open transaction of `line`."""
        command = f"forged-{login}"
        who = Actor(operator=login, post=ATTACKERS[login], seat="s1")
        row = line.execute("SELECT at FROM api_v1.begin_command(%s)", [command]).fetchone()
        assert row is not None
        at: datetime = row[0]
        with self.store.store.begin("look", who, at) as work:
            case, rules = work.case(self.cases["mine"]), work.rules()
        act = Act(move=Move.NOTE, actor=who, at=at, details={"text": "现场已围挡"})
        moved, step = go(case, act, rules, command)
        return {
            "command": command,
            "digest": digest(who, [step]),
            "operator": login,
            "seat": "s1",
            "at": mapping.instant(at),
            "result": json.dumps(asdict(changes_by(command, {moved.id: moved}))),
            "cases": [mapping.case_row(moved, rules)],
            "steps": [mapping.step_row(step)],
            "callers": [],
            "photos": [],
            "letters": [],
            "recalls": [],
        }

    def other_row(self, name: str) -> Entry:
        """The present row of another case, as its owner would write it."""
        with self.store.store.begin("look", actor(Post.ACCEPTOR), MORNING) as work:
            return mapping.case_row(work.case(self.cases[name]), work.rules())


def record(line: psycopg.Connection, entry: Entry) -> None:
    """Send an entry through the one door."""
    line.execute("SELECT api_v1.record(%s::jsonb)", [json.dumps(entry, ensure_ascii=False)])


@contextmanager
def besieged(url: URL, folder: Path) -> Iterator[Siege]:
    """The ground, laid out once for many attacks."""
    owner = command_engine(url)
    attackers = (operator(login, [post], [HERE]) for login, post in ATTACKERS.items())
    employ(owner, *everybody(), *attackers)
    store = open_store(url, files_folder=folder / "files", operator="owner")
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    crew = Crew(url, folder)
    try:
        with psycopg.connect(plain, autocommit=True) as admin:
            ground = Siege(url, owner, crew, store, admin, _cases(store))
            ground.settle()
            yield ground
    finally:
        crew.leave()
        store.dispose()
        owner.dispose()


def _cases(store: OpenStore) -> dict[str, CaseId]:
    life = Life(store.store)
    found = {name: life.report(caller=CALLER) for name in ("mine", "foreign", "suspended", "bound")}
    for name, case in found.items():
        area = THERE if name == "foreign" else HERE
        place = Place(address="中兴路 12 号", district=area, management_area=area)
        life.act(case, Move.AMEND, Post.ACCEPTOR, place=place)
    life.to_handling(found["suspended"])
    until = life.at + timedelta(days=300)
    life.act(found["suspended"], Move.REQUEST_SUSPENSION, Post.UNIT, "待雨季过", until=until)
    life.act(found["suspended"], Move.APPROVE_SUSPENSION, Post.SHIFT_LEADER)
    bind(life, found["bound"])
    return found


def bind(life: Life, case: CaseId, unit: str = "U2") -> None:
    """From acceptance to a decision that binds a unit, which is dispatched."""
    life.to_dispatch(case)
    life.act(case, Move.OPEN_COORDINATION, Post.DISPATCHER, "责任不清")
    life.act(
        case,
        Move.PROPOSE_DESIGNATION,
        Post.SUPERVISOR,
        "协议明确",
        unit=unit,
        basis=("移交协议",),
    )
    life.act(case, Move.DESIGNATE, Post.SHIFT_LEADER)
