"""Seats under strict roles: operators who sign in as themselves and may only act as themselves."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

import psycopg
from sqlalchemy import URL, Engine

from console.domain.administration import Subject
from console.domain.case import Actor, CaseId
from console.domain.flow import go
from console.domain.needs import Act
from console.domain.organisation import Operator
from console.domain.refusal import Refusal
from console.domain.stage import CENTRE_POSTS, Post
from console.ports.administration import Wish
from console.ports.work import Work
from db import OpenStore, open_store
from db.administration import PostgresAdministration
from db.city import put_operators
from db.roles import operator_url, prepare_roles, put_account, settle_roles
from tests.db.lives import PEOPLE

PASSWORD: Final = "only-for-tests"


def operator(login: str, posts: Sequence[Post], areas: Sequence[str] = ()) -> Operator:
    """An operator of the city's list."""
    return Operator(
        login=login,
        name=login,
        posts=tuple(post.value for post in posts),
        seats=tuple(f"{post.value} 1" for post in posts),
        shift="甲班",
        management_areas=tuple(areas),
    )


def posts_of(login: str) -> tuple[Post, ...]:
    """The posts of one of the people of `lives`."""
    return tuple(post for post, name in PEOPLE.items() if name == login)


def employ(owner: Engine, *operators: Operator) -> None:
    """Put operators on the city's list and let them sign in."""
    with owner.begin() as connection:
        prepare_roles(connection)  # a clone does not inherit the rights on its database
    put_operators(owner, operators)
    # As `create_operator` does it for each: all accounts are settled once, then made one by one.
    with owner.begin() as connection:
        settle_roles(connection)
        for one in operators:
            put_account(connection, one.login, PASSWORD)


def disable(owner: Engine, login: str, *, active: bool = False) -> None:
    """Let somebody of the list sign in no more, or again."""
    side = PostgresAdministration(owner)
    seen = {one.key: one.version for one in side.things(Subject.OPERATOR)}[login]
    side.change(Wish(subject=Subject.OPERATOR, key=login, seen=seen, value={"active": active}))


def lend(owner: Engine, login: str, post: Post, since: datetime, until: datetime) -> None:
    """Lend somebody of the list a post."""
    value = {
        "login": login,
        "post": post.value,
        "valid_from": since.isoformat(),
        "valid_until": until.isoformat(),
        "reason": "代班",
    }
    wish = Wish(subject=Subject.GRANT, key="", seen=0, value=value, fresh=True)
    PostgresAdministration(owner).change(wish)


@dataclass
class Crew:
    """A store for each operator; as a `Store` it sends each act through its own actor's."""

    url: URL
    folder: Path
    open: dict[str, OpenStore] = field(default_factory=dict)

    def of(self, login: str) -> OpenStore:
        """The ports of an operator, signed in with his own role."""
        if login not in self.open:
            mine = operator_url(self.url, login, PASSWORD)
            self.open[login] = open_store(mine, files_folder=self.folder / "files", operator=login)
        return self.open[login]

    def begin(self, command: str, actor: Actor, at: datetime) -> AbstractContextManager[Work]:
        """A transaction at the actor's own seat."""
        return self.of(actor.operator).store.begin(command, actor, at)

    def line(self, login: str) -> psycopg.Connection:
        """A plain database client of his."""
        mine = operator_url(self.url, login, PASSWORD).set(drivername="postgresql")
        return psycopg.connect(mine.render_as_string(hide_password=False), autocommit=True)

    def leave(self) -> None:
        """Everybody goes home."""
        while self.open:
            self.open.popitem()[1].dispose()


def everybody() -> tuple[Operator, ...]:
    """The people of `lives`, each with his posts, and two who hold all of them."""
    named = (operator(login, posts_of(login)) for login in dict.fromkeys(PEOPLE.values()))
    able = tuple(post for post in Post if post is not Post.SYSTEM)
    return (*named, *(operator(login, able) for login in ("ann", "ben")))


def centre(login: str = "cai") -> Operator:
    """An operator of all five posts of the centre."""
    return operator(login, CENTRE_POSTS)


@contextmanager
def at_work(owner: Engine, url: URL, folder: Path, *others: Operator) -> Iterator[Crew]:
    """Everybody at work, and whoever is named beside them."""
    employ(owner, *everybody(), *others)
    crew = Crew(url, folder)
    yield crew
    crew.leave()


def place_written(crew: Crew, case: CaseId, act: Act) -> str:
    """Write exactly this act at its actor's own seat; the refusal's code and field, or nothing."""
    command = str(uuid4())
    with crew.begin(command, act.actor, act.at) as work:
        work.put(*go(work.case(case), replace(act, at=work.at), work.rules(), command))
        try:
            work.commit()
        except Refusal as refusal:
            return f"{refusal.code} {refusal.facts.get('field', '')}".strip()
    return ""
