"""Which format a file really is, and the one layer in it; archives are unpacked within bounds.

Content decides, never the name: the formats' library would also follow files that only name others.
"""

import os
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

import pyogrio
from pyogrio import core

from console.domain.refusal import Refusal
from console.geo.parts import Bounds

SHAPEFILE: Final = "ESRI Shapefile"
GEOPACKAGE: Final = "GPKG"
GEOJSON: Final = "GeoJSON"

_SHAPE_HEAD: Final = b"\x00\x00\x27\x0a"
_SQLITE_HEAD: Final = b"SQLite format 3\x00"
_ZIP_HEAD: Final = b"PK\x03\x04"
_SIDES: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_ARCHIVES: Final = frozenset({".zip", ".shz", ".gz", ".tgz", ".tar", ".kmz", ".7z", ".rar"})
_WHOLE: Final = (".gpkg", ".geojson", ".json")
_SUSPICIOUS_FROM: Final = 20 * 1024 * 1024
_MOST_PARTS: Final = 2_000
_BLOCK: Final = 1024 * 1024


_NO_NETWORK: Final = {
    "GDAL_HTTP_PROXY": "http://127.0.0.1:0",
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "GDAL_HTTP_TIMEOUT": "1",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "none",
    "PROJ_NETWORK": "OFF",
}
"""A GeoJSON may name an address of its system, which the library would ask."""


def close_doors() -> None:
    """Leave the formats' library the three formats we read, and no way to the network.

    Others run commands (GDALG), or name files and addresses that would be opened (VRT, WFS, an
    archive under a false name). Once in a reading process, before any file.

    Raises RuntimeError when the library keeps another format.
    """
    for name in ("no_proxy", "NO_PROXY"):
        os.environ.pop(name, None)
    kept = {SHAPEFILE, GEOPACKAGE, GEOJSON}
    others = ",".join(sorted(set(pyogrio.list_drivers()) - kept))
    pyogrio.set_gdal_config_options({**_NO_NETWORK, "GDAL_SKIP": others})
    core._register_drivers()  # it has no public word for "look at the settings again"
    if set(pyogrio.list_drivers()) != kept:
        raise RuntimeError("formats that were not asked for")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A layer to be read."""

    path: Path
    layer: str
    format: str


def open_source(path: Path, folder: Path, wish: str, bounds: Bounds) -> Source:
    """The layer of a file, unpacked into `folder` if need be.

    Args:
        wish: Name of the layer, "" where there is only one.

    Raises:
        Refusal: `geo.empty`, `geo.not_ground`, `geo.part_missing` (fact part), `geo.layers` (fact
            names), `geo.no_layer`, `geo.zip_bomb`, `geo.encrypted`, `geo.encoding`.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise Refusal("geo.empty")
    if head.startswith(_ZIP_HEAD):
        path, wish = _unpacked(path, folder, wish, bounds)
        with path.open("rb") as file:
            head = file.read(4096)
    elif path.suffix.lower() in _ARCHIVES:  # the library would look into it by its name
        raise Refusal("geo.not_ground")
    if head.startswith(_SHAPE_HEAD):
        return _shapefile(path)
    if head.startswith(_SQLITE_HEAD):
        return _layer(path, GEOPACKAGE, wish)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return _layer(_in_utf8(path, folder), GEOJSON, "")
    raise Refusal("geo.not_ground")


def _shapefile(path: Path) -> Source:
    for side in (".shx", ".dbf"):
        if _beside(path, side) is None:
            raise Refusal("geo.part_missing", part=path.with_suffix(side).name)
    return Source(path=path, layer=path.stem, format=SHAPEFILE)


def without_system(source: Source, folder: Path) -> Source:
    """A Shapefile without its `.prj`, which nobody can read: the one given by hand holds."""
    bare = folder / "bare"
    bare.mkdir()
    for side in (".shp", ".shx", ".dbf", ".cpg"):
        part = _beside(source.path, side)
        if part is not None:
            shutil.copyfile(part, bare / f"layer{side}")
    return Source(path=bare / "layer.shp", layer="layer", format=SHAPEFILE)


