"""The doctor's lines: what is well, what is not, and what to do about it."""

import io

import pytest

from console.cli import exits
from console.cli.doctor import Finding, tell_findings
from console.cli.talk import Talk
from console.views.wording import Wording

LOOKED_AT = ["python", "packages", "postgresql", "folder", "screen", "qt", "fonts"]
LOOKED_AT += ["calendar", "clock"]


def told(*findings: Finding) -> tuple[int, list[str]]:
    out = io.StringIO()
    code = tell_findings(findings, Talk(Wording("zh").say, out=out))
    return code, out.getvalue().splitlines()


def test_a_healthy_machine_is_told_in_one_line_each() -> None:
    code, lines = told(Finding(what="python", fact="3.11.7"), Finding(what="fonts", fact="+"))
    assert code == exits.DONE
    assert len(lines) == 3
    assert "3.11.7" in lines[0]


def test_a_problem_comes_with_its_remedy_and_a_code() -> None:
    code, lines = told(Finding(what="screen", fact="linux", problem=True))
    assert code == exits.FOUND
    assert "xvfb-run" in lines[1]


@pytest.mark.parametrize("what", LOOKED_AT)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_looked_at_has_its_words_and_its_remedy(what: str, language: str) -> None:
    wording = Wording(language)
    assert wording.say(f"cli.doctor.{what}")
    assert wording.say(f"cli.doctor.{what}.remedy")
