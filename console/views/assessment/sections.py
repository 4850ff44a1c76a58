"""Which sections the assessment page has, in the order of their keys Alt+1…9."""

from typing import Final

from console.views.assessment.section import SectionKind

SECTIONS: Final[tuple[SectionKind, ...]] = (
    SectionKind(code="regions"),
    SectionKind(code="departments"),
    SectionKind(code="posts"),
)
