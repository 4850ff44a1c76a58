"""Pictures of the samples' scenes, for looking: `python -m tests.wall_pictures FOLDER [NAME]`.

Each scene in 1920 × 1080, 3840 × 2160 and 7680 × 2160 and both languages; the overview also old, as
a past moment, and magnified. NAME takes those whose name holds it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtWidgets import QApplication

from console.domain.scene import REPLAYED, Scene
from console.viewmodels.wall_blocks import Shown, WallHead
from console.views.app import prepare_engine
from console.views.look import Look
from console.views.wall.map_block import MapWallBlock
from console.views.wall.wall_window import WallWindow
from tests import wall_samples as samples
from tests.wall_city import ground
from tests.wall_scenes import OVERVIEW, SCENES, shown

SIZES: Final = ((1920, 1080), (3840, 2160), (7680, 2160))
LOOK_MS: Final = 250
QUIET_LOOKS: Final = 8
"""A page has drawn its cells and marks so many looks after it first said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is to be taken."""

    name: str
    scene: Scene
    size: tuple[int, int]
    language: str
    head: WallHead
    magnification: float = 1.0


def pictures() -> Iterator[Picture]:
    """All there are."""
    for language in ("zh", "en"):
        for scene in SCENES:
            for size in SIZES:
                name = f"{scene.name}-{size[0]}-{language}"
                now = samples.head()
                yield Picture(name=name, scene=scene, size=size, language=language, head=now)
        late = samples.head(now=samples.NOW + timedelta(seconds=96), store_well=False)
        then = samples.NOW - timedelta(days=11)
        past = samples.head(past=then, speed=60.0, data_at=then)
        for name, head, larger in (
            ("stale", late, 1.0), ("past", past, 1.0), ("150", samples.head(), 1.5),
            ("200", samples.head(), 2.0),
        ):  # fmt: skip
            yield Picture(
                name=f"overview-{name}-{language}", scene=OVERVIEW, size=SIZES[0],
                language=language, head=head, magnification=larger,
            )  # fmt: skip


class Sitter(QObject):
    """Takes one picture after the other."""

    def __init__(self, folder: Path, wanted: list[Picture]) -> None:
        super().__init__()
        self._folder, self._wanted = folder, wanted
        self._window: WallWindow | None = None
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MS)

    def _look(self) -> None:
        window = self._window
        if window is None:
            self._open()
            return
        window.show_head(self._wanted[0].head)
        maps = [one for one in window.blocks.values() if isinstance(one, MapWallBlock)]
        self._looks += all(one.view.is_drawn for one in maps)
        if self._looks < (QUIET_LOOKS if maps else 1):
            return
        window.grab().save(str(self._folder / f"{self._wanted.pop(0).name}.png"))
        window.close()
        window.deleteLater()
        self._window, self._looks = None, 0

    def _open(self) -> None:
        if not self._wanted:
            self._timer.stop()
            QApplication.quit()
            return
        one = self._wanted[0]
        look = Look.of("dark", one.language, strict=True)
        self._window = window = WallWindow(look, magnification=one.magnification)
        window.resize(QSize(*one.size))
        window.set_ground(ground())
        window.set_scene(one.scene)
        window.show_head(one.head)
        past = one.head.past is not None
        window.show_blocks([
            Shown(key=block.key, kind=block.kind, block=None, as_of=None)
            if past and block.kind not in REPLAYED
            else shown(block.kind)
            for block in one.scene.blocks
        ])  # fmt: skip
        window.show()


def main(folder: str, part: str = "") -> int:
    """Take the pictures whose names hold `part`."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    prepare_engine()
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    sitter = Sitter(Path(folder), [one for one in pictures() if part in one.name])
    app.exec()
    del sitter
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
