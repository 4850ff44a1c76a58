"""A wall's scenes as JSON text and back, strictly: every "no" names scene, block and remedy.

The text is the same for the same scenes, byte for byte. `resources/wall/scenes.json` is one.
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import time
from itertools import combinations
from typing import Final

from console.domain.refusal import Refusal
from console.domain.scene import (
    HEIGHT,
    WIDE_WIDTH,
    WIDTH,
    BlockKind,
    Rect,
    Scene,
    SceneBlock,
    Show,
)
from console.evaluation.scene_options import check_options
from console.evaluation.strict import Node, parsed

_FORMAT: Final = "wall-scenes-1"
"""First field of the text; another one belongs to a later version of the program."""
MOST_BLOCKS: Final = 7
"""More is not taken in at a glance (peers 1, 26)."""
MOST_SCENES: Final = 40
HEAD: Final = 146
"""Pixels at the top that belong to the head."""
LEAST: Final = 100
"""Pixels that a block is wide and high at least."""
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,29}", re.ASCII)
_CLOCK: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_NUMBER: Final = re.compile(r"0|[1-9]\d{0,5}", re.ASCII)
_SCENE: Final = ("name", "titles", "seconds", "begins", "ends", "blocks")
_BLOCK: Final = ("key", "kind", "rect", "wide", "low", "options")
_SHARED: Final = ("json", "large", "field_twice", "object", "list", "text", "yes_or_no",
                  "whole", "choice", "unknown_field", "missing_field")  # fmt: skip


def read_show(text: str) -> Show:
    """Read and check scenes.

    Raises `Refusal` `scene.*`; its facts have `scene` and `block` wherever it is about one.
    """
    with _of_scenes():
        at = parsed(text).fields("format", "version", "scenes")
        if at["format"].text() != _FORMAT:
            raise Refusal("scene.format", wanted=_FORMAT, part=at["format"].text()[:40])
        scenes = tuple(map(_scene, at["scenes"].items()))
        if not 1 <= len(scenes) <= MOST_SCENES:
            raise Refusal("scene.none", most=MOST_SCENES, count=len(scenes))
        _once([scene.name for scene in scenes], "scene.scene_twice")
        return Show(version=at["version"].whole(), scenes=scenes)


def write_show(show: Show) -> str:
    """Scenes as text, which reads back equal."""
    plain = {
        "format": _FORMAT,
        "version": show.version,
        "scenes": [_plain_scene(scene) for scene in show.scenes],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


@contextmanager
def _of_scenes(**where: str) -> Iterator[None]:
    """What the strict reader says of a document, said of scenes, and of which one."""
    try:
        yield
    except Refusal as no:
        area, _, reason = no.code.partition(".")
        code = f"scene.{reason}" if area == "scheme" and reason in _SHARED else no.code
        raise Refusal(code, **{**where, **no.facts}) from no


def _scene(node: Node) -> Scene:
    at = node.fields(*_SCENE)
    name = _name(at["name"])
    with _of_scenes(scene=name):
        at = Node(node.value, name).fields(*_SCENE)  # from here on a path begins with the name
        titles = at["titles"].fields("zh", "en")
        scene = Scene(
            name=name,
            titles={language: title.text() for language, title in titles.items()},
            seconds=_number(at["seconds"]),
            begins=_clock(at["begins"]),
            ends=_clock(at["ends"]),
            blocks=tuple(_block(one, name) for one in at["blocks"].items()),
        )
        _check(scene)
        return scene


def _block(node: Node, scene: str) -> SceneBlock:
    key = _name(node.fields(*_BLOCK)["key"])
    at = Node(node.value, f"{scene}.{key}").fields(*_BLOCK)
    with _of_scenes(block=key):
        kind = at["kind"].one_of(BlockKind)
        options = at["options"].value
        if not isinstance(options, dict):
            raise Refusal("scene.object", field=at["options"].path, part=str(options)[:40])
        told = {
            word: Node(value, f"{at['options'].path}.{word[:40]}").text()
            for word, value in options.items()
        }
        check_options(kind, told)
        wide = at["wide"].given()
        return SceneBlock(
            key=key,
            kind=kind,
            rect=_rect(at["rect"], WIDTH),
            wide=None if wide is None else _rect(wide, WIDE_WIDTH),
            low=at["low"].yes_or_no(),
            options=told,
        )


def _rect(node: Node, width: int) -> Rect:
    """A place as [x, y, width, height], within the wall and below its head."""
    numbers = [_number(one) for one in node.items()]
    if len(numbers) != 4:
        raise Refusal("scene.rect", field=node.path)
    rect = Rect(x=numbers[0], y=numbers[1], width=numbers[2], height=numbers[3])
    if min(rect.width, rect.height) < LEAST:
        raise Refusal("scene.small", field=node.path, least=LEAST)
    if rect.y < HEAD or rect.x + rect.width > width or rect.y + rect.height > HEIGHT:
        raise Refusal("scene.outside", field=node.path, head=HEAD, width=width, height=HEIGHT)
    return rect


def _check(scene: Scene) -> None:
    blocks = scene.blocks
    if not 1 <= len(blocks) <= MOST_BLOCKS:
        raise Refusal("scene.blocks", most=MOST_BLOCKS, count=len(blocks))
    _once([block.key for block in blocks], "scene.block_twice")
    for one, other in combinations(blocks, 2):
        if _meet(one.rect, other.rect) or _meet(one.wide or one.rect, other.wide or other.rect):
            raise Refusal("scene.over_each_other", block=one.key, other=other.key)
    if scene.begins is not None and scene.begins == scene.ends:
        raise Refusal("scene.never", begins=f"{scene.begins:%H:%M}")


def _meet(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def _once(names: Sequence[str], code: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise Refusal(code, name=name)


def _name(node: Node) -> str:
    text = node.text()
    if not _NAME.fullmatch(text):
        raise Refusal("scene.name", field=node.path, part=text[:40])
    return text


def _number(node: Node) -> int:
    """A whole number from 0 on, written as a number."""
    digits = f"{node.value}"
    if isinstance(node.value, bool) or not _NUMBER.fullmatch(digits):
        raise Refusal("scene.number", field=node.path, part=digits[:40])
    return int(digits)


def _clock(node: Node) -> time | None:
    given = node.given()
    if given is None:
        return None
    text = given.text()
    if not _CLOCK.fullmatch(text):
        raise Refusal("scene.time", field=node.path, part=text[:40])
    return time.fromisoformat(text)


def _plain_scene(scene: Scene) -> dict[str, object]:
    begins, ends = (None if one is None else f"{one:%H:%M}" for one in (scene.begins, scene.ends))
    return {
        "name": scene.name,
        "titles": dict(scene.titles),
        "seconds": scene.seconds,
        "begins": begins,
        "ends": ends,
        "blocks": [_plain_block(block) for block in scene.blocks],
    }


def _plain_block(block: SceneBlock) -> dict[str, object]:
    return {
        "key": block.key,
        "kind": block.kind.value,
        "rect": _plain_rect(block.rect),
        "wide": None if block.wide is None else _plain_rect(block.wide),
        "low": block.low,
        "options": dict(block.options),
    }


def _plain_rect(rect: Rect) -> list[int]:
    return [rect.x, rect.y, rect.width, rect.height]
