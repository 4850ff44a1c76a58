"""What a supervisor's seat tells walls: a scene now or pinned, back to the rotation, the past."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from console.domain.refusal import Refusal
from console.domain.scene import OrderKind, Scene, Show
from console.domain.stage import Post
from console.evaluation.scene_json import read_show, usable
from console.ports.wall import WallOrder, WallOrders
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk, Outside
from console.viewmodels.notices import Notice, NoticeTone

TELLERS: Final = (Post.SUPERVISOR, Post.SHIFT_LEADER)


class WallRemote(QObject):
    """Signals: `changed` when scenes or orders are known anew; `refused` (Refusal) beside them."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, shipped: Callable[[], str]) -> None:
        """`shipped` reads the scenes (JSON) that hold where the city has none of its own."""
        super().__init__(desk)
        self._desk, self._shipped = desk, shipped
        self.scenes: tuple[Scene, ...] = ()
        self.orders: tuple[WallOrder, ...] = ()
        """The last order to each wall that was ever spoken to, to all of them first."""

    @property
    def may_tell(self) -> bool:
        """Whether walls hear this operator; an administrator keeps scenes and shows none."""
        return any(post in TELLERS for post in self._desk.posts)

    @property
    def now(self) -> datetime:
        """The seat's time."""
        return self._desk.now()

    def load(self) -> None:
        """Read scenes and orders."""
        walls, shipped = self._desk.outside.walls, self._shipped
        if walls is None:
            self.refused.emit(Refusal("wall.none"))
            return

        def work() -> tuple[Show, tuple[WallOrder, ...]]:
            show, _faults = usable(walls.scenes(), read_show(shipped()))  # as a wall takes them
            return show, tuple(sorted(walls.last(), key=_to_all_first))

        self._desk.lanes.ask(
            "wall_remote", work, while_alive(self, self._on_loaded), self._desk.failed
        )

    def show(self, scene: str, wall: str = "") -> None:
        """This scene now, for its time."""
        self._send(OrderKind.SHOW, scene, wall)

    def pin(self, scene: str, wall: str = "") -> None:
        """This scene until something else is told."""
        self._send(OrderKind.PIN, scene, wall)

    def free(self, wall: str = "") -> None:
        """Back to the rotation."""
        self._send(OrderKind.FREE, "", wall)

    def replay(self, scene: str, moment: datetime, speed: float, wall: str = "") -> None:
        """The past from a moment on (aware), `speed` seconds of it for one of now."""
        self._send(OrderKind.PAST, scene, wall, moment=moment, speed=speed)

    def _send(self, kind: OrderKind, scene: str, wall: str, **more: Any) -> None:
        def work(outside: Outside) -> WallOrder:
            walls: WallOrders | None = outside.walls
            if walls is None:
                raise Refusal("wall.none")
            return walls.send(kind, scene, wall, **more)

        self._desk.order(work, self._on_sent, self.refused.emit)

    def _on_loaded(self, told: tuple[Show, tuple[WallOrder, ...]]) -> None:
        show, self.orders = told
        self.scenes = show.scenes
        self.changed.emit()

    def _on_sent(self, order: WallOrder) -> None:
        others = [one for one in self.orders if one.wall != order.wall]
        self.orders = tuple(sorted([*others, order], key=_to_all_first))
        self._desk.notice.emit(Notice(code=f"wall.sent.{order.kind.value}", tone=NoticeTone.DONE))
        self.changed.emit()


def _to_all_first(order: WallOrder) -> str:
    return order.wall
