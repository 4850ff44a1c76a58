"""What an administrator may change, field by field, and what each field must be.

A form is made of these fields, and a change is checked against them before it is sent; the server
checks again what would harm others (the last administrator, things in use). Who may change things,
and the register of changes, are not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from console.domain.basemap import LEAST_OPACITY, MOST_LAYERS, MOST_LEVEL, Kind
from console.domain.calendar_rows import calendar_day
from console.domain.calendars import Slot, check_slots
from console.domain.organisation import EvaluationGroup, UnitKind
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post
from console.domain.timelimit import TimeLimit
from console.domain.timers import TimerKind
from console.domain.wall_classes import HIDDEN_SETTING, hidden_classes


class Subject(StrEnum):
    """The kinds of things an administrator keeps."""

    OPERATOR = "operator"
    GRANT = "grant"  # a post lent for a time
    UNIT = "unit"
    DUTY_GRID = "duty_grid"
    INSPECTOR = "inspector"
    STANDARDS = "standards"
    CALENDAR = "calendar"
    LIMIT = "limit"  # of the centre's own stages
    PHRASE = "phrase"
    SETTING = "setting"
    SCHEME = "scheme"  # of assessment; kept by `ports.schemes`
    GROUND = "ground"  # brought as files by `import-geo`
    BASEMAP = "basemap"  # a layer of the city's list, which is one setting
    WALL = "wall"  # the walls' scenes; kept by `ports.wall`


class Deed(StrEnum):
    """What a row of the register tells."""

    PUT = "put"
    REMOVE = "remove"
    UNDO = "undo"
    PASSWORD = "password"  # noqa: S105 - a word of the register, no password
    LOCK = "lock"
    UNLOCK = "unlock"


class FieldKind(StrEnum):
    """What a field holds: how it is typed and checked."""

    TEXT = "text"
    NUMBER = "number"  # a whole number from `least` to `most`
    SHARE = "share"  # a decimal text from 0 to 1
    FLAG = "flag"
    DAY = "day"  # 2026-11-28
    MOMENT = "moment"  # ISO with zone
    CHOICE = "choice"  # one of `choices`
    CHOICES = "choices"  # a list of some of `choices`, each once
    TEXTS = "texts"  # a list of texts
    LIMIT = "limit"  # TimeLimit.code: `4 work_hour`
    SLOTS = "slots"  # a list of `08:00-12:00`
    DAYS = "days"  # rows of a calendar: day, kind, name, slots, provisional


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a subject; `fixed` ones are chosen once, with the thing itself.

    An empty one is an empty list or text, or null where it is `nullable`.
    """

    name: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    fixed: bool = False
    nullable: bool = False
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0


LONGEST: Final = 500
"""Signs in one text."""

LEAST_PASSWORD: Final = 10
"""Signs in a password."""

CENTRE_POSTS: Final = tuple(
    one.value
    for one in (
        Post.ACCEPTOR, Post.SHIFT_LEADER, Post.DISPATCHER, Post.VERIFIER, Post.SUPERVISOR,
        Post.ADMINISTRATOR,
    )
)  # fmt: skip
"""Posts an operator of the centre can hold, or be lent."""


def _number(name: str, least: int, most: int) -> Field:
    return Field(name=name, kind=FieldKind.NUMBER, least=least, most=most)


def _empty_number(name: str, least: int, most: int) -> Field:
    """A number that may be left out: what is usual holds."""
    return Field(
        name=name, kind=FieldKind.NUMBER, required=False, nullable=True, least=least, most=most
    )


_FOR_LISTS: Final = (
    ("miss_days", 0, 365, "3"), ("stale_hours", 1, 9_999, "48"), ("photo_days", 0, 365, "30"),
    ("photo_bits", 0, 31, "8"), ("photo_metres", 9, 9_999, "200"), ("photo_hours", 1, 999, "24"),
    ("photo_minutes", 0, 999, "10"), ("least_tasks", 2, 9_999, "20"), ("most_kmh", 5, 300, "60"),
    ("spread_metres", 0, 9_999, "100"),
)  # fmt: skip
"""From where on something is worth a look: `evaluation.integrity.Thresholds` by name."""

SETTINGS: Final[Mapping[str, tuple[Field, str]]] = {
    field.name: (field, plain)
    for field, plain in (
        (_number("returns_before_coordination", 2, 9), "2"),
        (_number("extensions_allowed", 0, 9), "2"),
        (_number("suspensions_allowed", 0, 9), "1"),
        (_number("suspension_days", 1, 3_650), "365"),
        (Field(name="redispatch_keeps_due", kind=FieldKind.FLAG), "true"),
        (_number("quiet_seconds", 0, 600), "30"),
        (_number("similar_metres", 1, 5_000), "300"),
        (_number("similar_days", 1, 365), "7"),
        (_number("caller_retention_days", 30, 36_500), "730"),
        (Field(name="yellow_share", kind=FieldKind.SHARE), "0.8"),
        (_number("near_minimum", 0, 1_440), "10"),
        (_number("sign_in_failures", 3, 50), "5"),
        (_number("sign_in_lock_minutes", 1, 60), "15"),
        (_number("telephone_searches", 10, 600), "60"),
        (_number("position_days", 1, 365), "30"),
        (Field(name=HIDDEN_SETTING, required=False), ""),
        (Field(name="wall_target", kind=FieldKind.SHARE), "0.9"),
        (Field(name="wall_floor", kind=FieldKind.SHARE), "0.7"),
        *((_number(f"integrity_{n}", least, most), plain) for n, least, most, plain in _FOR_LISTS),
    )
}
"""The city's settings with what each may be and what holds where it was never set."""

