"""What a tile package says of itself, one tile, and what a workstation keeps. Shapes only."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFacts:
    """What a tile package tells. `bounds` are west, south, east, north in degrees, None unsaid.

    `vector` packages hold lines and names to be drawn, others pictures. `name` is a stranger's
    text and only ever shown as text.
    """

    vector: bool
    least: int
    most: int
    name: str = ""
    bounds: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One tile as the page takes it: a picture, or a packed drawing (`tiles/drawing.py`)."""

    mime: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMark:
    """Which file it was: bytes, moment of its last change (seconds since 1970), SHA-256."""

    size: int
    changed: float
    digest: str


class TileKeys(Protocol):
    """The keys of tile servers, secrets of this workstation."""

    def key(self, host: str) -> str:
        """The key for a server, "" for none. Raises nothing."""

    def put(self, host: str, key: str) -> None:
        """Keep a key, "" forgets it. Raises OSError."""


class Packages(Protocol):
    """Reads one tile package, in a process of its own; asked by one thread at a time."""

    def open(self, path: str) -> PackageFacts:
        """Look into a package. Raises `Refusal` `basemap.…` (`basemap.file_missing`,
        `basemap.file_away`, `basemap.file_kind`, `basemap.file_broken`)."""

    def tile(self, z: int, x: int, y: int) -> Tile | None:
        """A tile of the opened package, None where it has none. Raises `Refusal` as `open`, and
        `basemap.tile` for a damaged one."""

    def close(self) -> None:
        """End the process, also under somebody who waits for it."""


class TilePlace(Protocol):
    """What this workstation keeps of basemaps: its own paths and choices, tiles, checksums, keys.

    Everything here may take long and is never called on the window's thread.
    """

    keys: TileKeys

    def chosen(self) -> "Chosen":
        """What was chosen here. Raises nothing: what cannot be read is nothing chosen."""

    def choose(self, chosen: "Chosen") -> None:
        """Keep what was chosen here. Raises OSError."""

    def packages(self) -> Packages:
        """A reader for one package."""

    def check(self, content: bytes) -> Tile:
        """A picture from a server, decoded in a process of its own. Raises `Refusal`
        `basemap.answer`."""

    def kept(self, layer: str, z: int, x: int, y: int) -> "Kept | None":
        """A tile that came from a server before. `layer` is its template, without any key."""

    def keep(self, layer: str, z: int, x: int, y: int, tile: Tile) -> None:
        """Keep a tile; the least used ones go when there are too many."""

    def mark(
        self, path: str, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> FileMark:
        """The checksum of a file, remembered by its size and moment. Raises OSError, and `Refusal`
        `basemap.stopped`."""

    def close(self) -> None:
        """End what runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A tile from before and its age in seconds."""

    tile: Tile
    age: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a workstation chose beside the city's list, by layer."""

    paths: tuple[tuple[str, str], ...] = ()
    on: tuple[tuple[str, bool], ...] = ()
    opacity: tuple[tuple[str, int], ...] = ()
