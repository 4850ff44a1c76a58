"""How a viewmodel that makes list rows asks for words; the catalogue belongs to the views."""

from typing import Protocol


class Say(Protocol):
    """The sentence of a code with its facts filled in."""

    def __call__(self, code: str, **facts: object) -> str:
        """Say it in the operator's language."""
