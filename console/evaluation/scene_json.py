"""A wall's scenes as JSON text and back, strictly: every "no" names scene, block and remedy.

A text is looked through whole, so that all its faults are known at once. What is written is the
same for the same scenes, byte for byte. `resources/wall/scenes.json` is one.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import combinations
from typing import Final, TypeVar

from console.domain.refusal import Refusal
from console.domain.scene import (
    HEAD,
    HEIGHT,
    LEAST_SECONDS,
    MOST_SECONDS,
    WIDE_WIDTH,
    WIDTH,
    BlockKind,
    Rect,
    Scene,
    SceneBlock,
    Show,
)
from console.evaluation.scene_options import option_faults
from console.evaluation.strict import Node, parsed

_FORMAT: Final = "wall-scenes-1"
"""First field of the text; another one belongs to a later version of the program."""
MOST_BLOCKS: Final = 7
"""More is not taken in at a glance (peers 1, 26)."""
MOST_SCENES: Final = 40
LEAST: Final = 100
"""Pixels that a block is wide and high at least."""
MOST_TITLE: Final = 30
MOST_BYTES: Final = 200_000
"""More the server does not keep (api/79_walls.sql)."""
_A_NUMBER: Final = re.compile(r"(\d[\s-]?){7}")
"""As long as a telephone's is nothing a wall may show."""
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,29}", re.ASCII)
_CLOCK: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_SCENE: Final = ("name", "titles", "seconds", "begins", "ends", "blocks")
_BLOCK: Final = ("key", "kind", "rect", "wide", "low", "options")
_PLACE: Final = re.compile(r"\[\n\s+(\d+),\n\s+(\d+),\n\s+(\d+),\n\s+(\d+)\n\s+\]", re.ASCII)
"""Four numbers over six lines; no text within quotes has an end of line."""
_LANGUAGES: Final = ("zh", "en")
_SHARED: Final = ("json", "large", "field_twice", "object", "list", "text", "yes_or_no",
                  "whole", "number", "choice", "unknown_field", "missing_field")  # fmt: skip
Given = TypeVar("Given")
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a text holds: scenes without a fault, each name once, and every fault there is."""

    version: int
    scenes: tuple[Scene, ...]
    faults: tuple[Refusal, ...]


def look_through(text: str) -> Looked:
    """Read and check scenes to the end.

    Faults are `Refusal` `scene.*`; their facts have `scene` and `block` wherever they are about
    one. A scene without a name of its own is called by its place, as `scenes[2]`. Raises nothing.
    """
    faults = _Faults()
    root = faults.read(text, _root)
    at = {} if root is None else faults.fields(root, "format", "version", "scenes")
    listed = _listed(at.get("scenes"), faults, "scene.none", MOST_SCENES)
    read = [_scene(node, faults) for node in listed]
    whole = [one for one in read if one is not None]
    _once(listed, "name", "scene.scene_twice", faults)
    if listed and all(_told(one, "seconds") == "0" for one in listed):
        faults.tell("scene.no_turn")
    first: dict[str, Scene] = {}
    for one in whole:
        first.setdefault(one.name, one)
    version = faults.read(at.get("version"), Node.whole) or 1
    scenes = tuple(first.values())[:MOST_SCENES]
    return Looked(version=version, scenes=scenes, faults=tuple(faults.found))


def read_show(text: str) -> Show:
    """The scenes of a text that has no fault. Raises the first of `look_through`."""
    looked = look_through(text)
    for fault in looked.faults:
        raise fault
    return Show(version=looked.version, scenes=looked.scenes)


def usable(text: str | None, shipped: Show) -> tuple[Show, tuple[Refusal, ...]]:
    """The scenes to go by, and why those are not all of the kept text.

    A wall is never left without: of a text with faults (a later program's, or one somebody put
    past the console) the scenes without any hold, and where there is none, those that were shipped.
    """
    if text is None:
        return shipped, ()
    looked = look_through(text)
    if not looked.scenes:
        return shipped, looked.faults
    return Show(version=looked.version, scenes=looked.scenes), looked.faults


def write_show(show: Show) -> str:
    """Scenes as text, which reads back equal; a place stands on one line."""
    plain = {
        "format": _FORMAT,
        "version": show.version,
        "scenes": [_plain_scene(scene) for scene in show.scenes],
    }
    return _PLACE.sub(r"[\1, \2, \3, \4]", json.dumps(plain, ensure_ascii=False, indent=1)) + "\n"


class _Faults:
    """What was found wrong, with where it was found."""

    def __init__(self, **where: str) -> None:
        self.where = where
        self.found: list[Refusal] = []

    def tell(self, code: str, **facts: object) -> None:
        """A fault found here; what the strict reader says of a document is said of scenes."""
        area, _, reason = code.partition(".")
        said = f"scene.{reason}" if area == "scheme" and reason in _SHARED else code
        self.found.append(Refusal(said, **{**self.where, **facts}))

    def read(self, what: Given | None, how: Callable[[Given], Told]) -> Told | None:
        """What is read, None where it is not there or has a fault."""
        if what is None:
            return None
        try:
            return how(what)
        except Refusal as no:
            self.tell(no.code, **no.facts)
            return None

    def fields(self, node: Node, *names: str) -> Mapping[str, Node]:
        """Those of an object's fields that are there; others and missing ones are faults."""
        for no in node.surprises(*names):
            self.tell(no.code, **no.facts)
        return node.among(*names)


