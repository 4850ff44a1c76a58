"""Basemaps of the city: which pictures lie under the map, where they come from, in which order.

A layer is a template of a tile server (XYZ, TMS, WMTS) or a file (MBTiles, PMTiles). The city keeps
them as one setting; a key of a server is never in it: the template says `{key}`, and the key is a
secret of the workstation. Tiles are Web Mercator (domain.md 2.4). Nothing here reads or asks.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Final

from console.domain.refusal import Refusal

BASEMAPS_SETTING: Final = "map.layers"
"""The city's setting that holds the list as JSON, lowest layer first."""
MOST_LAYERS: Final = 12
MOST_LEVEL: Final = 22
LEAST_OPACITY: Final = 10
"""Percent; a layer that is less than seen is one that is off."""
LONGEST: Final = 500


class Kind(StrEnum):
    """How a layer's tiles are named."""

    XYZ = "xyz"
    TMS = "tms"  # rows counted from the south
    WMTS = "wmts"  # the same places as XYZ, under the words of the standard
    MBTILES = "mbtiles"
    PMTILES = "pmtiles"


FILES: Final = frozenset({Kind.MBTILES, Kind.PMTILES})


class Trouble(StrEnum):
    """How a layer stands: the code of its one line (`basemap.state.{…}`)."""

    FINE = "fine"
    OFF = "off"
    WAITING = "waiting"  # nothing was asked of it yet
    KEY_MISSING = "key_missing"
    KEY = "key"  # the server does not take it
    ANSWER = "answer"  # what came is no tile
    AWAY = "away"  # the server, or the way to it
    TIME = "time"  # its certificate does not hold at this workstation's time
    FILE_MISSING = "file_missing"
    FILE_AWAY = "file_away"  # its share does not answer in time
    FILE_KIND = "file_kind"  # no tile package
    FILE_BROKEN = "file_broken"
    TILE = "tile"  # single tiles are damaged, the others are shown


_HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_ID: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_ADDRESS: Final = re.compile(
    r"(https?)://((?:[A-Za-z0-9-]|\{[0-9a-z]-[0-9a-z]\}|\.)+|\[[0-9A-Fa-f:]+\])(?::([0-9]{1,5}))?(/\S*)"
)
_TURN: Final = re.compile(r"\{([0-9a-z])-([0-9a-z])\}")
_PLACE: Final = re.compile(r"\{(-?[A-Za-z]+)\}")
_WORDS: Final = {"tilecol": "x", "tilerow": "y", "tilematrix": "z"}
_NEEDED: Final = ({"x"}, {"y", "-y"}, {"z"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Basemap:
    """One layer. `opacity` in percent; `level` is the deepest that has tiles, deeper ones are
    stretched; `on` is how it stands at a seat that chose nothing. `address` is the template, or
    where the file lies at every workstation ("" where each has its own place).
    """

    id: str
    title: str
    kind: Kind
    address: str = ""
    level: int = 18
    opacity: int = 100
    on: bool = True

    @property
    def is_file(self) -> bool:
        """Whether its tiles are read from a file."""
        return self.kind in FILES

    @property
    def needs_key(self) -> bool:
        """Whether its server wants a key."""
        return not self.is_file and "{key}" in self.address


@dataclass(frozen=True, slots=True)
class Server:
    """Where tiles may be asked for, and nowhere else."""

    scheme: str
    host: str
    port: int


def _tianditu(id: str, title: str, layer: str, *, on: bool) -> Basemap:
    query = (
        "SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
        f"&LAYER={layer}&TILECOL={{x}}&TILEROW={{y}}&TILEMATRIX={{z}}&tk={{key}}"
    )
    address = f"https://t{{0-7}}.tianditu.gov.cn/{layer}_w/wmts?{query}"
    return Basemap(id=id, title=title, kind=Kind.WMTS, address=address, level=18, on=on)


PRESETS: Final[Mapping[str, tuple[Basemap, ...]]] = {
    "tianditu-vec": (
        _tianditu("tdt-vec", "天地图 矢量", "vec", on=True),
        _tianditu("tdt-cva", "天地图 矢量注记", "cva", on=True),
    ),
    "tianditu-img": (
        _tianditu("tdt-img", "天地图 影像", "img", on=True),
        _tianditu("tdt-cia", "天地图 影像注记", "cia", on=True),
    ),
}
"""Layers of the national platform (domain.md 2.4): CGCS2000, no shift, level 18, eight hosts."""


def check_basemap(layer: Basemap) -> None:
    """Whether a layer can be one.

    Raises `Refusal`: `basemap.id`, `basemap.title`, `basemap.level`, `basemap.opacity`,
    `basemap.address` (not http or https, a user in it, no place for a tile), each with `id`.
    """
    if not _ID.fullmatch(layer.id):
        raise Refusal("basemap.id", id=layer.id)
    title = layer.title
    if not title.strip() or len(title) > LONGEST or not title.isprintable():
        raise Refusal("basemap.title", id=layer.id)
    if not 0 <= layer.level <= MOST_LEVEL:
        raise Refusal("basemap.level", id=layer.id, most=MOST_LEVEL)
    if not LEAST_OPACITY <= layer.opacity <= 100:
        raise Refusal("basemap.opacity", id=layer.id, least=LEAST_OPACITY)
    if len(layer.address) > LONGEST or not (layer.address or "x").isprintable():
        raise Refusal("basemap.address", id=layer.id)
    if not layer.is_file:
        _check_template(layer)


def _check_template(layer: Basemap) -> None:
    servers_of(layer)
    named = {_WORDS.get(one.lower(), one.lower()) for one in _PLACE.findall(layer.address)}
    beyond = named - {"x", "y", "-y", "z", "key"}
    if beyond or any(not wanted & named for wanted in _NEEDED):
        raise Refusal("basemap.address", id=layer.id)


def servers_of(layer: Basemap) -> tuple[Server, ...]:
    """The servers a template names, the first for the first tile.

    Raises `Refusal` `basemap.address`; a place in the host's name that is no range is refused, so
    that a tile can never choose where it is asked for.
    """
    found = _ADDRESS.fullmatch(layer.address)
    if found is None:
        raise Refusal("basemap.address", id=layer.id)
    scheme, host, port, _path = found.groups()
    number = int(port) if port else {"http": 80, "https": 443}[scheme]
    turns = _TURN.findall(host)
    # A range from a digit to a letter would pass through signs that end a host's name.
    mixed = any(first.isdigit() != last.isdigit() for first, last in turns)
    if len(turns) > 1 or mixed or not 0 < number < 65_536:
        raise Refusal("basemap.address", id=layer.id)
    return tuple(Server(scheme, _turned(host, turn).lower(), number) for turn in _turns(turns))


def key_host(layer: Basemap) -> str:
    """Whose key a layer needs: the host of its server; of a range of hosts the domain above them.

    A key belongs to whom it was given for, so that no other template can carry it elsewhere. Of
    hosts that share no more than an ending it is the first. Raises `Refusal` as `servers_of`.
    """
    hosts = [server.host for server in servers_of(layer)]
    above = hosts[0].partition(".")[2]
    ranged = len(hosts) > 1 and "." in above and all(one.endswith(f".{above}") for one in hosts)
    return above if ranged else hosts[0]


def check_host(host: str) -> None:
    """Whether a text can be the host of a server. Raises `Refusal` `basemap.host`."""
    if not _HOST.fullmatch(host):
        raise Refusal("basemap.host", host=host)


def _turns(ranges: Sequence[tuple[str, str]]) -> list[str]:
    if not ranges:
        return [""]
    first, last = ranges[0]
    return [chr(one) for one in range(ord(first), ord(last) + 1)] or [first]


def _turned(text: str, turn: str) -> str:
    return _TURN.sub(turn, text)


def tile_address(layer: Basemap, z: int, x: int, y: int, key: str = "") -> str:
    """Where one tile is asked for; hosts of a range take turns, the same tile the same host.

    `x` and `y` are XYZ, counted from the north-west. Raises `Refusal` as `servers_of`.
    """
    servers_of(layer)
    scheme, rest = layer.address.split("://", 1)
    host, path = rest.split("/", 1)
    turns = _turns(_TURN.findall(host))
    from_south = 2**z - 1 - y
    row = from_south if layer.kind is Kind.TMS else y
    values = {"x": x, "y": row, "-y": from_south, "z": z, "key": _quoted(key)}

    def put(found: re.Match[str]) -> str:
        name = found[1].lower()
        return str(values[_WORDS.get(name, name)])

    return f"{scheme}://{_turned(host, turns[(x + y) % len(turns)])}/{_PLACE.sub(put, path)}"


_PLAIN: Final = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")


def _quoted(key: str) -> str:
    """A key as part of an address: it can be nothing but a value there."""
    return "".join(chr(one) if one in _PLAIN else f"%{one:02X}" for one in key.encode())


def is_tile(z: int, x: int, y: int) -> bool:
    """Whether three numbers name a tile of the world."""
    return 0 <= z <= MOST_LEVEL and 0 <= x < 2**z and 0 <= y < 2**z


def read_basemaps(text: str | None) -> tuple[Basemap, ...]:
    """The city's list from its setting; none when it was never set.

    Raises `Refusal` `basemap.list` for what is no such list, and as `check_basemap`.
    """
    try:
        rows = json.loads(text or "[]")
        layers = tuple(_layer(row) for row in rows)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Refusal("basemap.list") from None
    check_basemaps(layers)
    return layers


def check_basemaps(layers: Sequence[Basemap]) -> None:
    """Whether these can be a city's layers. Raises `Refusal` `basemap.twice`, `basemap.many`, and
    as `check_basemap`."""
    if len(layers) > MOST_LAYERS:
        raise Refusal("basemap.many", most=MOST_LAYERS)
    seen: set[str] = set()
    for layer in layers:
        check_basemap(layer)
        if layer.id in seen:
            raise Refusal("basemap.twice", id=layer.id)
        seen.add(layer.id)


def write_basemaps(layers: Sequence[Basemap]) -> str:
    """The list as its setting keeps it. Raises `Refusal` as `check_basemaps`."""
    check_basemaps(layers)
    return json.dumps([asdict(layer) for layer in layers], ensure_ascii=False)


def _layer(row: Mapping[str, Any]) -> Basemap:
    known = {one.name for one in fields(Basemap)}
    values = {name: value for name, value in row.items() if name in known}
    made = Basemap(**values | {"kind": Kind(values["kind"])})
    wanted = (made.id, str), (made.title, str), (made.address, str), (made.on, bool)
    numbers = (made.level, int), (made.opacity, int)
    if not all(type(value) is kind for value, kind in (*wanted, *numbers)):
        raise TypeError(made.id)
    return made
