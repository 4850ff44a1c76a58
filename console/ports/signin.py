"""How an operator comes in: the list on the sign-in page, and the door to a store. Shapes only.

Each operator is an account of the database server (issue 2, section 5); a password goes to the
server and is kept nowhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from console.domain.organisation import Operator
from console.ports.administration import Administration
from console.ports.basemaps import TilePlace
from console.ports.drafts import Drafts
from console.ports.facts import FactReading
from console.ports.feed import Feed
from console.ports.files import Files
from console.ports.integrity import IntegrityReading, LookKeeping
from console.ports.journal import Journal, Numbers
from console.ports.picture import Picture
from console.ports.publications import Publications
from console.ports.reading import Reading
from console.ports.reports import Reports
from console.ports.schemes import Schemes
from console.ports.wall import PastReading, WallOrders
from console.ports.work import Callers, Claims, Keeping, Store

CLOSED: Final = "signin.closed"
"""The right password of an account that may not come in."""
TURNED_AWAY: Final = "signin.turned_away"
"""The server is back and does not let in who came in without it: the seat has to be left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOperator:
    """An operator on the sign-in page; `demo` signs in with one key and no password.

    `known_at` (aware UTC): the server is gone, and this workstation knows what he saw at that
    moment; None while the server answers.
    """

    operator: Operator
    demo: bool = False
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What a signed-in operator works with, over connections of his own account.

    `drafts` and `journal` are of this workstation; None keeps none. `revive` brings a lost store
    back that is this workstation's own to start; None where it is somebody else's. It may take a
    minute, is never called on the window's thread, and raises `StoreUnavailable` when it cannot.
    `administration` refuses whoever is no administrator when it is asked.
    `tiles` is what the workstation keeps of basemaps.
    `picture` is where a later start without the server finds what was known. `local`: he came in by
    it; the store does not answer before `revive` has brought it, and that may also raise `Refusal`
    `TURNED_AWAY`.
    """

    operator: Operator
    store: Store
    reading: Reading
    claims: Claims
    callers: Callers
    feed: Feed
    files: Files
    keeping: Keeping
    drafts: Drafts | None = None
    revive: Callable[[], None] | None = None
    journal: Journal | None = None
    numbers: Numbers | None = None
    administration: Administration | None = None
    reports: Reports | None = None
    facts: FactReading | None = None
    integrity: IntegrityReading | None = None
    looks: LookKeeping | None = None
    schemes: Schemes | None = None
    publications: Publications | None = None
    walls: WallOrders | None = None
    picture: Picture | None = None
    past: PastReading | None = None
    tiles: TilePlace | None = None
    local: bool = False


class SignIn(Protocol):
    """The door. All three may take a second and are never called on the window's thread."""

    def operators(self) -> Sequence[ListedOperator]:
        """Who may sign in here. Raises `StoreUnavailable`."""

    def sign_in(self, login: str, password: str) -> Admission:
        """Connect as this operator; a demo operator needs no password.

        Raises `Refusal` `signin.wrong` (login or password), `CLOSED`, `signin.locked` after too
        many wrong passwords (fact `until`, aware UTC), or `StoreUnavailable`.
        """

    def close(self) -> None:
        """Give the connections back; again does nothing."""
