"""A picture in memory, and a door that lets in by it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from console.ports.errors import StoreUnavailable
from console.ports.picture import Kept, Known
from console.ports.reading import Reading
from console.ports.signin import Admission, ListedOperator
from tests.doors import FakeDoor
from tests.rows import NOW
from tests.screens import an_operator


@dataclass
class PictureInMemory:
    """`Picture` in a list."""

    known: Known = field(default_factory=Known)

    def load(self) -> Known:
        return self.known

    def keep(self, answers: Sequence[Kept], as_of: datetime | None, drift: timedelta) -> None:
        newer = {one.question: one for one in (*self.known.answers, *answers)}
        self.known = Known(answers=tuple(newer.values()), as_of=as_of, drift=drift)


class SilentReading:
    """A reading whose server does not answer."""

    def __getattr__(self, _question: str) -> Any:
        raise StoreUnavailable("store.lost")


@dataclass
class LocalDoorInMemory(FakeDoor):
    """A door whose server is gone: an operator comes in by his picture."""

    picture: PictureInMemory = field(default_factory=PictureInMemory)

    def operators(self) -> Sequence[ListedOperator]:
        return [ListedOperator(operator=an_operator(), demo=self.demo, known_at=NOW)]

    def sign_in(self, login: str, password: str) -> Admission:
        given = super().sign_in(login, password)
        silent = cast("Reading", SilentReading())
        return Admission(
            operator=given.operator,
            store=given.store,
            reading=silent,
            claims=given.claims,
            callers=given.callers,
            feed=given.feed,
            files=given.files,
            keeping=given.keeping,
            picture=self.picture,
            local=True,
        )
