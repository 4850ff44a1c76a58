"""Files through the real reading process: formats, systems, encodings, and what is no file."""

import json
import random
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
import shapely

from console.domain.coordinates import wgs84_to_bd09mc, wgs84_to_gcj02
from console.domain.ground import Drawn, GroundKind
from console.domain.place import Point
from console.domain.refusal import Refusal
from console.geo.parts import MEBIBYTE, Bounds, Fault, Item, Question, items_of
from console.geo.reader import GroundReader
from tests.ground_files import cell, forget_encoding, whole_city, write_file

BOX = (112.8, 33.2, 113.8, 34.2)
HERE = Point(113.288231, 33.749017)
"""The middle of the first cell."""


@pytest.fixture(scope="module")
def reader() -> Iterator[GroundReader]:
    """One process for all files, as long as it behaves."""
    made = GroundReader(Bounds(memory_bytes=256 * MEBIBYTE, features=2_000, points=50_000))
    yield made
    made.close()


def ask(reader: GroundReader, path: Path, **how: object) -> list[Item]:
    question = Question(path=str(path), kind=GroundKind.UNIT_GRIDS, box=BOX, **how)  # type: ignore[arg-type]
    return list(reader.read(question))


def drawn(items: list[Item]) -> list[Drawn]:
    return [one for one in items if isinstance(one, Drawn)]


def said(items: list[Item]) -> list[str]:
    return [one.finding.code for one in items if isinstance(one, Fault)]


def refused(reader: GroundReader, path: Path, **how: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        ask(reader, path, **how)
    return caught.value


def middle(one: Drawn) -> Point:
    found = shapely.Polygon(one.shape.rings[0]).centroid
    return Point(found.x, found.y)


@pytest.mark.parametrize("name", ["grids.shp", "grids.gpkg"])
def test_formats_with_a_system_of_their_own_come_in_at_their_place(
    reader: GroundReader, tmp_path: Path, name: str
) -> None:
    items = ask(reader, whole_city(3, 2).write(tmp_path / name))
    assert len(drawn(items)) == 6
    assert middle(drawn(items)[0]) == pytest.approx(HERE, abs=1e-6)
    assert drawn(items)[0].shape.area_m2 == pytest.approx(10_000, rel=1e-3)
    assert drawn(items)[0].texts == {
        "code": "410403001001001",
        "area_level": "一类",
        "land_use": "居住用地",
    }
    assert not said(items)


def geojson(path: Path, *rings: list[list[float]], **properties: object) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"BGID": f"41040300100100{at}", **properties},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for at, ring in enumerate(rings, 1)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def square(at: Point = HERE) -> list[list[float]]:
    lon, lat = at
    west, east, south, north = lon - 0.0005, lon + 0.0005, lat - 0.0005, lat + 0.0005
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def test_geojson_is_degrees(reader: GroundReader, tmp_path: Path) -> None:
    (one,) = drawn(ask(reader, geojson(tmp_path / "a.geojson", square())))
    assert middle(one) == pytest.approx(HERE, abs=1e-6)


def test_geojson_in_gb18030_is_read(reader: GroundReader, tmp_path: Path) -> None:
    file = geojson(tmp_path / "a.geojson", square(), **{"用地性质": "居住"})
    file.write_bytes(json.dumps(json.loads(file.read_text()), ensure_ascii=False).encode("gb18030"))
    (one,) = drawn(ask(reader, file))
    assert one.texts["land_use"] == "居住"


def test_phones_and_baidus_systems_come_in_at_their_place(
    reader: GroundReader, tmp_path: Path
) -> None:
    ring = [Point(*corner) for corner in square()]
    there: Mapping[str, list[list[float]]] = {
        "gcj02": [[*wgs84_to_gcj02(one)] for one in ring],
        "bd09mc": [[*wgs84_to_bd09mc(one)] for one in ring],
    }
    for crs, shifted in there.items():
        (one,) = drawn(ask(reader, geojson(tmp_path / f"{crs}.geojson", shifted), crs=crs))
        assert middle(one) == pytest.approx(HERE, abs=2e-6)


def test_a_zip_is_read_whatever_its_names_are_encoded_in(
    reader: GroundReader, tmp_path: Path
) -> None:
    made = whole_city(3, 2).write(tmp_path / "grids.shp")
    packed = zipped(tmp_path / "a.zip", made, "网格/单元网格")
    assert len(drawn(ask(reader, packed))) == 6


