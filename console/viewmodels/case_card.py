"""One case in hand: its facts, what may be done with it now, who is proposed, why its time is what
it is.

Asked for off the window's thread and asked again when news names the case. No wording, no widget.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.case import Case, CaseId
from console.domain.flow import open_moves
from console.domain.refusal import Refusal
from console.domain.responsibility import Proposal, propose
from console.domain.stage import Move
from console.ports.reading import Reading
from console.ports.rows import CaseDetail, News, Precedents, UnitRecord
from console.services.registry import GESTURES
from console.viewmodels.acts import Acts, arranged
from console.viewmodels.desk import Desk
from console.viewmodels.explain import Gauge, Why, gauge_of, stage_timer, total_timer, why
from console.viewmodels.photos import CasePhotos
from console.viewmodels.reveal import Reveal


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything read for one case in one go."""

    detail: CaseDetail
    precedents: Precedents
    proposals: tuple[Proposal, ...]
    records: Mapping[str, UnitRecord]


def read_case(reading: Reading, case: CaseId, seat: str, now: datetime) -> Known:
    """Read a case with its precedents and the units proposed for it."""
    detail = reading.detail(case, seat)
    precedents = reading.precedents(case)
    proposals = propose(detail.case, detail.component, reading.units(), precedents.by_unit)
    wanted = tuple(proposal.unit for proposal in proposals)
    records = {record.unit: record for record in reading.unit_records(wanted, now)}
    return Known(detail=detail, precedents=precedents, proposals=proposals, records=records)


class CaseCard(QObject):
    """The case shown beside the list.

    Signals: `changed` when another case or other facts are shown.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self._case: CaseId | None = None
        self._known: Known | None = None
        self.photos = CasePhotos(desk)
        self.reveal = Reveal(desk)
        desk.news.connect(self._on_news)
        desk.post_changed.connect(self._on_post)

    @property
    def known(self) -> Known | None:
        """What was read; None while nothing is chosen or the answer is on its way."""
        return self._known

    @property
    def case(self) -> Case | None:
        """The case itself."""
        return self._known.detail.case if self._known else None

    def show(self, case: CaseId | None) -> None:
        """Show another case, or none."""
        if case == self._case and self._known is not None:
            return
        self._case, self._known = case, None
        self.reveal.end()
        if case is None:
            self.photos.show(None)
            self.changed.emit()
        else:
            self._read()

    @Slot()
    def refresh(self) -> None:
        """Read the case again, for instance after it was held or let go."""
        self._read()

    def _read(self) -> None:
        case, seat, now = self._case, self.desk.actor.operator, self.desk.now()
        if case is not None:
            self.desk.ask(
                "card", lambda reading: read_case(reading, case, seat, now), self._on_known
            )

    def _on_known(self, known: Known) -> None:
        if known.detail.case.id == self._case:
            self._known = known
            self.photos.show(known.detail)
            self.changed.emit()

    @Slot(object)
    def _on_news(self, news: News) -> None:
        if self._case is not None and (news.reload or self._case in news.cases):
            self._read()

    @Slot(object)
    def _on_post(self) -> None:
        self.reveal.end()
        self.changed.emit()

    # --- what may be done -------------------------------------------------------------------------

    def moves(self) -> tuple[tuple[Move, Refusal | None], ...]:
        """The moves of this stage in registry order: None when lawful for this seat, else why
        not."""
        if self.case is None:
            return ()
        found = open_moves(self.case, self.desk.actor, self.desk.now(), self.desk.rules)
        return tuple((one.move, found[one.move]) for one in GESTURES if one.move in found)

    def lawful(self) -> tuple[Move, ...]:
        """The moves this seat may make now, the primary one first."""
        return tuple(move for move, refusal in self.moves() if refusal is None)

    def acts(self) -> Acts:
        """The moves as the card offers them."""
        return arranged(self.moves())

    @property
    def mine(self) -> bool:
        """Whether this seat holds the case."""
        claim = self._known.detail.claim if self._known else None
        return claim is not None and claim.operator == self.desk.actor.operator

    # --- why the time is what it is ---------------------------------------------------------------

    def gauges(self) -> tuple[Gauge | None, Gauge | None]:
        """The clock of this stage and that of the whole handling, read now."""
        if self.case is None:
            return None, None
        now, rules = self.desk.now(), self.desk.rules
        stage, total = stage_timer(self.case), total_timer(self.case)
        return (
            gauge_of(stage, now, rules) if stage else None,
            gauge_of(total, now, rules) if total else None,
        )

    def reasons(self) -> tuple[Why, ...]:
        """Both clocks with every second explained: counted spans add up to what was used."""
        if self.case is None:
            return ()
        now, rules = self.desk.now(), self.desk.rules
        timers = (stage_timer(self.case), total_timer(self.case))
        return tuple(why(timer, now, rules) for timer in timers if timer is not None)