def _listed(node: Node | None, faults: _Faults, code: str, most: int) -> Sequence[Node]:
    """The members of a list of 1 to `most`; what is no list has none, and is one fault alone."""
    listed = faults.read(node, Node.items)
    if listed is not None and not 1 <= len(listed) <= most:
        faults.tell(code, most=most, count=len(listed))
    return listed or ()


def _root(text: str) -> Node:
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise Refusal("scene.large", most=MOST_BYTES)
    node = parsed(text)
    told = node.among("format").get("format")
    if told is not None and told.text() != _FORMAT:  # all else may mean something else there
        raise Refusal("scene.format", wanted=_FORMAT, part=told.text()[:40])
    return node


def _scene(node: Node, over: _Faults) -> Scene | None:
    """A scene; None where it has a fault."""
    called = _called(node, "name")
    node = Node(node.value, called or node.path)  # from here on a path begins with the name
    faults = _Faults(scene=node.path)
    at = faults.fields(node, *_SCENE)
    name = faults.read(at.get("name"), _name) or ""
    titles = _titles(at.get("titles"), faults)
    seconds = faults.read(at.get("seconds"), _seconds) or 0
    begins, ends = (faults.read(at.get(one), _clock) for one in ("begins", "ends"))
    listed = _listed(at.get("blocks"), faults, "scene.blocks", MOST_BLOCKS)
    blocks = [_block(one, faults) for one in listed]
    _once(listed, "key", "scene.block_twice", faults)
    _apart([one for one in blocks if one is not None], faults)
    if begins is not None and begins == ends:
        faults.tell("scene.never", begins=f"{begins:%H:%M}")
    over.found += faults.found
    whole = tuple(one for one in blocks if one is not None)
    made = Scene(
        name=name, titles=titles, seconds=seconds, begins=begins, ends=ends, blocks=whole
    )  # fmt: skip
    return None if faults.found else made


def _titles(node: Node | None, faults: _Faults) -> Mapping[str, str]:
    at = {} if node is None else faults.fields(node, *_LANGUAGES)
    return {language: faults.read(one, _title) or "" for language, one in at.items()}