def _beside(path: Path, suffix: str) -> Path | None:
    """A sibling file, whatever the case of its suffix."""
    for there in (path.with_suffix(suffix), path.with_suffix(suffix.upper())):
        if there.is_file():
            return there
    return None


def declared_encoding(path: Path) -> str:
    """What a Shapefile's `.cpg` says; "" without one."""
    there = _beside(path, ".cpg")
    return there.read_bytes()[:40].decode("ascii", "replace").strip() if there else ""


def _layer(path: Path, kind: str, wish: str) -> Source:
    found = [str(name) for name, geometry in pyogrio.list_layers(path) if geometry is not None]
    if wish:
        found = [name for name in found if name == wish]
    if not found:
        raise Refusal("geo.no_layer", name=wish or path.name)
    if len(found) > 1:
        raise Refusal("geo.layers", names=", ".join(found[:20]))
    if pyogrio.read_info(path, layer=found[0]).get("driver", kind) != kind:
        raise Refusal("geo.not_ground")
    return Source(path=path, layer=found[0], format=kind)


def _in_utf8(path: Path, folder: Path) -> Path:
    """The file itself, or a copy in UTF-8 of one that is in GB 18030."""
    content = path.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return path
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        raise Refusal("geo.encoding") from None
    copy = folder / "layer.geojson"
    copy.write_text(text, "utf-8")
    return copy


def _unpacked(path: Path, folder: Path, wish: str, bounds: Bounds) -> tuple[Path, str]:
    """The one data set of an archive as files of ours, and the layer still wanted in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [one for one in archive.infolist() if not one.is_dir()]
            _refuse_bomb(parts, bounds)
            chosen = _chosen([one for one in parts if _suffix(one) in (".shp", *_WHOLE)], wish)
            shape = _suffix(chosen) == ".shp"
            family = _family(chosen, parts) if shape else [chosen]
            for one in family:
                _unpack(archive, one, folder / f"layer{_suffix(one)}", bounds)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise Refusal("geo.broken", part="zip") from None
    return folder / f"layer{_suffix(chosen)}", "" if shape else wish


def _suffix(part: zipfile.ZipInfo) -> str:
    return PurePosixPath(part.filename).suffix.lower()


def _refuse_bomb(parts: list[zipfile.ZipInfo], bounds: Bounds) -> None:
    size = sum(one.file_size for one in parts)
    packed = sum(one.compress_size for one in parts)
    swollen = size > _SUSPICIOUS_FROM and size > bounds.ratio * max(packed, 1)
    if size > bounds.unpacked_bytes or swollen or len(parts) > _MOST_PARTS:
        raise Refusal("geo.zip_bomb", parts=len(parts))
    if any(one.flag_bits & 1 for one in parts):
        raise Refusal("geo.encrypted")


def _chosen(sets: list[zipfile.ZipInfo], wish: str) -> zipfile.ZipInfo:
    named = {PurePosixPath(one.filename).stem: one for one in sets}
    if wish in named:
        return named[wish]
    if not sets:
        raise Refusal("geo.no_layer", name="zip")
    if len(sets) > 1:
        raise Refusal("geo.layers", names=", ".join(sorted(named)[:20]))
    return sets[0]


def _family(shape: zipfile.ZipInfo, parts: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    stem = PurePosixPath(shape.filename).with_suffix("")
    return [
        one
        for one in parts
        if _suffix(one) in _SIDES and PurePosixPath(one.filename).with_suffix("") == stem
    ]


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, to: Path, bounds: Bounds) -> None:
    """Write one part; its real size is bounded too, whatever the table of contents says."""
    left = min(part.file_size, bounds.unpacked_bytes)
    with archive.open(part) as packed, to.open("wb") as file:
        while block := packed.read(_BLOCK):
            left -= len(block)
            if left < 0:
                raise Refusal("geo.zip_bomb", parts=1)
            file.write(block)