def zipped(path: Path, shape: Path, name: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(shape.parent.glob(f"{shape.stem}.*")):
            if part != path:
                archive.write(part, f"{name}{part.suffix}")
    return path


@pytest.mark.parametrize("lie", ["", "UTF-8", "ISO-8859-1", "nonsense"])
def test_chinese_texts_are_read_whatever_the_file_says_of_them(
    reader: GroundReader, tmp_path: Path, lie: str
) -> None:
    file = whole_city(2, 1).write(tmp_path / "grids.shp", encoding="GBK")
    forget_encoding(file)
    if lie:
        file.with_suffix(".cpg").write_text(lie)
    items = ask(reader, file)
    assert {one.texts["land_use"] for one in drawn(items)} == {"居住用地"}
    assert said(items) == (["geo.encoding_other"] if lie else [])


def test_texts_in_no_known_encoding_are_refused(reader: GroundReader, tmp_path: Path) -> None:
    file = whole_city(2, 1).write(tmp_path / "grids.shp", encoding="GBK")
    forget_encoding(file)
    table = file.with_suffix(".dbf")
    table.write_bytes(table.read_bytes().replace("居住用地".encode("gbk"), b"\xff" * 8))
    assert refused(reader, file).code == "geo.encoding"


def test_a_file_without_a_system_is_refused_until_one_is_given(
    reader: GroundReader, tmp_path: Path
) -> None:
    file = whole_city(2, 1).write(tmp_path / "grids.shp", crs=None)
    assert refused(reader, file).code == "geo.crs_missing"
    assert len(drawn(ask(reader, file, crs="EPSG:4547"))) == 2


def test_a_damaged_system_is_refused_until_one_is_given(
    reader: GroundReader, tmp_path: Path
) -> None:
    file = whole_city(2, 1).write(tmp_path / "grids.shp", encoding="GBK")
    file.with_suffix(".prj").write_text('PROJCS["broken",GEOGCS[')
    assert refused(reader, file).code == "geo.crs_unreadable"
    assert len(drawn(ask(reader, file, crs="EPSG:4547"))) == 2


def test_data_elsewhere_are_refused_with_the_likely_system(
    reader: GroundReader, tmp_path: Path
) -> None:
    file = whole_city(2, 1).write(tmp_path / "grids.shp")
    for wrong in ("EPSG:4549", "EPSG:4326", "EPSG:4526"):
        found = refused(reader, file, crs=wrong)
        assert found.code == "geo.crs_elsewhere"
        assert "EPSG:4547" in str(found.facts["guess"])
    assert refused(reader, file, crs="EPSG:9").code == "geo.crs_unknown"
    nowhere = write_file(tmp_path / "x.gpkg", [shapely.box(1, 1, 900, 900)], {"BGID": ["1"]})
    assert refused(reader, nowhere, crs="EPSG:4547").code == "geo.crs_nowhere"


def test_a_way_to_wgs84_that_nobody_knows_exactly_is_told(
    reader: GroundReader, tmp_path: Path
) -> None:
    file = whole_city(2, 1).write(tmp_path / "grids.shp", crs="EPSG:2435")
    assert said(ask(reader, file)) == ["geo.crs_rough"]


def test_a_city_of_which_nothing_is_known_is_told_where_the_data_lie(
    reader: GroundReader, tmp_path: Path
) -> None:
    file = whole_city(2, 1).write(tmp_path / "grids.shp")
    question = Question(path=str(file), kind=GroundKind.UNIT_GRIDS)
    (first,) = [one for one in reader.read(question) if isinstance(one, Fault)]
    assert first.finding.code == "geo.first_place"
    assert (first.finding.facts["lon"], first.finding.facts["crs"]) == ("113.2888", "EPSG:4547")


def test_neighbours_that_stay_are_checked_too(reader: GroundReader, tmp_path: Path) -> None:
    file = whole_city(2, 1).write(tmp_path / "grids.gpkg")
    over = {"410403001002001": tuple(Point(*one) for one in square()[:4])}
    assert set(said(ask(reader, file, grids=over))) == {"geo.overlap"}
    assert not said(ask(reader, file, grids=over, whole=True))
    own = {"410403001001009": over["410403001002001"]}
    assert not said(ask(reader, file, grids=own))


def test_one_feature_outside_the_city_is_left_out_alone(
    reader: GroundReader, tmp_path: Path
) -> None:
    town = whole_city(3, 1)
    town.shapes[1] = shapely.box(900_000, 3_000_000, 900_100, 3_000_100)
    items = ask(reader, town.write(tmp_path / "grids.gpkg"))
    assert (len(drawn(items)), said(items)) == (2, ["geo.outside_city"])


def test_a_missing_column_is_named_with_those_that_are_there(
    reader: GroundReader, tmp_path: Path
) -> None:
    file = write_file(tmp_path / "a.gpkg", [cell(0, 0)], {"甲": ["1"], "乙": ["2"]})
    found = refused(reader, file)
    assert (found.code, found.facts["there"]) == ("geo.columns_missing", "甲, 乙")
    assert drawn(ask(reader, file, columns={"code": "甲"}))[0].texts == {"code": "1"}
    assert refused(reader, file, columns={"code": "丙"}).code == "geo.column_unknown"


def test_of_several_layers_one_has_to_be_chosen(reader: GroundReader, tmp_path: Path) -> None:
    file = tmp_path / "a.gpkg"
    write_file(file, [cell(0, 0)], {"BGID": ["1"]}, layer="one")
    write_file(file, [cell(1, 0)] * 2, {"BGID": ["2", "2"]}, layer="two", append=True)
    assert refused(reader, file).facts == {"names": "one, two"}
    items = ask(reader, file, layer="two")
    assert said(items) == ["geo.doubled_feature"]
    assert refused(reader, file, layer="three").code == "geo.no_layer"


def test_texts_stay_texts_whatever_they_say(reader: GroundReader, tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>\x1b[31m\n=cmd|' /C calc'!A0"
    (one,) = drawn(ask(reader, geojson(tmp_path / "a.geojson", square(), landuse=hostile)))
    assert one.texts["land_use"] == "<script>alert(1)</script>[31m =cmd|' /C calc'!A0"


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", bytes(64 * MEBIBYTE))
    return path


def crowd(path: Path) -> Path:
    return geojson(path, *([square()] * 2_001))


def heavy(path: Path) -> Path:
    turns = np.linspace(0, 6.28, 120_000)
    ring = [[HERE.lon + np.cos(t) / 1e3, HERE.lat + np.sin(t) / 1e3] for t in turns]
    return geojson(path, [*ring, ring[0]])


def text_of(content: bytes) -> object:
    return lambda path: (path.write_bytes(content), path)[1]


@pytest.mark.parametrize(
    ("make", "name", "code"),
    [
        (bomb, "a.zip", "geo.zip_bomb"),
        (crowd, "a.geojson", "geo.too_many_features"),
        (heavy, "a.geojson", "geo.too_many_points_all"),
        (text_of(b""), "a.shp", "geo.empty"),
        (text_of(b"PK\x03\x04" + bytes(100)), "a.zip", "geo.broken"),
        (text_of(b"<OGRVRTDataSource/>"), "a.shp", "geo.not_ground"),
        (text_of(b"SQLite format 3\x00" + bytes(200)), "a.gpkg", "geo.broken"),
        (text_of(b"\x00\x00\x27\x0a" + bytes(200)), "a.shp", "geo.part_missing"),
        (text_of(b'{"type": "FeatureCollection", "features": []}'), "a.json", "geo.no_features"),
        (text_of(b"{" * 100_000), "a.json", "geo.broken"),
        (text_of(b'{"type": "Topology"}'), "a.json", "geo.broken"),
        (text_of(random.Random(7).randbytes(5_000)), "a.gpkg", "geo.not_ground"),
    ],
)
def test_a_hostile_or_broken_file_gives_one_refusal(
    reader: GroundReader, tmp_path: Path, make: object, name: str, code: str
) -> None:
    assert callable(make)
    assert refused(reader, make(tmp_path / name)).code == code


def outcome(reader: GroundReader, file: Path) -> str:
    """The code of the refusal, or that it was read."""
    try:
        ask(reader, file)
    except Refusal as refusal:
        return refusal.code
    return "read"


def test_a_damaged_shapefile_gives_a_refusal_or_findings(
    reader: GroundReader, tmp_path: Path
) -> None:
    file = whole_city(5, 5).write(tmp_path / "grids.shp")
    whole = file.read_bytes()
    outcomes = set()
    for at in range(0, len(whole), 397):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        outcomes.add(outcome(reader, file))
    assert "read" in outcomes
    assert all(one == "read" or one.startswith("geo.") for one in outcomes)


def test_what_is_no_file_or_too_large_is_never_opened(tmp_path: Path) -> None:
    reader = GroundReader(Bounds(file_bytes=10))
    assert refused(reader, tmp_path).code == "geo.not_found"
    (tmp_path / "a").write_bytes(bytes(11))
    assert refused(reader, tmp_path / "a").code == "geo.too_large"
    reader.close()


@pytest.mark.parametrize(
    "message", [{}, {"items": [["odd"]]}, {"items": [["drawn", 1]]}, {"items": [["about"]]}]
)
def test_a_process_that_was_taken_over_is_not_believed(message: Mapping[str, object]) -> None:
    with pytest.raises((KeyError, ValueError, TypeError, IndexError)):
        items_of(message)
