"""Who acts, what time it is and where it is kept: given to every handler, fetched by none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from console.domain.case import Actor
from console.ports.files import Files
from console.ports.work import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A seat at work: its actor, its clock (aware UTC), its store and its source of command ids.

    `files` is where photographs of an act go that waited for the store; None where none wait.
    """

    actor: Actor
    now: Callable[[], datetime]
    store: Store
    new_command: Callable[[], str]
    files: Files | None = None
