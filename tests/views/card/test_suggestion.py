"""Evidence and causes in words, in both languages."""

import pytest

from console.domain.calendars import Cause, PauseCause
from console.domain.responsibility import Evidence, Finding, Proposal, Strength
from console.domain.timers import TimerKind
from console.views.card.suggestion import finding_words, reason_words, strength_words
from console.views.card.why_popup import cause_words, exact_words
from console.views.look import Look
from console.views.wording import Wording

FACTS = (
    (Evidence.COMPONENT, "no_component"),
    (Evidence.COMPONENT, "maintenance_unit"),
    (Evidence.COMPONENT, "owner_unit"),
    (Evidence.COMPONENT, "competent_unit"),
    (Evidence.COMPONENT, "not_owner"),
    (Evidence.AREA, "area_and_class"),
    (Evidence.AREA, "area_only"),
    (Evidence.AREA, "elsewhere"),
    (Evidence.HISTORY, "no_past_cases"),
)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_finding_strength_and_cause_has_words(language: str) -> None:
    look = Look.of("light", language, strict=True)
    wording: Wording = look.wording
    for evidence, fact in FACTS:
        assert finding_words(Finding(evidence=evidence, points=True, fact=fact), wording)
    for strength in Strength:
        assert strength_words(strength, wording)
    for cause in (*Cause, *PauseCause):
        assert cause_words(cause.value, "", look)
    for kind in TimerKind:
        assert wording.say(f"timer.{kind.value}")


def test_history_is_told_in_figures() -> None:
    found = Finding(
        evidence=Evidence.HISTORY, points=True, fact="past_cases", done=13, of=14, redone=1
    )
    assert finding_words(found, Wording("zh")) == "同类 14 件中办理 13 件，返工 1 件"


def test_only_what_points_to_the_unit_is_a_reason() -> None:
    area = Finding(evidence=Evidence.AREA, points=True, fact="area_and_class")
    none = Finding(evidence=Evidence.COMPONENT, points=False, fact="no_component")
    words = reason_words(Proposal(unit="U1", findings=(none, area), returned=True), Wording("zh"))
    assert words == "负责此区域和此类案卷；该单位曾退回本案"
    assert "第二十二条" in reason_words(Proposal(unit="U1", findings=(), bound=True), Wording("zh"))
    assert reason_words(Proposal(unit="U1", findings=()), Wording("zh"))


def test_lengths_are_exact_so_that_lines_add_up() -> None:
    look = Look.of("light", "zh", strict=True)
    assert exact_words(45, look) == "45秒"
    assert exact_words(3600 * 30 + 61, look) == "30时1分 1秒"
    assert cause_words("holiday", "national_day", look) == "节假日 国庆节"
    assert cause_words("holiday", "市庆", look) == "节假日 市庆"
