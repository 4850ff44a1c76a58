"""What every small gesture asks for, as one table, and one draft that serves them all.

A gesture is either done at once (`AT_ONCE`), or its fields stand in `FORMS`. Whether a reason is
mandatory is the domain's table of ways. Words for fields have the code `form.<name>`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from console.domain.codec import decode, encode
from console.domain.place import Place, Point
from console.domain.refusal import Refusal
from console.domain.stage import Move
from console.ports.reading import Reading
from console.ports.rows import CaseDetail
from console.ports.work import Caller
from console.services.registry import GESTURE_OF, Command
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk
from console.viewmodels.drafts import round_of
from console.viewmodels.form_draft import Done, FormDraft, Refused
from console.viewmodels.photo_files import keep_photos
from console.viewmodels.phrases import ask_phrases
from console.viewmodels.pinyin import Option, an_option
from console.viewmodels.place_finder import PlaceFinder

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


class FieldKind(StrEnum):
    """How a field is typed or chosen."""

    TEXT = "text"  # words over several lines
    LINE = "line"  # one line
    UNTIL = "until"  # a moment
    UNIT = "unit"  # one of the units
    UNITS = "units"  # several of them
    INSPECTOR = "inspector"
    COLLEAGUE = "colleague"
    CHOICE = "choice"  # one of `choices`
    PHOTOS = "photos"
    CALLER = "caller"  # name, telephone, way of reply
    FLAG = "flag"
    PLACE = "place"
    POINT = "point"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field: the command's field it fills, its kind, and the codes to choose from."""

    name: str
    kind: FieldKind
    required: bool = True
    choices: tuple[str, ...] = ()


_REASON: Final = FormField(name="reason", kind=FieldKind.TEXT)
_TEXT: Final = FormField(name="text", kind=FieldKind.TEXT)
_MORE: Final = FormField(name="text", kind=FieldKind.TEXT, required=False)
_UNTIL: Final = FormField(name="until", kind=FieldKind.UNTIL)
_UNIT: Final = FormField(name="unit", kind=FieldKind.UNIT)
_INSPECTOR: Final = FormField(name="inspector", kind=FieldKind.INSPECTOR, required=False)
_PHOTOS: Final = FormField(name="photos", kind=FieldKind.PHOTOS, required=False)
_PHOTOS_WANTED: Final = FormField(name="photos", kind=FieldKind.PHOTOS)


def _choice(*codes: str, name: str = "outcome") -> FormField:
    return FormField(name=name, kind=FieldKind.CHOICE, choices=codes)


FORMS: Final[Mapping[Move, tuple[FormField, ...]]] = {
    Move.AMEND: (
        FormField(name="description", kind=FieldKind.TEXT),
        FormField(name="place", kind=FieldKind.PLACE, required=False),
        FormField(name="urgent", kind=FieldKind.FLAG, required=False),
    ),
    Move.CORRECT_PLACE: (
        FormField(name="point", kind=FieldKind.POINT, required=False),
        FormField(name="address", kind=FieldKind.LINE),
        _REASON,
    ),
    Move.ATTACH_CALLER: (FormField(name="caller", kind=FieldKind.CALLER), _MORE),
    Move.ORDER_CONFIRMATION: (
        _INSPECTOR,
        FormField(name="instruction", kind=FieldKind.TEXT, required=False),
    ),
    Move.ANSWER_CONFIRMATION: (_choice("true", "false", "not_found"), _MORE, _PHOTOS),
    Move.SELF_HANDLE: (_MORE, _PHOTOS_WANTED),
    Move.ASSIGN: (FormField(name="handler", kind=FieldKind.LINE),),
    Move.REQUEST_SUSPENSION: (_REASON, _UNTIL),
    Move.FEEDBACK: (_TEXT, _PHOTOS),
    Move.ORDER_VERIFICATION: (_INSPECTOR,),
    Move.ANSWER_VERIFICATION: (_choice("pass", "fail"), _MORE, _PHOTOS),
    Move.REVERIFY: (_REASON, _INSPECTOR),
    Move.SUPERVISE: (_REASON, _UNTIL),
    Move.REPLY_SUPERVISION: (_TEXT,),
    Move.AUTHORISE: (FormField(name="colleague", kind=FieldKind.COLLEAGUE), _UNTIL),
    Move.CONSULT: (FormField(name="units", kind=FieldKind.UNITS), _MORE),
    Move.ANSWER_CONSULT: (_TEXT,),
    Move.CALL_BACK: (_choice("satisfied", "dissatisfied", "no_answer"), _MORE),
    Move.RECORD_STATEMENT: (_UNIT, _choice("agree", "reserve", "object", name="stance"), _TEXT),
    Move.NOTE: (_TEXT,),
    Move.ADD_PHOTO: (_PHOTOS_WANTED,),
}
"""Gestures that ask for more than a reason; every other one asks for its reason alone."""

