"""Everything that was changed in the administration: who, when, before and after; and undoing it.

An undo is a new change that puts the old values back, never a deletion. The newest page is read
first; the next one when its end is reached, and all of them where words are looked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.administration import SETTINGS, Deed, Subject
from console.domain.refusal import Refusal
from console.ports.administration import Change, Look
from console.services.administering import Administering
from console.services.basemap_list import LAYER, field_of
from console.viewmodels.administration_sections import SECTION_OF, fitted, thing_name
from console.viewmodels.administration_things import ValueWords, moment_words
from console.viewmodels.answering import while_alive
from console.viewmodels.columns import Column
from console.viewmodels.desk import Desk
from console.viewmodels.keyed_table import KeyedTable
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.words import Say

SPANS: Final[Mapping[str, timedelta | None]] = {
    "day": timedelta(days=1),
    "month": timedelta(days=31),
    "all": None,
}
"""How far back the history goes, by the code of the choice."""
PAGE: Final = 200
"""Changes that are read at once."""
COUNTED: Final = {"categories": "category_count", "conditions": "condition_count"}
"""What a version of the standards tells of itself, by the names it has there."""
VALUED: Final = frozenset({Deed.PUT, Deed.REMOVE, Deed.UNDO})


_Read = tuple[tuple[Change, ...], bool]
"""The newest changes, and whether there may be older ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field before and after, in words; "" for nothing."""

    field: str
    before: str
    after: str


class AdministrationHistory(QObject):
    """Signals: `shown` other rows; `undone` (Change) a change was taken back."""

    shown = Signal()
    undone = Signal(object)

    def __init__(
        self, desk: Desk, office: Callable[[], Administering], words: ValueWords, say: Say
    ) -> None:
        super().__init__(desk)
        self._desk, self._office, self._words, self._say = desk, office, words, say
        self._changes: tuple[Change, ...] = ()
        self._busy = False
        self.last: Change | None = None
        self.section = self.key = self.text = ""
        self.span = "month"
        self.failed: Exception | None = None
        self.read = False
        self.older = False
        """Whether there may be changes before those that were read."""
        self.table: KeyedTable[Change] = KeyedTable(
            self._columns(), attrgetter("id"), say, parent=self
        )

    # --- showing ----------------------------------------------------------------------------------

    @Slot()
    def reload(self) -> None:
        """Read what was changed, newest first, as far back as was read before."""
        office, look, wanted = self._office(), self._look(), len(self._changes)
        self._ask(lambda: _read(office, look, (), wanted))

    @Slot()
    def read_on(self) -> None:
        """Read the next page of older changes; nothing where there are none."""
        if not self.older:
            return
        office, known = self._office(), self._changes
        look = self._look()
        self._ask(lambda: _read(office, look, known, len(known) + 1))

    def _look(self) -> Look:
        back = SPANS[self.span]
        return Look(
            subject=Subject(self.section) if self.section else None,
            key=self.key or None,
            since=self._desk.now() - back if back is not None else None,
            most=PAGE,
        )

    def _ask(self, work: Callable[[], _Read]) -> None:
        self._desk.lanes.ask(
            "administration.history",
            work,
            while_alive(self, self._on_read),
            while_alive(self, self._on_unread),
        )

    def narrow(
        self, *, section: str | None = None, key: str | None = None, span: str | None = None
    ) -> None:
        """Show only changes of a section, of one thing, of the last days; "" for all."""
        self.section = self.section if section is None else section
        self.key = self.key if key is None else key
        self.span = span or self.span
        self._changes = ()
        self.reload()

    def find(self, text: str) -> None:
        """Show only changes with these words in one of their columns."""
        self.text = text
        self._show()
        self._look_further()

    def _look_further(self) -> None:
        """Words are looked for in all changes."""
        if self.text.strip():
            self.read_on()

    def change(self, number: int) -> Change | None:
        """A change by its number."""
        return next((one for one in self._changes if one.id == number), None)

    def differences(self, change: Change) -> tuple[Difference, ...]:
        """What a change changed, field by field."""
        before, after = change.before or {}, change.after or {}
        return tuple(
            Difference(
                field=self._field(change, name),
                before=self._worded(change, name, before.get(name)),
                after=self._worded(change, name, after.get(name)),
            )
            for name in dict.fromkeys((*before, *after))
            if before.get(name) != after.get(name)
        )

    def thing(self, change: Change) -> str:
        """What the changed thing is called."""
        section = SECTION_OF.get(change.subject.value)
        name = thing_name(section, change.after or change.before or {}, self._words)
        name = name or _layer(change, change.key)
        if not name and change.key == change.subject.value:
            return self._say(f"administration.section.{change.key}")
        return name or change.key

    # --- undoing ----------------------------------------------------------------------------------

    @Slot(object)
    def remember(self, change: Change) -> None:
        """What this seat changed last; a password or a lock is nothing to undo."""
        self.last = change if change.deed in VALUED else None

    @Slot()
    def undo_last(self) -> None:
        """Take this seat's last change back (Ctrl+Z)."""
        if self.last is None:
            self._tell("administration.nothing_to_undo", NoticeTone.INFO)
        else:
            self.undo(self.last, "")

    def undo(self, change: Change, reason: str) -> None:
        """Take a change back by a new one; refused where a later one stands on it."""
        if self._busy:
            return
        self._busy = True
        office = self._office()
        self._desk.order(
            lambda _outside: office.undo(change, reason),
            while_alive(self, self._on_undone),
            while_alive(self, self._on_not_undone),
        )

    # --- answers ----------------------------------------------------------------------------------

    def _on_read(self, found: _Read) -> None:
        self._desk.heard()
        changes, self.older = found
        self._changes = tuple(replace(one, undoable=False) if _own(one) else one for one in changes)
        self.failed, self.read = None, True
        self._show()
        self._look_further()

    def _on_unread(self, error: Exception) -> None:
        self.failed = error
        self.shown.emit()
        self._desk.failed(error)

    def _on_undone(self, change: Change) -> None:
        self._busy, self.last = False, None
        self._tell("administration.done.undo", NoticeTone.DONE, name=self.thing(change))
        self.reload()
        self.undone.emit(change)

    def _on_not_undone(self, refusal: Refusal) -> None:
        self._busy = False
        self._desk.failed(refusal)

    def _show(self) -> None:
        wanted = self.text.strip().lower()
        columns = self.table.columns
        self.table.show(
            one
            for one in self._changes
            if not wanted or any(wanted in column.value(one).lower() for column in columns)
        )
        self.shown.emit()

    # --- words ------------------------------------------------------------------------------------

    def _columns(self) -> tuple[Column[Change], ...]:
        values: tuple[tuple[str, int, Callable[[Change], str]], ...] = (
            ("at", 130, _at),
            ("who", 84, _who),
            ("subject", 90, self._subject),
            ("thing", 130, self.thing),
            ("difference", 0, self.summary),
            ("reason", 130, _reason),
        )
        made = []
        for name, width, value in values:
            column: Column[Change] = Column(
                key=name,
                title=f"administration.field.{name}",
                value=value,
                width=width or 200,
                stretch=not width,
                tone=_tone,
                hint=value,
            )
            made.append(column)
        return tuple(made)

    def _subject(self, change: Change) -> str:
        return self._say(f"administration.one.{change.subject.value}")

    def summary(self, change: Change) -> str:
        """What was done, in one line."""
        nothing = self._say("administration.nothing")
        said = [
            self._say(
                "administration.changed",
                field=one.field,
                before=one.before or nothing,
                after=one.after or nothing,
            )
            for one in self.differences(change)
        ]
        if change.deed is not Deed.PUT or not said:
            said.insert(0, self._say(f"administration.deed.{change.deed.value}"))
        if change.undone_by is not None:
            said.insert(0, self._say("administration.undone"))
        return self._say("list.semicolon").join(said)

    def _worded(self, change: Change, name: str, value: Any) -> str:
        section = SECTION_OF[change.subject.value]
        if change.subject is Subject.GROUND and isinstance(value, list | Mapping):
            return str(len(value))  # thousands of codes: the register has them all
        if _own(change) and name == "value" and value is not None:
            return self._say("administration.internal")
        asked = section.field(name.rsplit(":", 1)[-1])
        if asked is None:
            return self._words.plain(value)
        return self._words.of(fitted(section, asked, change.key), value)

    def _field(self, change: Change, name: str) -> str:
        asked = SECTION_OF[change.subject.value].field(name)
        if change.subject is Subject.STANDARDS:
            name = COUNTED.get(name, name)
        elif change.subject is Subject.BASEMAP and name.startswith(LAYER):
            _, id, field = name.split(":")
            return f"{_layer(change, id)} {self._field(change, field)}"
        elif change.subject is Subject.SCHEME:
            return self._say(f"scheme.told.{name}")
        elif change.subject is Subject.GROUND:
            return self._say(f"geo.told.{name}")
        elif change.subject is Subject.WALL:
            return self._say(f"wall.told.{name}")
        return self._say(asked.words if asked is not None else f"administration.field.{name}")

    def _tell(self, code: str, tone: NoticeTone, **facts: object) -> None:
        self._desk.notice.emit(Notice(code=code, tone=tone, facts=facts))


def _read(office: Administering, look: Look, known: tuple[Change, ...], wanted: int) -> _Read:
    """What is known and whole pages behind it, until there are so many; whether more may follow."""
    found = [*known]
    while True:
        below = found[-1].id if found else None
        page = office.history(replace(look, below=below))
        found += page
        if len(page) < look.most or len(found) >= wanted:
            return tuple(found), len(page) == look.most


def _layer(change: Change, id: str) -> str:
    """What a basemap's layer is called after a change, or was before it; "" for none."""
    sides = ((side or {}).get(field_of(id, "title")) for side in (change.after, change.before))
    return next((str(one) for one in sides if one), "")


def _own(change: Change) -> bool:
    """Whether it is a value of the program's own, which nobody sets on the page or takes back."""
    return change.subject is Subject.SETTING and change.key not in SETTINGS


def _at(change: Change) -> str:
    return moment_words(change.at.isoformat())


def _who(change: Change) -> str:
    return change.name


def _reason(change: Change) -> str:
    return change.reason


def _tone(change: Change) -> str:
    return "ink3" if change.undone_by is not None else "ink"
