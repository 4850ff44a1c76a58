"""The sections of the administration page as one table: columns, fields, and further acts.

Fields follow from `domain.administration.FORMS`; here is only how each is shown and chosen. Words
have the codes `administration.section.{id}` and `administration.field.{name}`. The calendar, the
standards and the history have pages of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from console.domain.administration import FORMS, REMOVABLE, SETTINGS, Field, FieldKind, Subject
from console.viewmodels.administration_things import AskedField, EntryKind, ValueWords

HISTORY: Final = "history"
REASON: Final = AskedField(name="reason", required=False)
"""Why; kept with the change."""

_KINDS: Final[Mapping[FieldKind, EntryKind]] = {
    FieldKind.TEXT: EntryKind.LINE,
    FieldKind.NUMBER: EntryKind.NUMBER,
    FieldKind.SHARE: EntryKind.LINE,
    FieldKind.FLAG: EntryKind.FLAG,
    FieldKind.DAY: EntryKind.DAY,
    FieldKind.MOMENT: EntryKind.MOMENT,
    FieldKind.CHOICE: EntryKind.ONE,
    FieldKind.CHOICES: EntryKind.MANY,
    FieldKind.TEXTS: EntryKind.LISTED,
    FieldKind.LIMIT: EntryKind.LIMIT,
    FieldKind.SLOTS: EntryKind.LISTED,
    FieldKind.DAYS: EntryKind.DAYS,
}
_SOURCES: Final[Mapping[tuple[Subject, str], str]] = {
    (Subject.OPERATOR, "posts"): "posts",
    (Subject.OPERATOR, "management_areas"): "areas",
    (Subject.GRANT, "login"): "operators",
    (Subject.GRANT, "post"): "posts",
    (Subject.UNIT, "parent"): "units",
    (Subject.UNIT, "areas"): "areas",
    (Subject.DUTY_GRID, "inspector"): "inspectors",
    (Subject.DUTY_GRID, "unit_grids"): "unit_grids",
    (Subject.INSPECTOR, "management_area"): "areas",
    (Subject.LIMIT, "timer"): "timers",
    (Subject.PHRASE, "move"): "moves",
    (Subject.SETTING, "name"): "settings",
}
"""Fields whose values are codes of something that has a name."""
_LABELS: Final[Mapping[tuple[Subject, str], str]] = {
    (Subject.OPERATOR, "name"): "person",
    (Subject.INSPECTOR, "name"): "person",
    (Subject.UNIT, "name"): "title",
    (Subject.DUTY_GRID, "name"): "title",
    (Subject.SETTING, "name"): "setting",
    (Subject.GRANT, "login"): "colleague",
    (Subject.BASEMAP, "id"): "code",
    (Subject.BASEMAP, "address"): "tile_address",
    (Subject.BASEMAP, "on"): "shown",
}
_NAMING: Final = ("name", "short_name", "title", "text", "timer", "login", "code")
"""Fields that say what a thing is called, the most telling first."""
_FAMILIES: Final[Mapping[tuple[Subject, str], str]] = {
    (Subject.UNIT, "kind"): "unit_kind",
    (Subject.UNIT, "evaluation_group"): "evaluation_group",
    (Subject.BASEMAP, "kind"): "basemap_kind",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownColumn:
    """One column: a field's value in words, or the state of the thing (`state`)."""

    field: str
    width: int = 0  # px; 0 takes what is left


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherAct:
    """Something done with a chosen thing besides changing it; `key` is a letter of the list.

    `final` ones cannot be undone and are asked about before. Without fields it is done at once.
    """

    id: str
    key: str
    fields: tuple[AskedField, ...] = ()
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of the page; `makes` where new things may be made, `removes` where old ones go.

    `subject` is None for the history, which is of all of them.
    """

    id: str
    subject: Subject | None = None
    columns: tuple[ShownColumn, ...] = ()
    fields: tuple[AskedField, ...] = ()
    acts: tuple[FurtherAct, ...] = ()
    makes: bool = False

    @property
    def read(self) -> bool:
        """Whether its things are read as rows; the history and the standards are asked else."""
        return self.subject not in (None, Subject.STANDARDS)

    @property
    def removes(self) -> bool:
        """Whether a thing can be removed here."""
        return self.subject in REMOVABLE

    def field(self, name: str) -> AskedField | None:
        """A field by its name, None for the state."""
        return next((one for one in self.fields if one.name == name), None)

    def act(self, name: str) -> FurtherAct | None:
        """A further act by its id."""
        return next((one for one in self.acts if one.id == name), None)


def asked_fields(subject: Subject) -> tuple[AskedField, ...]:
    """The fields of a subject as its form asks for them, and the reason."""
    asked = tuple(_asked(subject, one) for one in FORMS[subject])
    return asked if any(one.name == REASON.name for one in asked) else (*asked, REASON)


def _asked(subject: Subject, declared: Field) -> AskedField:
    name, kind = declared.name, _KINDS[declared.kind]
    source, family = _SOURCES.get((subject, name), ""), _FAMILIES.get((subject, name), "")
    if source:
        several = declared.kind in (FieldKind.TEXTS, FieldKind.CHOICES)
        kind = EntryKind.MANY if several else EntryKind.ONE
    elif family:
        kind = EntryKind.CHOICE
    return AskedField(
        name=name,
        kind=kind,
        required=declared.required and kind is not EntryKind.FLAG,
        fixed=declared.fixed,
        choices=declared.choices if family else (),
        family=family,
        source=source,
        label=_LABELS.get((subject, name), ""),
    )


def fitted(section: Section, asked: AskedField, key: str) -> AskedField:
    """The field as one thing wants it: the value of a setting is asked for by its kind."""
    known = SETTINGS.get(key) if section.subject is Subject.SETTING else None
    if known is None or asked.name != "value" or known[0].kind is not FieldKind.FLAG:
        return asked
    choices = ("true", "false")
    return replace(asked, kind=EntryKind.CHOICE, family="flag", choices=choices)


def thing_name(section: Section | None, values: Mapping[str, Any], words: ValueWords) -> str:
    """What a thing is called, in words; "" where its values do not say."""
    for name in _NAMING:
        if values.get(name):
            asked = section.field(name) if section is not None else None
            return words.of(asked, values[name]) if asked is not None else str(values[name])
    return ""


def _section(
    subject: Subject,
    *columns: tuple[str, int],
    acts: tuple[FurtherAct, ...] = (),
    makes: bool = True,
) -> Section:
    return Section(
        id=subject.value,
        subject=subject,
        columns=tuple(ShownColumn(field=name, width=width) for name, width in columns),
        fields=asked_fields(subject),
        acts=acts,
        makes=makes,
    )


PASSWORD: Final = FurtherAct(
    id="password",
    key="P",
    fields=(
        AskedField(name="password", kind=EntryKind.HIDDEN),
        AskedField(name="again", kind=EntryKind.HIDDEN),
        REASON,
    ),
    final=True,
)
UNLOCK: Final = FurtherAct(id="unlock", key="U")
LEND: Final = FurtherAct(
    id="lend",
    key="L",
    fields=tuple(one for one in asked_fields(Subject.GRANT) if one.name not in ("login",)),
)
KEY: Final = FurtherAct(
    id="key", key="P", fields=(AskedField(name="key", kind=EntryKind.HIDDEN, required=False),)
)
"""The key of a layer's server: kept at this workstation, and never shown again."""
UP: Final = FurtherAct(id="up", key="U")
DOWN: Final = FurtherAct(id="down", key="D")

