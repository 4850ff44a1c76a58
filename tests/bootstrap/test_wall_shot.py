"""`shot wall`: a picture of a scene with the city's own figures, without a screen."""

import json
import struct
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from sqlalchemy import URL, Engine, text

from console.cli import exits
from console.views.resources import resource

HANG = 120.0


def _shot(home: Path, city: URL, *words: str) -> "subprocess.CompletedProcess[bytes]":
    own = {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    address = city.set(drivername="postgresql").render_as_string(hide_password=False)
    return subprocess.run(
        [sys.executable, "main.py", "shot", "wall", "--database", address, *words],
        env={**psutil.Process().environ(), **own},
        capture_output=True,
        timeout=HANG,
        check=False,
    )


@pytest.mark.timeout(300)
def test_a_scene_is_kept_in_its_size_and_another_name_is_answered_with_those_there_are(
    database_url: URL, tmp_path: Path
) -> None:
    out = tmp_path / "hotline.png"
    asked = ("--scene", "hotline", "--size", "1920x1080", "--letters", "150", "--out", str(out))
    done = _shot(tmp_path, database_url, *asked)
    assert done.returncode == exits.DONE, done.stderr
    picture = out.read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (1920, 1080)
    other = _shot(tmp_path, database_url, "--scene", "no", "--out", str(tmp_path / "x.png"))
    assert other.returncode == exits.REFUSED
    assert b"hotline" in other.stderr
    assert not (tmp_path / "x.png").exists()


@pytest.mark.timeout(300)
def test_of_scenes_a_city_kept_for_a_later_program_the_others_are_shot_as_a_wall_shows_them(
    database_url: URL, owner: Engine, tmp_path: Path
) -> None:
    kept = json.loads(resource("wall", "scenes.json").read_text(encoding="utf-8"))
    kept["scenes"][0]["blocks"][0]["kind"] = "hologram"
    put = text("INSERT INTO wall_scenes VALUES (1, :text, 'guo', now(), 'from a later one')")
    with owner.begin() as connection:
        connection.execute(put, {"text": json.dumps(kept)})
    out = tmp_path / "units.png"
    asked = ("--scene", "units", "--size", "1280x720", "--out", str(out))
    done = _shot(tmp_path, database_url, *asked)
    assert done.returncode == exits.DONE, done.stderr
    assert out.exists()
