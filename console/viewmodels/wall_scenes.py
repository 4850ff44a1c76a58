"""The city's scenes at a seat: their order, who takes part in the rotation and for how long.

Administrators write, everybody else reads. Nothing changes on a wall until it is kept; a version
that was kept can be fetched back. Places of blocks are edited in a file (`db wall scenes`).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, Signal

from console.domain.refusal import Refusal
from console.domain.scene import LEAST_SECONDS, MOST_SECONDS, Scene, Show
from console.domain.stage import Post
from console.evaluation.scene_json import read_show, usable, write_show
from console.ports.wall import KeptScenes
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk, Outside
from console.viewmodels.notices import Notice, NoticeTone

USUAL_SECONDS: Final = 60
"""The time of a scene that is taken into the rotation and never had one."""


class WallScenes(QObject):
    """Signals: `changed` scenes, or what is known of them; `kept` a version of them; `refused`
    (Refusal) told beside them."""

    changed = Signal()
    kept = Signal()
    refused = Signal(object)

    def __init__(
        self, desk: Desk, shipped: Callable[[], str], parent: QObject | None = None
    ) -> None:
        """`shipped` reads the scenes (JSON) that hold where the city has none of its own."""
        super().__init__(parent or desk)
        self._desk = desk
        self._shipped = read_show(shipped())
        self._versions: tuple[KeptScenes, ...] = ()
        self._back = 0
        self._held: tuple[object, object] = ((), ())
        self._seconds = {one.name: one.seconds for one in self._shipped.scenes}
        self.scenes: tuple[Scene, ...] = ()
        self.faults: tuple[Refusal, ...] = ()
        """What could not be read of the version that is open; it is never kept without that."""

    @property
    def now(self) -> datetime:
        """The seat's time."""
        return self._desk.now()

    @property
    def may_write(self) -> bool:
        """Whether this operator may keep scenes."""
        return Post.ADMINISTRATOR in self._desk.posts

    @property
    def unsaved(self) -> bool:
        """Whether what is open is another than what walls show."""
        return (self.scenes, self.faults) != self._held

    @property
    def open_version(self) -> KeptScenes | None:
        """The version these scenes were made from; None for those that were shipped."""
        return self._versions[self._back] if self._back < len(self._versions) else None

    @property
    def has_former(self) -> bool:
        """Whether an earlier version than the open one is known."""
        left = len(self._versions) - self._back
        return left > 1 or (left == 1 and self._versions[-1].version == 1)

    # --- reading ----------------------------------------------------------------------------------

    def load(self, *, keep: bool = False) -> None:
        """Read what is kept; what was changed and not kept is gone, unless it is to `keep`."""
        walls = self._desk.outside.walls
        if walls is None:
            self.refused.emit(Refusal("wall.none"))
            return
        self._desk.lanes.ask(
            "wall_scenes",
            walls.versions,
            while_alive(self, self._on_newer if keep else self._on_loaded),
            self._desk.failed,
        )

    def _on_loaded(self, versions: Sequence[KeptScenes]) -> None:
        self._versions = tuple(versions)
        self._open(0)
        self._held = (self.scenes, self.faults)
        self.changed.emit()

    def _on_newer(self, versions: Sequence[KeptScenes]) -> None:
        """What was changed while it was sent goes on from what was kept."""
        self._versions, self._back = tuple(versions), 0
        self.changed.emit()

    def _open(self, back: int) -> None:
        self._back = back
        kept = self.open_version
        show, self.faults = usable(None if kept is None else kept.text, self._shipped)
        self._take(show.scenes)

    def _take(self, scenes: tuple[Scene, ...]) -> None:
        self.scenes = scenes
        self._seconds.update({one.name: one.seconds for one in scenes if one.seconds})
        self.changed.emit()

    # --- changing ---------------------------------------------------------------------------------

    def move(self, at: int, by: int) -> int:
        """Move a scene in the order of the rotation; where it stands then."""
        to = max(0, min(at + by, len(self.scenes) - 1))
        if not self.may_write or not 0 <= at < len(self.scenes) or to == at:
            return at
        scenes = list(self.scenes)
        scenes.insert(to, scenes.pop(at))
        self._take(tuple(scenes))
        return to

    def turn(self, at: int) -> None:
        """Take a scene out of the rotation, or in with the time it had."""
        had = self._seconds.get(self.scenes[at].name) or USUAL_SECONDS
        self._put_seconds(at, 0 if self.scenes[at].seconds else had)

    def set_seconds(self, at: int, seconds: int) -> bool:
        """Give a scene its time in the rotation, 0 for none; whether it can be."""
        if seconds and not LEAST_SECONDS <= seconds <= MOST_SECONDS:
            return False
        self._put_seconds(at, seconds)
        return True

    def _put_seconds(self, at: int, seconds: int) -> None:
        if self.may_write:
            scenes = list(self.scenes)
            scenes[at] = replace(scenes[at], seconds=seconds)
            self._take(tuple(scenes))

    def fetch_former(self) -> None:
        """Open the version before the open one, to be kept again; nothing is kept by that."""
        if self.may_write and self.has_former:
            self._open(self._back + 1)

    def fetch_shipped(self) -> None:
        """Open the scenes that come with the console, to be kept; nothing is kept by that."""
        if self.may_write:
            self.faults, self._back = (), len(self._versions)
            self._take(self._shipped.scenes)

    # --- keeping ----------------------------------------------------------------------------------

    def save(self, reason: str = "") -> None:
        """Keep what is open as the next version: walls show it within seconds."""
        if not self.may_write or not self.unsaved:
            return
        text = None
        try:
            if self.scenes != self._shipped.scenes:
                text = write_show(Show(version=self._shipped.version, scenes=self.scenes))
                read_show(text)
            for fault in self.faults:
                raise fault
        except Refusal as no:
            self.refused.emit(no)
            return
        seen = self._versions[0].version if self._versions else 0

        def work(outside: Outside) -> int:
            if outside.walls is None:
                raise Refusal("wall.none")
            return outside.walls.put_scenes(text, reason, seen)

        sent = self.scenes
        self._desk.order(work, lambda version: self._on_kept(sent, version), self.refused.emit)

    def _on_kept(self, sent: tuple[Scene, ...], version: int) -> None:
        code, facts = "wall.scenes.kept", {"version": version}
        self._desk.notice.emit(Notice(code=code, tone=NoticeTone.DONE, facts=facts))
        self._held = (sent, ())
        self.kept.emit()
        self.load(keep=self.scenes is not sent)
