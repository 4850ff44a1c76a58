"""`basemap`: the city's basemaps from the terminal, by the same door as the administration page.

A key is typed or comes by standard input, never as a word of the command, and is never shown.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

from console.cli import exits
from console.cli.talk import Talk
from console.domain.basemap import (
    FILES,
    LEAST_OPACITY,
    MOST_LEVEL,
    PRESETS,
    Basemap,
    Kind,
    Trouble,
    check_basemap,
    check_host,
    key_host,
    servers_of,
)
from console.domain.place import Point
from console.domain.refusal import Refusal
from console.ports.basemaps import TileKeys, TilePlace
from console.services.basemap_check import Ask, Looked, key_of, look_at, path_of
from console.services.basemap_list import BasemapList

Given = Any  # argparse's own bag of values
LOCAL: Final = timezone(timedelta(hours=8))
NATIONAL: Final = {"tianditu-vector": "tianditu-vec", "tianditu-imagery": "tianditu-img"}
"""Words of the command for the presets."""
SOURCES: Final = (*NATIONAL, *(kind.value for kind in Kind))
KIBIBYTE: Final = 1024
MEGABYTE: Final = 1024 * 1024
_UNITS: Final = (("days", 86_400), ("hours", 3_600), ("minutes", 60))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """What a deed works with; `middle` asks the store where the city is."""

    maps: BasemapList
    place: TilePlace
    talk: Talk
    now: Callable[[], datetime]
    middle: Callable[[], Point]
    ask: Ask


def list_basemaps(_given: Given, at: Terminal) -> int:
    """A line each, lowest first: code, name, kind, how it is shown, where from."""
    layers = at.maps.kept().layers
    for layer in layers:
        at.talk.line("  ".join(_told(layer, at)))
    if not layers:
        at.talk.tell("cli.basemap.none")
    return exits.DONE


def _told(layer: Basemap, at: Terminal) -> Sequence[str]:
    shown = "cli.basemap.on" if layer.on else "cli.basemap.off"
    kind = at.talk.say(f"administration.choice.basemap_kind.{layer.kind.value}")
    source = path_of(layer, at.place) if layer.is_file else servers_of(layer)[0].host
    parts = [layer.id, layer.title, kind, at.talk.say(shown), f"{layer.opacity} %", source]
    if layer.needs_key and not key_of(layer, at.place.keys):
        parts.append(at.talk.say("administration.state.no_key"))
    return parts


def add(given: Given, at: Terminal) -> int:
    """Put a layer, or a preset's two, on top."""
    layers = wanted_layers(given)
    known = {one.id for one in at.maps.kept().layers}
    if given.source not in NATIONAL and not given.id:
        layers = tuple(replace(one, id=_free(one.id, known)) for one in layers)
    for layer in layers:
        check_basemap(layer)
        if layer.is_file:
            _refuse_no_package(layer, at.place)
    kept = tuple(replace(one, address="") if given.here else one for one in layers)
    at.maps.add(kept, given.reason)
    if given.here:
        _choose(layers, at.place)
    for layer in layers:
        at.talk.tell("cli.basemap.added", id=layer.id, title=layer.title)
        if layer.needs_key and not key_of(layer, at.place.keys):
            at.talk.tell("cli.basemap.wants_key", host=key_host(layer))
    return exits.DONE


def wanted_layers(given: Given) -> tuple[Basemap, ...]:
    """What the words of `add` mean.

    Raises `Refusal` `cli.basemap.source` (an address that is missing, or one too many).
    """
    if (given.source in NATIONAL) == bool(given.address):
        raise Refusal("cli.basemap.source", source=given.source)
    if given.source in NATIONAL:
        if given.id or given.title or given.here:
            raise Refusal("cli.basemap.preset", source=given.source)
        layers = PRESETS[NATIONAL[given.source]]
    else:
        layers = (_one(given),)
    changes = {name: getattr(given, name) for name in ("opacity", "level")}
    told = {name: value for name, value in changes.items() if value is not None}
    return tuple(replace(one, **told, on=not given.off) for one in layers)


def _one(given: Given) -> Basemap:
    kind = Kind(given.source)
    if kind not in FILES:
        if given.here:
            raise Refusal("cli.basemap.source", source=given.source)
        made = Basemap(id=given.id or kind.value, title="-", kind=kind, address=given.address)
        return replace(made, title=given.title or servers_of(made)[0].host)
    file = Path(given.address).expanduser().absolute()
    title = given.title or file.stem
    return Basemap(id=given.id or _slug(file.stem, kind), title=title, kind=kind, address=str(file))


def _slug(name: str, kind: Kind) -> str:
    plain = re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-")[:36]
    return plain if re.match(r"[a-z]", plain) else kind.value


