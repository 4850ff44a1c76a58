"""What was last known: answers of the store, remembered and given again without it (断线).

Every answer is kept under its question; moments in a question do not count, because the same
question a minute later is the same question. An answer of long ago goes when there are too many.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Final, cast

from console.domain.case import CaseId
from console.ports.errors import StoreUnavailable
from console.ports.reading import Reading

MOST: Final = 2_000
NEVER: Final = frozenset({"server_time"})
"""Questions whose old answer would be a lie."""


class LastKnown:
    """Answers by question; may be used from any thread."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def listening(self, reading: Reading) -> Reading:
        """`reading`, whose answers are remembered."""
        return cast("Reading", _Listening(reading, self))

    @property
    def remembered(self) -> Reading:
        """A reading that knows only what it heard. Raises `StoreUnavailable` for anything else."""
        return cast("Reading", _Remembered(self))

    def ask(
        self, question: Callable[[Reading], Any], reading: Reading, *, lost: bool
    ) -> tuple[Any, bool | None]:
        """The answer of `reading`, else the last known one, which goes first while it is gone.

        Beside it whether the store is lost now; None when it was not asked. Raises
        `StoreUnavailable` when nobody knows.
        """
        if lost:
            with suppress(StoreUnavailable):
                return question(self.remembered), None
        try:
            return question(self.listening(reading)), False
        except StoreUnavailable:
            return question(self.remembered), True

    def number_of(self, case: CaseId | None, seat: str) -> str:
        """The number of a case whose card was read; "" of any other."""
        if case is None:
            return ""
        try:
            return self.remembered.detail(case, seat).case.number
        except StoreUnavailable:
            return ""

    def keep(self, question: Hashable, answer: Any) -> None:
        """Remember an answer, the newest of its question."""
        with self._lock:
            self._answers[question] = answer
            self._answers.move_to_end(question)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)

    def answer(self, question: Hashable) -> Any:
        """The last answer. Raises `StoreUnavailable` when there was none."""
        with self._lock:
            if question not in self._answers:
                raise StoreUnavailable("store.lost")
            return self._answers[question]


@dataclass(frozen=True, slots=True)
class _Listening:
    reading: Reading
    known: LastKnown

    def __getattr__(self, name: str) -> Callable[..., Any]:
        ask = getattr(self.reading, name)

        def asked(*arguments: Any, **named: Any) -> Any:
            answer = ask(*arguments, **named)
            if name not in NEVER:
                self.known.keep(_question(name, arguments, named), answer)
            return answer

        return asked


@dataclass(frozen=True, slots=True)
class _Remembered:
    known: LastKnown

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def asked(*arguments: Any, **named: Any) -> Any:
            return self.known.answer(_question(name, arguments, named))

        return asked


def _question(name: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> Hashable:
    return (name, _plain(arguments), tuple((key, _plain(named[key])) for key in sorted(named)))


def _plain(value: Any) -> Hashable:
    if isinstance(value, datetime):
        return None
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return tuple(_plain(one) for one in value)
    return cast("Hashable", value)
