"""The reading process: opens one file after the other inside hard limits, sends features back.

It is started by `reader.GroundReader`; what bounds it is `console.bounded`. Every way a library can
fail becomes one refusal. Not here: what the features mean.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyogrio
import shapely

from console.bounded import serving as bounded
from console.bounded.serving import Message
from console.domain.finding import Finding, finding, notice
from console.domain.ground import Drawn, GroundKind, Ring, Shape, find_columns, plain_code
from console.domain.place import Point
from console.domain.refusal import Refusal
from console.geo.coverage import Remark, gaps, outside, overlaps
from console.geo.opening import (
    SHAPEFILE,
    Source,
    close_doors,
    declared_encoding,
    open_source,
    without_system,
)
from console.geo.parts import (
    About,
    Bounds,
    Fault,
    Item,
    Progress,
    Question,
    coded,
    question_of,
)
from console.geo.repair import Piece, parse, refuse_unfit, repair
from console.geo.systems import Plane, System, inside, refuse_elsewhere, system_of
from console.geo.texts import RAW, decode, encoding_of, plain_text, raw_strings

BATCH_ITEMS: Final = 500
BATCH_POINTS: Final = 100_000
_TOLD_EVERY: Final = 1_000


def serve(line: Connection, bounds: Bounds) -> None:
    """Answer requests until the line is closed or an empty one comes."""
    close_doors()
    bounded.serve(line, bounds.memory_bytes, partial(_answer, bounds), blame)


def _answer(bounds: Bounds, request: bytes) -> Iterator[Message]:
    told = json.loads(request)
    batch: list[Item] = []
    points = 0
    for item in read_items(question_of(told), Path(told["folder"]), bounds):
        batch.append(item)
        if isinstance(item, Drawn | Fault):
            points += sum(len(ring) for ring in item.shape.rings)
        if isinstance(item, Progress) or len(batch) >= BATCH_ITEMS or points >= BATCH_POINTS:
            yield coded(batch)
            batch, points = [], 0
    yield coded(batch)


def blame(error: BaseException) -> Refusal:
    """The refusal for what a library raised."""
    if isinstance(error, OSError) and error.errno is not None:
        return Refusal("geo.unreadable", part=type(error).__name__)
    return Refusal("geo.broken", part=type(error).__name__)


def read_items(question: Question, folder: Path, bounds: Bounds) -> Iterator[Item]:
    """Everything of a file, in the order of its features; faults of the whole at the end.

    Raises Refusal `geo.*`, and whatever the libraries raise.
    """
    source = open_source(Path(question.path).absolute(), folder, question.layer, bounds)
    yield Progress(part="read", done=0, of=1)
    table = _Table(_readable(source, question, folder), question, bounds)
    yield table.about
    yield Progress(part="read", done=1, of=1)
    work = _Work(question, table)
    for remark in table.remarks:
        yield Fault(finding=remark)
    yield from work.repaired()
    yield from work.checked()


def _readable(source: Source, question: Question, folder: Path) -> Source:
    """The source, or one without the system it names in vain where another is given."""
    try:
        encoding = RAW if source.format == SHAPEFILE else None
        pyogrio.read_info(source.path, layer=source.layer, encoding=encoding)
    except pyogrio.errors.CRSError:
        if not question.crs or source.format != SHAPEFILE:
            raise Refusal("geo.crs_unreadable") from None
        return without_system(source, folder)
    return source


class _Table:
    """Texts by field and raw geometries of a layer."""

    def __init__(self, source: Source, question: Question, bounds: Bounds) -> None:
        encoding = RAW if source.format == SHAPEFILE else None
        info = pyogrio.read_info(source.path, layer=source.layer, encoding=encoding)
        if int(info["features"]) > bounds.features:
            raise Refusal("geo.too_many_features", most=bounds.features)
        meta, _, geometry, values = pyogrio.raw.read(
            source.path,
            layer=source.layer,
            encoding=encoding,
            max_features=bounds.features + 1,
            datetime_as_string=True,
        )
        if geometry is None or not len(geometry):
            raise Refusal("geo.no_features")
        if sum(len(one) for one in geometry if one is not None) > 16 * bounds.points:
            raise Refusal("geo.too_many_points_all", most=bounds.points)
        self.remarks: list[Finding] = []
        self._bounds = bounds
        names = [str(name) for name in meta["fields"]]
        self._encoding = ""
        if source.format == SHAPEFILE:
            names, self._encoding = self._decoded(source, names, values)
        self._columns = self._found(question, names)
        at = {name: place for place, name in enumerate(names)}
        self._values = {field: values[at[name]] for field, name in self._columns.items()}
        self.raw, self.said = geometry, meta["crs"]

    def _decoded(
        self, source: Source, names: list[str], values: Sequence[Any]
    ) -> tuple[list[str], str]:
        declared = declared_encoding(source.path)
        encoding = encoding_of([*names, *raw_strings(values)], declared)
        if encoding is None:
            raise Refusal("geo.encoding")
        if declared and encoding_of([], declared) != encoding:
            self.remarks.append(notice("geo.encoding_other", said=declared[:20], found=encoding))
        return [decode(name, encoding) for name in names], encoding

    def _found(self, question: Question, names: list[str]) -> Mapping[str, str]:
        found = find_columns(question.kind, names, question.columns)
        there = ", ".join(names[:60]) or "-"
        if found.unknown:
            raise Refusal("geo.column_unknown", given=", ".join(found.unknown), there=there)
        if found.missing:
            raise Refusal("geo.columns_missing", missing=", ".join(found.missing), there=there)
        return found.by_field

    @property
    def about(self) -> About:
        """What is known of the file before its geometries are looked at."""
        columns = dict(self._columns)
        return About(
            features=len(self.raw),
            crs=str(self.said or ""),
            encoding=self._encoding,
            columns=columns,
        )

    def texts(self, row: int) -> dict[str, str]:
        """The texts of a feature by field."""
        most = self._bounds.text_chars
        found = {}
        for name, values in self._values.items():
            value = values[row - 1]
            if self._encoding and isinstance(value, str):
                value = decode(value, self._encoding)
            found[name] = plain_text(value, most)
        return found

    def pieces(self) -> list[Piece]:
        """The raw geometries as pieces with the codes they are about."""
        pieces = parse(self.raw, self._bounds.feature_points)
        for piece in pieces:
            piece.key = plain_code(self.texts(piece.row).get("code", ""))
        return pieces


class _Work:
    """One file on its way through repair and checks."""

    def __init__(self, question: Question, table: _Table) -> None:
        self._question, self._table = question, table
        self._kind = question.kind
        self._pieces = table.pieces()
        for piece in self._pieces:
            refuse_unfit(piece, self._kind)
        self._plane = self._placed()

    def _placed(self) -> Plane:
        """Convert every geometry to metres on a plane around the city; what lies elsewhere goes."""
        there = [piece for piece in self._pieces if piece.geometry is not None]
        if not there:
            return Plane(0.0, 0.0)
        system = system_of(self._table.said, self._question.crs)
        given = np.array([piece.geometry for piece in there], dtype=object)
        flat = shapely.get_coordinates(given)
        refuse_elsewhere(system, flat[:, 0], flat[:, 1], self._question.box)
        self._tell_rough(system)
        lon, lat = system.convert(flat[:, 0], flat[:, 1])
        self._tell_first(system, lon, lat)
        plane = Plane(*self._middle(lon, lat))
        degrees = np.column_stack([lon, lat])
        metres = plane.metres(degrees)
        starts = np.cumsum([0, *shapely.get_num_coordinates(given)])
        for at, piece in enumerate(there):
            own = slice(int(starts[at]), int(starts[at + 1]))
            if not np.isfinite(metres[own]).all() or not self._in_city(degrees[own]):
                piece.geometry = None
                piece.findings.append(finding("geo.outside_city"))
            else:
                piece.geometry = shapely.set_coordinates(piece.geometry, metres[own])
        return plane

    def _tell_rough(self, system: System) -> None:
        if system.rough_m:
            off = f"{system.rough_m:.0f}" if system.rough_m > 0 else "?"
            self._table.remarks.append(notice("geo.crs_rough", crs=system.name, metres=off))

    def _tell_first(self, system: System, lon: Any, lat: Any) -> None:
        """Where a city lies of which nothing is known yet: only somebody who looks can tell."""
        if self._question.box is None:
            at = {"lon": f"{np.nanmedian(lon):.4f}", "lat": f"{np.nanmedian(lat):.4f}"}
            self._table.remarks.append(notice("geo.first_place", crs=system.name, **at))

    def _middle(self, lon: Any, lat: Any) -> tuple[float, float]:
        if self._question.box is not None:
            west, south, east, north = self._question.box
            return (west + east) / 2, (south + north) / 2
        known = np.isfinite(lon) & np.isfinite(lat)
        return float(np.median(lon[known])), float(np.median(lat[known]))

    def _in_city(self, degrees: Any) -> bool:
        (west, south), (east, north) = degrees.min(axis=0), degrees.max(axis=0)
        box = self._question.box
        return inside(float(west), float(south), box) and inside(float(east), float(north), box)

    def repaired(self) -> Iterator[Item]:
        """Repair, then the features that are left; doubled codes are settled before."""
        many = len(self._pieces)
        for at, piece in enumerate(self._pieces):
            if at % _TOLD_EVERY == 0:
                yield Progress(part="repair", done=at, of=many)
            repair(piece, self._kind)
        self._settle_doubles()
        yield Progress(part="repair", done=many, of=many)
        for piece in self._pieces:
            shape = self._shape(piece.geometry if piece.geometry is not None else piece.drawn)
            for found in piece.findings:
                yield Fault(finding=found.at("", piece.row), key=piece.key, shape=shape)
            if piece.geometry is not None:
                yield Drawn(row=piece.row, texts=self._texts(piece), shape=shape)

    def _settle_doubles(self) -> None:
        """A code that stands twice: the same ground counts once, other ground not at all."""
        by_code: dict[str, list[Piece]] = {}
        for piece in self._pieces:
            if piece.geometry is not None and piece.key:
                by_code.setdefault(piece.key, []).append(piece)
        for code, pieces in by_code.items():
            first, *others = pieces
            rows = ", ".join(str(piece.row) for piece in pieces[:10])
            same = all(_alike(first.geometry, one.geometry) for one in others)
            for piece in others if same else pieces if others else ():
                made = notice if same else finding
                word = "geo.doubled_feature" if same else "geo.code_double"
                piece.refuse(made(word, key=code, rows=rows))

    def _texts(self, piece: Piece) -> dict[str, str]:
        texts = self._table.texts(piece.row)
        if self._kind is GroundKind.DUTY_GRIDS and not texts.get("unit_grids"):
            texts["unit_grids"] = ",".join(self._grids_in(piece.geometry))
        return texts

    def _grids_in(self, area: Any) -> list[str]:
        """Unit grids whose middle lies in an area."""
        if not hasattr(self, "_spots"):
            grids = {code: self._flat((ring,)) for code, ring in self._question.grids.items()}
            middles = [shapely.point_on_surface(one) for one in grids.values()]
            self._spots = (list(grids), shapely.STRtree(middles))
        codes, tree = self._spots
        return sorted(codes[at] for at in tree.query(area, predicate="contains").tolist())

    def checked(self) -> Iterator[Item]:
        """Unit grids among each other and in their communities."""
        if self._kind is not GroundKind.UNIT_GRIDS:
            return
        pieces = [piece for piece in self._pieces if piece.geometry is not None and piece.key]
        if not pieces:
            return
        homes = [self._home(piece) for piece in pieces]
        fixed = self._neighbours(pieces, {*homes})
        areas = {code: self._flat(rings) for code, rings in self._question.areas.items()}
        checks = (
            overlaps(pieces, fixed),
            gaps(pieces, {**fixed, **self._left_out()}),
            outside(pieces, homes, {code: one for code, one in areas.items() if one is not None}),
        )
        for at, check in enumerate(checks):
            yield Progress(part="check", done=at, of=len(checks))
            yield from map(self._fault, check)
        yield Progress(part="check", done=len(checks), of=len(checks))

    def _home(self, piece: Piece) -> str:
        """The code of the community a grid lies in; a column of names does not tell it here."""
        named = plain_code(self._table.texts(piece.row).get("community", ""))
        return named if named.isdecimal() else piece.key[:12]

    def _left_out(self) -> dict[str, Any]:
        """Ground of features that were refused: somebody will put them right, it is no gap."""
        return {
            f"row {piece.row}": shapely.make_valid(piece.drawn)
            for piece in self._pieces
            if piece.drawn is not None
        }

    def _fault(self, remark: Remark) -> Fault:
        said, key, ground = remark
        return Fault(finding=said, key=key, shape=self._shape(ground))

    def _neighbours(self, pieces: Sequence[Piece], homes: set[str]) -> dict[str, Any]:
        """Grids of the city that stay as they are beside those of the file."""
        if self._question.whole:
            return {}
        named = {piece.key for piece in pieces}
        return {
            code: self._flat((ring,))
            for code, ring in self._question.grids.items()
            if code not in named and code[:12] not in homes and ring
        }

    def _flat(self, rings: Sequence[Ring]) -> Any:
        """Outlines in degrees as one area on the plane; holes are told by lying inside others."""
        made = [
            shapely.polygons(self._plane.metres(np.array(ring))) for ring in rings if len(ring) > 2
        ]
        return shapely.make_valid(_odd(made)) if made else None

    def _shape(self, geometry: Any) -> Shape:
        """A geometry of the plane in degrees."""
        if geometry is None:
            return Shape()
        if shapely.get_type_id(geometry) == shapely.GeometryType.POINT:
            ((lon, lat),) = self._plane.degrees(shapely.get_coordinates(geometry)).tolist()
            return Shape(point=Point(lon, lat))
        rings = []
        for part in shapely.get_parts(geometry):
            if shapely.get_type_id(part) == shapely.GeometryType.POLYGON:
                rings += [self._ring(one) for one in (part.exterior, *part.interiors)]
        return Shape(
            rings=tuple(rings),
            area_m2=round(float(geometry.area), 2),
            perimeter_m=round(float(geometry.length), 2),
        )

    def _ring(self, line: Any) -> Ring:
        degrees = self._plane.degrees(shapely.get_coordinates(line)[:-1])
        return tuple(Point(lon, lat) for lon, lat in degrees.tolist())


def _odd(areas: Sequence[Any]) -> Any:
    """Areas laid over each other, where twice is not at all: outlines with their holes."""
    found = areas[0]
    for one in areas[1:]:
        found = shapely.symmetric_difference(found, one)
    return found


def _alike(one: Any, other: Any) -> bool:
    return bool(shapely.hausdorff_distance(one, other) <= 0.1)