def _free(id: str, known: set[str]) -> str:
    numbered = (f"{id}-{number}" for number in range(2, 100))
    return id if id not in known else next(one for one in numbered if one not in known)


def _refuse_no_package(layer: Basemap, place: TilePlace) -> None:
    if not Path(layer.address).exists():
        raise Refusal("basemap.file_missing")
    packages = place.packages()
    try:
        packages.open(layer.address)
    finally:
        packages.close()


def _choose(layers: Sequence[Basemap], place: TilePlace) -> None:
    chosen = place.chosen()
    paths = dict(chosen.paths) | {one.id: one.address for one in layers}
    try:
        place.choose(replace(chosen, paths=tuple(paths.items())))
    except OSError:
        raise Refusal("basemap.unwritable") from None


def remove(given: Given, at: Terminal) -> int:
    """Take a layer out of the city's list; its file and kept tiles stay."""
    at.maps.remove(given.id, given.reason)
    at.talk.tell("cli.basemap.removed", id=given.id)
    return exits.DONE


def check(given: Given, at: Terminal) -> int:
    """Look at each layer, or one; `FOUND` where one is not fine."""
    layers = at.maps.kept().layers
    wanted = [one for one in layers if given.id in ("", one.id)]
    if given.id and not wanted:
        raise Refusal("basemap.unknown", id=given.id)
    middle = at.middle()
    well = True
    for layer in wanted:
        looked = look_at(layer, at.place, middle, at.ask, _bar(at.talk))
        at.talk.end_progress()
        _tell(looked, at)
        well = well and looked.trouble is Trouble.FINE
    if not wanted:
        at.talk.tell("cli.basemap.none")
    return exits.DONE if well else exits.FOUND


def _bar(talk: Talk) -> Callable[[int, int], None]:
    def told(done: int, of: int) -> None:
        talk.progress("checksum", -(-done // KIBIBYTE), -(-of // KIBIBYTE))

    return told


def _tell(looked: Looked, at: Terminal) -> None:
    layer, talk = looked.layer, at.talk
    host = "" if layer.is_file else key_host(layer)
    state = talk.say(f"basemap.state.{looked.trouble.value}", host=host)
    talk.tell("cli.basemap.state", id=layer.id, title=layer.title, state=state)
    if looked.path:
        talk.line(f"  {looked.path}")
    if looked.mark is not None:
        moment = datetime.fromtimestamp(looked.mark.changed, LOCAL)
        age = _age((at.now() - moment).total_seconds(), talk)
        size = f"{looked.mark.size / MEGABYTE:.1f} MB"
        talk.line(f"  {moment:%Y-%m-%d %H:%M}  {age}  {size}")
        talk.line(f"  SHA-256 {looked.mark.digest}")
    if looked.facts is not None:
        bounds = ", ".join(f"{one:.4f}" for one in looked.facts.bounds or ())
        levels = {"least": looked.facts.least, "most": looked.facts.most}
        talk.line("  " + talk.say("cli.basemap.facts", bounds=bounds or "-", **levels))
    if looked.at is not None:
        _tell_tile(looked, talk)


def _tell_tile(looked: Looked, talk: Talk) -> None:
    number = "/".join(str(one) for one in looked.at or ())
    if looked.tile is None:
        talk.line("  " + talk.say("cli.basemap.no_tile", number=number))
    else:
        facts = {"kind": looked.tile.mime, "size": len(looked.tile.content)}
        talk.line("  " + talk.say("cli.basemap.tile", number=number, **facts))


def _age(seconds: float, talk: Talk) -> str:
    found = ((name, unit) for name, unit in _UNITS if seconds >= unit)
    name, unit = next(found, ("minutes", 60))
    return talk.say(f"basemap.age.{name}", count=max(1, int(seconds // unit)))


def keep_key(given: Given, keys: TileKeys, talk: Talk, typed: Callable[[], str]) -> int:
    """Keep the key of a server at this workstation; an empty one is forgotten."""
    check_host(given.host)
    key = typed().strip()
    try:
        keys.put(given.host, key)
    except OSError:
        raise Refusal("basemap.unwritable") from None
    talk.tell("cli.basemap.key_kept" if key else "cli.basemap.key_gone", host=given.host)
    return exits.DONE


DEEDS: Final[Mapping[str, Callable[[Given, Terminal], int]]] = {
    "list": list_basemaps,
    "add": add,
    "check": check,
    "remove": remove,
}
LIMITS: Final = {"opacity": (LEAST_OPACITY, 100), "level": (0, MOST_LEVEL)}
"""What the numbers of `add` may be."""
