"""The figures of a publication as text: exact, the same byte for byte, and read back.

Fractions are written "n/d", whole ones as whole numbers, what is undefined as null.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from console.domain.trail import canonical
from console.evaluation.scoring import Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Who was judged: code, name, and the group the unit was kept under then."""

    code: str
    name: str
    group: str


def figures_text(
    scores: Scores, judged: Sequence[Judged], areas: Mapping[str, Mapping[str, int]]
) -> str:
    """Everything a publication says of its objects; `areas` are a person's `miss_counts`."""
    return canonical(
        {
            "areas": {who: dict(counts) for who, counts in areas.items()},
            "objects": [[one.code, one.name, one.group] for one in judged],
            "figures": {
                row.subject.object: {
                    "group": row.subject.group,
                    "counts": dict(row.subject.counts),
                    "parts": {part.code: _exact(part.value) for part in row.parts},
                    "total": _exact(row.total),
                    "grade": row.grade.letter if row.grade else None,
                    "rank": row.rank,
                }
                for row in scores.rows
            },
        }
    )


def judged_in(text: str) -> tuple[Judged, ...]:
    """Who was judged, in the order they were named."""
    rows: list[list[str]] = json.loads(text)["objects"]
    return tuple(Judged(code=code, name=name, group=group) for code, name, group in rows)


def first_other(kept: str, found: str) -> tuple[str, str, str, str] | None:
    """Object, figure, kept and found value of the first figure that differs; None for none."""
    all_mine, all_other = json.loads(kept), json.loads(found)
    for part in ("figures", "areas"):
        mine: Mapping[str, Any] = all_mine[part]
        other: Mapping[str, Any] = all_other[part]
        for code in sorted({*mine, *other}):
            left, right = _flat(mine.get(code, {})), _flat(other.get(code, {}))
            for name in sorted({*left, *right}):
                if left.get(name) != right.get(name):
                    return code, name, str(left.get(name)), str(right.get(name))
    return None


def _flat(figures: Mapping[str, Any]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in figures.items():
        if isinstance(value, dict):
            flat.update(value)
        else:
            flat[name] = value
    return flat


def _exact(figure: object) -> str | None:
    return None if figure is None else str(figure)
