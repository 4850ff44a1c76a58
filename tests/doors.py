"""The door of sign-in in memory: lets in whoever says the right word."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from console.domain.refusal import Refusal
from console.ports.signin import Admission, ListedOperator
from tests.fake_reading import FakeCallers, FakeClaims, FakeFeed, FakeFiles, FakeKeeping
from tests.fakes import FakeStore
from tests.rows import NOW
from tests.screens import a_reading, an_operator


@dataclass
class FakeDoor:
    """Lets in whoever says the right word."""

    demo: bool = True
    failure: Exception | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)

    def operators(self) -> Sequence[ListedOperator]:
        return [ListedOperator(operator=an_operator(), demo=self.demo)]

    def sign_in(self, login: str, password: str) -> Admission:
        self.asked.append((login, password))
        if self.failure is not None:
            raise self.failure
        if not self.demo and password != "right":
            raise Refusal("signin.wrong")
        reading = a_reading()
        return Admission(
            operator=an_operator(),
            store=FakeStore(city=reading.city, standards=reading.standards),
            reading=reading,
            claims=FakeClaims(reading),
            callers=FakeCallers(),
            feed=FakeFeed(lambda: NOW),
            files=FakeFiles(),
            keeping=FakeKeeping(),
        )

    def close(self) -> None:
        """Nothing is open."""
