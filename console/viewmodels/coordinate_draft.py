"""A dispute being coordinated (article 22): evidence, statements, the decision and its signature.

The supervisor proposes, the shift leader signs; the same draft serves both. Words and widgets are
the views'.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import Signal

from console.ports.rows import CaseDetail
from console.services.coordinating import Designate, ProposeDesignation, RecordStatement
from console.viewmodels.desk import Desk
from console.viewmodels.dispute import Bears
from console.viewmodels.dispute_table import DisputeTable
from console.viewmodels.drafts import round_of
from console.viewmodels.evidence import Evidence
from console.viewmodels.form_draft import Done, FormDraft, Refused

SCOPES: Final = ("component", "case", "road_class")


class CoordinateDraft(FormDraft):
    """One dispute in work. `signing` when the second signer looks at it.

    Signals: `read` when the evidence was read (again); `changed` when a choice was made here.
    """

    read = Signal()

    def __init__(self, desk: Desk, detail: CaseDetail, *, signing: bool = False) -> None:
        super().__init__(desk, "coordinate", round_of(detail.case))
        self.detail, self.signing = detail, signing
        self.table = DisputeTable(desk, detail, self)
        self.evidence = Evidence(desk, self)
        self.unit = ""
        self.basis: tuple[str, ...] = ()
        self.reason = ""
        self.scope = "case"
        self.document = ""
        self.told = False
        self._take_decision()
        self.table.read.connect(self._on_table)
        self.table.changed.connect(self._on_rows)

    def _take_decision(self) -> None:
        """Start from a decision that was proposed already."""
        decided = self.detail.case.designation
        if decided is not None:
            self.unit, self.reason = decided.unit, decided.reason
            self.scope, self.document = decided.scope, decided.document

    # --- reading ----------------------------------------------------------------------------------

    def load(self) -> None:
        """Read units, past cases and photos; take up a draft left before."""
        self.table.load()
        self.evidence.load(self.detail)
        if not self.signing:
            self.bring_back()

    def _on_table(self) -> None:
        """Before a unit was chosen the one that leads clearly is proposed."""
        self.detail = self.table.detail
        if not self.unit:
            self._rest_on_all(self.table.leading())
        self.read.emit()

    # --- deciding ---------------------------------------------------------------------------------

    def choose(self, unit: str) -> None:
        """Choose the unit; the rows that point to it become the basis."""
        if unit != self.unit:
            self._rest_on_all(unit)
            self._touched("unit", "basis")

    def _rest_on_all(self, unit: str) -> None:
        self.unit = unit
        self.basis = tuple(row.key for row in self.table.grounds if row.on(unit) is Bears.POINTS)

    def rest_on(self, key: str, *, on: bool) -> None:
        """Add a row to the basis, or take it away; their order is that of the rows."""
        chosen = {*self.basis, key} if on else set(self.basis) - {key}
        self.basis = tuple(row.key for row in self.table.grounds if row.key in chosen)
        self._touched("basis")

    def put(self, **choices: Any) -> None:
        """Take reason, scope, document or `told` by name."""
        for name, value in choices.items():
            setattr(self, name, value)
        self._touched(*choices)

    @property
    def others(self) -> tuple[str, ...]:
        """The units that are told of the decision."""
        return tuple(code for code in self.table.among if code != self.unit)

    def due(self) -> datetime | None:
        """When the named unit would have to be done, if it were dispatched now."""
        standard = self.detail.case.standard
        if standard is None:
            return None
        return self.desk.rules.calendar.due(self.desk.now(), standard.limit)

    def missing(self) -> str:
        """Field that is still empty: `unit`, `basis`, `reason`, `told`; "" when none is."""
        if not self.unit:
            return "unit"
        if not self.basis:
            return "basis"
        if not self.reason.strip():
            return "reason"
        return "" if self.told else "told"

    # --- acts -------------------------------------------------------------------------------------

    def propose(self, basis: tuple[str, ...], done: Done, refused: Refused) -> None:
        """Hand the decision to the second signer; `basis` are the chosen rows in words."""
        case = self.detail.case
        command = ProposeDesignation(
            case=case.id,
            version=case.version,
            reason=self.reason.strip(),
            unit=self.unit,
            basis=basis,
            scope=self.scope,
            document=self.document.strip(),
            notified=self.others,
        )
        self.send(command, done, refused)

    def sign(self, reason: str, done: Done, refused: Refused) -> None:
        """The second signature: the decision binds and the unit is dispatched."""
        case = self.detail.case
        command = Designate(
            case=case.id, version=case.version, reason=reason, instruction=self.reason
        )
        self.send(command, done, refused)

    def record(self, unit: str, stance: str, text: str, done: Done, refused: Refused) -> None:
        """Write down what a unit says; the panel stays open and reads it back by the news."""
        case = self.detail.case
        command = RecordStatement(
            case=case.id, version=case.version, unit=unit, stance=stance, text=text
        )
        self.send(command, done, refused, last=False)

    @property
    def decided_by_me(self) -> bool:
        """Whether this operator proposed the decision, and so cannot sign it."""
        decided = self.detail.case.designation
        return decided is not None and decided.by == self.desk.actor.operator

    # --- the draft --------------------------------------------------------------------------------

    def keep(self) -> None:
        """Save the decision as far as it was typed; a second signer types none."""
        if not self.signing:
            super().keep()

    def content(self) -> dict[str, Any]:
        """What a draft keeps."""
        return {
            "unit": self.unit,
            "basis": list(self.basis),
            "reason": self.reason,
            "scope": self.scope,
            "document": self.document,
            "own": self.table.own_rows(),
        }

    def take_given(self, given: Mapping[str, Any]) -> None:
        """The unit the decision names, and its reason."""
        self.unit = given.get("unit", self.unit)
        self.reason = given.get("reason", self.reason)
        self.typed("unit", "reason")

    def take_back(self, content: Mapping[str, Any]) -> None:
        self.table.take_rows(content["own"])
        self.unit, self.basis = content["unit"], tuple(content["basis"])
        self.reason, self.document = content["reason"], content["document"]
        self.scope = content["scope"]

    def _on_rows(self) -> None:
        self._touched("own")

    def _touched(self, *names: str) -> None:
        self.typed(*names)
        self.changed.emit()
