"""Stock phrases of a gesture: the operators' own, most used first."""

from collections.abc import Callable, Sequence

from console.domain.stage import Move
from console.viewmodels.desk import Desk

MOST = 9
"""As many as there are digits after Ctrl+T."""


def ask_phrases(desk: Desk, move: Move, answer: Callable[[tuple[str, ...]], None]) -> None:
    """Ask for the phrases of a gesture; at most nine, each once."""

    def told(found: Sequence[str]) -> None:
        answer(tuple(dict.fromkeys(text.strip() for text in found if text.strip()))[:MOST])

    desk.ask(f"phrases.{move.value}", lambda reading: reading.phrases(move.value), told)
