"""Which sections the assessment page has, in the order of their keys Alt+1…9."""

from typing import Final

from console.views.assessment.amendments_section import AmendmentsSection
from console.views.assessment.publications_section import PublicationsSection
from console.views.assessment.section import SectionKind

SECTIONS: Final[tuple[SectionKind, ...]] = (
    SectionKind(code="regions"),
    SectionKind(code="departments"),
    SectionKind(code="posts"),
    SectionKind(code="publications", of_page=PublicationsSection),
    SectionKind(code="amendments", of_page=AmendmentsSection),
)
