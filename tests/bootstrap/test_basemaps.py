"""`main.py basemap` on a city's server: the list, its register, one look, and a key nobody sees."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import URL, Engine

from console.bootstrap import main
from console.cli import exits
from console.domain.administration import Subject
from console.domain.basemap import BASEMAPS_SETTING
from console.ports.administration import Look
from console.settings import BASEMAP_VARIABLE
from db.administration import PostgresAdministration
from db.roles import prepare_roles
from tests.made_tiles import MIDDLE, mbtiles, picture
from tests.tile_server import Say, TileServer

Run = Callable[..., tuple[int, str]]
HERE = {"bounds": "113.2,33.7,113.3,33.84"}
KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def run(
    database_url: URL,
    owner: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a part of `basemap` in English, with a key on standard input."""
    with owner.begin() as connection:
        prepare_roles(connection)
    monkeypatch.setenv("WANMI_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("WANMI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv(BASEMAP_VARIABLE, raising=False)
    (tmp_path / "settings.toml").write_text("")
    address = database_url.set(drivername="postgresql").render_as_string(hide_password=False)

    def started(*words: str, typed: str = KEY) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed + "\n"))
        code = main(["basemap", *words, "--database", address, "--lang", "en"])
        said = capsys.readouterr()
        return code, said.out + said.err

    return started


@pytest.fixture
def tiles(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[TileServer]:
    """A server, asked by the tests' own Qt."""
    monkeypatch.setattr("console.bootstrap.basemaps.core", lambda: qapp)
    made = TileServer()
    yield made
    made.close()


def test_the_national_platform_is_added_listed_and_removed(run: Run, owner: Engine) -> None:
    code, said = run("add", "tianditu-vector", "--opacity", "80", "--reason", "new map")
    assert code == exits.DONE
    assert said.count("run: main.py basemap key tianditu.gov.cn") == 2
    code, said = run("list")
    first = "tdt-vec  天地图 矢量  WMTS address  shown  80 %  t0.tianditu.gov.cn  No key here"
    assert (code, said.splitlines()[0]) == (exits.DONE, first)
    assert run("remove", "tdt-cva")[0] == exits.DONE
    assert len(run("list")[1].splitlines()) == 1
    told = PostgresAdministration(owner).history(Look(subject=Subject.SETTING))
    assert [(one.key, one.post, one.reason) for one in told] == [
        (BASEMAPS_SETTING, "owner", ""),
        (BASEMAPS_SETTING, "owner", "new map"),
    ]


def test_what_cannot_be_is_refused_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "p.mbtiles"
    text.write_text("no package")
    refused = (
        ("add", "tianditu-imagery", "https://other.example/{z}/{x}/{y}"),
        ("add", "tianditu-imagery", "--title", "x"),
        ("add", "xyz"),
        ("add", "xyz", "ftp://other.example/{z}/{x}/{y}"),
        ("add", "mbtiles", str(text)),
        ("add", "pmtiles", str(tmp_path / "nothing")),
        ("remove", "stranger"),
        ("check", "stranger"),
        ("key", "no host"),
    )
    assert [run(*words)[0] for words in refused] == [exits.REFUSED] * len(refused)
    assert run("list") == (exits.DONE, "There are no basemaps yet.\n")


def test_a_key_comes_by_standard_input_and_is_told_to_nobody(run: Run, tmp_path: Path) -> None:
    run("add", "tianditu-imagery")
    code, said = run("key", "tianditu.gov.cn")
    assert code == exits.DONE
    assert KEY not in said + run("list")[1]
    kept = tmp_path / "data" / "keys" / "basemap.key"
    assert kept.read_text() == f"tianditu.gov.cn:{KEY}\n"
    assert kept.stat().st_mode & 0o077 == 0
    run("key", "tianditu.gov.cn", typed="")
    assert kept.read_text() == ""


def test_a_file_is_looked_at_and_its_loss_ends_with_found(run: Run, tmp_path: Path) -> None:
    file = mbtiles(tmp_path / "Photo 2026.mbtiles", {MIDDLE: picture()}, HERE)
    assert run("add", "mbtiles", str(file), "--title", "航片")[0] == exits.DONE
    code, said = run("check")
    assert code == exits.DONE
    assert said.startswith("photo-2026  航片: Fine\n")
    assert "SHA-256" in said
    assert "levels 12 to 12" in said
    assert "image/png" in said
    assert run("add", "mbtiles", str(file))[1].startswith("Basemap photo-2026-2 ")
    file.unlink()
    code, said = run("check", "photo-2026")
    assert code == exits.FOUND
    assert "No file at this workstation" in said


def test_a_path_of_this_workstation_is_not_told_to_the_city(
    run: Run, owner: Engine, tmp_path: Path
) -> None:
    file = mbtiles(tmp_path / "here.mbtiles", {MIDDLE: picture()})
    run("add", "mbtiles", str(file), "--here")
    assert run("check", "here")[0] == exits.DONE
    told = repr(PostgresAdministration(owner).history(Look(subject=Subject.SETTING)))
    assert str(file) not in told


def test_a_checksum_is_broken_off_by_the_keyboard(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = mbtiles(tmp_path / "p.mbtiles", {MIDDLE: picture()})
    run("add", "mbtiles", str(file))

    def asked_to_end(*_told: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("console.cli.talk.Talk.progress", asked_to_end)
    assert run("check")[0] == exits.INTERRUPTED
    assert not (tmp_path / "data" / "basemaps" / "checksums.json").exists()


def test_a_server_is_asked_for_one_tile_with_the_key(run: Run, tiles: TileServer) -> None:
    run("add", "xyz", tiles.template, "--id", "web")
    assert run("check")[0] == exits.FOUND
    assert not tiles.log
    run("key", "127.0.0.1")
    code, said = run("check")
    assert (code, len(tiles.log)) == (exits.DONE, 1)
    assert f"tk={KEY}" in tiles.log[0].path
    assert KEY not in said
    tiles.say = Say(kind="text/html", body=b"<html>who are you</html>")
    code, said = run("check")
    assert code == exits.FOUND
    assert "does not take the key" in said
    assert KEY not in said
