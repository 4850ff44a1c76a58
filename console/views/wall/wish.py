"""What a wall was started with; plain, so that it can be handed to another process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class WallWish:
    """`screen` names screens by number from the left ("2", "2,3") or by name, "" the last one.

    `letters` is the enlargement in percent (墙屏倍率); `snapshot` the folder of the wall's picture,
    `size` pixels, every `every` seconds; `trial` a window at a desk.
    """

    screen: str = ""
    name: str = ""
    trial: bool = False
    letters: int = 100
    sound: str = "off"
    snapshot: Path | None = None
    every: int = 60
    size: tuple[int, int] = (3840, 2160)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """The words around the wall's picture; `stopped` is said once it is old."""

    language: str
    title: str
    said: str
    stopped: str


KeepPicture = Callable[[bytes, datetime, Caption], None]
"""Takes a picture (PNG), of when its data are (aware UTC) and the words; may raise OSError."""
