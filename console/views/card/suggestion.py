"""「建议」: the one next act, and on what evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console.domain.responsibility import Evidence, Finding, Proposal, Strength, is_clear
from console.domain.stage import Move, Stage
from console.viewmodels.case_card import CaseCard, Known
from console.views.card.part import Elastic, Part, label
from console.views.look import Look
from console.views.refusal_words import move_word, sentence
from console.views.widgets.chip import Chip
from console.views.widgets.keys import KeyButton, KeyLabel
from console.views.wording import Wording

SENDING: Final = frozenset({Stage.TO_DISPATCH, Stage.VERIFY_FAILED, Stage.COORDINATING})


class Suggestion(Part):
    """Signals: `explained` why this is proposed, and why the time is what it is (W)."""

    explained = Signal()

    def __init__(self, card: CaseCard, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._card = card
        self._folded = False
        self.title = label(self.say("card.suggestion"), self, role="strong")
        self.what = Elastic(self, role="strong")
        self.strength = Chip(look.theme, "", parent=self)
        self.reason = Elastic(self, role="hint")
        self.why = KeyButton(look.theme, self.say("card.why"), kind="link", parent=self)
        self.why.clicked.connect(self.explained)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.what, 1)
        row.addWidget(self.strength)
        row.addWidget(self.why)
        row.addWidget(KeyLabel("W", self))
        self.column.addLayout(row)
        self.column.addWidget(self.reason)

    def tell(self) -> None:
        """Say what to do next with the case in hand."""
        known = self._card.known
        if known is None:
            return
        proposal = known.proposals[0] if known.proposals else None
        sending = known.detail.case.stage in SENDING
        self.strength.setVisible(sending and proposal is not None)
        if sending and proposal is not None:
            self._tell_unit(known, proposal)
        else:
            self._tell_act(known)
        reason = self.reason.text()
        self.what.setToolTip(f"{self.what.text()}\n{reason}".strip())
        self.reason.setToolTip(reason)
        self.fold(folded=self._folded)

    def _tell_unit(self, known: Known, proposal: Proposal) -> None:
        case, names = known.detail.case, unit_names(known)
        clear = is_clear(known.proposals)
        if case.stage is Stage.COORDINATING:
            code = "card.suggest.designate"
        elif clear:
            code = "card.suggest.again" if case.dispatches else "card.suggest.dispatch"
        else:
            code = "card.suggest.unclear"
        self.what.setText(self.say(code, unit=names.get(proposal.unit, proposal.unit)))
        word = "bound" if proposal.bound else proposal.strength.value
        self.strength.say(self.say(f"card.strength.{word}"))
        self.reason.setText(reason_words(proposal, self.look.wording))

    def _tell_act(self, known: Known) -> None:
        acts = self._card.acts()
        if acts.primary is not None:
            word = move_word(self.look.wording, acts.primary.move.value)
            self.what.setText(self.say("card.suggest.act", act=word))
            self.reason.setText("")
        else:
            self.what.setText(self.say("card.suggest.wait"))
            locked = next((act for act in acts.shown if act.refusal is not None), None)
            refusal = locked.refusal if locked else None
            names = known.detail.names
            self.reason.setText(
                sentence(refusal, self.look.wording, names) if refusal is not None else ""
            )

    def fold(self, *, folded: bool) -> None:
        """Leave the reason out where room is short; it is the tool tip of what is proposed."""
        self._folded = folded
        self.reason.setVisible(not folded and bool(self.reason.text()))

    def dispatch_words(self) -> str:
        """The words of the dispatch button where one unit is clear: 「派遣到 …」; else ""."""
        known = self._card.known
        if known is None or not known.proposals or not is_clear(known.proposals):
            return ""
        unit = known.proposals[0].unit
        return self.say("card.dispatch_to", unit=unit_names(known).get(unit, unit))


DISPATCHES: Final = frozenset({Move.DISPATCH, Move.REDISPATCH})


def unit_names(known: Known) -> Mapping[str, str]:
    """Names of the units of a case and of those proposed for it."""
    return {record.unit: record.name for record in known.records.values()} | known.detail.names


def reason_words(proposal: Proposal, wording: Wording) -> str:
    """What points to the unit, in one line."""
    if proposal.bound:
        return wording.say("card.found.bound")
    said = [finding_words(one, wording) for one in proposal.findings if one.points]
    if proposal.returned:
        said.append(wording.say("card.found.returned"))
    return "；".join(said) or wording.say("card.found.nothing")


def finding_words(finding: Finding, wording: Wording) -> str:
    """One line of evidence."""
    if finding.evidence is Evidence.HISTORY and finding.done:
        return wording.say(
            "card.found.past_cases", of=finding.of, done=finding.done, redone=finding.redone
        )
    return wording.say(f"card.found.{finding.fact}")


def strength_words(strength: Strength, wording: Wording) -> str:
    """How strong the evidence is."""
    return wording.say(f"card.strength.{strength.value}")
