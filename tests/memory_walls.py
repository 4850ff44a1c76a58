"""Walls that take orders and scenes, in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from console.domain.refusal import Refusal
from console.domain.scene import OrderKind
from console.ports.wall import KeptScenes, WallOrder
from tests.rows import NOW


@dataclass
class Walls:
    """`closed` refuses every order, as the server does whoever holds no such post; `meanwhile` is
    done while scenes are on their way."""

    sent: list[WallOrder] = field(default_factory=list)
    closed: bool = False
    kept: list[KeptScenes] = field(default_factory=list)
    meanwhile: Callable[[], object] | None = None

    def send(
        self,
        kind: OrderKind,
        scene: str = "",
        wall: str = "",
        *,
        until: datetime | None = None,
        moment: datetime | None = None,
        speed: float = 0.0,
    ) -> WallOrder:
        """Taken, whatever it says."""
        if self.closed:
            raise Refusal("judge.post", operator="chenlei", post="supervisor")
        order = WallOrder(
            id=len(self.sent) + 1, wall=wall, kind=kind, scene=scene, at=NOW, until=until,
            moment=moment, speed=speed,
        )  # fmt: skip
        self.sent.append(order)
        return order

    def last(self) -> list[WallOrder]:
        """The last order."""
        return self.sent[-1:]

    def scenes(self) -> str | None:
        """The newest text."""
        return self.kept[-1].text if self.kept else None

    def versions(self) -> list[KeptScenes]:
        """Newest first."""
        return self.kept[::-1]

    def put_scenes(self, text: str | None, reason: str, seen: int | None = None) -> int:
        """Kept, unless others were since."""
        if self.closed:
            raise Refusal("judge.post", operator="chenlei", post="administrator")
        if seen not in (None, len(self.kept)):
            raise Refusal("wall.scenes_stale", operator="guo")
        if self.meanwhile is not None:
            self.meanwhile()
        version = len(self.kept) + 1
        self.kept.append(
            KeptScenes(version=version, text=text, operator="guo", at=NOW, reason=reason)
        )
        return version
