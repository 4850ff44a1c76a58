"""The manuals name the sections of the assessment page by the keys they have."""

from pathlib import Path

import pytest

from console.views.assessment.sections import SECTIONS
from console.views.wording import Wording

MANUALS = Path(__file__).parents[2] / "docs" / "manual"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_manual_names_each_section_of_the_assessment_page_by_its_key(language: str) -> None:
    text = (MANUALS / f"{language}.md").read_text(encoding="utf-8").lower()
    say = Wording(language).say
    for at, kind in enumerate(SECTIONS, start=1):
        name = say(f"assessment.section.{kind.code}").lower().removesuffix("评价")
        assert f"`alt+{at}` {name}" in text
