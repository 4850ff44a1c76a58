"""A dispatch being decided: unit, copies, measures, limit, instruction; first and second dispatch.

Proposals and their evidence are the domain's (`responsibility`), the due time is computed by the
domain itself (`limit_preview`). Words, colours and keys are the views'.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal

from console.domain.refusal import Refusal
from console.domain.responsibility import Proposal, is_clear
from console.domain.stage import Move
from console.domain.timelimit import TimeLimit
from console.ports.reading import Reading
from console.ports.rows import CaseDetail, Precedents, UnitRecord
from console.services.registry import GESTURE_OF
from console.viewmodels.answering import while_alive
from console.viewmodels.case_card import read_case
from console.viewmodels.desk import Desk
from console.viewmodels.drafts import round_of
from console.viewmodels.form_draft import Done, FormDraft, Refused
from console.viewmodels.limit_preview import LimitPreview, preview
from console.viewmodels.phrases import ask_phrases
from console.viewmodels.pinyin import Option, an_option

MEASURES = ("fence", "inspector", "phone")
INSTRUCTION_MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What was read for the decision."""

    proposals: tuple[Proposal, ...]
    records: Mapping[str, UnitRecord]
    precedents: Precedents
    units: tuple[Option, ...]


class DispatchDraft(FormDraft):
    """Signals: `advised` when the proposals arrived; `changed` when a choice was made."""

    advised = Signal()

    def __init__(self, desk: Desk, move: Move, detail: CaseDetail) -> None:
        super().__init__(desk, "dispatch", round_of(detail.case))
        self.move, self.detail = move, detail
        self.advice = Advice(
            proposals=(), records={}, precedents=Precedents(cases=(), by_unit=()), units=()
        )
        self.phrases: tuple[str, ...] = ()
        self.unit = detail.case.bound_unit or ""
        self.assisting: tuple[str, ...] = ()
        self.copies: tuple[str, ...] = ()
        self.measures: tuple[str, ...] = ("fence",) if detail.case.urgent else ()
        self.own_limit: TimeLimit | None = None
        self.reason = ""
        self.instruction = ""

    # --- reading ----------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for proposals, units and phrases, and for a draft left before."""
        case, seat, now = self.detail.case.id, self.desk.actor.operator, self.desk.now()

        def read(reading: Reading) -> Advice:
            known = read_case(reading, case, seat, now)
            units = tuple(an_option(one.code, one.short_name, one.name) for one in reading.units())
            return Advice(
                proposals=known.proposals,
                records=known.records,
                precedents=known.precedents,
                units=units,
            )

        self.desk.ask("dispatch", read, while_alive(self, self._on_advice))
        ask_phrases(self.desk, self.move, while_alive(self, self._on_phrases), titled=True)
        self.bring_back()

    def _on_advice(self, advice: Advice) -> None:
        self.advice = advice
        best = self._best()
        if not self.unit and best:
            self.unit = best
        self.advised.emit()

    def _best(self) -> str:
        """On second dispatch the unit that worked on it, else the best evidence (article 21)."""
        again = self.detail.case.unit or ""
        if self.move is Move.REDISPATCH and again:
            return again
        first = self.advice.proposals[:1]
        return first[0].unit if first and not first[0].returned else ""

    def _on_phrases(self, phrases: tuple[str, ...]) -> None:
        self.phrases = phrases
        self.changed.emit()

    # --- deciding ---------------------------------------------------------------------------------

    def put(self, **choices: Any) -> None:
        """Take choices by field name and say so."""
        for name, value in choices.items():
            setattr(self, name, value)
        self.typed(*("limit" if name == "own_limit" else name for name in choices))
        self.changed.emit()

    def write(self, words: str) -> None:
        """Keep an instruction typed by hand; "" while it only follows the form."""
        if words != self.instruction:
            self.instruction = words
            self.typed("instruction")

    @property
    def clear(self) -> bool:
        """Whether one unit leads clearly; otherwise coordination is offered beside the dispatch."""
        return is_clear(self.advice.proposals)

    def name_of(self, unit: str) -> str:
        """A unit's name as far as it is known."""
        for option in self.advice.units:
            if option.code == unit:
                return option.name
        return self.detail.names.get(unit, unit)

    @property
    def returned(self) -> bool:
        """Whether the chosen unit gave this case back before."""
        return self.unit in self.detail.case.returned_by

    def preview(self) -> LimitPreview | Refusal:
        """The handling clock if it were dispatched now."""
        return preview(
            self.detail.case,
            self.move,
            self.desk.actor,
            self.desk.now(),
            self.desk.rules,
            {"unit": self.unit or "?", "limit": self.own_limit},
        )

    # --- doing ------------------------------------------------------------------------------------

    def lacks(self, instruction: str) -> str:
        """The first thing that is missing: `unit`, `reason`, `instruction`; "" when it may go."""
        if not self.unit:
            return "unit"
        if self.own_limit is not None and not self.reason.strip():
            return "reason"
        return "instruction" if len(instruction) > INSTRUCTION_MOST else ""

    def submit(
        self,
        instruction: str,
        done: Done,
        refused: Refused,
    ) -> None:
        """Dispatch with these words; a second call while the first runs does nothing."""
        case = self.detail.case
        command = GESTURE_OF[self.move].command(
            case=case.id,
            version=case.version,
            unit=self.unit,
            assisting=self.assisting,
            copies=self.copies,
            instruction=instruction.strip(),
            measures=self.measures,
            limit=self.own_limit,
            reason=self.reason.strip(),
        )

        self.send(command, done, refused)

    # --- the draft --------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        """What is kept while it is typed."""
        return {
            "unit": self.unit,
            "assisting": self.assisting,
            "copies": self.copies,
            "measures": self.measures,
            "limit": self.own_limit.code if self.own_limit else "",
            "reason": self.reason,
            "instruction": self.instruction,
        }

    def take_given(self, given: Mapping[str, Any]) -> None:
        """Unit, assisting units, limit with its reason, and the instruction."""
        names = {"limit": "own_limit"}
        known = ("unit", "assisting", "limit", "reason", "instruction")
        self.put(**{names.get(name, name): given[name] for name in known if name in given})

    def take_back(self, content: Mapping[str, Any]) -> None:
        self.unit = str(content["unit"]) or self.unit
        self.assisting = tuple(content["assisting"])
        self.copies = tuple(content["copies"])
        self.measures = tuple(content["measures"])
        self.own_limit = TimeLimit.from_code(content["limit"]) if content["limit"] else None
        self.reason, self.instruction = str(content["reason"]), str(content["instruction"])
