"""Proposals and past cases of a dispatch as worded rows; no widgets."""

from __future__ import annotations

from console.domain.responsibility import Finding, Proposal
from console.ports.rows import RelatedCase
from console.viewmodels.cells import CandidateRow, EvidenceLine
from console.viewmodels.columns import Align, Column
from console.viewmodels.dispatch_draft import DispatchDraft
from console.views.fmt import MINUTE, Formats


def candidate_rows(draft: DispatchDraft, formats: Formats) -> tuple[CandidateRow, ...]:
    """The proposed units, and the chosen one when it is none of them."""
    rows = [_candidate(draft, proposal, formats) for proposal in draft.advice.proposals]
    if draft.unit and draft.unit not in {row.key for row in rows}:
        name, say = draft.name_of(draft.unit), formats.wording.say
        rows.append(CandidateRow(key=draft.unit, unit=name, strength=say("ground.own_choice")))
    return tuple(rows)


def _candidate(draft: DispatchDraft, proposal: Proposal, formats: Formats) -> CandidateRow:
    say = formats.wording.say
    if proposal.bound:
        strength = say("ground.bound")
    else:
        word = say(f"ground.strength.{proposal.strength.value}")
        strength = say("ground.count", strength=word, count=proposal.count)
    return CandidateRow(
        key=proposal.unit,
        unit=draft.name_of(proposal.unit),
        strength=strength if not proposal.returned else say("ground.returned", text=strength),
        load=_load(draft, proposal.unit, formats),
        strong=proposal.unit == draft.unit,
        evidence=tuple(_line(finding, formats) for finding in proposal.findings),
    )


def _load(draft: DispatchDraft, unit: str, formats: Formats) -> str:
    record = draft.advice.records.get(unit)
    if record is None:
        return ""
    say = formats.wording.say
    words = say("ground.load", in_hand=record.in_hand, overdue=record.overdue)
    if not record.closed_30_days:
        return words
    share = formats.percent(record.on_time_30_days / record.closed_30_days)
    return say("ground.load_share", load=words, share=share)


def _line(finding: Finding, formats: Formats) -> EvidenceLine:
    say, kind = formats.wording.say, finding.evidence.value
    fact = say(
        f"ground.fact.{finding.fact}", done=finding.done, of=finding.of, redone=finding.redone
    )
    return EvidenceLine(
        met=finding.points,
        kind=say(f"ground.kind.{kind}"),
        fact=fact,
        source=say(f"ground.source.{kind}"),
    )


def past_columns(formats: Formats) -> tuple[Column[RelatedCase], ...]:
    """Columns of the past cases: number, place, unit, time taken, result."""

    def took(row: RelatedCase) -> str:
        if row.handling_minutes is None:
            return formats.wording.say("fmt.none")
        return formats.span(row.handling_minutes * MINUTE)

    def result(row: RelatedCase) -> str:
        if row.on_time is None:
            return formats.wording.say(f"stage.{row.stage.value}")
        return formats.wording.say("past.on_time" if row.on_time else "past.late")

    number: Column[RelatedCase] = Column(
        key="number", title="past.number", value=lambda row: row.number, width=132
    )
    place: Column[RelatedCase] = Column(
        key="place", title="past.place", value=lambda row: row.address, stretch=True
    )
    unit: Column[RelatedCase] = Column(
        key="unit", title="past.unit", value=lambda row: row.unit_name, width=150
    )
    time: Column[RelatedCase] = Column(
        key="took", title="past.took", value=took, width=84, align=Align.RIGHT
    )
    end: Column[RelatedCase] = Column(key="result", title="past.result", value=result, width=66)
    return (number, place, unit, time, end)
