"""`assess --findings` and `--suppose-…`: what is told, and what can be typed."""

import io

from console.cli.findings import tell_findings
from console.cli.talk import Talk
from console.ports.integrity import FindingKind
from console.views.wording import Wording
from tests.export.test_finding_sheets import LISTS, NAMES


def told(language: str) -> str:
    out = io.StringIO()
    tell_findings(LISTS, "2026-11", Talk(Wording(language).say, out=out), NAMES)
    return out.getvalue()


def test_first_stands_that_lists_are_no_verdict() -> None:
    for language in ("zh_CN", "en"):
        lines = told(language).splitlines()
        assert lines[1] == Wording(language).say("findings.note")


def test_every_list_is_told_also_an_empty_one_and_each_entry_with_its_cases() -> None:
    said = told("en")
    for kind in FindingKind:
        assert Wording("en").say(kind.name_code) in said
    assert "一所\t" in said
    assert "N7" in said
