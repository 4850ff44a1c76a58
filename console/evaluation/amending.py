"""What a correction changes: the fields of its cases, and the figures of its objects. Pure."""

from dataclasses import dataclass, fields

from console.evaluation.expression import Figure
from console.evaluation.scoring import Score, Scores
from console.ports.facts import CaseFact


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of a case: its name in `CaseFact`, before and after."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChange:
    """A case whose facts a correction changes."""

    number: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """An object whose figures a correction changes: those counts that differ, total and rank."""

    object: str
    name: str
    counts: tuple[FieldChange, ...]
    total: tuple[Figure, Figure]
    rank: tuple[int | None, int | None]
    grade: tuple[str, str]


def case_change(then: CaseFact, now: CaseFact) -> CaseChange:
    """What differs between two facts of a case, its version apart, which any note changes."""
    return CaseChange(
        number=then.number,
        fields=tuple(
            FieldChange(field=one.name, before=before, after=after)
            for one in fields(CaseFact)
            if one.name != "version"
            and (before := getattr(then, one.name)) != (after := getattr(now, one.name))
        ),
    )


def figure_changes(then: Scores, now: Scores) -> tuple[FigureChange, ...]:
    """Objects whose figures differ, in the order of the first; who is in one only has zeros."""
    old = {row.subject.object: row for row in then.rows}
    new = {row.subject.object: row for row in now.rows}
    order = [*old, *(code for code in new if code not in old)]
    made = (_change(code, old.get(code), new.get(code)) for code in order)
    return tuple(one for one in made if one is not None)


def _change(code: str, old: Score | None, new: Score | None) -> FigureChange | None:
    before, after = _counts(old), _counts(new)
    counts = tuple(
        FieldChange(field=name, before=before.get(name, 0), after=after.get(name, 0))
        for name in dict.fromkeys([*before, *after])
        if before.get(name, 0) != after.get(name, 0)
    )
    total = old.total if old else None, new.total if new else None
    rank = old.rank if old else None, new.rank if new else None
    grade = _letter(old), _letter(new)
    if not counts and total[0] == total[1] and rank[0] == rank[1] and grade[0] == grade[1]:
        return None
    shown = new or old
    return FigureChange(
        object=code,
        name=shown.subject.name if shown else code,
        counts=counts,
        total=total,
        rank=rank,
        grade=grade,
    )


def _counts(row: Score | None) -> dict[str, int]:
    return dict(row.subject.counts) if row else {}


def _letter(row: Score | None) -> str:
    return row.grade.letter if row and row.grade else ""
