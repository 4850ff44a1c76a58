"""Scenes put while a wall runs: on it within seconds, and never a wall without any."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication

from console.domain.scene import OnAir, OrderKind, on_air
from console.evaluation.scene_json import write_show
from tests.fake_wall import FakeWall
from tests.wall_bench import SHIPPED, Bench


@pytest.fixture
def bench(qapp: QCoreApplication) -> Iterator[Bench]:
    made = Bench(FakeWall.with_cases(60))
    made.wall.give(OrderKind.PIN, "overview")
    made.stage.start()
    yield made
    made.stage.close()


def test_new_scenes_are_on_a_wall_with_the_next_figures_and_read_once(bench: Bench) -> None:
    assert bench.stage.air is not None
    overview = SHIPPED.scenes[0]
    higher = replace(overview.blocks[-1].rect, y=2050, height=100)
    edited = replace(overview, blocks=(*overview.blocks[:-1], replace(
        overview.blocks[-1], rect=higher,
    )))  # fmt: skip
    bench.wall.edited = write_show(replace(SHIPPED, scenes=(edited, *SHIPPED.scenes[1:])))
    bench.told("scene")
    read = bench.wall.told["scenes"]
    bench.pass_(2.4)
    assert bench.stage.air.scene == edited
    assert [one.scene for one in bench.told("scene") if isinstance(one, OnAir)] == [edited]
    bench.pass_(60)
    assert bench.wall.told["scenes"] == read + 1
    bench.wall.edited = None
    bench.pass_(2.4)
    assert bench.stage.air.scene == overview


@pytest.mark.parametrize("kind", [OrderKind.SHOW, OrderKind.PIN])
def test_a_scene_that_was_told_and_is_removed_gives_way_to_the_rotation(
    bench: Bench, kind: OrderKind
) -> None:
    bench.wall.give(kind, "hotline")
    bench.pass_(2.4)
    assert bench.stage.air is not None
    assert bench.stage.air.scene.name == "hotline"
    left = tuple(one for one in SHIPPED.scenes if one.name != "hotline")
    bench.wall.edited = write_show(replace(SHIPPED, scenes=left))
    bench.pass_(2.4)
    assert bench.stage.air.scene in left
    assert not bench.stage.air.pinned
    bench.pass_(3)
    assert len(bench.fresh) == len(bench.stage.air.scene.blocks)


def test_a_replay_whose_scene_is_removed_goes_on_in_the_first_one(bench: Bench) -> None:
    then = bench.wall.now - timedelta(hours=5)
    show = replace(SHIPPED, scenes=SHIPPED.scenes[1:])
    order = bench.wall.give(OrderKind.PAST, "overview", moment=then, speed=1.0)
    air = on_air(show, bench.wall.now, [order], "left")
    assert (air.scene, air.moment) == (show.scenes[0], then)


def test_a_wall_that_does_not_know_a_kind_shows_the_other_scenes_and_says_so_once(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.wall.give(OrderKind.FREE)
    later = json.loads(write_show(SHIPPED))
    for scene in later["scenes"]:
        if scene["name"] != "month":
            scene["blocks"][0]["kind"] = "weather"
    bench.wall.edited = json.dumps(later)
    bench.pass_(120)
    assert bench.stage.air is not None
    assert bench.stage.air.scene.name == "month"
    assert caplog.text.count("scene.choice overview.") == 1
    assert "weather" not in caplog.text  # what was typed is no log's matter
    caplog.clear()
