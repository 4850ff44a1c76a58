"""Scenes of the wall: which blocks stand where, for how long, and which scene is on at a moment.

A scene is data (`resources/wall/scenes.json`, edited copies in the database; read by
`evaluation.scene_json`). Places are in pixels of a wall of 3840 × 2160; `wide` ones hold for a
wall more than 2.4 times as wide as high (7680 × 2160). The rotation follows from the moment alone,
so that walls side by side agree without knowing of each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """A place on the wall in design pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneBlock:
    """A block: its kind (`viewmodels.wall_blocks.BlockKind`), its place, its options.

    `low` says that it may take turns with others where letters would become too small
    (墙屏倍率 150/200 %).
    """

    key: str
    kind: str
    rect: Rect
    wide: Rect | None = None
    low: bool = False
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`seconds` is its time in the rotation, 0 never by itself; between `begins` and `ends` of the
    city's day only, where they are given (over midnight when `ends` is earlier)."""

    name: str
    titles: Mapping[str, str]
    seconds: int
    blocks: tuple[SceneBlock, ...]
    begins: time | None = None
    ends: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """All scenes of a city, in the order of their rotation."""

    version: int
    scenes: tuple[Scene, ...]
