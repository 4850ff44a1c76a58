"""The city's basemaps for its administrators: one setting to the store, a layer each to them.

The list is changed as a whole over the version that was seen, so that two administrators cannot
undo each other's order; the register has one row for each change, told here layer by layer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final

from console.domain.administration import Subject
from console.domain.basemap import BASEMAPS_SETTING, Basemap, Kind, read_basemaps, write_basemaps
from console.domain.refusal import Refusal
from console.ports.administration import Administration, Change, Look, Thing, Value, Wish

LAYER: Final = "layer:"
"""Before a layer's code and field in what the register tells: `layer:CODE:FIELD`."""
ORDER: Final = "order"
"""The names in their order there, lowest first."""
_USUAL: Final = Basemap(id="usual", title="usual", kind=Kind.MBTILES)


@dataclass(frozen=True, slots=True)
class Kept:
    """The list and the version of its setting."""

    layers: tuple[Basemap, ...]
    version: int


class BasemapList:
    """The list in a store, in the administrator's name."""

    def __init__(self, store: Administration) -> None:
        self._store = store

    def kept(self) -> Kept:
        """The list as it is. Raises `Refusal` `basemap.list` for one that cannot be read."""
        found = self._store.things(Subject.SETTING)
        one = next((one for one in found if one.key == BASEMAPS_SETTING), None)
        if one is None:
            # Removed by an undo, it has a version all the same.
            look = Look(subject=Subject.SETTING, key=BASEMAPS_SETTING, most=1)
            newest = next(iter(self._store.history(look)), None)
            return Kept((), newest.version if newest is not None else 0)
        return Kept(read_basemaps(str(one.value["value"])), one.version)

    def things(self) -> Sequence[Thing]:
        """A thing for each layer, lowest first; `place` counts from 1."""
        kept = self.kept()
        return tuple(
            Thing(
                subject=Subject.BASEMAP,
                key=layer.id,
                version=kept.version,
                value={**_plain(layer), "place": at},
            )
            for at, layer in enumerate(kept.layers, start=1)
        )

    def change(self, wish: Wish) -> Change:
        """Make, change, move or remove one layer; `fresh` makes one, by default on top.

        Raises `Refusal` `basemap.exists`, `basemap.unknown` (fact `id`), `admin.stale`, and as
        `domain.basemap.check_basemaps`.
        """
        kept = self.kept()
        layers = list(kept.layers)
        at = next((at for at, one in enumerate(layers) if one.id == wish.key), None)
        if wish.fresh and at is not None:
            raise Refusal("basemap.exists", id=wish.key)
        if not wish.fresh and at is None:
            raise Refusal("basemap.unknown", id=wish.key)
        old = layers.pop(at) if at is not None else None
        if wish.value is not None:
            place = wish.value.get("place")
            stands = len(layers) if at is None else at
            layers.insert(_at(place, stands), _layer(wish.key, wish.value, old))
        seen = kept.version if wish.fresh else wish.seen
        return replace(self._write(layers, seen, wish.reason), key=wish.key)

    def add(self, layers: Sequence[Basemap], reason: str = "") -> Change:
        """Put layers on top, all in one change. Raises `Refusal` as `change`."""
        kept = self.kept()
        known = {one.id for one in kept.layers}
        for layer in layers:
            if layer.id in known:
                raise Refusal("basemap.exists", id=layer.id)
        return self._write([*kept.layers, *layers], kept.version, reason)

    def remove(self, id: str, reason: str = "") -> Change:
        """Take a layer out. Raises `Refusal` as `change`."""
        seen = self.kept().version
        wish = Wish(subject=Subject.BASEMAP, key=id, seen=seen, value=None, reason=reason)
        return self.change(wish)

    def _write(self, layers: Sequence[Basemap], seen: int, reason: str) -> Change:
        value = {"name": BASEMAPS_SETTING, "value": write_basemaps(layers)}
        wish = Wish(
            subject=Subject.SETTING, key=BASEMAPS_SETTING, seen=seen, value=value, reason=reason
        )
        return told(self._store.change(wish))


def asked(look: Look) -> Look:
    """A question for changes of basemaps as the store takes it; a layer's are those of the list."""
    if look.subject is not Subject.BASEMAP:
        return look
    return replace(look, subject=Subject.SETTING, key=BASEMAPS_SETTING)


def told(change: Change) -> Change:
    """A change of the list as one of basemaps, its values layer by layer; any other as it is."""
    if change.subject is not Subject.SETTING or change.key != BASEMAPS_SETTING:
        return change
    return replace(
        change,
        subject=Subject.BASEMAP,
        key=Subject.BASEMAP.value,
        before=_told(change.before),
        after=_told(change.after),
    )


def _told(value: Value | None) -> Value | None:
    if value is None:
        return None
    try:
        layers = read_basemaps(str(value.get("value", "")))
    except Refusal:
        return value  # what cannot be read is told as it stands
    shown: dict[str, object] = {ORDER: [layer.title for layer in layers]}
    for layer in layers:
        shown |= {field_of(layer.id, name): one for name, one in _plain(layer).items()}
    return shown


def field_of(id: str, name: str) -> str:
    """How a field of a layer is called in what the register tells."""
    return f"{LAYER}{id}:{name}"


def _plain(layer: Basemap) -> dict[str, object]:
    return asdict(layer) | {"kind": layer.kind.value}


def _at(place: object, stands: int) -> int:
    """Where a layer goes, from 0; more than there are is on top."""
    return place - 1 if isinstance(place, int) else stands


def _layer(id: str, value: Mapping[str, object], old: Basemap | None) -> Basemap:
    """A layer from a form's fields; a number that is left out is the usual one."""
    return Basemap(
        id=id,
        title=str(value["title"]),
        kind=Kind(str(value.get("kind") or (old or _USUAL).kind)),
        address=str(value.get("address") or ""),
        level=_number(value, "level", _USUAL.level),
        opacity=_number(value, "opacity", _USUAL.opacity),
        on=bool(value.get("on")),
    )


def _number(value: Mapping[str, object], name: str, usual: int) -> int:
    given = value.get(name)
    return given if isinstance(given, int) else usual
