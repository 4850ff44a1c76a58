"""The command line (Ctrl+K): what was typed, what could be meant, what would happen, and doing it.

Commands and cases are found as one list; the best command's effect is shown before anything is
done (ghost preview). A command with all it needs is carried out; one that lacks something opens
its form.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.case import Case, CaseId
from console.domain.organisation import Inspector, ResponsibleUnit
from console.domain.refusal import Refusal
from console.domain.stage import Move, Post
from console.domain.ways import BY_STAGE
from console.ports.reading import Reading
from console.ports.rows import SearchHit
from console.services.registry import GESTURE_OF, Command
from console.viewmodels.command_text import (
    FIELDS,
    OUTCOMES,
    Typed,
    command_options,
    commands_like,
    limit_of,
    take_apart,
    until_of,
)
from console.viewmodels.commands import COMMAND_OF, COMMANDS, ShellCommand, open_to
from console.viewmodels.desk import Desk
from console.viewmodels.finder import Finder
from console.viewmodels.gesture_draft import AT_ONCE
from console.viewmodels.pinyin import Option, an_option, narrowed
from console.viewmodels.words import Say

HISTORY: Final = 50
NEEDED: Final[Mapping[Move, tuple[str, ...]]] = {
    Move.DISPATCH: ("unit",),
    Move.REDISPATCH: ("unit",),
    Move.SUPERVISE: ("reason", "until"),
    Move.REQUEST_SUSPENSION: ("reason", "until"),
    Move.NOTE: ("text",),
    Move.CALL_BACK: ("outcome",),
}
"""Fields without which these gestures open their form; a reason is needed where the way says so."""
TYPED_WHOLE: Final = frozenset(
    {
        Move.DISPATCH,
        Move.REDISPATCH,
        Move.REQUEST_EXTENSION,
        Move.APPROVE_EXTENSION,
        Move.REFUSE_EXTENSION,
        Move.REQUEST_RETURN,
        Move.APPROVE_RETURN,
        Move.REFUSE_RETURN,
        Move.REQUEST_SUSPENSION,
        Move.APPROVE_SUSPENSION,
        Move.REFUSE_SUSPENSION,
        Move.RESUME,
        Move.SEND_BACK,
        Move.SUPERVISE,
        Move.URGE,
        Move.NOTE,
        Move.CALL_BACK,
        Move.OPEN_COORDINATION,
        Move.RETURN_TO_VERIFICATION,
        Move.RETURN_TO_DISPATCH,
        Move.RETURN_TO_ACCEPTOR,
    }
)
"""Gestures a line of text can say wholly; all others open their panel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One line of the list. `command` or `case` is what Enter does; `fill` what Tab writes."""

    title: str
    detail: str = ""
    key: str = ""
    command: ShellCommand | None = None
    case: CaseId | None = None
    fill: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What Enter would do, in words; `faults` say what is in the way."""

    words: str = ""
    faults: tuple[str, ...] = ()
    ready: bool = False


