"""Lanes that wait to be told, for what happens between a press and its answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class WaitingLanes:
    """Lanes that hand out their work instead of doing it."""

    orders: list[tuple[Callable[[], Any], Callable[[Any], None], Callable[[Exception], None]]] = (
        field(default_factory=list)
    )

    def ask(
        self, pane: str, work: Any, answer: Callable[[Any], None], failure: Callable[..., None]
    ) -> None:
        """Nothing is read here."""

    def order(
        self,
        work: Callable[[], Any],
        answer: Callable[[Any], None],
        failure: Callable[[Exception], None],
    ) -> None:
        """Keep it."""
        self.orders.append((work, answer, failure))

    def close(self) -> None:
        """Nothing runs."""

    def run(self) -> None:
        """Carry the oldest order out and tell its answer."""
        work, answer, failure = self.orders.pop(0)
        try:
            result = work()
        except Exception as error:
            failure(error)
        else:
            answer(result)


@dataclass
class LateAnswers(WaitingLanes):
    """Lanes that read at once and tell the answers later, of each pane the newest only."""

    answers: dict[str, Callable[[], None]] = field(default_factory=dict)

    def ask(
        self, pane: str, work: Any, answer: Callable[[Any], None], failure: Callable[..., None]
    ) -> None:
        """Read now."""
        result = work()
        self.answers[pane] = lambda: answer(result)

    def tell(self) -> None:
        """Tell what is known; questions that follow from it wait again."""
        known, self.answers = self.answers, {}
        for answer in known.values():
            answer()
