"""The demo city in memory: people and problems over the shipped standards, and a store."""

import csv
from collections.abc import Mapping
from functools import cache

from console.demo.city import build_city
from console.demo.model import City
from console.demo.outside_world import Album, Cast, Drawn
from console.demo.photos import SCENES, PhotoState
from console.demo.problems import Problems
from console.demo.scenario import Scenario
from console.demo.script import Props
from db.seed import REFERENCE, reference_catalogue
from tests.builders import city_rules
from tests.fakes import FakeStore

POOL: Mapping[tuple[str, PhotoState], tuple[Drawn, ...]] = {
    (family, state): (Drawn(digest="a" * 64, size=1_000), Drawn(digest="b" * 64, size=2_000))
    for family in SCENES
    for state in PhotoState
}


@cache
def demo_city() -> City:
    """The city of seed 1; never changed, so that all tests of a process may share it."""
    with (REFERENCE / "divisions.csv").open(encoding="utf-8-sig", newline="") as file:
        return build_city(csv.DictReader(file), seed=1)


@cache
def demo_scenario() -> Scenario:
    """The writer over that city, the shipped standards and the reference calendar."""
    problems = Problems(demo_city(), reference_catalogue())
    props = Props(cast=Cast(demo_city(), problems.surnames), album=Album(POOL), problems=problems)
    return Scenario(props, city_rules().calendar)


def empty_store() -> FakeStore:
    """A store that knows the demo's units."""
    units = {unit.code: unit for unit in demo_city().units}
    return FakeStore(city=city_rules(), standards=reference_catalogue(), units=units)