class CommandLine(QObject):
    """Signals: `changed` after suggestions or preview did; `wanted` (ShellCommand, fields) a
    command to run, or a form to open with the fields that were typed; `chosen` (CaseId) a case to
    show; `done` when a gesture was carried out.
    """

    changed = Signal()
    wanted = Signal(object, object)
    chosen = Signal(object)
    done = Signal()

    def __init__(
        self,
        desk: Desk,
        finder: Finder,
        say: Say,
        case: Callable[[], Case | None],
        refusal: Callable[[Move, Case], Refusal | None],
        names: Mapping[str, str],
    ) -> None:
        """`case` is the one in hand, `refusal` why a move is not open, `names` words by id."""
        super().__init__(desk)
        self._desk, self._finder, self._say = desk, finder, say
        self._case, self._refusal, self._names = case, refusal, names
        self._options = command_options(names)
        self._units: tuple[Option, ...] = ()
        self._inspectors: tuple[Option, ...] = ()
        self._typed = Typed()
        self._past: list[str] = []
        self._back = 0
        self.suggestions: tuple[Suggestion, ...] = ()
        self.preview = Preview()
        finder.found.connect(self._on_found)

    def begin(self) -> None:
        """The field was entered: fetch the names that may be typed."""
        self._desk.ask("command_names", _names_to_type, self._on_names)

    def _on_names(self, known: tuple[tuple[Option, ...], tuple[Option, ...]]) -> None:
        self._units, self._inspectors = known

    # --- typing -----------------------------------------------------------------------------------

    def type(self, text: str) -> None:
        """Take the text of the field."""
        self._typed = take_apart(text)
        self._finder.find(text if not self._typed.fields else "")
        self._suggest(self._finder.hits if text.strip() else ())

    @property
    def best(self) -> ShellCommand | None:
        """The command meant; None when nothing like it exists."""
        found = commands_like(self._typed.command, self._options, 1)
        return found[0] if found else None

    @Slot(object)
    def _on_found(self, hits: Sequence[SearchHit]) -> None:
        self._suggest(hits)

    def _suggest(self, hits: Sequence[SearchHit]) -> None:
        commands = commands_like(self._typed.command, self._options)
        made = [self._of_command(one) for one in commands]
        cases = [self._of_hit(hit) for hit in hits]
        # A number or an address is a case, a word that begins a command is the command.
        exact = bool(commands) and not self._typed.command[:1].isdigit()
        self.suggestions = tuple(made + cases if exact else cases + made)
        self.preview = self._previewed(commands[0]) if commands else Preview()
        self.changed.emit()

    def _of_command(self, command: ShellCommand) -> Suggestion:
        name = self._names[command.id]
        return Suggestion(title=name, key=command.key, command=command, fill=name.rstrip("…") + " ")

    def _of_hit(self, hit: SearchHit) -> Suggestion:
        stage = self._say(f"stage.{hit.stage.value}")
        parts = (hit.category_name, hit.address, stage)
        return Suggestion(
            title=hit.number, detail=" · ".join(part for part in parts if part), case=hit.id
        )

    def complete(self, text: str) -> str:
        """The text with its last word completed (Tab); unchanged when nothing fits."""
        head, _space, last = text.rpartition(" ")
        name, sign, value = last.partition("=")
        if not sign and head:
            return text
        if not sign:
            return self.suggestions[0].fill or text if self.suggestions else text
        names = {"unit": self._units, "inspector": self._inspectors}
        command = COMMAND_OF.get(name)
        found = narrowed(names.get(_field(name), ()), value, 1)
        if command is not None or not found:
            return text
        return f"{head} {name}={found[0].name} ".lstrip()

    def earlier(self) -> str | None:
        """The line before in the history (Up)."""
        if self._back >= len(self._past):
            return None
        self._back += 1
        return self._past[-self._back]

    def later(self) -> str:
        """The line after in the history (Down); the end is empty."""
        self._back = max(0, self._back - 1)
        return self._past[-self._back] if self._back else ""

    # --- what would happen ------------------------------------------------------------------------

    def _previewed(self, command: ShellCommand) -> Preview:
        name = self._names[command.id].rstrip("…")
        if command.move is None:
            return Preview(words=name, ready=True)
        case = self._case()
        if case is None or command.move is Move.REPORT:
            missing = () if command.move is Move.REPORT else (self._say("case.none_chosen"),)
            return Preview(words=name, faults=missing, ready=command.move is Move.REPORT)
        values, faults = self._values(command.move)
        if self._typed.number and not case.number.endswith(self._typed.number):
            faults = (self._say("find.other_case", number=self._typed.number), *faults)
        refusal = self._refusal(command.move, case)
        if refusal is not None:
            faults = (self._say("find.not_now"), *faults)
        lacking = self._lacking(command.move, case, values)
        said = [
            f"{self._say(f'find.field.{field}')} {shown}" for field, (_v, shown) in values.items()
        ]
        words = " · ".join([f"{name} {case.number}", *said])
        hints = tuple(
            self._say("find.lacking", field=self._say(f"find.field.{one}")) for one in lacking
        )
        return Preview(words=words, faults=(*faults, *hints), ready=not faults and not lacking)

    def _lacking(self, move: Move, case: Case, values: Mapping[str, Any]) -> tuple[str, ...]:
        needed = list(NEEDED.get(move, ()))
        if any(way.reason for way in BY_STAGE.get((case.stage, move), ())):
            needed.append("reason")
        if "limit" in values:
            needed.append("reason")
        return tuple(dict.fromkeys(one for one in needed if one not in values))

    def _values(self, move: Move) -> tuple[dict[str, tuple[Any, str]], tuple[str, ...]]:
        """Field -> value and how it is shown; and what could not be understood."""
        known = {one.name for one in fields(GESTURE_OF[move].command)}
        values: dict[str, tuple[Any, str]] = {}
        faults = [self._say("find.unknown_field", name=name) for name in self._typed.unknown]
        for field, text in self._typed.fields:
            if field not in known:
                faults.append(self._say("find.foreign_field", name=FIELDS[field][0]))
                continue
            value, shown = self._value(field, text)
            if value is None:
                faults.append(self._say("find.not_understood", name=FIELDS[field][0], value=text))
            else:
                values[field] = (value, shown)
        free = "reason" if "reason" not in values and self._typed.words else ""
        if free and "reason" in known:
            values[free] = (self._typed.words, self._typed.words)
        return values, tuple(faults)

    def _value(self, field: str, text: str) -> tuple[Any, str]:
        if field in ("unit", "assisting", "inspector"):
            options = self._inspectors if field == "inspector" else self._units
            found = narrowed(options, text, 1) if text else ()
            if not found:
                return None, ""
            value: Any = (found[0].code,) if field == "assisting" else found[0].code
            return value, found[0].name
        if field == "limit":
            return limit_of(text), text
        if field == "until":
            moment = until_of(text, self._desk.now())
            return moment, text
        if field == "outcome":
            return OUTCOMES.get(text), text
        return text or None, text

    # --- doing ------------------------------------------------------------------------------------

    def run(self, text: str, at: int = 0) -> None:
        """Do what the suggestion at this place says; the text goes into the history."""
        self._remember(text)
        if not 0 <= at < len(self.suggestions):
            return
        meant = self.suggestions[at]
        if meant.case is not None:
            self.chosen.emit(meant.case)
        elif meant.command is not None:
            self._run_command(meant.command)

    def _run_command(self, command: ShellCommand) -> None:
        move, case = command.move, self._case()
        wanted = self._previewed(command)
        typed = bool(self._typed.fields or self._typed.words) or move in AT_ONCE
        values = self._values(move)[0] if move is not None and typed else {}
        given = {field: value for field, (value, _shown) in values.items()}
        if move is None or case is None or move not in TYPED_WHOLE or not (wanted.ready and typed):
            self.wanted.emit(command, given)
            return
        made: Command = GESTURE_OF[move].command(case=case.id, version=case.version, **given)
        self._desk.do(made, lambda _changes: self.done.emit())

    def _remember(self, text: str) -> None:
        self._back = 0
        if text.strip() and self._past[-1:] != [text.strip()]:
            self._past = [*self._past, text.strip()][-HISTORY:]


def _field(name: str) -> str:
    return next((field for field, names in FIELDS.items() if name in names), "")


def _names_to_type(reading: Reading) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    units: Sequence[ResponsibleUnit] = reading.units()
    inspectors: Sequence[Inspector] = reading.inspectors()
    return (
        tuple(an_option(one.code, one.short_name, one.name) for one in units),
        tuple(an_option(one.code, one.name) for one in inspectors),
    )


def command_names(say: Say, posts: Collection[Post] = ()) -> Mapping[str, str]:
    """Words of every command by its id; of those for a post only to who holds it."""
    return {one.id: say(one.words) for one in COMMANDS if open_to(one, posts)}
