"""One thing of the administration being made or changed, or a further act on it.

What is typed lives by the field; a field that was not touched shows what the server has, also when
that was changed meanwhile. Fields changed here and there are told apart in `clash`, and both values
stand until one is chosen. Secrets are never kept.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from console.viewmodels.administration_sections import FurtherAct, Section, fitted
from console.viewmodels.administration_things import (
    EDIT,
    NEW,
    SHANGHAI,
    AskedField,
    EntryKind,
    Order,
    ThingRow,
)
from console.viewmodels.desk import Desk
from console.viewmodels.form_draft import FormDraft

LENT_FOR: Final = timedelta(hours=8)
"""How long a post is lent unless another moment is chosen: one shift."""
BEGINS: Final = "valid_from"


class AdministrationForm(FormDraft):
    """Signals: `changed` when what is shown changed from outside; `restored` as in `FormDraft`."""

    def __init__(
        self, desk: Desk, section: Section, thing: ThingRow | None, act: FurtherAct | None = None
    ) -> None:
        """`thing` None makes a new one; `act` is a further act on the thing.

        What it `does` is `edit`, `new`, or the id of the further act.
        """
        does = act.id if act is not None else NEW if thing is None else EDIT
        key = thing.key if thing is not None else ""
        super().__init__(desk, "administration", f"{section.id}:{does}:{key}")
        self.section, self.thing, self.act, self.does = section, thing, act, does
        self._typed: dict[str, Any] = {}
        self._base: Mapping[str, Any] = dict(thing.values) if thing is not None else {}
        self.clash: dict[str, Any] = {}
        self.fields = self._fields()

    @property
    def key(self) -> str:
        """The key of the thing, "" for a new one."""
        return self.thing.key if self.thing is not None else ""

    def _fields(self) -> tuple[AskedField, ...]:
        """What is asked for, in order; what is given once only while the thing is made."""
        if self.act is not None:
            return self.act.fields
        asked = self.section.fields
        if self.thing is None:
            return asked
        return tuple(fitted(self.section, one, self.key) for one in asked if not one.fixed)

    # --- values -----------------------------------------------------------------------------------

    def value(self, name: str) -> Any:
        """What was typed or chosen, else what the server has, else how a new thing begins."""
        if name in self._typed:
            return self._typed[name]
        if self.act is None and name in self._base:
            return self._base[name]
        return self._beginning(name)

    def put(self, name: str, value: object) -> None:
        """Take what was typed or chosen; what stands there anyway is nothing typed."""
        if not _same(value, self.value(name)):
            self._typed[name] = value
            self.typed(name)

    @property
    def dirty(self) -> tuple[str, ...]:
        """Fields whose value differs from the server's, in order."""
        names = (one.name for one in self.fields if one.name in self._typed)
        if self.act is not None or self.thing is None:
            return tuple(names)
        return tuple(one for one in names if not _same(self._typed[one], self._base.get(one)))

    def order(self) -> Order:
        """What this form wants done, over the version it was shown."""
        return Order(
            does=self.does,
            key=self.key,
            version=self.thing.version if self.thing is not None else 0,
            values={one.name: self.value(one.name) for one in self.fields},
            kept=dict(self._base) if self.act is None else {},
        )

    def missing(self) -> tuple[str, ...]:
        """Required fields that are still empty, in order."""
        return tuple(
            one.name
            for one in self.fields
            if one.required and self.value(one.name) in (None, "", [])
        )

    def wrong(self) -> Mapping[str, str]:
        """Fields that cannot be right whatever the server says: name and code of the sentence."""
        password, again = self._typed.get("password"), self._typed.get("again")
        if password and again and password != again:
            return {"again": "administration.wrong.again"}
        return {}

    # --- the server's side ------------------------------------------------------------------------

    def rebase(self, thing: ThingRow) -> None:
        """The server has something newer: untouched fields follow, doubly changed ones clash."""
        before, self._base = self._base, dict(thing.values)
        newer = self.thing is not None and thing.version != self.thing.version
        self.thing = thing
        if newer and self.act is None:
            for name in [one.name for one in self.fields if one.name in self._typed]:
                theirs = self._base.get(name)
                if not _same(theirs, before.get(name)):
                    self.clash[name] = theirs
                if _same(theirs, self._typed[name]):
                    self.clash.pop(name, None)
        self.changed.emit()

    def take_theirs(self, name: str) -> None:
        """Give up what was typed here for what the server has."""
        self._typed.pop(name, None)
        self._by_hand.discard(name)
        self.clash.pop(name, None)
        self.keeper.touch()
        self.changed.emit()

    # --- the draft --------------------------------------------------------------------------------

    def content(self) -> Mapping[str, Any]:
        """What was typed, without secrets."""
        kinds = {one.name: one.kind for one in self.fields}
        typed = self._typed.items()
        return {name: value for name, value in typed if kinds.get(name) is not EntryKind.HIDDEN}

    def take_back(self, content: Mapping[str, Any]) -> None:
        """What was typed before comes back, except where something is being typed already."""
        for asked in self.fields:
            if asked.name in content and asked.name not in self._typed:
                self._typed[asked.name] = content[asked.name]
                self._by_hand.add(asked.name)
        self.touched = True

    def _beginning(self, name: str) -> Any:
        asked = next((one for one in self.fields if one.name == name), None)
        now = self.desk.now()
        if asked is None:
            return None
        if asked.kind is EntryKind.MOMENT:
            whole = now.replace(second=0, microsecond=0)
            at = whole if name == BEGINS else whole + LENT_FOR
            return at.astimezone(UTC).isoformat()
        if asked.kind is EntryKind.DAY and asked.required:
            return _day_of(now).isoformat()
        return _EMPTY.get(asked.kind, asked.choices[0] if asked.choices else "")


_EMPTY: Final[Mapping[EntryKind, Any]] = {
    EntryKind.MANY: [],
    EntryKind.LISTED: [],
    EntryKind.FLAG: True,
    EntryKind.LIMIT: "30 minute",
}
"""How a field of a new thing begins, where it is not empty words."""


def _day_of(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()


def _same(one: Any, other: Any) -> bool:
    """Whether two values are read as the same: nothing is nothing, however it is written."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    one, other = (list(each) if isinstance(each, tuple) else each for each in (one, other))
    return bool(one == other) or (not one and not other)
