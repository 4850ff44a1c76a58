"""What waits on this machine for the store (待发): shown, sent when it is back, decided on.

Sent in order, one at a time, by the write lane; while an outcome is unknown, it is asked again
after a fifth of a second, then less and less often, for a minute; afterwards with the next answer
of the store or F5. A store that takes no writing (a full disk) is asked for as long as that lasts,
with nothing waiting by what the seat writes anyway.
What a command is and how it is sent once: `services.queueing`.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.domain.case import CaseId
from console.domain.organisation import ResponsibleUnit
from console.domain.refusal import Refusal
from console.domain.stage import Move
from console.ports.errors import StoreUnavailable
from console.ports.journal import Entry, EntryState, Journal
from console.ports.rows import News
from console.services import queueing
from console.services.intake import TakeReport
from console.services.queueing import Settled
from console.services.registry import Command
from console.viewmodels import own_writes
from console.viewmodels.desk import Desk
from console.viewmodels.notices import Notice, NoticeTone

FIRST_MS = 200
MOST_MS = 2_000
MOST_UNSAVED_MS = 5_000
"""Longest between two tries while the store reads and takes no writing."""
PATIENCE = timedelta(minutes=1)
TYPED = ("description", "instruction", "reason", "text")
"""Fields of commands that show what was typed, most telling first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedFact:
    """One waiting act as it is shown. `words` is what was typed; `refusal` says why it was not
    done."""

    id: str
    kept_at: datetime
    move: Move
    state: EntryState
    case: CaseId | None = None
    number: str = ""
    words: str = ""
    refusal: Refusal | None = None

    def __repr__(self) -> str:
        """Nothing that was typed."""
        return f"QueuedFact({self.move!r}, {self.state!r})"


