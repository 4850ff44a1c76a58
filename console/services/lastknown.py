"""What was last known: answers of the store, remembered and given again without it (断线).

Every answer is kept under its question; moments in a question do not count, because the same
question a minute later is the same question. An answer of long ago goes when there are too many.
Rows and proposed units are also known case by case, whatever list they came in. What a workstation
keeps of it beyond its end is told by `fresh`; where that lies is `ports.picture`.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, Final, cast

from console.domain.case import CaseId
from console.ports.errors import StoreUnavailable
from console.ports.picture import Kept, Known
from console.ports.reading import Reading
from console.ports.rows import CaseRow, LikelyUnit, QueueFilter

MOST: Final = 2_000
MOST_PIECES: Final = 30_000
"""Rows known one by one: about as many cases as are open in a large city. The oldest go first."""
NEVER: Final = frozenset(
    {"server_time", "inspector_rows", "ended_pins", "component_pins", "cell_cases"}
)
"""Questions whose old answer would be a lie, whose answers are of people's whereabouts, or large
and of one look only."""
_TYPED: Final = frozenset({"search", "similar", "places", "find_number", "reveals"})
"""Never kept on disk: what somebody typed, be it a caller's telephone, and who was revealed."""
_PIECES: Final = {"rows": "rows", "open_rows": "rows", "likely_units": "likely_units"}
"""Questions whose answers are also known case by case, and by which question."""
_WHOLE: Final = "open_rows"
"""The question that tells of every open case."""
_Piece = CaseRow | LikelyUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer, and whether the store is lost now (None: it was not asked).

    `at`: the moment of the oldest part that was only remembered; None when the store answered.
    """

    found: Any
    lost: bool | None
    at: datetime | None = None


class LastKnown:
    """Answers by question; may be used from any thread."""

    def __init__(
        self,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        most: int = MOST,
        most_pieces: int = MOST_PIECES,
    ) -> None:
        self._now, self._most, self._most_pieces = now, most, most_pieces
        self._answers: OrderedDict[Hashable, tuple[Any, datetime]] = OrderedDict()
        self._pieces: OrderedDict[tuple[str, CaseId], tuple[_Piece, datetime]] = OrderedDict()
        self._fresh: set[Hashable] = set()
        self._lock = Lock()
        self.as_of: datetime | None = None
        """What was shown was true until then; None before the store was ever heard."""
        self.drift = timedelta()
        """How far the server's clock is ahead of this machine's."""

    # --- asking -----------------------------------------------------------------------------------

    def listening(self, reading: Reading) -> Reading:
        """`reading`, whose answers are remembered."""
        return cast("Reading", _Listening(reading, self))

    @property
    def remembered(self) -> Reading:
        """A reading that knows only what it heard. Raises `StoreUnavailable` for anything else."""
        return cast("Reading", _Remembered(self, []))

    def ask(self, question: Callable[[Reading], Any], reading: Reading, *, lost: bool) -> Answer:
        """The answer of `reading`, else the last known one, which goes first while it is gone.

        Raises `StoreUnavailable` when nobody knows.
        """
        if lost:
            with suppress(StoreUnavailable):
                return self._recalled(question, lost=None)
        try:
            return Answer(found=question(self.listening(reading)), lost=False)
        except StoreUnavailable:
            return self._recalled(question, lost=True)

    def _recalled(self, question: Callable[[Reading], Any], *, lost: bool | None) -> Answer:
        used: list[datetime] = []
        found = question(cast("Reading", _Remembered(self, used)))
        return Answer(found=found, lost=lost, at=min(used, default=None))

    def beside(self, reading: Reading, question: str, ask: Callable[[], Any]) -> Any:
        """What is asked of something else than a reading, in a question that was given `reading`.

        Raises `StoreUnavailable`.
        """
        if isinstance(reading, _Remembered):
            return self.answer(question, reading.used)
        at = self.now()
        answer = ask()
        self.keep(question, answer, at)
        return answer

    def number_of(self, case: CaseId | None, seat: str) -> str:
        """The number of a case whose card was read; "" of any other."""
        if case is None:
            return ""
        try:
            return self.remembered.detail(case, seat).case.number
        except StoreUnavailable:
            return ""

    def card_read_at(self, case: CaseId, seat: str) -> datetime | None:
        """The moment a case's card was read last; None of one that never was."""
        used: list[datetime] = []
        with suppress(StoreUnavailable):
            self.answer(_question("detail", (case, seat), {}), used)
        return used[0] if used else None

    # --- keeping ----------------------------------------------------------------------------------

    def now(self) -> datetime:
        """The moment answers asked for now are true for."""
        return self._now()

    def keep(self, question: Hashable, answer: Any, at: datetime) -> None:
        """Remember an answer, the newest of its question."""
        with self._lock:
            self._put(question, answer, at)
            self._fresh.add(question)

    def _put(self, question: Hashable, answer: Any, at: datetime) -> None:
        self._answers[question] = (answer, at)
        self._answers.move_to_end(question)
        if isinstance(question, tuple) and question[0] in _PIECES:
            if question[0] == _WHOLE:
                self._forget_ended({piece.id for piece in answer}, at)
            for piece in answer:
                key = (_PIECES[question[0]], piece.id)
                known = self._pieces.get(key)
                if known is None or known[1] <= at:
                    self._pieces[key] = (piece, at)
                    self._pieces.move_to_end(key)
        while len(self._pieces) > self._most_pieces:
            self._pieces.popitem(last=False)
        while len(self._answers) > self._most:
            gone, _answer = self._answers.popitem(last=False)
            self._fresh.discard(gone)

    def _forget_ended(self, still_open: set[CaseId], at: datetime) -> None:
        """All open cases were told: what is known from before of another is of no open case."""
        gone = [
            key
            for key, (_piece, since) in self._pieces.items()
            if key[1] not in still_open and since < at
        ]
        for key in gone:
            del self._pieces[key]

    def answer(self, question: Hashable, used: list[datetime]) -> Any:
        """The last answer; its moment goes to `used`. Raises `StoreUnavailable` without one."""
        with self._lock:
            if question in self._answers:
                found, at = self._answers[question]
                used.append(at)
                return found
            if isinstance(question, tuple) and question[0] in _PIECES.values():
                return self._known_pieces(question, used)
            raise StoreUnavailable("store.lost")

    def _known_pieces(self, question: tuple[Any, ...], used: list[datetime]) -> tuple[_Piece, ...]:
        keys = [(question[0], case) for case in question[1][0]]
        found = [self._pieces[key] for key in keys if key in self._pieces]
        if not found:
            raise StoreUnavailable("store.lost")
        used.extend(at for _piece, at in found)
        return tuple(piece for piece, _at in found)

    # --- beyond the end ---------------------------------------------------------------------------

    def fresh(self) -> tuple[Kept, ...]:
        """What came since the last call and may be kept on disk."""
        with self._lock:
            names = [one for one in self._answers if one in self._fresh and _may_stay(one)]
            self._fresh.clear()
            kept = [(one, *self._answers[one]) for one in names]
        return tuple(Kept(question=one, answer=answer, at=at) for one, answer, at in kept)

    def take_up(self, known: Known) -> None:
        """Go on from what was kept, the oldest first."""
        with self._lock:
            for one in sorted(known.answers, key=lambda kept: kept.at):
                self._put(one.question, one.answer, one.at)
        self.as_of, self.drift = known.as_of, known.drift


