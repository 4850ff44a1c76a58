"""The lists to look into of the page's period: looked for on a lane, one list and entry chosen.

Only a reason to look stands there, never a verdict. Looks of new pictures are made first and kept
where this seat may. When the store is gone the last lists stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.evaluation.finding_lists import Lists
from console.evaluation.periods import Period
from console.export.assessment_export import write_assessment
from console.export.finding_sheets import FindingWords, findings_book
from console.ports.errors import StoreUnavailable
from console.ports.facts import FactDate, Span
from console.ports.integrity import Finding, FindingKind, IntegrityReading, LookKeeping
from console.ports.reading import Reading
from console.services.finding import Progress, complete_looks, lists_of, look_of
from console.viewmodels.answering import while_alive, while_wanted
from console.viewmodels.desk import Desk
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.words import Say

PANE: Final = "assessment.findings"


class Looking(StrEnum):
    """How the lists stand."""

    READING = "reading"
    THERE = "there"
    LOST = "lost"
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """One list and how many entries it has."""

    kind: FindingKind
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One entry: whom to ask, why it stands there, how many cases are behind it."""

    key: int
    who: str
    why: str
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case behind an entry; a hidden one is of another area."""

    case: CaseId
    number: str
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one turn brings; None for lists that were given up."""

    lists: Lists | None
    names: Mapping[str, str]


