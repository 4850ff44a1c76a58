"""Standards from a workbook: what it would change is shown before anything is written.

Reading happens in a process of its own (`export.safe_book`), asked for from a read lane.
"""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from console.domain.catalogue import GBT30428
from console.domain.catalogue_diff import Change as Difference
from console.domain.finding import Finding
from console.domain.refusal import Refusal
from console.ports.administration import Change
from console.ports.errors import StoreUnavailable
from console.services.administering import Administering
from console.services.standards_import import Offer
from console.viewmodels.answering import while_alive
from console.viewmodels.columns import Column
from console.viewmodels.desk import Desk
from console.viewmodels.keyed_table import KeyedTable
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.words import Say

MOST_FINDINGS: Final = 50
"""So many remarks are shown; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """One difference with its place in the list."""

    at: int
    difference: Difference


class AdministrationStandards(QObject):
    """Signals: `changed` another file, answer or refusal; `kept` (Change) a version was written."""

    changed = Signal()
    kept = Signal(object)

    def __init__(self, desk: Desk, office: Callable[[], Administering], say: Say) -> None:
        super().__init__(desk)
        self._desk, self._office, self._say = desk, office, say
        self.file: Path | None = None
        self.offer: Offer | None = None
        self.refusal: Refusal | None = None
        self.reading = self.writing = False
        self.table: KeyedTable[DifferenceRow] = KeyedTable(
            self._columns(), attrgetter("at"), say, parent=self
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What has to be said about the file."""
        return self.offer.found.findings if self.offer is not None else ()

    def read(self, file: Path, scheme: str = GBT30428) -> None:
        """Compare a workbook with the newest standards; a newer request replaces an older one."""
        office = self._office()
        self.file, self.offer, self.refusal, self.reading = file, None, None, True
        self._show()
        self._desk.lanes.ask(
            "administration.standards",
            lambda: office.read_standards(file, scheme),
            while_alive(self, self._on_read),
            while_alive(self, self._on_unread),
        )

    def keep(self, reason: str) -> None:
        """Write what the workbook offers as a new version."""
        offer = self.offer
        if offer is None or self.writing:
            return
        office = self._office()
        self.writing, self.refusal = True, None
        self.changed.emit()
        self._desk.order(
            lambda _outside: office.put_standards(offer, reason),
            while_alive(self, self._on_kept),
            while_alive(self, self._on_not_kept),
        )

    # --- answers ----------------------------------------------------------------------------------

    def _on_read(self, offer: Offer) -> None:
        self.offer, self.reading = offer, False
        self._show()

    def _on_unread(self, error: Exception) -> None:
        self.reading = False
        if isinstance(error, Refusal):
            self.refusal = error
        else:
            if isinstance(error, StoreUnavailable):
                self.refusal = Refusal(error.code, **error.facts)
            self._desk.failed(error)
        self.changed.emit()

    def _on_kept(self, change: Change) -> None:
        self.writing, self.offer, self.file = False, None, None
        self._desk.notice.emit(
            Notice(code="administration.done.standards", tone=NoticeTone.DONE, facts={})
        )
        self._show()
        self.kept.emit(change)

    def _on_not_kept(self, refusal: Refusal) -> None:
        self.writing, self.refusal = False, refusal
        self.changed.emit()

    # --- rows -------------------------------------------------------------------------------------

    def _show(self) -> None:
        found = self.offer.changes if self.offer is not None else ()
        self.table.show(DifferenceRow(at=at, difference=one) for at, one in enumerate(found))
        self.changed.emit()

    def _columns(self) -> tuple[Column[DifferenceRow], ...]:
        values: tuple[tuple[str, int, Callable[[DifferenceRow], str]], ...] = (
            ("deed", 64, self._kind),
            ("code", 84, _code),
            ("category", 130, _name),
            ("condition", 0, _condition),
            ("difference", 260, self._fields),
        )
        made = []
        for name, width, value in values:
            column: Column[DifferenceRow] = Column(
                key=name,
                title=f"administration.field.{name}",
                value=value,
                width=width or 200,
                stretch=not width,
                hint=value,
            )
            made.append(column)
        return tuple(made)

    def _kind(self, row: DifferenceRow) -> str:
        return self._say(f"cli.change.{row.difference.kind.value}")

    def _fields(self, row: DifferenceRow) -> str:
        said = [
            self._say(
                "administration.changed",
                field=self._say(f"administration.standard.{name}"),
                before=_plain(before) or self._say("administration.nothing"),
                after=_plain(after) or self._say("administration.nothing"),
            )
            for name, (before, after) in row.difference.fields.items()
        ]
        return self._say("list.semicolon").join(said)


def _code(row: DifferenceRow) -> str:
    return row.difference.category.code


def _name(row: DifferenceRow) -> str:
    return row.difference.name


def _condition(row: DifferenceRow) -> str:
    return row.difference.condition


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return str(getattr(value, "code", None) or getattr(value, "value", None) or value)
