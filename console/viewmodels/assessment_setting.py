"""What the assessment page is set to: period, whom, by which scheme; shared by its sections."""

from dataclasses import dataclass

from console.evaluation.periods import Period
from console.evaluation.scheme import ObjectKind
from console.ports.facts import Grouping


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One choice of the page's bar. `scheme` "" where no scheme is in force; `by` for cases only.

    `against_last_year`: changes are told against the same period of last year (同比), else
    against the period before (环比). `live`: present figures of a period that is published.
    """

    period: Period
    kind: ObjectKind
    by: Grouping | None
    scheme: str
    version: int
    against_last_year: bool = False
    live: bool = False
