"""`shot wall`: a picture of a scene with the city's own figures, without a screen."""

import struct
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from sqlalchemy import URL

from console.cli import exits

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
