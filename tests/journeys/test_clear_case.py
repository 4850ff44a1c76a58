"""A clear case, from the acceptor to the unit: few keys."""

from __future__ import annotations

from typing import Final

from console.domain.place import Place
from console.domain.stage import Move, Post, Source, Stage
from console.ports.work import Photo
from console.services.intake import TakeReport
from console.views.panels.dispatch_panel import DispatchPanel
from console.views.panels.register_panel import RegisterPanel
from tests.journeys.city import WATER, centre, component
from tests.journeys.hands import Office
from tests.journeys.restarts import BOTH_WAYS

pytestmark = BOTH_WAYS

MOST_KEYS: Final = 8


def test_an_inspectors_report_is_with_its_unit_after_eight_keys(office: Office) -> None:
    world = office.world
    report = TakeReport(
        source=Source.INSPECTOR,
        place=Place(
            address="建设路1号", point=centre("410403", 0), component=component("410403", 0)
        ),
        description="上水井盖缺损",
        standard=world.standard(),
        photos=(Photo(digest="1" * 64, role="before", mime="image/jpeg", size=1),),
    )
    case = world.do(Post.INSPECTOR, report, "D301").cases[0]
    hands = office.seat()
    hands.press("Space")
    hands.wait_case(case)
    register = hands.open_as("F3", RegisterPanel)
    hands.wait(lambda: bool(register.boxes) and register.boxes[0].hasFocus())
    hands.press("Space")
    hands.submit(case, Stage.TO_DISPATCH)
    hands.go_to(Post.DISPATCHER)
    hands.press("Space")
    hands.wait_case(case)
    panel = hands.open_as("F4", DispatchPanel)
    hands.wait(lambda: panel.draft.clear)
    hands.submit(case, Stage.DISPATCHED)
    assert hands.read(case).unit == WATER
    assert len(hands.pressed) <= MOST_KEYS, hands.pressed


def test_one_dispatch_leads_to_the_next(office: Office) -> None:
    world = office.world
    cases = [world.until(Move.REGISTER, world.call(at)) for at in (0, 3)]
    hands = office.seat()
    hands.go_to(Post.DISPATCHER)
    hands.press("Space")
    hands.wait_case(cases[0])
    first = hands.open_as("F4", DispatchPanel)
    hands.wait(lambda: bool(first.draft.unit))
    hands.press("Ctrl+Shift+Return")
    hands.wait(lambda: isinstance(hands.shell.panels.panel, DispatchPanel) and hands.panel != first)
    second = hands.panel
    assert isinstance(second, DispatchPanel)
    assert second.draft.detail.case.id == cases[1]
    hands.wait(lambda: bool(second.draft.unit))
    hands.submit(cases[1], Stage.DISPATCHED)
    assert hands.read(cases[0]).stage is Stage.DISPATCHED
    assert len(hands.pressed) == len(("Ctrl+3", "Space", "F4", "Ctrl+Shift+Return", "Ctrl+Return"))
