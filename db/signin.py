"""`ports.signin` over PostgreSQL: every operator is a login of the database server.

The demo's operators come in without typing: their passwords are handed in by whoever made them. A
typed password goes to the server and is kept nowhere.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import URL

from console.domain.refusal import Refusal
from console.ports.drafts import Drafts
from console.ports.errors import StoreUnavailable
from console.ports.signin import Admission, ListedOperator
from db import OpenStore, open_store
from db.engine import read_engine
from db.reading import PostgresReading
from db.roles import operator_url
from db.standing import Standing

_WRONG = "store.sign_in_refused"


class PostgresSignIn:
    """The door of one database.

    Args:
        url: Address of the database with an account that may read the list of operators.
        files: Where photographs lie.
        demo: Passwords of the demo's operators by login.
        drafts: Where what is being typed is kept on this workstation; None keeps nothing.
    """

    def __init__(
        self, url: URL, files: Path, demo: Mapping[str, str], drafts: Drafts | None = None
    ) -> None:
        self._url = url
        self._files = files
        self._demo = demo
        self._drafts = drafts
        self._open: list[OpenStore] = []

    def operators(self) -> Sequence[ListedOperator]:
        """Who may sign in here. Raises `StoreUnavailable`."""
        engine = read_engine(self._url)
        try:
            known = PostgresReading(engine, Standing()).operators()
        finally:
            engine.dispose()
        return tuple(
            ListedOperator(operator=operator, demo=operator.login in self._demo)
            for operator in known
        )

    def sign_in(self, login: str, password: str) -> Admission:
        """Connect as this operator. Raises `Refusal` `signin.wrong`, or `StoreUnavailable`."""
        listed = {one.operator.login: one.operator for one in self.operators()}
        operator = listed.get(login)
        if operator is None:
            raise Refusal("signin.wrong")
        known = password or self._demo.get(login, "")
        try:
            store = open_store(
                operator_url(self._url, login, known), files_folder=self._files, operator=login
            )
        except StoreUnavailable as failure:
            if failure.code == _WRONG:
                raise Refusal("signin.wrong") from None
            raise
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
        )

    def close(self) -> None:
        """Give the connections back; again does nothing."""
        while self._open:
            self._open.pop().dispose()
