"""Drawn photographs: the right size, repeatable, and different before and after."""

import csv
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from console.demo.photos import SCENES, SIZE, PhotoState, family_of, photo

REFERENCE = Path(__file__).resolve().parents[2] / "db" / "reference"


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg)).convert("L")


def difference(a: bytes, b: bytes, box: tuple[int, int, int, int]) -> float:
    return ImageStat.Stat(ImageChops.difference(opened(a).crop(box), opened(b).crop(box))).mean[0]


@pytest.mark.parametrize("family", SCENES)
def test_each_scene_is_a_photograph_in_all_its_states(family: str) -> None:
    jpegs = {state: photo(family, state, seed=5) for state in PhotoState}
    assert {opened(jpeg).size for jpeg in jpegs.values()} == {SIZE}
    assert all(50_000 < len(jpeg) < 180_000 for jpeg in jpegs.values())
    whole = (0, 0, *SIZE)
    assert difference(jpegs[PhotoState.BEFORE], jpegs[PhotoState.AFTER], whole) > 2.0


def test_the_same_seed_gives_the_same_bytes_and_another_shot_others() -> None:
    first = photo("manhole", PhotoState.BEFORE, seed=3)
    assert photo("manhole", PhotoState.BEFORE, seed=3) == first
    assert photo("manhole", PhotoState.BEFORE, seed=3, shot=2) != first
    assert photo("manhole", PhotoState.BEFORE, seed=4) != first


def test_before_and_after_show_the_same_place() -> None:
    left_top = (0, 0, 400, 200)
    before = photo("heap", PhotoState.BEFORE, seed=8)
    same = difference(before, photo("heap", PhotoState.AFTER, seed=8), left_top)
    other = difference(before, photo("heap", PhotoState.AFTER, seed=9), left_top)
    assert same < other


def test_every_class_of_the_catalogue_has_a_scene() -> None:
    with (REFERENCE / "categories.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["scheme"] == "GBT30428"]
    families = {family_of(row["kind"], row["code"]) for row in rows}
    assert families == set(SCENES)


@pytest.mark.parametrize(
    ("kind", "category", "family"),
    [
        ("component", "0103", "manhole"),
        ("component", "0137", "lamp"),
        ("component", "0402", "tree"),
        ("component", "0130", "heap"),
        ("event", "0110", "rubbish"),
        ("event", "0201", "ads"),
        ("event", "0405", "stall"),
        ("event", "0501", "water"),
        ("event", "0113", "road"),
    ],
)
def test_a_class_gets_the_scene_people_expect(kind: str, category: str, family: str) -> None:
    assert family_of(kind, category) == family
