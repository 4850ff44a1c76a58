"""One entry for each move there is, and no key twice where two gestures are open together."""

from collections import defaultdict

import pytest

from console.domain.case import CaseId
from console.domain.stage import Move, Stage
from console.domain.ways import BY_STAGE, UNDOABLE
from console.services.dispatching import DispatchCase
from console.services.intake import TakeReport
from console.services.registry import GESTURE_OF, GESTURES, Gesture, handler_of
from tests.builders import a_report


def test_every_move_has_exactly_one_gesture() -> None:
    assert set(GESTURE_OF) == set(Move)
    assert len(GESTURES) == len(GESTURE_OF)


@pytest.mark.parametrize("gesture", GESTURES, ids=lambda one: one.code)
def test_a_command_makes_the_move_it_is_listed_under(gesture: Gesture) -> None:
    # A report has no case to move yet; it begins one.
    moved = Move.REPORT if gesture.command is TakeReport else gesture.command.move
    assert moved is gesture.move


def test_a_command_finds_the_handler_it_is_listed_with() -> None:
    assert handler_of(a_report()) is GESTURE_OF[Move.REPORT].handler
    assert handler_of(DispatchCase(case=CaseId(1), unit="U1")) is GESTURE_OF[Move.DISPATCH].handler


def test_no_command_serves_two_gestures() -> None:
    assert len({gesture.command for gesture in GESTURES}) == len(GESTURES)


@pytest.mark.parametrize("stage", Stage)
def test_a_key_means_one_gesture_in_each_stage(stage: Stage) -> None:
    meant: dict[str, set[Move]] = defaultdict(set)
    for at, move in BY_STAGE:
        if at is stage and GESTURE_OF[move].key:
            meant[GESTURE_OF[move].key].add(move)
    assert {key: moves for key, moves in meant.items() if len(moves) > 1} == {}


def test_what_can_be_taken_back_says_so() -> None:
    assert {gesture.move for gesture in GESTURES if gesture.undoable} == UNDOABLE
    assert GESTURE_OF[Move.DISPATCH].code == "gesture.dispatch"
    assert all(gesture.posts for gesture in GESTURES)
