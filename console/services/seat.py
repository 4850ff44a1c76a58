"""Who acts, what time it is and where it is kept: given to every handler, fetched by none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from console.domain.case import Actor
from console.ports.work import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A seat at work: its actor, its clock (aware UTC), its store and its source of command ids."""

    actor: Actor
    now: Callable[[], datetime]
    store: Store
    new_command: Callable[[], str]
