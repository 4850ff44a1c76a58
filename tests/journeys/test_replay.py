"""The map of this morning, by keys on the real server: walked, typed, a case of then, and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.domain.stage import Move, Post, Stage
from console.views.past_text import past_moment
from console.views.replay_bar import ReplayBar
from tests.journeys import world as worlds
from tests.journeys.hands import Hands, Office

HOUR = timedelta(hours=1)


def then(hands: Hands) -> dict[int, Stage]:
    """What is open at the moment shown; nothing before there is an answer."""
    playback = hands.bench.past.playback
    frame = playback.frame if playback is not None else None
    return {} if frame is None else {case: one.stage for case, one in frame.cases.items()}


def on_the_map(hands: Hands) -> set[int]:
    link = hands.shell.maps.main
    assert link is not None
    link.view.bridge.flush()
    return set(link.view.bridge.pins.pins)


def test_a_case_is_followed_back_through_its_morning_and_opened_as_it_is_now(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, now = office.world, datetime.now(UTC)
    clock = [now - 3.5 * HOUR]
    monkeypatch.setattr(worlds, "_now", lambda: clock[0])
    old = world.call(3)
    clock[0] = now - 2.5 * HOUR
    world.until(Move.REGISTER, old)
    clock[0] = now - HOUR / 2
    world.act(Post.DISPATCHER, Move.DISPATCH, old, unit="GS01")
    clock[0] = now
    fresh = world.call(0)

    hands = office.seat()
    hands.go_to(Post.DISPATCHER)
    hands.wait(lambda: on_the_map(hands) == {old, fresh})
    hands.press("Ctrl+Shift+B")
    hands.wait(lambda: then(hands) == {old: Stage.TO_DISPATCH})
    assert on_the_map(hands) == {old}
    assert isinstance(hands.focus, ReplayBar)
    hands.press("Shift+Left", "Shift+Left")
    hands.wait(lambda: then(hands) == {old: Stage.ACCEPTED})
    typed = past_moment(now - HOUR / 4)[:-3]
    hands.press(typed[0])
    hands.write(typed[1:])
    hands.press("Return")
    hands.wait(lambda: then(hands) == {old: Stage.DISPATCHED})

    # What happens meanwhile is not shown there, and is there with Esc.
    clock[0] = datetime.now(UTC)
    newest = world.call(1)
    hands.wait(lambda: any(pin.id == newest for pin in hands.bench.pins.present))
    assert on_the_map(hands) == {old}
    link = hands.shell.maps.main
    assert link is not None
    assert link.view.bridge.age["past"]
    link.view.chosen.emit(old)
    hands.press("Return")
    hands.wait_case(old)
    assert hands.case.stage is Stage.DISPATCHED
    hands.press("Esc")
    assert on_the_map(hands) == {old, fresh, newest}
    assert "past" not in link.view.bridge.age
    assert hands.shell.table.hasFocus()
