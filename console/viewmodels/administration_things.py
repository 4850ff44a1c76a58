"""What the administration page shows of one thing, and the fields by which it is changed.

Values are plain JSON, as the port has them: texts, lists of texts, true and false, days as
`2026-11-28`, moments as ISO texts. Which section has which fields is in `administration_sections`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from console.domain.refusal import Refusal
from console.domain.timelimit import TimeLimit
from console.viewmodels.pinyin import Option
from console.viewmodels.words import Say

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
EDIT: Final = "edit"
NEW: Final = "new"
REMOVE: Final = "remove"
Options = Mapping[str, tuple[Option, ...]]
"""What may be chosen, by the name of the field's source."""


class EntryKind(StrEnum):
    """How a field is typed or chosen."""

    LINE = "line"
    NUMBER = "number"
    LISTED = "listed"  # several texts in one line
    CHOICE = "choice"  # one of a few
    ONE = "one"  # one of many, found by name, code or initials
    MANY = "many"  # several of many
    DAY = "day"
    MOMENT = "moment"
    FLAG = "flag"
    DAYS = "days"  # rows of a calendar
    LIMIT = "limit"  # an amount and its unit
    HIDDEN = "hidden"  # a password: never shown, never kept


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedField:
    """One field of a form.

    `fixed` ones are given once, when the thing is made. `family` names the words of a choice
    (`administration.choice.{family}.{code}`), `source` the options of ONE and MANY.
    `label` names its words where those of its name would mislead.
    """

    name: str
    kind: EntryKind = EntryKind.LINE
    required: bool = True
    fixed: bool = False
    choices: tuple[str, ...] = ()
    family: str = ""
    source: str = ""
    label: str = ""

    @property
    def words(self) -> str:
        """The code of what the field is called."""
        return f"administration.field.{self.label or self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingRow:
    """One row of a section.

    `key` names it for the server, `version` is what a change is made over (0 for what was never
    changed). `state` is the code of a word beside it (`administration.state.{state}`), "" for the
    usual one; `tone` its colour token; `facts` fill it.
    """

    key: str
    values: Mapping[str, Any]
    version: int = 0
    state: str = ""
    tone: str = "ink2"
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The things of a section, and what its fields may be chosen from."""

    things: tuple[ThingRow, ...]
    options: Options = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a form wants done: `edit`, `new`, `remove` or a further act.

    `values` are the form's, `kept` the thing's as it was seen, over whose `version` it is done.
    """

    does: str
    key: str
    version: int
    values: Mapping[str, Any]
    kept: Mapping[str, Any]

    def __repr__(self) -> str:
        """Nothing that was typed: a password may be among it."""
        return f"Order({self.does!r}, {self.key!r})"


class ValueWords:
    """Values in words, for tables, differences and the history."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self.options: dict[str, tuple[Option, ...]] = {}
        self._names: dict[str, dict[str, str]] = {}

    def learn(self, options: Options) -> None:
        """Take further names of codes."""
        self.options.update(options)
        for source, found in options.items():
            self._names[source] = {one.code: one.name for one in found}

    def of(self, asked: AskedField, value: Any) -> str:
        """A value as it is read; "" for none."""
        if value is None or value in ("", [], ()):
            return ""
        if asked.kind is EntryKind.CHOICE:
            return self._say(f"administration.choice.{asked.family}.{value}")
        if asked.kind is EntryKind.LIMIT:
            return self._limit(str(value))
        if asked.source:
            names = self._names.get(asked.source, {})
            codes = [value] if isinstance(value, str) else value
            return self._say("list.comma").join(names.get(code, code) for code in codes)
        if asked.kind is EntryKind.DAYS:
            return self._say("administration.days", count=len(value))
        if asked.kind is EntryKind.MOMENT:
            return moment_words(str(value))
        return self.plain(value)

    def plain(self, value: Any) -> str:
        """A value whose field is not known."""
        if isinstance(value, bool):
            return self._say("administration.yes" if value else "administration.no")
        if isinstance(value, list | tuple):
            return self._say("list.comma").join(self.plain(one) for one in value)
        if isinstance(value, Mapping):
            return " ".join(self.plain(one) for one in value.values() if one)
        return "" if value is None else str(value)

    def _limit(self, code: str) -> str:
        try:
            limit = TimeLimit.from_code(code)
        except Refusal:
            return code
        unit = self._say(f"administration.choice.limit_unit.{limit.unit.value}")
        return self._say("administration.limit", amount=f"{limit.value:f}", unit=unit)


def moment_words(text: str) -> str:
    """A moment in the city's zone; what is none as it stands."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