_VALIDITY: Final = (
    Field(name="valid_from", kind=FieldKind.DAY),
    Field(name="valid_to", kind=FieldKind.DAY, required=False, nullable=True),
)

FORMS: Final[Mapping[Subject, tuple[Field, ...]]] = {
    Subject.OPERATOR: (
        Field(name="login", fixed=True),
        Field(name="name"),
        Field(name="posts", kind=FieldKind.CHOICES, choices=CENTRE_POSTS),
        Field(name="seats", kind=FieldKind.TEXTS, required=False),
        Field(name="shift", required=False),
        Field(name="management_areas", kind=FieldKind.TEXTS, required=False),
        Field(name="active", kind=FieldKind.FLAG),
    ),
    Subject.GRANT: (
        Field(name="login", fixed=True),
        Field(name="post", kind=FieldKind.CHOICE, choices=CENTRE_POSTS, fixed=True),
        Field(name="valid_from", kind=FieldKind.MOMENT),
        Field(name="valid_until", kind=FieldKind.MOMENT),
        Field(name="reason"),
    ),
    Subject.UNIT: (
        Field(name="code", fixed=True),
        Field(name="name"),
        Field(name="short_name"),
        Field(name="kind", kind=FieldKind.CHOICE, choices=tuple(UnitKind)),
        Field(name="evaluation_group", kind=FieldKind.CHOICE, choices=tuple(EvaluationGroup)),
        Field(name="parent", required=False, nullable=True),
        Field(name="areas", kind=FieldKind.TEXTS, required=False),
        Field(name="categories", kind=FieldKind.TEXTS, required=False),
        Field(name="contact", required=False),
        Field(name="phone", required=False),
    ),
    Subject.DUTY_GRID: (
        Field(name="code", fixed=True),
        Field(name="name"),
        Field(name="inspector", required=False, nullable=True),
        *_VALIDITY,
        Field(name="unit_grids", kind=FieldKind.TEXTS),
    ),
    Subject.INSPECTOR: (
        Field(name="code", fixed=True),
        Field(name="name"),
        Field(name="certificate"),
        Field(name="certified_on", kind=FieldKind.DAY),
        Field(name="certified_until", kind=FieldKind.DAY),
        Field(name="management_area", required=False),
        Field(name="phone", required=False),
    ),
    Subject.STANDARDS: (),
    Subject.SCHEME: (),
    Subject.GROUND: (),
    Subject.WALL: (),
    Subject.CALENDAR: (
        _number("hours_per_day", 1, 24),
        Field(name="slots", kind=FieldKind.SLOTS),
        Field(name="days", kind=FieldKind.DAYS, required=False),
    ),
    Subject.LIMIT: (
        Field(name="timer", kind=FieldKind.CHOICE, choices=tuple(TimerKind), fixed=True),
        Field(name="limit_code", kind=FieldKind.LIMIT),
    ),
    Subject.PHRASE: (
        Field(name="move", kind=FieldKind.CHOICE, choices=tuple(Move)),
        Field(name="text"),
    ),
    Subject.SETTING: (
        Field(name="name", kind=FieldKind.CHOICE, choices=tuple(SETTINGS), fixed=True),
        Field(name="value"),
    ),
    Subject.BASEMAP: (
        Field(name="id", fixed=True),
        Field(name="title"),
        Field(name="kind", kind=FieldKind.CHOICE, choices=tuple(Kind), fixed=True),
        Field(name="address", required=False),
        Field(name="on", kind=FieldKind.FLAG),
        _empty_number("place", 1, MOST_LAYERS),
        _empty_number("opacity", LEAST_OPACITY, 100),
        _empty_number("level", 0, MOST_LEVEL),
    ),
}
"""The fields of each subject; standards and ground come as files and have none."""

FIELD_NAMES: Final = frozenset(
    (*SETTINGS, *(field.name for fields in FORMS.values() for field in fields))
)
"""All names of fields, so that a sentence can call them by their names on the form."""

REMOVABLE: Final = frozenset(
    {
        Subject.GRANT,
        Subject.UNIT,
        Subject.DUTY_GRID,
        Subject.INSPECTOR,
        Subject.PHRASE,
        Subject.SETTING,
        Subject.BASEMAP,
    }
)
"""What can be removed: while nothing uses it. A setting goes back to what holds by default."""

_LISTS: Final = frozenset({FieldKind.TEXTS, FieldKind.DAYS})
_LOGIN_SIGNS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
_LOGIN_LONGEST: Final = 40