@dataclass(frozen=True, slots=True)
class _Listening:
    reading: Reading
    known: LastKnown

    def __getattr__(self, name: str) -> Callable[..., Any]:
        ask = getattr(self.reading, name)

        def asked(*arguments: Any, **named: Any) -> Any:
            at = self.known.now()
            answer = ask(*arguments, **named)
            if name not in NEVER:
                self.known.keep(_question(name, arguments, named), answer, at)
            return answer

        return asked


@dataclass(frozen=True, slots=True)
class _Remembered:
    known: LastKnown
    used: list[datetime]

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def asked(*arguments: Any, **named: Any) -> Any:
            return self.known.answer(_question(name, arguments, named), self.used)

        return asked


def _question(name: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> Hashable:
    return (name, _plain(arguments), tuple((key, _plain(named[key])) for key in sorted(named)))


def _plain(value: Any) -> Hashable:
    if isinstance(value, datetime):
        return None
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return tuple(_plain(one) for one in value)
    return cast("Hashable", value)


def _may_stay(question: Hashable) -> bool:
    """Whether an answer may lie on this machine: nothing that was typed to find somebody."""
    if not isinstance(question, tuple):
        return True
    name, arguments, _named = question
    typed = any(isinstance(one, QueueFilter) and one.text for one in arguments)
    return name not in _TYPED and not typed
