"""`ports.signin` over PostgreSQL: every operator is a login of the database server.

The demo's operators come in without typing: their passwords are handed in by whoever made them. A
typed password goes to the server and is kept nowhere.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Engine

from console.domain.refusal import Refusal
from console.ports.drafts import Drafts
from console.ports.errors import StoreUnavailable
from console.ports.files import Files
from console.ports.journal import Journal
from console.ports.signin import CLOSED, Admission, ListedOperator
from db import OpenStore, open_store
from db.caller_keys import CallerKeys
from db.door import failed, locked_until
from db.engine import command_engine, move_to, read_engine
from db.reading import PostgresReading
from db.roles import operator_url
from db.standing import Standing

_WRONG = "store.sign_in_refused"
_REFUSED = {
    _WRONG: "signin.wrong",
    "store.account_closed": CLOSED,
}


class PostgresSignIn:
    """The door of one database.

    Args:
        url: Address of the database with an account that may read the list of operators.
        files: Where photographs lie.
        demo: Passwords of the demo's operators by login.
        drafts: Where what is being typed is kept on this workstation; None keeps nothing.
        revive: Brings a lost server back and gives its address, which may be another one; None
            where the server is somebody else's to start.
        journal: Where commands wait while the server is gone; None lets none wait.
        keys: Key files of callers' data; see `db.open_store`.
        kept: The store of photographs, where it is another one than `files`.
        look: Looks whether the address is fit for a seat; raises `StoreUnavailable`.
    """

    def __init__(  # every collaborator comes from outside
        self,
        url: URL,
        files: Path,
        demo: Mapping[str, str],
        drafts: Drafts | None = None,
        revive: Callable[[], URL] | None = None,
        journal: Journal | None = None,
        keys: CallerKeys | None = None,
        kept: Files | None = None,
        look: Callable[[Engine], None] | None = None,
    ) -> None:
        self._url = url
        self._files = files
        self._demo = demo
        self._drafts = drafts
        self._revive = revive
        self._journal = journal
        self._keys = keys
        self._kept = kept
        self._look = look
        self._open: list[OpenStore] = []

    def operators(self) -> Sequence[ListedOperator]:
        """Who may sign in here. Raises `StoreUnavailable`."""
        try:
            return self._listed()
        except StoreUnavailable as failure:
            if self._revive is None or not failure.gone:
                raise
        self._bring_back()
        return self._listed()

    def _listed(self) -> Sequence[ListedOperator]:
        engine = read_engine(self._url)
        try:
            if self._look is not None:
                self._look(engine)
            known = PostgresReading(engine, Standing()).operators()
        finally:
            engine.dispose()
        return tuple(
            ListedOperator(operator=operator, demo=operator.login in self._demo)
            for operator in known
        )

    def sign_in(self, login: str, password: str) -> Admission:
        """See `SignIn`."""
        listed = {one.operator.login: one.operator for one in self.operators()}
        operator = listed.get(login)
        if operator is None:
            raise Refusal("signin.wrong")
        known = password or self._demo.get(login, "")
        store = self._opened(login, known)
        self._open.append(store)
        return Admission(
            operator=operator,
            store=store.store,
            reading=store.reading,
            claims=store.claims,
            callers=store.callers,
            feed=store.feed,
            files=store.files,
            keeping=store.keeping,
            drafts=self._drafts,
            journal=self._journal,
            numbers=store.numbers,
            reports=store.reports,
            facts=store.facts,
            integrity=store.integrity,
            past=store.past,
            looks=store.looks,
            schemes=store.schemes,
            publications=store.publications,
            administration=store.administration,
            walls=store.walls,
            revive=None if self._revive is None else self._bring_back,
        )

    def _opened(self, login: str, password: str) -> OpenStore:
        """The store in his name; a wrong password is counted, a right one ends the count."""
        door = command_engine(self._url)
        try:
            _refuse_locked(locked_until(door, login))
            store = open_store(
                operator_url(self._url, login, password),
                files_folder=self._files,
                operator=login,
                keys=self._keys,
                files=self._kept,
            )
        except StoreUnavailable as failure:
            if failure.code == _WRONG:
                _refuse_locked(failed(door, login))
            if failure.code in _REFUSED:
                raise Refusal(_REFUSED[failure.code]) from None
            raise
        finally:
            door.dispose()
        store.keeping.came_in()
        return store

    def close(self) -> None:
        """Give the connections back; again does nothing."""
        while self._open:
            self._open.pop().dispose()

    def _bring_back(self) -> None:
        """The server again; engines that are open find it where it is now."""
        if self._revive is None:
            return
        found = self._revive()
        if found != self._url:
            self._url = found
            for store in tuple(self._open):  # another seat may be coming in
                for engine in store.engines:
                    move_to(engine, found)


def _refuse_locked(until: datetime | None) -> None:
    if until is not None:
        raise Refusal("signin.locked", until=until)
