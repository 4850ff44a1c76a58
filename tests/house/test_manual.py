"""The operator's manual names keys that exist, the same ones in both languages."""

import re
from typing import Final

import pytest

from console.viewmodels.commands import COMMANDS
from tests.house.tree import ROOT

MANUAL: Final = ROOT / "docs" / "manual"
PLAIN: Final = frozenset((*"↑↓YN123ZOP", "Enter", "Tab", "Esc", "Space", "空格"))
"""Keys of lists, text fields and photos, which no table declares."""


def caps(language: str) -> set[str]:
    """Everything printed as a key in a manual; words of the terminal are none."""
    text = (MANUAL / f"{language}.md").read_text(encoding="utf-8")
    return {
        cap for cap in re.findall(r"`([^`]+)`", text) if " " not in cap and not cap.startswith("--")
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_key_of_the_manual_is_a_key_of_the_console(language: str) -> None:
    known = {command.key for command in COMMANDS} | PLAIN
    views = ROOT / "console" / "views"
    own = [file for part in ("panels", "assessment") for file in (views / part).glob("*.py")]
    sources = "\n".join(file.read_text(encoding="utf-8") for file in own)
    missing = {cap for cap in caps(language) - known if f'"{cap}' not in sources}
    assert not missing


def test_both_languages_name_the_same_keys() -> None:
    assert {cap.replace("空格", "Space") for cap in caps("zh")} == caps("en")
