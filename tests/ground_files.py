"""Files of ground as a city's office exports them: whole, and with every fault one meets."""

import struct
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyogrio
import shapely

METRES: Final = "EPSG:4547"
ORIGIN: Final = (434_000.0, 3_736_000.0)
"""South-west corner of the made city in EPSG:4547: Pingdingshan."""

NAN_MARK: Final = 438_567.890123
EDGE: Final = 100.0
BLOCK: Final = 10
"""Cells along each side of a community."""


def code_at(column: int, row: int) -> str:
    """The code of a cell: communities are blocks of ten by ten, streets ten communities."""
    block = (row // BLOCK) * 6 + column // BLOCK
    street, community = divmod(block, 10)
    sequence = (row % BLOCK) * BLOCK + column % BLOCK + 1
    return f"410403{street + 1:03d}{community + 1:03d}{sequence:03d}"


def cell(column: int, row: int, *, east: float = 0.0, west: float = 0.0) -> Any:
    """A cell; `east` and `west` move its sides outwards, in metres."""
    left, below = ORIGIN[0] + column * EDGE, ORIGIN[1] + row * EDGE
    return shapely.box(left - west, below, left + EDGE + east, below + EDGE)


@dataclass
class Ground:
    """Features on their way into a file."""

    shapes: list[Any] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    uses: list[str] = field(default_factory=list)

    def add(self, code: str, shape: Any, level: str = "一类", use: str = "居住用地") -> int:
        """One more feature; its number in the file."""
        self.shapes.append(shape)
        self.codes.append(code)
        self.levels.append(level)
        self.uses.append(use)
        return len(self.shapes)

    def put(self, code: str, shape: Any) -> int:
        """Give the feature of a code another geometry; its number."""
        at = self.codes.index(code)
        self.shapes[at] = shape
        return at + 1

    def drop(self, code: str) -> None:
        """Take a feature out."""
        at = self.codes.index(code)
        for column in (self.shapes, self.codes, self.levels, self.uses):
            del column[at]

    def write(self, path: Path, *, encoding: str = "UTF-8", crs: str | None = METRES) -> Path:
        """Write it with an office's headings, in the format of the name."""
        named = {"网格编码": self.codes, "管理等级": self.levels, "用地性质": self.uses}
        return write_file(path, self.shapes, named, encoding=encoding, crs=crs)


def whole_city(columns: int = 60, rows: int = 100) -> Ground:
    """A city without a fault: 6,000 cells unless told otherwise."""
    made = Ground()
    for row in range(rows):
        for column in range(columns):
            made.add(code_at(column, row), cell(column, row))
    return made


def write_file(
    path: Path,
    shapes: Sequence[Any],
    columns: Mapping[str, Sequence[str]],
    *,
    encoding: str = "UTF-8",
    crs: str | None = METRES,
    layer: str | None = None,
    append: bool = False,
) -> Path:
    """Write geometries with text columns."""
    kinds = {".shp": "ESRI Shapefile", ".gpkg": "GPKG", ".geojson": "GeoJSON"}
    found = next(one for one in shapes if one is not None)
    kind = "Point" if shapely.get_type_id(found) == 0 else "Unknown"
    if path.suffix == ".shp" and kind == "Unknown":
        kind = "Polygon"
    raw = [None if one is None else shapely.to_wkb(one) for one in shapes]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # headings longer than a Shapefile's are cut
        pyogrio.raw.write(
            path,
            geometry=np.array(raw, dtype=object),
            field_data=[np.array(values, dtype=object) for values in columns.values()],
            fields=list(columns),
            crs=crs,
            geometry_type=kind,
            driver=kinds[path.suffix],
            encoding=encoding if path.suffix == ".shp" else None,
            layer=layer,
            append=append,
        )
    if path.suffix == ".shp":
        mark, nan = (struct.pack("<d", one) for one in (NAN_MARK, np.nan))
        path.write_bytes(path.read_bytes().replace(mark, nan))
    return path


def forget_encoding(path: Path) -> None:
    """Leave a Shapefile without any word on its encoding, as old programs do."""
    path.with_suffix(".cpg").unlink(missing_ok=True)
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    content[29] = 0  # the driver's number of the code page
    table.write_bytes(content)


BOW_TIE: Final = ((0, 0), (100, 100), (100, 0), (0, 100))
PLANTED: Final = {
    "bow_tie": (5, 5),
    "loop": (15, 5),
    "doubled": (25, 5),
    "parts": (35, 5),
    "hole": (45, 5),
    "overlap": (5, 25),
    "gap": (15, 25),
    "double": (25, 25),
    "malformed": (35, 25),
    "nan": (45, 25),
    "nothing": (55, 25),
}
"""Where each fault is planted: column and row of its cell."""


def faulty_city(columns: int = 60, rows: int = 100) -> tuple[Ground, dict[str, int]]:
    """The city with a fault of each kind, and the number of the feature of each."""
    made = whole_city(columns, rows)
    at = {name: code_at(*where) for name, where in PLANTED.items()}
    rows_of: dict[str, int] = {}

    def plant(name: str, shape: Any) -> None:
        rows_of[name] = made.put(at[name], shape)

    plant("bow_tie", _moved(shapely.Polygon(BOW_TIE), PLANTED["bow_tie"]))
    slip = ((60, 100), (59, 100.8), (60, 100.8), (59, 100))
    loop = ((0, 0), (100, 0), (100, 100), *slip, (0, 100))
    plant("loop", _moved(shapely.Polygon(loop), PLANTED["loop"]))
    corners = [*cell(*PLANTED["doubled"]).exterior.coords]
    plant("doubled", shapely.Polygon([one for one in corners for _ in range(2)]))
    both = [cell(*PLANTED["parts"], east=-60), cell(*PLANTED["parts"], west=-60)]
    plant("parts", shapely.MultiPolygon(both))
    whole = cell(*PLANTED["hole"])
    plant("hole", whole.difference(shapely.buffer(whole.centroid, 10, cap_style="square")))
    plant("overlap", cell(*PLANTED["overlap"], east=3))
    plant("gap", cell(*PLANTED["gap"], east=-2))
    plant("nan", _with_nan(cell(*PLANTED["nan"])))
    plant("nothing", None)
    twice = made.codes.index(code_at(26, 25))
    made.codes[twice] = at["double"]
    rows_of["double"] = made.codes.index(at["double"]) + 1
    wrong = made.codes.index(at["malformed"])
    made.codes[wrong] = "41040300X"
    rows_of["malformed"] = wrong + 1
    left, below = ORIGIN
    sliver = shapely.box(left - 50, below, left - 49.99, below + 90)
    rows_of["sliver"] = made.add("410403099001001", sliver)
    return made, rows_of


def _moved(shape: Any, where: tuple[int, int]) -> Any:
    corner = np.array([ORIGIN[0] + where[0] * EDGE, ORIGIN[1] + where[1] * EDGE])
    return shapely.set_coordinates(shape, shapely.get_coordinates(shape) + corner)


def _with_nan(shape: Any) -> Any:
    """The format's library writes no such thing: a mark stands for it, see `write_file`."""
    flat = shapely.get_coordinates(shape)
    flat[1, 0] = NAN_MARK
    return shapely.set_coordinates(shape, flat)
