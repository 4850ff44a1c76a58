"""Lists as sheets: every case of every entry has a row, and the first sheet says what they are."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from console.domain.case import CaseId
from console.evaluation.finding_lists import Lists
from console.evaluation.integrity import SHIPPED
from console.export import finding_sheets as sheets
from console.export.finding_sheets import FindingWords, finding_sheets
from console.ports.facts import Span
from console.ports.integrity import Finding, FindingKind, Why
from console.views.wording import Wording

NOW = datetime(2026, 12, 1, tzinfo=UTC)
LATE = Finding(
    kind=FindingKind.DELAY, why=Why.OVER_LIMIT, who=("U1",), cases=(CaseId(7), CaseId(9)),
    figures={"cases": 2, "times": Fraction(7, 3), "most": Fraction(2), "mean": Fraction(7, 6),
             "own_mean": Fraction(1), "own_most": Fraction(1),
             "still": 1},
)  # fmt: skip
FAST = Finding(
    kind=FindingKind.FAST_TASK, why=Why.SOONER_THAN_USUAL, who=("I1",), cases=(CaseId(7),),
    figures={"seconds": 59, "usual": 90_061},
)  # fmt: skip
LISTS = Lists(
    span=Span(start=NOW, end=NOW, as_of=NOW),
    limits=SHIPPED,
    findings=dict.fromkeys(FindingKind, ())
    | {FindingKind.DELAY: (LATE,), FindingKind.FAST_TASK: (FAST,)},
    numbers={CaseId(7): "N7"},
)
NAMES = {"U1": "一所", "I1": "甲"}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_lists_with_entries_have_a_sheet_and_the_first_says_what_all_are(language: str) -> None:
    say = Wording(language).say
    found = finding_sheets(LISTS, say, NAMES, ["x", say(FindingKind.DELAY.name_code)])
    assert len(found) == 3
    assert [row[1] for row in found[0].rows] == [
        str(len(LISTS.findings[kind])) for kind in FindingKind
    ]
    assert found[0].title == say("findings.note")
    assert len({one.sheet for one in found}) == 3
    assert say(FindingKind.DELAY.name_code) not in {one.sheet for one in found}


def test_every_case_of_an_entry_has_a_row_with_whom_and_why() -> None:
    delay = finding_sheets(LISTS, Wording("zh_CN").say, NAMES, ())[2]
    assert [(row[1], row[2], row[4]) for row in delay.rows] == [
        ("U1", "一所", "N7"),
        ("U1", "一所", "其他区域案卷"),
    ]
    assert all("2.33" in row[3] for row in delay.rows)


def test_times_are_said_with_their_units() -> None:
    words = FindingWords(LISTS, Wording("en").say, NAMES)
    assert words.why(FAST) == "Answered after 59 s; usual in the city is 1 d 1 h."


def test_many_people_are_counted_after_the_first_of_them() -> None:
    words = FindingWords(LISTS, Wording("en").say, NAMES)
    many = replace(FAST, who=tuple(f"I{number}" for number in range(9)))
    assert words.who(many) == "I0, 甲, I2, I3, I4, I5 and 3 more"


def test_a_list_too_long_for_a_sheet_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST", 1)
    delay = finding_sheets(LISTS, Wording("en").say, NAMES, ())[2]
    assert len(delay.rows) == 2
    assert delay.rows[-1][3] == Wording("en").say("findings.more", most=1)
