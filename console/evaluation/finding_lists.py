"""All lists to look into of one period, as one value for sheets, lines and the page."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.domain.case import CaseId
from console.evaluation.integrity import Thresholds
from console.ports.facts import Span
from console.ports.integrity import Finding, FindingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Every list of a period by its kind, empty ones too, and the numbers of all cases in them."""

    span: Span
    limits: Thresholds
    findings: Mapping[FindingKind, tuple[Finding, ...]]
    numbers: Mapping[CaseId, str]
