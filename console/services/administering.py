"""The administrator's work: look at what the city keeps, change it, take a change back.

The page's one door. Fields are checked here (`domain.administration`), so that what is refused
names the field; what must never happen is refused by the store too.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from console.domain.administration import (
    FORMS,
    REMOVABLE,
    SETTINGS,
    Subject,
    check,
    check_password,
    complete,
)
from console.domain.catalogue import GBT30428
from console.domain.refusal import Refusal
from console.ports.administration import (
    Account,
    Administration,
    Change,
    Look,
    Thing,
    Value,
    Wish,
)
from console.ports.reading import Reading
from console.services.basemap_list import BasemapList, asked, told
from console.services.standards_import import Offer, begins_again, read_offer


class Administering:
    """An administrator's seat.

    Args:
        store: The administrator's side of the store, in his own name.
        reading: What every seat may read.
        now: The clock (aware UTC).
    """

    def __init__(
        self, store: Administration, reading: Reading, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._basemaps = BasemapList(store)
        self._reading = reading
        self._now = now

    def things(self, subject: Subject) -> Sequence[Thing]:
        """All things of a subject; settings never set are there with what holds by default.

        Settings no administrator chooses (marks of the demo, the map's ground) are left out.
        """
        if subject is Subject.BASEMAP:
            return self._basemaps.things()
        found = self._store.things(subject)
        if subject is not Subject.SETTING:
            return found
        kept = {one.key: one for one in found}
        return tuple(kept.get(name) or _plain(name, value) for name, (_, value) in SETTINGS.items())

    def history(self, look: Look) -> Sequence[Change]:
        """The register, newest first."""
        return tuple(told(one) for one in self._store.history(asked(look)))

    def accounts(self) -> Sequence[Account]:
        """How each operator can sign in."""
        return self._store.accounts()

    def change(self, wish: Wish) -> Change:
        """Check and make one change; its value holds every field of the form.

        Raises `Refusal` as `domain.administration.check` and `Administration.change`, `admin.kept`
        for what is never removed, `admin.past` for a post lent until a moment that is over, and as
        `BasemapList.change`.
        """
        if wish.value is None:
            if wish.subject not in REMOVABLE:
                raise Refusal("admin.kept")
            return self._change(wish)
        value = complete(wish.subject, formed(wish.subject, wish.value))
        check(wish.subject, value)
        self._refuse_past(value)
        return self._change(replace(wish, value=value, reason=wish.reason.strip()))

    def _change(self, wish: Wish) -> Change:
        basemap = wish.subject is Subject.BASEMAP
        return self._basemaps.change(wish) if basemap else self._store.change(wish)

    def _refuse_past(self, value: Value) -> None:
        until = value.get("valid_until")
        if until is not None and datetime.fromisoformat(str(until)) <= self._now():
            raise Refusal("admin.past", field="valid_until")

    def undo(self, change: Change, reason: str = "") -> Change:
        """Put back what a change replaced; former standards come back as a new version.

        Raises `Refusal` as `Administration.undo`.
        """
        if change.subject is not Subject.STANDARDS:
            return told(self._store.undo(change.id, reason.strip()))
        if change.before is None or not change.undoable:
            raise Refusal("admin.not_undoable")
        former = self._store.standards(int(str(change.before["version"])))
        again = begins_again(former, self._reading, self._now())
        return self._store.put_standards(again, reason.strip(), undoes=change.id)

    def set_password(self, login: str, password: str, reason: str = "") -> Change:
        """Give an operator an account or another password. Raises `Refusal` `admin.password`."""
        check_password(login, password)
        return self._store.set_password(login, password, reason.strip())

    def unlock(self, login: str, reason: str = "") -> Change:
        """Let a locked operator in before the time. Raises `Refusal` `admin.not_locked`."""
        return self._store.unlock(login, reason.strip())

    def read_standards(self, file: Path, scheme: str = GBT30428) -> Offer:
        """What a workbook would change. Raises `Refusal` `book.*`."""
        return read_offer(file, self._reading, self._now(), scheme)

    def put_standards(self, offer: Offer, reason: str = "") -> Change:
        """Keep what a workbook offers.

        Raises `Refusal` `admin.nothing` where it changes nothing, `admin.stale` when others kept a
        version since it was read.
        """
        if not offer.changes:
            raise Refusal("admin.nothing")
        return self._store.put_standards(offer.after, reason.strip())


def formed(subject: Subject, value: Value) -> dict[str, object]:
    """The fields of the form among those of a thing; what the store adds by itself is left out."""
    own = {"given_by", "version"}
    named = {field.name for field in FORMS[subject]}
    return {name: one for name, one in value.items() if name in named or name not in own}


def _plain(name: str, value: str) -> Thing:
    return Thing(subject=Subject.SETTING, key=name, version=0, value={"name": name, "value": value})
