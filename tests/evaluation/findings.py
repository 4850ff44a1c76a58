"""What is true of every finding, whatever it is about."""

from collections.abc import Iterable

from console.ports.integrity import Finding, FindingKind, Why
from console.views.wording import Wording


def checked(findings: Iterable[Finding], kind: FindingKind) -> list[Finding]:
    """The findings, each of its kind, with a case, and said in both languages by its figures."""
    found = list(findings)
    for one in found:
        assert one.kind is kind
        assert one.cases
        for language in ("zh_CN", "en"):
            wording = Wording(language)
            assert wording.say(one.why.code, **one.figures)
            assert wording.say(one.kind.name_code)
            assert wording.say(f"{one.kind.name_code}.definition")
    return found


def whys(findings: Iterable[Finding]) -> list[Why]:
    """Why each stands there."""
    return [one.why for one in findings]