AT_ONCE: Final[frozenset[Move]] = frozenset(
    {
        Move.ACCEPT,
        Move.APPROVE_SELF_HANDLING,
        Move.RECEIVE,
        Move.APPROVE_RETURN,
        Move.APPROVE_EXTENSION,
        Move.APPROVE_SUSPENSION,
        Move.RESUME,
        Move.URGE,
        Move.REVIEW_APPEAL,
        Move.GRANT_APPEAL,
        Move.UNDO,
    }
)
"""Gestures that need no word and can be answered by another gesture: done by their key alone."""

_UNTIL_DEFAULT: Final[Mapping[Move, timedelta]] = {
    Move.REQUEST_SUSPENSION: timedelta(days=7),
    Move.SUPERVISE: timedelta(days=1),
    Move.AUTHORISE: timedelta(hours=8),
}
_TYPES: Final[Mapping[FieldKind, Any]] = {
    FieldKind.UNTIL: datetime,
    FieldKind.CALLER: Caller,
    FieldKind.PLACE: Place,
    FieldKind.POINT: Point,
    FieldKind.UNITS: tuple[str, ...],
}
"""Values that are no plain words, flags or files, as a draft brings them back."""
_LOADED: Final = frozenset(
    {FieldKind.UNIT, FieldKind.UNITS, FieldKind.INSPECTOR, FieldKind.COLLEAGUE}
)


def fields_of(move: Move) -> tuple[FormField, ...]:
    """The fields a gesture asks for, in order."""
    return FORMS.get(move, (_REASON,))


def command_at_once(move: Move, detail: CaseDetail, reason: str = "") -> Command:
    """The command of a gesture that needs nothing typed, or its reason alone."""
    case = detail.case
    command: Command = GESTURE_OF[move].command(case=case.id, version=case.version, reason=reason)
    return command


