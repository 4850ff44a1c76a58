"""Stock phrases of a gesture: the operators' own, most used first."""

from collections.abc import Callable, Sequence

from console.domain.stage import Move
from console.viewmodels.desk import Desk

MOST = 9
"""As many as there are digits after Ctrl+T."""


TITLE_END = "｜"
"""A kept phrase may begin with a short title for its button, up to this sign."""


def parted(phrase: str) -> tuple[str, str]:
    """Title and words of a kept phrase; one without a title is its own."""
    title, sign, words = phrase.partition(TITLE_END)
    return (title.strip(), words.strip()) if sign else (phrase.strip(), phrase.strip())


def ask_phrases(
    desk: Desk, move: Move, answer: Callable[[tuple[str, ...]], None], *, titled: bool = False
) -> None:
    """Ask for the phrases of a gesture; at most nine, each once, with their titles if wanted."""

    def told(found: Sequence[str]) -> None:
        texts = (text.strip() if titled else parted(text)[1] for text in found)
        answer(tuple(dict.fromkeys(text for text in texts if text))[:MOST])

    desk.ask(f"phrases.{move.value}", lambda reading: reading.phrases(move.value), told)
