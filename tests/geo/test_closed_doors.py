"""Files that name others: nothing of this machine is opened for them, and nobody is asked."""

import io
import json
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.ground import GroundKind
from console.domain.refusal import Refusal
from console.geo.parts import MEBIBYTE, Bounds, Question
from console.geo.reader import GroundReader

SECRET = 'code,WKT\nSECRET,"POLYGON((113 33,113.1 33,113.1 33.1,113 33))"\n'


@pytest.fixture
def reader() -> Iterator[GroundReader]:
    made = GroundReader(Bounds(memory_bytes=256 * MEBIBYTE))
    yield made
    made.close()


def outcome(reader: GroundReader, path: Path) -> str:
    """The code of the refusal and its part, or that it was read."""
    question = Question(path=str(path), kind=GroundKind.UNIT_GRIDS, crs="EPSG:4326")
    try:
        list(reader.read(question))
    except Refusal as refusal:
        return " ".join((refusal.code, str(refusal.facts.get("part", "")))).strip()
    return "read"


def leading(secret: Path) -> str:
    """A table of contents that names another file."""
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{secret}</SrcDataSource>'
        '<GeometryField encoding="WKT" field="WKT"/></OGRVRTLayer></OGRVRTDataSource>'
    )


def test_a_text_of_commands_is_not_run(reader: GroundReader, tmp_path: Path) -> None:
    secret, file = tmp_path / "secret.csv", tmp_path / "a.geojson"
    secret.write_text(SECRET, "utf-8")
    order = f"gdal vector pipeline ! read {secret}"
    file.write_text(json.dumps({"type": "gdal_streamed_alg", "command_line": order}), "utf-8")
    assert outcome(reader, file) == "geo.broken DataSourceError"


@pytest.mark.parametrize("head", [b'{"type": "FeatureCollection"}', b"SQLite format 3\x00"])
def test_an_archive_under_another_head_is_not_looked_into(
    reader: GroundReader, tmp_path: Path, head: bytes
) -> None:
    secret, file = tmp_path / "secret.csv", tmp_path / "a.zip"
    secret.write_text(SECRET, "utf-8")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.vrt", leading(secret))
    file.write_bytes(head + packed.getvalue())
    assert outcome(reader, file) == "geo.not_ground"


@pytest.mark.parametrize("kind", ["link", "url"])
def test_nobody_is_asked_for_a_system(
    reader: GroundReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("no_proxy", "*")
    asked = socket.create_server(("127.0.0.1", 0))
    asked.settimeout(0.0)
    address = f"http://127.0.0.1:{asked.getsockname()[1]}/system"
    system = {"type": kind, "properties": {"href": address, "url": address}}
    place = {"type": "Point", "coordinates": [113.0, 33.0]}
    feature = {"type": "Feature", "properties": {"a": 1}, "geometry": place}
    told = {"type": "FeatureCollection", "crs": system, "features": [feature]}
    file = tmp_path / "a.geojson"
    file.write_text(json.dumps(told), "utf-8")
    assert outcome(reader, file).startswith("geo.")
    with asked, pytest.raises(BlockingIOError):
        asked.accept()
