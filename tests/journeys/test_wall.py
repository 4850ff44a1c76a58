"""Walls told by keys, on the real server: a supervisor's scenes, an administrator's rotation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from console.domain.scene import BlockKind, on_air
from console.domain.stage import Post
from console.viewmodels.wall_blocks import MapBlock
from console.viewmodels.wall_stage import WallStage
from console.views.scenes_page import ScenesPage
from console.views.wall_page import WallPage
from db.engine import command_engine
from tests.db.wall_ground import wall_of
from tests.journeys import world as worlds
from tests.journeys.hands import Hands, Office
from tests.journeys.test_administration import seat_the_keeper, signed_in
from tests.wall_bench import SHIPPED

HOUR = timedelta(hours=1)


@pytest.fixture
def stage(office: Office) -> Iterator[WallStage]:
    """A wall that hears what is told to «hall» and to all."""
    owner = command_engine(office.url)
    with wall_of(owner, office.url) as reading:
        made = WallStage(reading, SHIPPED, wall="hall", past=reading.past())
        made.start()
        yield made
        made.close()
    owner.dispose()


def open_cases(stage: WallStage) -> int | None:
    """How many cases the wall's map counts; None before it was told."""
    for one in stage.blocks:
        if one.kind is BlockKind.MAP and isinstance(one.block, MapBlock):
            return one.block.open
    return None


def page_of(hands: Hands) -> WallPage:
    hands.press("Ctrl+F11")
    page = hands.shell.overlays.page
    assert isinstance(page, WallPage)
    hands.wait(lambda: page.chosen is not None)
    return page


def test_a_wall_follows_the_keys_of_a_supervisor(
    office: Office, stage: WallStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    monkeypatch.setattr(worlds, "_now", lambda: now - 3 * HOUR)
    office.world.call(0)
    monkeypatch.setattr(worlds, "_now", lambda: datetime.now(UTC))
    office.world.call(1)
    hands = office.seat()
    hands.go_to(Post.SUPERVISOR)
    page = page_of(hands)

    names = [one.name for one in SHIPPED.scenes]
    hands.press("1", "P")
    hands.wait(lambda: stage.head.pinned)
    hands.wait(lambda: open_cases(stage) == 2)
    hands.press("4", "Return")
    hands.wait(lambda: stage.air is not None and stage.air.scene.name == names[3])
    assert not stage.head.pinned

    hands.press("1", "Tab", "Tab")
    assert hands.focus is page.moment
    hands.write(f"{now + 8 * HOUR - HOUR:%Y-%m-%d %H:%M}")
    hands.press("Return")
    hands.wait(lambda: stage.head.past is not None)
    hands.wait(lambda: open_cases(stage) == 1)
    hands.press("F")
    hands.wait(lambda: stage.head.past is None)
    hands.press("Esc")
    assert hands.shell.overlays.page is None


def test_a_running_wall_follows_the_rotation_an_administrator_keeps(
    office: Office, stage: WallStage
) -> None:
    seat_the_keeper(office.url)
    hands = signed_in(office)
    shown = [one.name for one in SHIPPED.scenes]
    hands.wait(lambda: stage.air is not None and stage.air.scene.name in shown)
    hands.press("Ctrl+F11", "E")
    page = hands.shell.overlays.page
    assert isinstance(page, ScenesPage)
    hands.wait(lambda: page.chosen is not None)
    for scene in SHIPPED.scenes:  # the month alone stays in the rotation
        if scene.seconds and scene.name != "month":
            hands.press("Space")
        hands.press("Down")
    hands.press("Ctrl+S")
    hands.wait(lambda: stage.air is not None and stage.air.scene.name == "month")
    hands.wait(lambda: not page.save.isEnabled())
    hands.press("R", "Ctrl+S")
    hands.wait(lambda: stage.head.store_well and rotates(stage))
    hands.wait(lambda: not page.save.isEnabled())  # the wall may know before the seat does
    hands.press("Esc", "Esc")
    assert hands.shell.overlays.page is None


def rotates(stage: WallStage) -> bool:
    """Whether the shipped scenes take turns again."""
    return stage.air == on_air(SHIPPED, stage.now, (), "hall")
