"""Keeping what is being typed on this machine, so that nothing typed is ever lost. Shapes only.

A draft may hold a caller's data: it is kept encrypted, never logged, and never leaves this machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One form as it was last saved. `text` is JSON; `saved_at` is aware UTC."""

    key: str
    text: str
    saved_at: datetime

    def __repr__(self) -> str:
        """Only its key: what was typed may be personal."""
        return f"Draft({self.key!r})"


class Drafts(Protocol):
    """Drafts by key. All of it survives a killed program; none of it needs the shared store."""

    def save(self, key: str, text: str, at: datetime) -> None:
        """Keep `text` under `key`; an older moment never overwrites a newer one."""

    def load(self, key: str) -> Draft | None:
        """The draft of this key; None when there is none or it cannot be read any more."""

    def discard(self, key: str) -> None:
        """Forget a draft for good; one that is not there is forgotten already."""

    def forget_before(self, at: datetime) -> None:
        """Forget for good what was last saved before `at`: personal data is not hoarded."""

    def all(self) -> Sequence[Draft]:
        """Every readable draft, the newest first."""
