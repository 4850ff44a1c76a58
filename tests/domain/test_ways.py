"""The table says all that the fact book says, in words the rules know."""

from console.domain.needs import NEEDS
from console.domain.stage import ENDED, OPEN, QUEUES, Move, Post, Stage
from console.domain.timers import STAGE_TIMERS
from console.domain.ways import BEGINNINGS, UNDOABLE, WAYS, ClockEffect

TABLE_ROWS = {str(row) for row in range(1, 31)}
MATRIX_ROWS = {f"M{row}" for row in range(1, 7)}


def test_every_row_of_table_and_matrix_and_article_22_is_there() -> None:
    assert {way.row for way in WAYS} == TABLE_ROWS | MATRIX_ROWS | {"A22", "D"}


def test_every_gesture_has_a_way_and_every_stage_a_way_in_and_on() -> None:
    assert {way.move for way in WAYS} == set(Move)
    assert {way.to for way in WAYS} >= set(Stage)
    left = {stage for way in WAYS for stage in way.stages if way.to is not stage}
    assert left >= OPEN


def test_every_need_of_the_table_is_a_rule_and_no_rule_is_idle() -> None:
    assert {word for way in WAYS for word in way.needs} == set(NEEDS)


def test_a_way_that_starts_a_stage_clock_leads_to_a_stage_that_has_one() -> None:
    for way in WAYS:
        if ClockEffect.START_STAGE in way.clock and way.to is not None:
            assert way.to in STAGE_TIMERS, way


def test_an_ended_case_leaves_no_clock_running() -> None:
    for way in WAYS:
        if way.to in ENDED:
            assert ClockEffect.STOP_ALL in way.clock, way


def test_what_takes_something_away_from_somebody_needs_a_reason() -> None:
    for move in (Move.DECLINE, Move.REFUSE_REGISTRATION, Move.VOID, Move.REQUEST_RETURN, Move.FAIL):
        assert all(way.reason for way in WAYS if way.move is move)


def test_only_report_and_acceptance_begin_a_case() -> None:
    assert set(BEGINNINGS) == {Move.REPORT, Move.ACCEPT}


def test_what_cannot_be_taken_back_is_not_undoable() -> None:
    assert not UNDOABLE & {Move.VOID, Move.DESIGNATE, Move.FORCE_CLOSE, Move.UNDO, Move.FEEDBACK}


def test_every_open_stage_stands_in_exactly_one_queue() -> None:
    standing = [stage for stages in QUEUES.values() for stage in stages]
    assert sorted(standing) == sorted(OPEN)


def test_nobody_outside_the_table_acts() -> None:
    assert all(Post.ADMINISTRATOR not in way.posts for way in WAYS if way.row != "D")
