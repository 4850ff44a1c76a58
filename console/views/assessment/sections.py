"""Which sections the assessment page has, in the order of their keys Alt+1…9."""

from typing import Final

from console.views.assessment.amendments_section import AmendmentsSection
from console.views.assessment.findings_section import FindingsSection
from console.views.assessment.publications_section import PublicationsSection
from console.views.assessment.schemes_section import SchemesSection
from console.views.assessment.section import SectionKind
from console.views.assessment.suppose_section import SupposeSection

SECTIONS: Final[tuple[SectionKind, ...]] = (
    SectionKind(code="regions"),
    SectionKind(code="departments"),
    SectionKind(code="posts"),
    SectionKind(code="schemes", make=SchemesSection),
    SectionKind(code="publications", of_page=PublicationsSection),
    SectionKind(code="amendments", of_page=AmendmentsSection),
    SectionKind(code="findings", make=FindingsSection),
    SectionKind(code="suppose", make=SupposeSection),
)