class Queued(QObject):
    """The waiting acts of this operator.

    Signals: `changed` when there are others or they stand otherwise.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._entries: tuple[Entry, ...] = ()
        self._facts: tuple[QueuedFact, ...] = ()
        self._told: dict[Entry, QueuedFact] = {}  # all are looked at after each one that is sent
        self.units: Mapping[str, str] = {}
        """Short names of units by code."""
        self._numbers: dict[CaseId, str] = {}
        self._sending = False
        self._done = 0
        self._until: datetime | None = None
        self._pause = FIRST_MS
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.settle)
        desk.kept.connect(self._on_kept)
        desk.lost.connect(self._on_lost)
        desk.post_changed.connect(self._stock_up)

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def able(self) -> bool:
        """Whether acts can wait on this machine."""
        return self._desk.outside.journal is not None

    @property
    def facts(self) -> tuple[QueuedFact, ...]:
        """All of them, in the order in which they were given."""
        return self._facts

    @property
    def refused(self) -> int:
        """How many ask for a decision."""
        return sum(fact.state is EntryState.REFUSED for fact in self._facts)

    def waits(self, case: CaseId) -> bool:
        """Whether an act on a case is still to be sent."""
        return case in self.cases

    @property
    def cases(self) -> frozenset[CaseId]:
        """Cases with an act that is still to be sent."""
        return frozenset(
            fact.case
            for fact in self._facts
            if fact.case is not None and fact.state is not EntryState.REFUSED
        )

    def start(self) -> None:
        """Show what an earlier run left, and send it."""
        self._desk.ask("queued.units", lambda reading: reading.units(), self._on_units)
        self._reload()
        self.settle()
        self._stock_up()

    def stop(self) -> None:
        """Send nothing more (the seat is left); what waits stays."""
        self._again.stop()

    # --- deciding ---------------------------------------------------------------------------------

    def do_again(self, entry: str) -> None:
        """Send a refused act once more, whatever came between."""
        journal, found = self._desk.outside.journal, self._entry(entry)
        if journal is not None and found is not None and found.state is EntryState.REFUSED:
            self._order(lambda: journal.keep(queueing.again(found)), self._on_kept)

    def discard(self, entry: str) -> None:
        """Throw a waiting act away for good."""
        journal = self._desk.outside.journal
        if journal is not None and self._entry(entry) is not None:
            self._order(lambda: journal.forget(entry), self._reload)

    # --- sending ----------------------------------------------------------------------------------

    @Slot()
    def settle(self) -> None:
        """Send what waits, as far as the store answers."""
        journal = self._desk.outside.journal
        if journal is None or self._sending:
            return
        self._sending, self._done = True, 0
        self._again.stop()
        self._next(journal)

    def _next(self, journal: Journal) -> None:
        desk, seat = self._desk, self._desk.seat()

        def sent() -> Settled | None:
            entries = journal.entries(seat.actor.operator)
            first = next((one for one in entries if one.state is not EntryState.REFUSED), None)
            return None if first is None else queueing.send(first, seat, journal)

        def settled(found: Settled | None) -> None:
            if found is None:
                self._on_all_sent()
                return
            self._tell(found)
            self._next(journal)

        desk.lanes.order(sent, settled, self._on_failed)

    def _tell(self, settled: Settled) -> None:
        self._desk.answered()
        if settled.changes is not None:
            self._done += 1
            cases = settled.changes.cases
            self._desk.news.emit(News(cases=cases, as_of=self._desk.now(), mine=frozenset(cases)))
        self._reload()

    def _on_all_sent(self) -> None:
        self._sending, self._until = False, None
        if self._desk.state.code:
            self._desk.order(own_writes.all_of(self._desk), lambda _none: self._desk.answered())
        else:
            self._pause = FIRST_MS
        self._reload()
        if self._done:
            self._desk.notice.emit(
                Notice(code="queued.sent", tone=NoticeTone.INFO, facts={"n": self._done})
            )
        if self.refused:
            self._desk.notice.emit(
                Notice(code="queued.refused", tone=NoticeTone.WARNING, facts={"n": self.refused})
            )

    def _on_failed(self, error: Exception) -> None:
        self._sending = False
        self._desk.failed(error)
        self._reload()
        if not isinstance(error, StoreUnavailable):
            self.settle()  # the one that met our mistake is put aside by now

    def _ask_again(self) -> None:
        """Sooner at first, for a minute; no two seats at the same moment."""
        now, unsaved = self._desk.now(), not self._desk.state.gone
        self._until = self._until or now + PATIENCE
        if unsaved or (
            now < self._until and any(one.state is EntryState.SENT for one in self._facts)
        ):
            self._again.start(int(self._pause * random.uniform(0.5, 1.0)))  # noqa: S311  no secret
            self._pause = min(MOST_UNSAVED_MS if unsaved else MOST_MS, self._pause * 2)

    # --- inside -----------------------------------------------------------------------------------

    @Slot()
    def _on_kept(self) -> None:
        self._reload()
        if not self._desk.is_lost:
            self.settle()

    @Slot(bool)
    def _on_lost(self, lost: bool) -> None:  # noqa: FBT001  the signal's argument
        if not lost:
            self._until, self._pause = None, FIRST_MS
            self.settle()
            self._stock_up()
        elif not self._desk.state.gone:
            self._pause = MOST_UNSAVED_MS if not self._facts else self._pause
            self._reload()

    @Slot()
    def _stock_up(self) -> None:
        """A seat that takes calls has some numbers in hand."""
        fetch = own_writes.fetching_numbers(self._desk)
        if fetch is not None:
            self._desk.order(fetch, _nothing)

    def _reload(self) -> None:
        journal, operator = self._desk.outside.journal, self._desk.actor.operator
        if journal is not None:
            self._desk.lanes.order(
                lambda: journal.entries(operator), self._on_entries, self._desk.failed
            )

    def _on_units(self, units: Sequence[ResponsibleUnit]) -> None:
        self.units = {one.code: one.short_name for one in units}
        self._told.clear()

    def _on_entries(self, entries: tuple[Entry, ...]) -> None:
        self._entries = entries
        self._told = {one: self._told.get(one) or self._fact(one) for one in entries}
        facts = tuple(self._told.values())
        before, self._facts = self._facts, facts
        self._desk.waiting = self.cases
        if facts != before:
            self.changed.emit()
        if self._desk.is_lost and not self._sending and not self._again.isActive():
            self._ask_again()

    def _fact(self, entry: Entry) -> QueuedFact:
        try:
            command: Command | None = queueing.command_of(entry)
        except Refusal:
            command = None
        case, number = _subject(command)
        refusal = queueing.refusal_of(entry)
        if case is not None:  # what follows a report comes after it, and has no number of its own
            number = self._numbers.setdefault(case, number)
        return QueuedFact(
            id=entry.id,
            kept_at=entry.kept_at,
            move=Move(entry.gesture),
            state=entry.state,
            case=case,
            number=entry.label
            or number
            or str((refusal.facts if refusal else {}).get("number", "")),
            words=entry.content if command is None else _words(command, self.units),
            refusal=refusal,
        )

    def _entry(self, entry: str) -> Entry | None:
        return next((one for one in self._entries if one.id == entry), None)

    def _order(self, work: Callable[[], object], done: Callable[[], None]) -> None:
        self._desk.lanes.order(work, lambda _result: done(), self._desk.failed)


def _subject(command: Command | None) -> tuple[CaseId | None, str]:
    if command is None:
        return None, ""
    if isinstance(command, TakeReport):
        return command.lease or (None, "")
    return command.case, ""


def _words(command: Command | None, units: Mapping[str, str]) -> str:
    """To whom, and what was typed."""
    known = {field.name for field in fields(command)} if command is not None else set()
    found = [str(getattr(command, name) or "") for name in TYPED if name in known]
    unit = str(getattr(command, "unit", "") or "")
    if unit:
        found.insert(0, f"→ {units.get(unit, unit)}")
    return "　".join(words for words in found if words)


def _nothing(_none: object) -> None:
    """Nothing follows."""