class GestureDraft(FormDraft):
    """One small gesture being filled in.

    Signals: `changed` when options or phrases have arrived or a value was set from here.
    """

    def __init__(self, desk: Desk, move: Move, detail: CaseDetail) -> None:
        super().__init__(desk, move.value, round_of(detail.case))
        self.move, self.detail = move, detail
        self.fields = fields_of(move)
        self.options: dict[str, tuple[Option, ...]] = {}
        self.phrases: tuple[str, ...] = ()
        self.places = PlaceFinder(desk)
        self.places.setParent(self)
        self._values: dict[str, Any] = {}
        if move in _UNTIL_DEFAULT:
            whole = desk.now().replace(second=0, microsecond=0)
            self._values["until"] = whole + _UNTIL_DEFAULT[move]
        if move is Move.AMEND:
            self._values |= {"description": detail.case.description, "urgent": detail.case.urgent}
        if move is Move.CORRECT_PLACE:
            place = detail.case.place
            named = ("point", "address", "component")
            self._values |= {name: getattr(place, name) for name in named}

    def load(self) -> None:
        """Ask for phrases, for whatever is to be chosen from, and for a draft left before."""
        self.bring_back()
        ask_phrases(self.desk, self.move, while_alive(self, self._on_phrases))
        wanted = {field.name: field.kind for field in self.fields if field.kind in _LOADED}
        if wanted:
            today = self.desk.now().astimezone(SHANGHAI).date()

            def read(reading: Reading) -> dict[str, tuple[Option, ...]]:
                return {name: _options(reading, kind, today) for name, kind in wanted.items()}

            self.desk.ask("gesture", read, while_alive(self, self._on_options))

    def value(self, name: str) -> Any:
        """What was typed or chosen so far; None when nothing was."""
        return self._values.get(name)

    def put(self, name: str, value: object) -> None:
        """Take what was typed or chosen."""
        if value != self._values.get(name):
            self._values[name] = value
            self.typed(name)

    def missing(self) -> tuple[str, ...]:
        """Names of required fields that are still empty, in their order."""
        return tuple(
            field.name for field in self.fields if field.required and not self._filled(field.name)
        )

    def submit(self, done: Done, refused: Refused) -> None:
        """Keep the photos, then make the move. A second call while the first runs does nothing."""
        paths = self._values.get("photos") or ()
        if self.busy:
            return
        if not paths:
            self.send(self._command({}), done, refused)
            return
        self.busy = True

        def kept(photos: object) -> None:
            self.busy = False
            self.send(self._command({"photos": photos}), done, refused)

        def unreadable(refusal: Refusal) -> None:
            self.busy = False
            refused(refusal, None)

        self._keep(paths, kept, unreadable)

    def _keep(
        self,
        paths: tuple[Path, ...],
        go: Callable[[object], None],
        failed: Callable[[Refusal], None],
    ) -> None:
        role = "before" if self.move is Move.ANSWER_CONFIRMATION else self._photo_role()
        by = self.desk.actor.operator
        self.desk.order(
            lambda outside: keep_photos(
                outside.photos_of_an_act(self.desk.now), outside.media, paths, role, by
            ),
            while_alive(self, go),
            while_alive(self, failed),
        )

    def _photo_role(self) -> str:
        early = self.move is Move.ADD_PHOTO and self.detail.case.handled_at is None
        return "before" if early else "after"

    def _command(self, more: Mapping[str, object]) -> Command:
        plain = {
            name: value
            for name, value in self._values.items()
            if name != "photos" and value is not None
        }
        case = self.detail.case
        command: Command = GESTURE_OF[self.move].command(
            case=case.id, version=case.version, **plain, **more
        )
        return command

    # --- the draft --------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        """What a draft keeps: what was typed here, not what stood there from the beginning."""
        kinds = {field.name: field.kind for field in self.fields}
        return {
            name: _plain(kinds[name], self._values.get(name))
            for name in kinds
            if name in self._by_hand
        }

    def take_given(self, given: Mapping[str, Any]) -> None:
        """Every field of the form that was given."""
        for field in self.fields:
            if field.name in given:
                self.put(field.name, given[field.name])

    def take_back(self, content: Mapping[str, Any]) -> None:
        """What was typed before comes back, except where something is being typed already."""
        for field in self.fields:
            if field.name in content and field.name not in self._by_hand:
                self._values[field.name] = _again(field.kind, content[field.name])
                self._by_hand.add(field.name)
        self.touched = True

    def _filled(self, name: str) -> bool:
        value = self._values.get(name)
        if isinstance(value, str):
            return bool(value.strip())
        if isinstance(value, Caller):
            return bool(value.phone.strip() or value.name.strip())
        if isinstance(value, datetime):
            return value > self.desk.now()
        return bool(value)

    def _on_phrases(self, phrases: tuple[str, ...]) -> None:
        self.phrases = phrases
        self.changed.emit()

    def _on_options(self, options: dict[str, tuple[Option, ...]]) -> None:
        self.options = options
        if "inspector" in options and self._values.get("inspector") is None:
            known = {option.code for option in options["inspector"]}
            if self.detail.inspector in known:
                self._values["inspector"] = self.detail.inspector
        self.changed.emit()


def _plain(kind: FieldKind, value: Any) -> Any:
    """A value as a draft keeps it."""
    return [str(path) for path in value] if kind is FieldKind.PHOTOS else encode(value)


def _again(kind: FieldKind, kept: Any) -> Any:
    """A value as it was before it went into the draft."""
    if kept is None:
        return None
    if kind is FieldKind.PHOTOS:
        return tuple(Path(path) for path in kept)
    return decode(_TYPES[kind], kept) if kind in _TYPES else kept


def _options(reading: Reading, kind: FieldKind, today: date) -> tuple[Option, ...]:
    if kind is FieldKind.INSPECTOR:
        return tuple(
            an_option(one.code, f"{one.code} {one.name}", one.management_area)
            for one in reading.inspectors()
            if one.certified(today)
        )
    if kind is FieldKind.COLLEAGUE:
        return tuple(
            an_option(one.login, one.name, "、".join(one.seats)) for one in reading.operators()
        )
    return tuple(an_option(one.code, one.short_name, one.name) for one in reading.units())