def _block(node: Node, over: _Faults) -> SceneBlock | None:
    """A block; None where it has a fault."""
    scene, called = over.where["scene"], _called(node, "key")
    node = Node(node.value, f"{scene}.{called}" if called else node.path)
    faults = _Faults(scene=scene, block=called or node.path.removeprefix(f"{scene}."))
    at = faults.fields(node, *_BLOCK)
    key = faults.read(at.get("key"), _name) or ""
    kind = faults.read(at.get("kind"), _kind)
    options = _options(at.get("options"), kind, faults)
    rect = faults.read(at.get("rect"), _normal)
    wide = faults.read(at.get("wide"), _wide)
    low = faults.read(at.get("low"), Node.yes_or_no) or False
    over.found += faults.found
    if kind is None or rect is None or faults.found:
        return None
    return SceneBlock(key=key, kind=kind, rect=rect, wide=wide, low=low, options=options)


def _options(node: Node | None, kind: BlockKind | None, faults: _Faults) -> Mapping[str, str]:
    if node is None:
        return {}
    if not isinstance(node.value, dict):
        faults.tell("scene.object", field=node.path, part=str(node.value)[:40])
        return {}
    at = {one: Node(value, f"{node.path}.{one[:40]}") for one, value in node.value.items()}
    told = {one: faults.read(text, Node.text) for one, text in at.items()}
    texts = {one: text for one, text in told.items() if text is not None}
    if kind is not None:
        for no in option_faults(kind, texts):
            faults.tell(no.code, **no.facts)
    return texts


def _kind(node: Node) -> BlockKind:
    return node.one_of(BlockKind)


def _normal(node: Node) -> Rect:
    return _rect(node, WIDTH)


def _wide(node: Node) -> Rect | None:
    return None if node.value is None else _rect(node, WIDE_WIDTH)


def _rect(node: Node, width: int) -> Rect:
    """A place as [x, y, width, height], within the wall and below its head."""
    numbers = [one.natural() for one in node.items()]
    if len(numbers) != 4:
        raise Refusal("scene.rect", field=node.path)
    rect = Rect(x=numbers[0], y=numbers[1], width=numbers[2], height=numbers[3])
    if min(rect.width, rect.height) < LEAST:
        raise Refusal("scene.small", field=node.path, least=LEAST)
    if rect.y < HEAD or rect.x + rect.width > width or rect.y + rect.height > HEIGHT:
        raise Refusal("scene.outside", field=node.path, head=HEAD, width=width, height=HEIGHT)
    return rect


def _apart(blocks: Sequence[SceneBlock], faults: _Faults) -> None:
    for one, other in combinations(blocks, 2):
        if _meet(one.rect, other.rect) or _meet(one.wide or one.rect, other.wide or other.rect):
            faults.tell("scene.over_each_other", block=one.key, other=other.key)


def _meet(one: Rect, other: Rect) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def _once(nodes: Sequence[Node], field: str, code: str, faults: _Faults) -> None:
    names = [name for name in (_called(one, field) for one in nodes) if name]
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.tell(code, name=name)


def _told(node: Node, field: str) -> object:
    """What stands in a field, None where there is none."""
    return node.value.get(field) if isinstance(node.value, dict) else None


def _called(node: Node, field: str) -> str:
    """The name a value has, "" where it has none that can be one."""
    told = _told(node, field)
    return told if isinstance(told, str) and _NAME.fullmatch(told) else ""


def _name(node: Node) -> str:
    text = node.text()
    if not _NAME.fullmatch(text):
        raise Refusal("scene.name", field=node.path, part=text[:40])
    return text


def _title(node: Node) -> str:
    text = node.text()
    if not text.strip() or len(text) > MOST_TITLE or not text.isprintable():
        raise Refusal("scene.title", field=node.path, most=MOST_TITLE)
    if _A_NUMBER.search(text):
        raise Refusal("scene.title_number", field=node.path)
    return text


def _seconds(node: Node) -> int:
    seconds = node.natural()
    if seconds and not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise Refusal("scene.seconds", field=node.path, least=LEAST_SECONDS, most=MOST_SECONDS)
    return seconds


def _clock(node: Node) -> time | None:
    if node.value is None:
        return None
    text = node.text()
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
