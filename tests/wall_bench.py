"""A wall at work over a scripted city, with clocks that are moved by hand."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from console.domain.scene import BlockKind, OnAir
from console.evaluation.scene_json import read_show
from console.ports.wall import PastReading
from console.viewmodels.lanes import AtOnceLanes, Lanes
from console.viewmodels.wall_blocks import (
    Shown,
    WallHead,
    is_fresh,
)
from console.viewmodels.wall_stage import WallStage
from console.views.resources import resource
from tests.fake_wall import NOW, FakeWall

SHIPPED: Final = read_show(resource("wall", "scenes.json").read_text(encoding="utf-8"))
SECONDS: Final = 1_000.0


@dataclass
class Bench:
    """A stage over a scripted city, with a clock that is moved by hand."""

    wall: FakeWall
    lanes: Lanes = field(default_factory=AtOnceLanes)
    at: float = SECONDS
    machine: datetime = NOW
    past: PastReading | None = None
    heard: list[tuple[str, object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stage = WallStage(
            self.wall, SHIPPED, wall="left", centre="中心", lanes=self._lanes, clock=self._clock,
            machine=self._machine, past=self.past,
        )  # fmt: skip
        self.stage.scene_changed.connect(self._on_scene)
        self.stage.shown.connect(self._on_shown)
        self.stage.aged.connect(self._on_aged)

    def _lanes(self) -> Lanes:
        return self.lanes

    def _clock(self) -> float:
        return self.at

    def _machine(self) -> datetime:
        return self.machine

    def _on_scene(self, air: OnAir) -> None:
        self.heard.append(("scene", air))

    def _on_shown(self, blocks: tuple[Shown, ...]) -> None:
        self.heard.append(("shown", blocks))

    def _on_aged(self, head: WallHead) -> None:
        self.heard.append(("head", head))

    def told(self, what: str) -> list[object]:
        """What a signal carried since this was asked last."""
        found = [value for name, value in self.heard if name == what]
        self.heard = [one for one in self.heard if one[0] != what]
        return found

    def pass_(self, seconds: float, *, server: bool = True) -> None:
        """Time goes by in beats of 0.4 s; without `server` its clock stands."""
        for _ in range(round(seconds / 0.4)):
            self.at += 0.4
            if server:
                self.wall.now += timedelta(seconds=0.4)
            self.stage.look()
        self.stage.age()

    def block(self, kind: BlockKind) -> Shown:
        """A block of the scene."""
        return next(one for one in self.stage.blocks if one.kind is kind)

    @property
    def fresh(self) -> set[BlockKind]:
        """The kinds of blocks that look fresh."""
        now = self.stage.now
        return {
            one.kind
            for one in self.stage.blocks
            if one.block is not None and is_fresh(one.as_of, now)
        }
