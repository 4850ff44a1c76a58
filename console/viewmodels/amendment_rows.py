"""Figures before and after an amendment, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from console.evaluation.amending import FigureChange
from console.evaluation.expression import Figure
from console.evaluation.scheme import ObjectKind
from console.evaluation.words import name_code
from console.ports.publications import Head
from console.viewmodels.assessment_columns import Shows, told
from console.viewmodels.publication_words import Tongue


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """An object whose figures change: total, rank and grade before and after, counts in words."""

    object: str
    name: str
    total: str
    rank: str
    grade: str
    counts: str


def figure_rows(
    changes: Sequence[FigureChange], head: Head, tongue: Tongue
) -> tuple[FigureRow, ...]:
    """What the preview of an amendment of `head` came to, in words."""
    kind = ObjectKind(head.wanted.kind)
    return tuple(_figure_row(one, kind, tongue) for one in changes)


def _figure_row(change: FigureChange, kind: ObjectKind, tongue: Tongue) -> FigureRow:
    counts = []
    for one in change.counts:
        code = name_code(kind, one.field)
        name = tongue.say(code) if code in tongue.known else one.field
        counts.append(f"{name} {one.before} → {one.after}")
    ranks = [str(one) if one is not None else "—" for one in change.rank]
    grades = [one or "—" for one in change.grade]
    return FigureRow(
        object=change.object,
        name=change.name,
        total=_pair(*(_told(one) for one in change.total)),
        rank=_pair(*ranks),
        grade=_pair(*grades),
        counts=tongue.say("list.comma").join(counts),
    )


def _pair(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _told(figure: Figure) -> str:
    return told(Shows.TOTAL, figure)