class FindingsDesk(QObject):
    """Signals: `shown` lists or how they stand are others; `moved` (int, int) the work has come so
    far, from the lane's thread."""

    shown = Signal()
    moved = Signal(int, int)

    def __init__(self, desk: Desk, say: Say) -> None:
        super().__init__(desk)
        self.desk, self._say = desk, say
        self.looking = Looking.READING
        self.refusal: Refusal | None = None
        self.lists: Lists | None = None
        self.kind = FindingKind.MISSED_REPORT
        self.period: Period | None = None
        self.read_at: datetime | None = None
        self.open = False
        self.at = 0
        """The entry of the chosen list that was looked at last."""
        self._names: Mapping[str, str] = {}
        self._given_up = [False]
        desk.asked_anew.connect(self._on_anew)

    @classmethod
    def of(cls, desk: Desk, say: Say) -> "FindingsDesk":
        """The one of this seat: lists and the place in them outlive the page."""
        kept = desk.findChild(cls, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return kept if isinstance(kept, cls) else cls(desk, say)

    # --- what is asked for ------------------------------------------------------------------------

    def look_at(self, period: Period) -> None:
        """Look for the lists of a period, unless they are there."""
        if period != self.period:
            self.period, self.lists, self.at = period, None, 0
            self.look()

    def look(self) -> None:
        """Look for them anew."""
        reading, period = self.desk.outside.integrity, self.period
        self.stop()
        if period is None:
            return
        given_up = self._given_up = [False]
        if reading is None:
            self._on_failed(Refusal("assessment.no_facts"))
            return
        self.looking, self.refusal = Looking.READING, None
        now, outside = self.desk.now(), self.desk.outside

        def work() -> Found:
            span = period.span(now)
            lists = look_for(reading, outside.looks, span, given_up, self._tell)
            return Found(lists=lists, names=names_of(outside.reading))

        self.desk.lanes.ask(
            PANE,
            work,
            while_wanted(self, given_up, self._on_found),
            while_wanted(self, given_up, self._on_failed),
        )
        self.shown.emit()

    def stop(self) -> None:
        """Give up what is being looked for."""
        self._given_up[0] = True

    def give_up(self) -> bool:
        """The operator wants no more of it; False when nothing is being looked for."""
        if self.looking is not Looking.READING:
            return False
        self.stop()
        self.looking = Looking.STOPPED
        self.shown.emit()
        return True

    def leave(self) -> None:
        """The page goes; what is still being looked for is looked for the next time."""
        if self.give_up():
            self.period = None

    def choose(self, kind: FindingKind) -> None:
        """Show the entries of another list."""
        if kind is not self.kind:
            self.kind, self.at = kind, 0

    def write(self, path: Path, layout: Path) -> None:
        """The lists as a workbook, written by a process of its own; told when it is there."""
        lists, period = self.lists, self.period
        if lists is None or period is None:
            return
        code, facts = period.title
        title = self._say("findings.period", period=self._say(code, **facts))
        book, rows = findings_book(lists, self._say, self._names, title)

        def work() -> int:
            write_assessment(book, rows, path, layout=layout)
            return book.drill.cases

        self.desk.lanes.ask(
            f"{PANE}.export",
            work,
            while_alive(self, lambda count: self._on_written(path, count)),
            while_alive(self, self.desk.failed),
        )

    def _on_written(self, path: Path, count: int) -> None:
        facts = {"file": path.name, "folder": str(path.parent), "count": count}
        self.desk.notice.emit(Notice(code="findings.written", tone=NoticeTone.DONE, facts=facts))

    def _tell(self, done: int, of: int) -> None:
        self.moved.emit(done, of)

    @Slot()
    def _on_anew(self) -> None:
        if self.open:
            self.look()
        else:
            self.period = None  # read when it is opened the next time

    def _on_found(self, found: Found) -> None:
        if found.lists is None:
            return
        self.lists, self._names = found.lists, found.names
        self.looking, self.read_at = Looking.THERE, self.desk.now()
        self.shown.emit()

    def _on_failed(self, error: Exception) -> None:
        lost = isinstance(error, StoreUnavailable)
        self.looking = Looking.LOST if lost else Looking.REFUSED
        self.refusal = error if isinstance(error, Refusal) else None
        if not isinstance(error, Refusal):
            self.desk.failed(error)
        self.shown.emit()

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def words(self) -> FindingWords | None:
        """Says entries; None without lists."""
        return None if self.lists is None else FindingWords(self.lists, self._say, self._names)

    @property
    def names(self) -> Mapping[str, str]:
        """Whoever may stand in a list, by code."""
        return self._names

    @property
    def total(self) -> int:
        """Entries of all lists."""
        return 0 if self.lists is None else sum(map(len, self.lists.findings.values()))

    def kinds(self) -> tuple[KindRow, ...]:
        """Every list, empty ones too."""
        if self.lists is None:
            return ()
        return tuple(
            KindRow(kind=kind, name=self._say(kind.name_code), count=len(found))
            for kind, found in self.lists.findings.items()
        )

    def entries(self) -> tuple[EntryRow, ...]:
        """The entries of the chosen list."""
        words = self.words
        if self.lists is None or words is None:
            return ()
        found = self.lists.findings[self.kind]
        return tuple(_entry(at, one, words) for at, one in enumerate(found))

    def entry_row(self, key: int) -> EntryRow | None:
        """The same of one of them."""
        finding, words = self.entry(key), self.words
        return None if finding is None or words is None else _entry(key, finding, words)

    def entry(self, key: int) -> Finding | None:
        """An entry of the chosen list."""
        found = () if self.lists is None else self.lists.findings[self.kind]
        return found[key] if 0 <= key < len(found) else None

    def cases(self, key: int) -> tuple[CaseLine, ...]:
        """The cases behind an entry."""
        finding, words, lists = self.entry(key), self.words, self.lists
        if finding is None or words is None or lists is None:
            return ()
        return tuple(
            CaseLine(case=case, number=number, hidden=case not in lists.numbers)
            for case, number in zip(finding.cases, words.numbers(finding), strict=True)
        )


def _entry(key: int, finding: Finding, words: FindingWords) -> EntryRow:
    who, why = words.who(finding), words.why(finding)
    return EntryRow(key=key, who=who, why=why, cases=len(finding.cases))


def look_for(
    reading: IntegrityReading,
    keeping: LookKeeping | None,
    span: Span,
    given_up: list[bool],
    tell: Progress,
) -> Lists | None:
    """One turn on a lane: looks of new pictures, then the lists, all of one moment."""

    def goes_on() -> bool:
        return not given_up[0]

    keeper = _Keeper(keeping)
    looks = complete_looks(
        reading, span, look_of, keeper.keep if keeping else None, progress=tell, goes_on=goes_on
    )
    with reading.at_one_moment() as held:
        return lists_of(held, span, FactDate.DUE, looks, progress=tell, goes_on=goes_on)


class _Keeper:
    """Keeps looks as long as this seat may."""

    def __init__(self, keeping: LookKeeping | None) -> None:
        self._keeping = keeping

    def keep(self, looks: Mapping[str, int | None]) -> None:
        """Keep these; who may not goes without."""
        if self._keeping is None:
            return
        try:
            self._keeping.keep(looks)
        except Refusal:
            self._keeping = None


def names_of(reading: Reading) -> dict[str, str]:
    """Whoever may stand in a list, by code."""
    return {
        **{one.login: one.name for one in reading.operators()},
        **{one.code: one.name for one in reading.inspectors()},
        **{one.code: one.short_name for one in reading.units()},
    }
