"""Schemes and their versions as lines: one's drafts first, then the newest version of each.

`SchemeList` reads them on a lane and knows what was read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Signal

from console.domain.refusal import Refusal
from console.evaluation.periods import local_day
from console.evaluation.scheme import ObjectKind, Scheme
from console.ports.schemes import KeptScheme, SchemeDraft, Schemes
from console.services.schemes import Known, known_of
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk
from console.viewmodels.words import Say

_LOCAL: Final = timezone(timedelta(hours=8))
_ORDER: Final = {kind.value: at for at, kind in enumerate(ObjectKind)}
DRAFT: Final = 0
"""Version of a line that is one's own draft."""


Key = tuple[str, str, int]
"""Kind, scheme and version."""


class State(StrEnum):
    """How the list stands."""

    READING = "reading"
    THERE = "there"
    LOST = "lost"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One line; `version` `DRAFT` for a draft, `strong` the version in force today."""

    kind: str
    scheme: str
    version: int
    title: str
    hint: str
    strong: bool = False
    broken: bool = False

    @property
    def key(self) -> Key:
        """What it is told apart by."""
        return self.kind, self.scheme, self.version


def lines_of(
    known: Sequence[Known], drafts: Sequence[SchemeDraft], today: date, say: Say
) -> tuple[VersionLine, ...]:
    """All lines, by whom the scheme judges, then its code, drafts first, newest version first."""
    made = [_draft(one, say) for one in drafts]
    made += [_version(one, today, say) for one in known]
    last = 1_000_000
    return tuple(
        sorted(
            made,
            key=lambda one: (
                _ORDER.get(one.kind, last),
                one.scheme,
                -(one.version or last),
            ),
        )
    )


def days_of(kept: KeptScheme, today: date, say: Say) -> str:
    """On which days a version holds, in words."""
    if kept.begin is None:
        return say("scheme.days.offered")
    if kept.first is None:
        return say("scheme.days.never", first=kept.begin.first_day)
    code = "scheme.days.from" if kept.last is None else "scheme.days.between"
    told = say(code, first=kept.first, last=kept.last or "")
    return say("scheme.days.now", days=told) if kept.holds_on(today) else told


def local_minute(moment: datetime) -> str:
    """A moment in the city, to the minute."""
    return moment.astimezone(_LOCAL).strftime("%m-%d %H:%M")


def _under(kind: str, hint: str, say: Say) -> str:
    """Whom it judges, before what is told of it."""
    return f"{say(f'assess.kind.{kind}') if kind in _ORDER else kind} · {hint}"


def _draft(draft: SchemeDraft, say: Say) -> VersionLine:
    return VersionLine(
        kind=draft.kind,
        scheme=draft.scheme,
        version=DRAFT,
        title=say("schemes.line.draft", scheme=draft.scheme),
        hint=_under(draft.kind, say("schemes.line.saved", time=local_minute(draft.at)), say),
    )


def _version(one: Known, today: date, say: Say) -> VersionLine:
    kept = one.kept
    facts = {"scheme": kept.scheme, "version": kept.version}
    broken = one.broken is not None
    hint = say("schemes.line.broken") if broken else days_of(kept, today, say)
    return VersionLine(
        kind=kept.kind,
        scheme=kept.scheme,
        version=kept.version,
        title=say("schemes.line.version", **facts),
        hint=_under(kept.kind, hint, say),
        strong=kept.holds_on(today),
        broken=broken,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    known: tuple[Known, ...]
    drafts: tuple[SchemeDraft, ...]


class SchemeList(QObject):
    """Signals: `listed` the lines or how they stand; `came` an answer has come (first)."""

    listed = Signal()
    came = Signal()

    def __init__(self, desk: Desk, say: Say, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._say = desk, say
        self.state = State.READING
        self.refusal: Refusal | None = None
        self.lines: tuple[VersionLine, ...] = ()
        self.known: tuple[Known, ...] = ()
        self.drafts: tuple[SchemeDraft, ...] = ()

    @property
    def today(self) -> date:
        """The city's day."""
        return local_day(self._desk.now())

    def read(self, *, drafts: bool) -> None:
        """Read versions, and one's drafts where one may have any."""
        schemes = self._desk.outside.schemes
        if schemes is None:
            self._on_failed(Refusal("assessment.no_facts"))
            return
        if self.state is not State.THERE:
            self._stand(State.READING)
        self._desk.lanes.ask(
            "schemes",
            lambda: _read(schemes, drafts=drafts),
            while_alive(self, self._on_read),
            while_alive(self, self._on_failed),
        )

    def _on_read(self, found: _Read) -> None:
        self._desk.heard()
        self.known, self.drafts, self.refusal = found.known, found.drafts, None
        self.lines = lines_of(found.known, found.drafts, self.today, self._say)
        self._stand(State.THERE)
        self.came.emit()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self.refusal = error
            self._stand(State.REFUSED)
            return
        self._desk.failed(error)
        self._stand(State.LOST)

    def _stand(self, state: State) -> None:
        self.state = state
        self.listed.emit()

    def line(self, key: Key | None) -> VersionLine | None:
        """The line of a key."""
        return next((one for one in self.lines if one.key == key), None)

    def version(self, key: Key | None) -> Known | None:
        """The kept version of a line; None for a draft."""
        return next(
            (o for o in self.known if (o.kept.kind, o.kept.scheme, o.kept.version) == key), None
        )

    def draft(self, key: Key | None) -> SchemeDraft | None:
        """One's draft of a line; None for a version."""
        return next((one for one in self.drafts if (one.kind, one.scheme, DRAFT) == key), None)

    def usual(self) -> Key | None:
        """What is opened first: one's newest draft, else the first version in force."""
        if self.drafts:
            return self.drafts[0].kind, self.drafts[0].scheme, DRAFT
        held = [one for one in self.lines if one.strong] or list(self.lines)
        return held[0].key if held else None

    def standing(self, scheme: Scheme, day: date) -> Scheme | None:
        """The version of the same scheme that is in force on a day."""
        for one in self.known:
            kept = one.kept
            if (kept.scheme, kept.kind) == (scheme.id, scheme.kind.value) and kept.holds_on(day):
                return one.scheme
        return None


def _read(schemes: Schemes, *, drafts: bool) -> _Read:
    return _Read(
        known=tuple(map(known_of, schemes.kept())),
        drafts=tuple(schemes.drafts()) if drafts else (),
    )
