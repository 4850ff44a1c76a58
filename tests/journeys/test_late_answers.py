"""Answers that come late find the operator elsewhere: they neither move him nor fail."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from shiboken6 import Shiboken

from console.domain.case import Actor, CaseId
from console.domain.stage import Move, Post
from console.ports.rows import QueueOrder
from console.ports.work import Claims
from console.views.panels.gesture_form import GestureForm
from tests.journeys.hands import Hands, Office

PATIENCE_S = 60.0


class Held:
    """The next case of a seat is on its way until it is let through."""

    def __init__(self, claims: Claims, monkeypatch: pytest.MonkeyPatch) -> None:
        self._answer = claims.next_case
        self.asked, self.through = threading.Event(), threading.Event()
        monkeypatch.setattr(claims, "next_case", self._next_case)

    def _next_case(self, queue: str, actor: Actor, at: datetime) -> CaseId | None:
        self.asked.set()
        assert self.through.wait(PATIENCE_S)
        return self._answer(queue, actor, at)


@pytest.fixture
def hands(office: Office) -> Hands:
    """A dispatcher before two received cases."""
    for at in (0, 5):
        office.world.until(Move.RECEIVE, office.world.call(at))
    hands = office.seat()
    hands.go_to(Post.DISPATCHER)
    hands.press("Alt+5")
    hands.wait(lambda: len(hands.bench.queue.table.keys) == 2)
    return hands


@pytest.fixture
def held(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    """The next case is asked for and kept on its way; at the end nothing waits any more."""
    made = Held(hands.shell.desk.outside.claims, monkeypatch)
    yield made
    made.through.set()


def give_back(hands: Hands, held: Held) -> tuple[CaseId, CaseId]:
    """The unit of one case gives it back; the other case is the next one, and on its way."""
    case, other = sorted(CaseId(int(str(key))) for key in hands.bench.queue.table.keys)
    hands.find(case)
    hands.open_as("Ctrl+B", GestureForm)
    hands.write("不归我司")
    hands.press("Ctrl+Return")
    hands.wait_home()
    hands.wait(held.asked.is_set)
    return case, other


def holder(hands: Hands, case: CaseId) -> str:
    """Who holds a case, as every seat sees it."""
    return hands.shell.desk.outside.reading.rows((case,), "eyes")[0].holder


def test_the_next_case_comes_too_late_to_move_an_operator_who_went_elsewhere(
    hands: Hands, held: Held
) -> None:
    case, other = give_back(hands, held)
    hands.press("Alt+4")
    hands.find(case)
    queue = hands.bench.queue.filter.queue
    with hands.qtbot.waitSignal(hands.bench.next_case.passed):
        held.through.set()
    hands.wait(lambda: not holder(hands, other) and not holder(hands, case))
    assert (hands.bench.queue.selected, hands.bench.queue.filter.queue) == (case, queue)


def test_a_panel_opened_meanwhile_keeps_its_case_and_its_hold(hands: Hands, held: Held) -> None:
    case, other = give_back(hands, held)
    hands.find(case)
    hands.open("Ctrl+N")
    hands.write("已电话联系")
    with hands.qtbot.waitSignal(hands.bench.next_case.passed):
        held.through.set()
    hands.wait(lambda: not holder(hands, other) and bool(holder(hands, case)))
    assert hands.bench.queue.selected == case
    assert isinstance(hands.panel, GestureForm)


def test_who_stays_is_given_the_next_case_in_the_queue_he_works(hands: Hands, held: Held) -> None:
    _case, other = give_back(hands, held)
    queue = hands.bench.queue.filter.queue
    held.through.set()
    hands.wait(lambda: hands.bench.queue.selected == other and bool(holder(hands, other)))
    assert hands.bench.queue.filter.queue == queue


@pytest.mark.parametrize("key", ["Ctrl+Shift+I", "Ctrl+Shift+Q"])
def test_answers_to_a_seat_that_was_left_disturb_nobody(
    office: Office, hands: Hands, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, through = hands.shell.desk.outside.reading, threading.Event()
    order = reading.order

    def slow(*asked: Any) -> QueueOrder:
        assert through.wait(PATIENCE_S)
        return order(*asked)

    with monkeypatch.context() as slowed:
        slowed.setattr(reading, "order", slow)
        left = hands.shell
        hands.press("F5", key)
        hands.wait(lambda: hands.app.shell is not left)
        hands.wait(lambda: not Shiboken.isValid(left))
        through.set()
    after = office.seat()  # its answers come behind those of the seat that was left
    assert after.bench.rail.counts
