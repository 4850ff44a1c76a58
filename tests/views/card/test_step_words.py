"""Steps as lines to read: the act, to whom, what was said, how long since the last."""

import pytest

from console.domain.stage import Move, Post, Stage
from console.services.registry import GESTURE_OF
from console.views.card.step_words import step_rows, total_took
from console.views.wording import Wording
from tests.panels import a_table


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_step_of_a_whole_case_has_its_line(language: str) -> None:
    table = a_table()
    table.advance(Stage.VERIFYING)
    detail = table.detail()
    rows = step_rows(detail, Wording(language))
    assert len(rows) == len(detail.steps)
    assert all(row.lead for row in rows)
    assert rows[-1].open
    assert not any(row.open for row in rows[:-1])


def test_a_decision_is_strong_and_names_target_and_post() -> None:
    table = a_table()
    table.advance(Stage.DISPATCHED, Post.DISPATCHER)
    row = step_rows(table.detail(), Wording("zh"))[-1]
    assert row.strong
    assert (row.lead, row.text) == ("派遣", "→ 市市政工程维护处　派遣员 01")


def test_outcome_and_words_are_quoted_once() -> None:
    table = a_table()
    table.advance(Stage.VERIFYING)
    table.bench.wait(minutes=10)
    answer = GESTURE_OF[Move.ANSWER_VERIFICATION].command
    words = "仍有散落垃圾"
    told = answer(case=table.case.id, outcome="fail", text=words, reason=words)
    table.bench.do(Post.VERIFIER, told)
    row = step_rows(table.detail(), Wording("zh"))[-1]
    assert row.took == 600
    assert row.text == "不通过　「仍有散落垃圾」　核查员 01"


def test_the_whole_time_needs_two_steps() -> None:
    table = a_table()
    table.advance(Stage.ACCEPTED)
    assert total_took(table.trail()) is None
    table.bench.wait(minutes=5)
    table.advance(Stage.CONFIRMING)
    assert total_took(table.trail()) == 300
