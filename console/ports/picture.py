"""What this workstation keeps of the city's data for a start without the server. Shapes only.

Answers of `ports.reading` alone: callers are in them as masked forms, as on everybody's screen.
"""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from console.domain.organisation import Operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer of the store, and the moment (aware UTC) at which it was asked for."""

    question: Hashable
    answer: Any = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A picture taken up again.

    `as_of` (aware UTC): what an operator had on his screen was true until then; None when nothing
    was ever heard. `drift` is how far the server's clock was ahead of this machine's.
    """

    answers: tuple[Kept, ...] = ()
    as_of: datetime | None = None
    drift: timedelta = timedelta()


class Picture(Protocol):
    """One operator's picture, open; sealed on disk, bounded in size, usable from any thread."""

    def load(self) -> Known:
        """All of it that can be read."""

    def keep(self, answers: Sequence[Kept], as_of: datetime | None, drift: timedelta) -> None:
        """Put newer answers in the place of older ones. The least needed go when it gets large."""


class Pictures(Protocol):
    """The pictures of this workstation. Opening one takes a second: a password is hard to guess."""

    def operators(self) -> Sequence[tuple[Operator, datetime]]:
        """Whose pictures there are, with the moment each one shows."""

    def begin(self, operator: Operator, password: str, at: datetime) -> Picture:
        """The picture of an operator the server has just let in with this password."""

    def open(self, login: str, password: str, at: datetime) -> tuple[Operator, Picture]:
        """The picture of an operator nobody but this workstation can ask about now.

        Raises `Refusal` `signin.not_known_here`, `signin.wrong`, or `signin.local_wait` (seconds)
        after several wrong passwords.
        """

    def wipe(self, login: str) -> None:
        """Forget an operator's picture for good."""

    def keep_only(self, logins: Collection[str]) -> None:
        """Forget the pictures of everybody else."""

    def forget_before(self, at: datetime) -> None:
        """Forget the pictures that show an earlier moment."""