SECTIONS: Final = (
    _section(
        Subject.OPERATOR,
        ("name", 84),
        ("login", 112),
        ("posts", 0),
        ("state", 200),
        acts=(PASSWORD, UNLOCK, LEND),
    ),
    _section(
        Subject.UNIT, ("code", 84), ("short_name", 150), ("name", 0), ("kind", 84), ("phone", 116)
    ),
    _section(
        Subject.DUTY_GRID, ("code", 136), ("name", 0), ("inspector", 150), ("unit_grids", 150)
    ),
    _section(
        Subject.INSPECTOR,
        ("code", 90),
        ("name", 84),
        ("certificate", 0),
        ("certified_until", 104),
        ("state", 150),
    ),
    Section(id=Subject.STANDARDS.value, subject=Subject.STANDARDS),
    Section(
        id=Subject.CALENDAR.value,
        subject=Subject.CALENDAR,
        fields=asked_fields(Subject.CALENDAR),
    ),
    _section(Subject.LIMIT, ("timer", 0), ("limit_code", 200), makes=False),
    _section(Subject.PHRASE, ("move", 150), ("text", 0)),
    _section(Subject.SETTING, ("name", 0), ("value", 110), ("state", 110), makes=False),
    _section(
        Subject.GRANT,
        ("login", 120),
        ("post", 110),
        ("valid_until", 140),
        ("reason", 0),
        ("state", 90),
    ),
    _section(
        Subject.BASEMAP,
        ("place", 56),
        ("title", 0),
        ("kind", 96),
        ("opacity", 84),
        ("state", 150),
        acts=(UP, DOWN, KEY),
    ),
    Section(id=HISTORY),
)
"""In the order of their keys: Alt+1…9, Alt+0, Alt+B, and Alt+H for the history."""
_LETTERED: Final = {HISTORY: "H", Subject.BASEMAP.value: "B"}
SECTION_OF: Final[Mapping[str, Section]] = {
    # What has no page of its own stands in the history: ground comes by `import-geo`.
    Subject.SCHEME.value: Section(id=Subject.SCHEME.value, subject=Subject.SCHEME),
    Subject.GROUND.value: Section(id=Subject.GROUND.value, subject=Subject.GROUND),
    Subject.WALL.value: Section(id=Subject.WALL.value, subject=Subject.WALL),
    **{one.id: one for one in SECTIONS},
}


def section_cap(at: int) -> str:
    """What is printed on the key of a section."""
    return _LETTERED.get(SECTIONS[at].id) or str((at + 1) % 10)