def complete(subject: Subject, value: Mapping[str, object]) -> dict[str, object]:
    """The fields of a form with what was left out put in as empty; raises nothing."""
    left_out = {
        field.name: None if field.nullable else [] if field.kind in _LISTS else ""
        for field in FORMS[subject]
        if not field.required and value.get(field.name) in (None, "", [])
    }
    return {**value, **left_out}


def check(subject: Subject, value: Mapping[str, object]) -> None:
    """Whether these are lawful fields of a thing of this subject.

    Raises:
        Refusal: `admin.field_missing`, `admin.field_wrong` (fact `kind`), `admin.field_range`
            (facts `least`, `most`), `admin.field_unknown`, each with the fact `field`;
            `admin.login`, `admin.seats`, `admin.backwards`, `admin.day`, and what `calendar.*` and
            `limit.*` say.
    """
    fields = FORMS[subject]
    for name in value.keys() - {field.name for field in fields}:
        raise Refusal("admin.field_unknown", field=name)
    for field in fields:
        _check_field(field, value.get(field.name))
    if subject is Subject.OPERATOR:
        _check_operator(value)
    elif subject is Subject.SETTING:
        check_setting(str(value["name"]), str(value["value"]))
    _check_order(value)


def check_setting(name: str, text: str) -> None:
    """Whether a setting may have this value.

    Raises `Refusal` as `check`, and `wall.class_unfit`.
    """
    if name == HIDDEN_SETTING:
        hidden_classes(text)
    field, _ = SETTINGS[name]
    if field.kind is FieldKind.NUMBER:
        value: object = int(text) if text.isascii() and text.isdigit() else text
    elif field.kind is FieldKind.FLAG:
        value = {"true": True, "false": False}.get(text, text)
    else:
        value = text
    _check_field(field, value)


def check_password(login: str, password: str) -> None:
    """Whether a password is long enough and not the login. Raises `Refusal` `admin.password`."""
    if len(password) < LEAST_PASSWORD or login in password.lower():
        raise Refusal("admin.password", least=LEAST_PASSWORD)


def _check_operator(value: Mapping[str, object]) -> None:
    login = str(value["login"])
    if not set(login) <= _LOGIN_SIGNS or len(login) > _LOGIN_LONGEST or not login[0].isalpha():
        raise Refusal("admin.login", login=login, most=_LOGIN_LONGEST)
    seats, posts = _several(value.get("seats")), _several(value["posts"])
    if seats and len(seats) != len(posts):
        raise Refusal("admin.seats", seats=len(seats), posts=len(posts))


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else []


_SPANS: Final = (
    ("valid_from", "valid_to"),
    ("valid_from", "valid_until"),
    ("certified_on", "certified_until"),
)


def _check_order(value: Mapping[str, object]) -> None:
    for first, last in _SPANS:
        begins, ends = value.get(first), value.get(last)
        if begins and ends and _point(str(begins)) >= _point(str(ends)):
            raise Refusal("admin.backwards", field=last, first=begins, last=ends)


def _point(text: str) -> datetime:
    """A day or moment to compare with its like."""
    return datetime.fromisoformat(text)


def _check_field(field: Field, value: object) -> None:
    if value is None or value in ("", []):
        if field.required:
            raise Refusal("admin.field_missing", field=field.name)
        return
    if not _fits(field, value):
        raise Refusal("admin.field_wrong", field=field.name, kind=field.kind.value)
    if isinstance(value, int) and field.most and not field.least <= value <= field.most:
        raise Refusal("admin.field_range", field=field.name, least=field.least, most=field.most)


def _fits(field: Field, value: object) -> bool:
    if field.kind is FieldKind.NUMBER:
        return isinstance(value, int) and not isinstance(value, bool)
    if field.kind is FieldKind.FLAG:
        return isinstance(value, bool)
    if isinstance(value, list):
        return _fits_list(field, value)
    return isinstance(value, str) and _fits_text(field, value)


def _fits_text(field: Field, text: str) -> bool:
    if field.kind is FieldKind.CHOICE:
        return text in field.choices
    if field.kind is FieldKind.LIMIT:
        TimeLimit.from_code(text)
        return True
    if field.kind is FieldKind.TEXT:
        return len(text) <= LONGEST and text.strip() == text and text.isprintable()
    try:
        if field.kind is FieldKind.DAY:
            return date.fromisoformat(text).isoformat() == text
        if field.kind is FieldKind.MOMENT:
            return datetime.fromisoformat(text).tzinfo is not None
        return field.kind is FieldKind.SHARE and 0 <= Decimal(text) <= 1
    except (ValueError, InvalidOperation):
        return False


def _fits_list(field: Field, values: list[object]) -> bool:
    if field.kind is FieldKind.DAYS:
        days = [calendar_day(one) for one in values]
        return len({one.day for one in days}) == len(days)
    if not all(isinstance(one, str) and one for one in values):
        return False
    texts = [str(one) for one in values]
    if field.kind is FieldKind.SLOTS:
        check_slots(Slot.from_text(one) for one in texts)
        return True
    if field.kind is FieldKind.CHOICES:
        return set(texts) <= {*field.choices} and len({*texts}) == len(texts)
    return field.kind is FieldKind.TEXTS and all(len(one) <= LONGEST for one in texts)
