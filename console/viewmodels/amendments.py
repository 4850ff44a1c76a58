"""What was corrected since a publication, what is marked of it, and what an amendment would change.

The store says which cases were corrected; what merely went on afterwards is in no amendment.
Figures before and after are the store's own: it freezes the amendment and forgets it again.
Source: articles 22 to 25, fact book 5.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.refusal import Refusal
from console.evaluation.amending import FieldChange, FigureChange
from console.evaluation.correcting import Why, reasons, told_change
from console.ports.publications import Head, Publications
from console.services.publishing import preview
from console.viewmodels.answering import while_alive
from console.viewmodels.publications import Act, PublicationsDesk


class Correcting(StrEnum):
    """How the list of corrected cases stands."""

    NOTHING = "nothing"  # no publication is chosen
    READING = "reading"
    THERE = "there"
    LOST = "lost"
    REFUSED = "refused"


class Preview(StrEnum):
    """How the figures before and after stand."""

    NONE = "none"
    READING = "reading"
    THERE = "there"
    OLD = "old"  # something else is marked since
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedRow:
    """A corrected case: why, and which fields are other ones."""

    case: int
    number: str
    unit: str
    marked: bool
    why: tuple[Why, ...]
    fields: tuple[FieldChange, ...]


class AmendmentsDesk(QObject):
    """Signals: `shown` the list, the marks or the figures are others."""

    shown = Signal()

    def __init__(self, kept: PublicationsDesk) -> None:
        super().__init__(kept)
        self.kept = kept
        self.chosen = 0
        """The number of the publication whose amendments are shown; 0 for none."""
        self.correcting = Correcting.NOTHING
        self.refusal: Refusal | None = None
        self.marked: frozenset[int] = frozenset()
        self.previewing = Preview.NONE
        self.figures: tuple[FigureChange, ...] = ()
        self.preview_refusal: Refusal | None = None
        self.reason = ""
        """What was typed; kept while one looks elsewhere."""
        self._rows: tuple[CorrectedRow, ...] = ()
        self._turn = 0
        kept.signed.connect(self._on_signed)

    @property
    def published(self) -> tuple[Head, ...]:
        """What can be amended, newest period first."""
        out = [one for one in self.kept.heads if one.published and not one.amends]
        return tuple(sorted(out, key=lambda one: (one.wanted.start, one.id), reverse=True))

    @property
    def head(self) -> Head | None:
        """The publication that is chosen."""
        return self.kept.head(self.chosen)

    @property
    def rows(self) -> tuple[CorrectedRow, ...]:
        """Corrected cases by number."""
        return self._rows

    def amendments(self) -> tuple[Head, ...]:
        """Those of the chosen publication, given up ones too, by number."""
        mine = [one for one in self.kept.heads if one.amends and one.amends == self.chosen]
        return tuple(sorted(mine, key=lambda one: one.id))

    # --- reading ----------------------------------------------------------------------------------

    def choose(self, publication: int) -> None:
        """Show what was corrected since a publication."""
        if publication != self.chosen:
            self.chosen, self.marked, self.reason = publication, frozenset(), ""
            self.reload()

    @Slot()
    def reload(self) -> None:
        """Read the corrections anew; marks stay where their case is still there."""
        self._turn += 1
        turn, chosen, head = self._turn, self.chosen, self.head
        self._forget_figures()
        if head is None:
            self._rows = ()
            self._stand(Correcting.NOTHING)
            return
        try:
            publications = self.kept.publications
        except Refusal as refusal:
            self._on_failed(turn, refusal)
            return
        newest = self.kept.newest(head) or head
        units = self.kept.desk.outside.reading
        self._stand(Correcting.READING)

        def read() -> tuple[CorrectedRow, ...]:
            names = {one.code: one.short_name for one in units.units()}
            return _corrected(publications, chosen, newest, names)

        self.kept.desk.lanes.ask(
            "amendments",
            read,
            while_alive(self, lambda rows: self._on_read(turn, rows)),
            while_alive(self, lambda error: self._on_failed(turn, error)),
        )

    def _on_read(self, turn: int, rows: tuple[CorrectedRow, ...]) -> None:
        if turn == self._turn:
            self.kept.desk.heard()
            self.refusal = None
            self.marked &= {one.case for one in rows}
            self._rows = rows
            self._show_marks()
            self._stand(Correcting.THERE)

    def _on_failed(self, turn: int, error: Exception) -> None:
        if turn != self._turn:
            return
        if isinstance(error, Refusal):
            self.refusal, self._rows = error, ()
            self._stand(Correcting.REFUSED)
            return
        self.kept.failed(error)
        self._stand(Correcting.LOST)

    def _stand(self, correcting: Correcting) -> None:
        self.correcting = correcting
        self.shown.emit()

    # --- marks ------------------------------------------------------------------------------------

    def mark(self, cases: Sequence[int], *, on: bool) -> None:
        """Mark cases to be corrected, or take the marks back."""
        known = {one.case for one in self._rows}
        chosen = known & set(cases)
        self.marked = self.marked | chosen if on else self.marked - chosen
        if self.previewing is Preview.THERE:
            self.previewing = Preview.OLD
        self._show_marks()
        self.shown.emit()

    def turn(self, case: int) -> None:
        """The other of marked and not marked (X)."""
        self.mark([case], on=case not in self.marked)

    def mark_all(self) -> None:
        """All of them, or none where all are marked (Ctrl+A)."""
        cases = [one.case for one in self._rows]
        self.mark(cases, on=not self.marked.issuperset(cases))

    def _show_marks(self) -> None:
        self._rows = tuple(_marked(one, on=one.case in self.marked) for one in self._rows)

    # --- figures and the amendment ----------------------------------------------------------------

    def against(self) -> Refusal | None:
        """Why no amendment can be prepared of what is marked; None where it can."""
        refusal = self.kept.against(Act.AMEND, self.head)
        if refusal is not None:
            return refusal
        waits = next((one for one in self.amendments() if _waits(one)), None)
        if waits is not None:
            return Refusal("publications.amendment_waits", publication=waits.id)
        return None if self.marked else Refusal("publications.mark_some")

    def show_figures(self) -> None:
        """Ask what the marked cases change (P)."""
        refusal = self.against()
        if refusal is not None:
            self.preview_refusal = refusal
            self._preview(Preview.REFUSED)
            return
        publications, now = self.kept.publications, self.kept.desk.now()
        turn, chosen, cases = self._turn, self.chosen, tuple(sorted(self.marked))
        self._preview(Preview.READING)
        self.kept.desk.lanes.ask(
            "amendments.figures",
            lambda: preview(publications, chosen, cases, now),
            while_alive(self, lambda found: self._on_figures(turn, cases, found)),
            while_alive(self, lambda error: self._on_no_figures(turn, error)),
        )

    def _on_figures(
        self, turn: int, cases: tuple[int, ...], found: tuple[FigureChange, ...]
    ) -> None:
        if turn == self._turn:
            self.figures = found
            same = cases == tuple(sorted(self.marked))
            self._preview(Preview.THERE if same else Preview.OLD)

    def _on_no_figures(self, turn: int, error: Exception) -> None:
        if turn != self._turn:
            return
        if isinstance(error, Refusal):
            self.preview_refusal = error
            self._preview(Preview.REFUSED)
            return
        self.kept.failed(error)
        self._preview(Preview.NONE)

    def _preview(self, previewing: Preview) -> None:
        self.previewing = previewing
        self.shown.emit()

    def _forget_figures(self) -> None:
        self.figures, self.previewing, self.preview_refusal = (), Preview.NONE, None

    def issue(self, reason: str) -> Refusal | None:
        """Prepare the amendment (出具更正件); why it cannot be."""
        self.reason, head = reason.strip(), self.head
        refusal = self.against()
        if refusal is None and not self.reason:
            refusal = Refusal("publication.reason")
        if refusal is not None or head is None:
            return refusal
        self.kept.amend(head, self.reason, tuple(sorted(self.marked)))
        return None

    @Slot(object)
    def _on_signed(self, head: Head) -> None:
        """An amendment was made, or is in force now: what is left is another."""
        if head.amends and head.amends == self.chosen:
            self.marked, self.reason = frozenset(), ""
            self.reload()


def _waits(head: Head) -> bool:
    return not head.published and not head.withdrawn


def _marked(row: CorrectedRow, *, on: bool) -> CorrectedRow:
    if row.marked == on:
        return row
    return CorrectedRow(
        case=row.case, number=row.number, unit=row.unit, marked=on, why=row.why, fields=row.fields
    )


def _corrected(
    publications: Publications, publication: int, newest: Head, units: dict[str, str]
) -> tuple[CorrectedRow, ...]:
    """The corrected cases as rows; of one that is the same again none."""
    found = []
    for one in publications.corrected(publication):
        why = reasons(one.then, one.now, newest.as_of)
        if not why:
            continue
        unit = one.now.unit or one.then.unit
        found.append(
            CorrectedRow(
                case=int(one.now.case),
                number=one.now.number,
                unit=units.get(unit, unit),
                marked=False,
                why=why,
                fields=told_change(one.then, one.now, newest.as_of).fields,
            )
        )
    return tuple(sorted(found, key=lambda row: row.number))
