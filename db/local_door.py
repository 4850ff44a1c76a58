"""`ports.signin` that lets an operator in without the server, by his picture on this workstation.

Whoever comes in so works with a store that does not answer yet. It knocks at the real door with
his password, which is kept in memory only, until the server is back; then it is that store.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final, cast

from console.domain.refusal import Refusal
from console.ports.drafts import Drafts
from console.ports.errors import StoreUnavailable
from console.ports.files import Files
from console.ports.journal import Journal
from console.ports.picture import Pictures
from console.ports.signin import CLOSED, TURNED_AWAY, Admission, ListedOperator, SignIn

KEPT_FOR: Final = timedelta(days=7)
"""How long a picture is kept that its operator does not renew by coming in."""
_CHANGED: Final = frozenset({"signin.wrong", CLOSED})
"""Refusals that say more than «not now»."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workstation:
    """What works here without the server. `demo` holds passwords of a demo's operators."""

    pictures: Pictures
    files: Files
    drafts: Drafts | None = None
    journal: Journal | None = None
    demo: Mapping[str, str]

    def __repr__(self) -> str:
        """Nothing secret."""
        return "Workstation(…)"


class LocalDoor:
    """The door of a city's server, and of this workstation while nobody answers there."""

    def __init__(self, door: SignIn, here: Workstation, now: Callable[[], datetime]) -> None:
        """`now` is this machine's clock (aware UTC)."""
        self._door, self._here, self._now = door, here, now
        here.pictures.forget_before(now() - KEPT_FOR)

    def operators(self) -> Sequence[ListedOperator]:
        """See `SignIn`. Without the server those who may come in here.

        Raises `StoreUnavailable` "store.no_picture" when nobody may.
        """
        try:
            listed = self._door.operators()
        except StoreUnavailable as failure:
            if not failure.gone:
                raise
            return self._known()
        self._here.pictures.keep_only({one.operator.login for one in listed})
        return listed

    def _known(self) -> Sequence[ListedOperator]:
        known = self._here.pictures.operators()
        if not known:
            raise StoreUnavailable("store.no_picture")
        demo = self._here.demo
        return tuple(
            ListedOperator(operator=operator, demo=operator.login in demo, known_at=at)
            for operator, at in known
        )

    def sign_in(self, login: str, password: str) -> Admission:
        """See `SignIn`. Raises also what `Pictures.open` does."""
        known = password or self._here.demo.get(login, "")
        try:
            admission = self._door.sign_in(login, known)
        except StoreUnavailable as failure:
            if not failure.gone:
                raise
            return self._by_picture(login, known)
        except Refusal as refusal:
            if refusal.code == CLOSED:
                self._here.pictures.wipe(login)
            raise
        picture = self._here.pictures.begin(admission.operator, known, self._now())
        return replace(admission, picture=picture)

    def _by_picture(self, login: str, password: str) -> Admission:
        here = self._here
        operator, picture = here.pictures.open(login, password, self._now())
        late = _Late(lambda: self._door.sign_in(login, password), lambda: here.pictures.wipe(login))
        return Admission(
            operator=operator,
            store=late.part("store"),
            reading=late.part("reading"),
            claims=late.part("claims"),
            callers=late.part("callers"),
            feed=late.part("feed"),
            files=here.files,
            keeping=late.part("keeping"),
            drafts=here.drafts,
            journal=here.journal,
            numbers=late.part("numbers"),
            reports=late.part("reports"),
            facts=late.part("facts"),
            integrity=late.part("integrity"),
            past=late.part("past"),
            looks=late.part("looks"),
            schemes=late.part("schemes"),
            administration=late.part("administration"),
            revive=late.knock,
            picture=picture,
            local=True,
        )

    def close(self) -> None:
        """See `SignIn`."""
        self._door.close()


class _Late:
    """An admission that is still to come; may be used from any thread."""

    def __init__(self, sign_in: Callable[[], Admission], wipe: Callable[[], None]) -> None:
        self._sign_in, self._wipe = sign_in, wipe
        self._lock = Lock()
        self._turned_away = False
        self.admission: Admission | None = None

    def knock(self) -> None:
        """Come in now. Raises `StoreUnavailable`.

        Raises `Refusal` `TURNED_AWAY`, once. His password was right here: if it is not there, it
        was changed since or he may not come in any more, and what it opens here goes. Nobody knocks
        again: each try would count as a failure of his.
        """
        with self._lock:
            if self.admission is not None:
                if self.admission.revive is not None:
                    self.admission.revive()
                return
            if self._turned_away:
                raise StoreUnavailable("store.lost")
            try:
                self.admission = self._sign_in()
            except Refusal as refusal:
                self._turned_away = True
                if refusal.code in _CHANGED:
                    self._wipe()
                raise Refusal(TURNED_AWAY) from None

    def part(self, name: str) -> Any:
        """A port of the admission; until then it does not answer."""
        return _Part(self, name)


@dataclass(frozen=True, slots=True)
class _Part:
    late: _Late
    name: str

    def __getattr__(self, asked: str) -> Any:
        admission = self.late.admission
        if admission is None:
            raise StoreUnavailable("store.lost")
        return getattr(cast("Any", getattr(admission, self.name)), asked)
