"""A look at one basemap: whether its file or server gives a tile, and what the file says of itself.

Slow by nature (a share, a server, a checksum of gigabytes): for the command line, never on the
window's thread.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from console.domain.basemap import Basemap, Trouble, servers_of
from console.domain.place import Point
from console.domain.refusal import Refusal
from console.ports.basemaps import FileMark, PackageFacts, Packages, Tile, TileKeys, TilePlace

Place = tuple[int, int, int]
"""Level, column, row."""
Ask = Callable[[Basemap, Place, str], bytes | Trouble | None]
"""Asks a layer's server for one tile with a key: bytes, nothing, or what the trouble is."""
TRIED: Final = 12
"""The level at which a server is tried; streets are on it, and every server has it."""
_MOST_LAT: Final = 85.05
"""Degrees; Web Mercator ends there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was seen. `at` is the tile that was tried last, `tile` what it gave, None for nothing;
    `path` "" for a server."""

    layer: Basemap
    trouble: Trouble
    path: str = ""
    facts: PackageFacts | None = None
    mark: FileMark | None = None
    at: Place | None = None
    tile: Tile | None = None


def look_at(
    layer: Basemap,
    place: TilePlace,
    middle: Point,
    ask: Ask,
    progress: Callable[[int, int], None],
) -> Looked:
    """Look at a layer, and at one tile of it; `middle` is where the city is. Raises nothing of its
    own."""
    try:
        if layer.is_file:
            return _look_at_file(layer, place, middle, progress)
        return _look_at_server(layer, place, middle, ask)
    except Refusal as refusal:
        return Looked(layer=layer, trouble=trouble_of(refusal), path=path_of(layer, place))


def path_of(layer: Basemap, place: TilePlace) -> str:
    """Where a layer's file lies for this workstation; "" for a server, or nowhere."""
    if not layer.is_file:
        return ""
    return dict(place.chosen().paths).get(layer.id, "") or layer.address


def trouble_of(refusal: Refusal) -> Trouble:
    """The state that a refusal of a reader makes."""
    try:
        return Trouble(refusal.code.removeprefix("basemap."))
    except ValueError:
        return Trouble.FILE_BROKEN


def tile_at(at: Point, z: int) -> Place:
    """The tile of a level over a place (Web Mercator, rows from the north)."""
    lat = math.radians(max(-_MOST_LAT, min(_MOST_LAT, at.lat)))
    x = (at.lon + 180) / 360 * 2**z
    y = (1 - math.asinh(math.tan(lat)) / math.pi) / 2 * 2**z
    most = 2**z - 1
    return z, min(most, max(0, int(x))), min(most, max(0, int(y)))


def _look_at_file(
    layer: Basemap, place: TilePlace, middle: Point, progress: Callable[[int, int], None]
) -> Looked:
    path = path_of(layer, place)
    seen = Looked(layer=layer, trouble=Trouble.FILE_MISSING, path=path)
    if not path or not Path(path).exists():
        return seen
    packages = place.packages()
    try:
        facts = packages.open(path)
        seen = _with_tile(replace(seen, facts=facts, trouble=Trouble.FINE), packages, middle)
    finally:
        packages.close()
    try:
        return replace(seen, mark=place.mark(path, progress, _never))
    except OSError:
        return replace(seen, trouble=Trouble.FILE_AWAY)


def _with_tile(seen: Looked, packages: Packages, city: Point) -> Looked:
    for at in _tried(seen.facts, city):
        try:
            tile = packages.tile(*at)
        except Refusal as refusal:
            return replace(seen, at=at, trouble=trouble_of(refusal))
        seen = replace(seen, at=at, tile=tile)
        if tile is not None:
            break
    return seen


def _tried(facts: PackageFacts | None, city: Point) -> Iterator[Place]:
    """Tiles in the middle of a package, the deepest first; in the city's when it names none."""
    if facts is None:
        return
    middle = city
    if facts.bounds is not None:
        west, south, east, north = facts.bounds
        middle = Point((west + east) / 2, (south + north) / 2)
    for z in range(facts.most, facts.least - 1, -1):
        yield tile_at(middle, z)


def key_of(layer: Basemap, keys: TileKeys) -> str:
    """The key that was given for every server of a layer's template; "" where it needs or has
    none."""
    if not layer.needs_key:
        return ""
    found = {keys.key(server.host) for server in servers_of(layer)}
    return found.pop() if len(found) == 1 else ""


def _look_at_server(layer: Basemap, place: TilePlace, middle: Point, ask: Ask) -> Looked:
    at = tile_at(middle, min(layer.level, TRIED))
    seen = Looked(layer=layer, trouble=Trouble.FINE, at=at)
    key = key_of(layer, place.keys)
    if layer.needs_key and not key:
        return replace(seen, trouble=Trouble.KEY_MISSING)
    answer = ask(layer, at, key)
    if isinstance(answer, Trouble):
        told = Trouble.ANSWER if answer is Trouble.KEY and not layer.needs_key else answer
        return replace(seen, trouble=told)
    return replace(seen, tile=None if answer is None else place.check(answer))


def _never() -> bool:
    """Ctrl+C ends it, as everything else here."""
    return False
