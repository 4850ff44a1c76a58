"""What the documents point at is there."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, tracked

DOCUMENTS = sorted(file.relative_to(ROOT) for file in tracked() if file.suffix == ".md")


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#\s]+)", text)
    assert not [one for one in targets if not (ROOT / document.parent / one).exists()]


def test_the_readme_opens_with_its_two_commands_and_a_picture() -> None:
    first = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:10]
    assert [line.split("#")[0].strip() for line in first if line.startswith("    ")] == [
        "python3 start.py",
        "python3 start.py test",
    ]
    assert any(line.startswith("![") for line in first)
