"""What the reading process is asked and answers: plain values, coded as JSON.

Not here: how a file is read (`child.py`), and who asks (`reader.py`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from console.domain.finding import Finding, Weight
from console.domain.ground import Drawn, GroundKind, Ring, Shape
from console.domain.place import Point

MEBIBYTE: Final = 1024 * 1024
NOWHERE: Final = Shape()
Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one file may cost. `memory_bytes` is on top of the idle process; sizes are in bytes."""

    seconds: float = 600.0
    memory_bytes: int = 1024 * MEBIBYTE
    file_bytes: int = 512 * MEBIBYTE
    unpacked_bytes: int = 1024 * MEBIBYTE
    ratio: int = 150
    features: int = 300_000
    points: int = 5_000_000
    feature_points: int = 200_000
    text_chars: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be read, and what is known of the city.

    `crs` is "" (as the file says), `EPSG:n`, `gcj02`, `bd09` or `bd09mc`. `columns` names headings
    by hand, by field. `box` is where the city lies, None where nothing is known. `areas` are
    outlines of communities by code; `grids` the unit grids in force by code, whose neighbours the
    file's grids become unless they lie in a community it names.
    """

    path: str
    kind: GroundKind
    layer: str = ""
    crs: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    box: Box | None = None
    areas: Mapping[str, tuple[Ring, ...]] = field(default_factory=dict)
    grids: Mapping[str, Ring] = field(default_factory=dict)
    whole: bool = False

    def coded(self, folder: str) -> dict[str, object]:
        """As JSON values; `folder` is where the process may unpack."""
        return {
            "path": self.path,
            "folder": folder,
            "kind": self.kind.value,
            "layer": self.layer,
            "crs": self.crs,
            "columns": dict(self.columns),
            "box": self.box,
            "areas": {code: list(rings) for code, rings in self.areas.items()},
            "grids": dict(self.grids),
            "whole": self.whole,
        }


def question_of(told: Mapping[str, Any]) -> Question:
    """The question of its JSON values."""
    return Question(
        path=told["path"],
        kind=GroundKind(told["kind"]),
        layer=told["layer"],
        crs=told["crs"],
        columns=told["columns"],
        box=None if told["box"] is None else tuple(told["box"]),
        areas={code: rings_of(rings) for code, rings in told["areas"].items()},
        grids={code: ring_of(ring) for code, ring in told["grids"].items()},
        whole=told["whole"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A remark with its place on the map; `key` is the code of the thing it is about."""

    finding: Finding
    key: str = ""
    shape: Shape = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What was found out of a file as a whole; `columns` are headings by field."""

    features: int
    crs: str
    encoding: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the reading is: `part` is `read`, `repair` or `check`."""

    part: str
    done: int
    of: int


Item = About | Progress | Drawn | Fault


def coded(items: Iterable[Item]) -> dict[str, object]:
    """A message of items."""
    return {"items": [_coded(item) for item in items]}


def _coded(item: Item) -> list[object]:
    match item:
        case About():
            return ["about", item.features, item.crs, item.encoding, dict(item.columns)]
        case Progress():
            return ["progress", item.part, item.done, item.of]
        case Drawn():
            return ["drawn", item.row, dict(item.texts), _shape(item.shape)]
        case Fault():
            one = item.finding
            said = [one.code, _plain(one.facts), one.weight.value, one.row, one.column]
            return ["fault", said, item.key, _shape(item.shape)]


def _plain(facts: Mapping[str, object]) -> dict[str, object]:
    return {name: str(one) if isinstance(one, date) else one for name, one in facts.items()}


def _shape(shape: Shape) -> list[object]:
    return [shape.rings, shape.point, shape.area_m2, shape.perimeter_m]


def items_of(message: Mapping[str, Any]) -> list[Item]:
    """The items of a message.

    Raises ValueError, KeyError, TypeError or IndexError for what no honest process says.
    """
    return [_item(told) for told in message["items"]]


def _item(told: Any) -> Item:
    kind, *rest = told
    if kind == "about":
        features, crs, encoding, columns = rest
        named = {str(name): str(one) for name, one in dict(columns).items()}
        return About(features=int(features), crs=str(crs), encoding=str(encoding), columns=named)
    if kind == "progress":
        return Progress(part=str(rest[0]), done=int(rest[1]), of=int(rest[2]))
    if kind == "drawn":
        row, texts, shape = rest
        named = {str(name): str(one) for name, one in dict(texts).items()}
        return Drawn(row=int(row), texts=named, shape=_shape_of(shape))
    if kind != "fault":
        raise ValueError(kind)
    (code, facts, weight, row, column), key, shape = rest
    found = Finding(
        code=str(code),
        facts=dict(facts),
        weight=Weight(weight),
        row=int(row),
        column=str(column),
    )
    return Fault(finding=found, key=str(key), shape=_shape_of(shape))


def _shape_of(told: Any) -> Shape:
    rings, point, area, perimeter = told
    return Shape(
        rings=rings_of(rings),
        point=None if point is None else Point(float(point[0]), float(point[1])),
        area_m2=float(area),
        perimeter_m=float(perimeter),
    )


def rings_of(told: Any) -> tuple[Ring, ...]:
    """Outlines of lists of pairs."""
    return tuple(ring_of(ring) for ring in told)


def ring_of(told: Any) -> Ring:
    """An outline of a list of pairs."""
    return tuple(Point(float(lon), float(lat)) for lon, lat in told)
