"""What a published period shows: its frozen figures, or the live ones beside them.

A period that is published is shown as it was published (发布口径) until somebody asks for the
present figures (当前数据); its cases and its workbook come from the frozen facts as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.evaluation.periods import Period
from console.evaluation.scheme import ObjectKind
from console.ports.facts import FactReading, Grouping
from console.ports.publications import Head, Publications
from console.services.assessing import Assessment
from console.services.publishing import figures, published_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What is shown of a publication: what is in force, its facts, and where they come from."""

    head: Head
    facts: FactReading
    publications: Publications


def frozen_ranking(
    publications: Publications | None, period: Period, kind: ObjectKind, by: Grouping | None
) -> tuple[Assessment, Frozen] | None:
    """The figures in force of a published period; None where it is not published."""
    if publications is None:
        return None
    found = published_of(publications.heads(), period, kind.value, by)
    if not found:
        return None
    head = found[-1]
    kept = Frozen(head=head, facts=publications.reading(head.id), publications=publications)
    return figures(publications, head.id), kept
