"""`main.py wall` as a program: its picture for others comes, renews itself, and all of it ends."""

import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from console.bootstrap import at_login, main
from console.cli import exits
from console.export.snapshot_page import PAGE
from tests.waiting import until

HANG = 60.0


@contextmanager
def _wall(data: Path, home: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    own = {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    with subprocess.Popen(
        [sys.executable, "main.py", "wall", "--data", str(data), *words],
        env={**psutil.Process().environ(), **own},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as program:
        try:
            yield program
        finally:
            program.kill()


@pytest.mark.timeout(240)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no polite signal")
def test_a_wall_keeps_its_picture_comes_back_when_killed_and_ends_when_asked(
    city_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "web"
    words = ("--snapshot", str(folder), "--every", "5", "--size", "1280x720")
    with _wall(city_folder, tmp_path, *words) as program:
        until((folder / PAGE).exists, HANG)
        first = _picture(folder)
        assert first.read_bytes().startswith(b"\x89PNG")
        wall = _wall_of(program.pid)
        wall.kill()
        until(lambda: _picture(folder) != first, HANG)
        assert _wall_of(program.pid).pid != wall.pid
        alive = psutil.Process(program.pid).children(recursive=True)
        program.send_signal(signal.SIGTERM)
        assert program.wait(HANG) == exits.TERMINATED
        assert not psutil.wait_procs(alive, timeout=HANG)[1]


def _picture(folder: Path) -> Path:
    named = re.search(r'<img src="([^"]+)"', (folder / PAGE).read_text(encoding="utf-8"))
    assert named is not None
    return folder / named[1]


def _wall_of(guard: int) -> psutil.Process:
    """The process that shows: the guard's child that is no server."""
    children = psutil.Process(guard).children()
    return next(one for one in children if "spawn_main" in " ".join(one.cmdline()))


@pytest.mark.skipif(sys.platform == "win32", reason="the folder of Windows is another")
def test_a_wall_that_begins_at_login_keeps_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["main.py", "wall", "--screen", "2", "--at-login", "on"])
    file = at_login.begin_at_login()
    assert file == tmp_path / "autostart" / "wanmi-wall.desktop"
    assert re.search(r"Exec=.*main\.py wall --screen 2$", file.read_text("utf-8"), re.MULTILINE)
    assert at_login.forget_at_login() == file
    assert not file.exists()
    at_login.forget_at_login()


@pytest.mark.skipif(sys.platform == "win32", reason="the folder of Windows is another")
def test_at_login_every_word_is_the_same_in_the_same_folder_and_nobody_else_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "大厅 50%"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    words = [
        "wall",
        "--database",
        "postgresql://h/w?a=%2Fx&sslmode=verify-full",
        "--name",
        'a "b\\',
    ]
    monkeypatch.setattr(sys, "argv", ["main.py", *words, "--at-login", "on"])
    file = at_login.begin_at_login()
    kept = dict(one.split("=", 1) for one in file.read_text("utf-8").splitlines()[1:])
    assert kept["Path"] == str(home)
    # As a desktop reads it: first the text, then the words, then the fields.
    told = shlex.split(kept["Exec"].replace("\\\\", "\\"))
    assert [one.replace("%%", "%") for one in told][2:] == words
    assert not re.search("%[^%]", kept["Exec"].replace("%%", ""))
    assert file.stat().st_mode & 0o077 == 0


def test_at_login_on_windows_no_word_begins_another_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("APPDATA", str(tmp_path))
    words = ["wall", "--database", "postgresql://h/w?a=%2Fx&sslmode=verify-full"]
    monkeypatch.setattr(sys, "argv", ["main.py", *words, "--at-login", "on"])
    monkeypatch.setattr(sys, "platform", "win32")
    page, start = at_login.begin_at_login().read_text("utf-8").splitlines()
    assert page == "@chcp 65001 >nul"
    assert start.startswith(f'@start "" /D {tmp_path} ')
    assert start.endswith(' wall --database "postgresql://h/w?a=%%2Fx&sslmode=verify-full"')


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--database", "postgresql://nobody@127.0.0.1:1/none"), exits.REFUSED, "--password-file"),
        (("--at-login", "off"), exits.DONE, "wanmi-wall"),
    ],
)
def test_the_command_answers_in_words(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("WANMI_DATA_DIR", str(tmp_path))
    assert main(["wall", *words]) == code
    assert said in "".join(capfd.readouterr())
