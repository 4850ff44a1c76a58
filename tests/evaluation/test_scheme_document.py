"""The example in docs/assessment.md is a scheme, and the table there names every field of one."""

import json
import re
from dataclasses import fields
from pathlib import Path

from console.evaluation.counts import COUNTS
from console.evaluation.plan import plan_of
from console.evaluation.scheme import ObjectKind, Scheme
from console.evaluation.scheme_json import read_scheme, write_scheme
from console.evaluation.scoring import Subject, score
from console.ports.facts import ASSESSED_BY, Grouping

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "assessment.md").read_text("utf-8")


def example() -> str:
    """The first JSON block."""
    (found,) = re.findall(r"```json\n(.*?)```", TEXT, flags=re.DOTALL)
    return str(found)


def test_the_example_is_a_scheme_that_is_written_and_read_back_the_same() -> None:
    scheme = read_scheme(example())
    assert read_scheme(write_scheme(scheme)) == scheme
    assert json.loads(write_scheme(scheme))["deductions"] == json.loads(example())["deductions"]


def test_the_example_scores_as_its_note_says() -> None:
    counts = dict.fromkeys(COUNTS, 0) | {
        "need_dispose": 10, "in_time_dispose": 9, "need_archive": 10, "archive": 8,
        "multi_rework": 7,
    }  # fmt: skip
    scores = score(
        plan_of(read_scheme(example())), [Subject(object="U1", group="districts", counts=counts)]
    )
    (row,) = scores.rows
    assert row.total == 76  # 0.6 x 90 + 0.4 x 80 - 10
    assert row.grade is not None
    assert row.grade.letter == "合格"


def test_every_field_and_choice_is_told() -> None:
    table = TEXT.split("### The format", 1)[1].split("### An example", 1)[0]
    words = set(re.findall(r"`([a-z_0-9-]+)`", table))
    assert {one.name for one in fields(Scheme)} <= words
    assert {one.value for kind in (ObjectKind, ASSESSED_BY, Grouping) for one in kind} <= words
