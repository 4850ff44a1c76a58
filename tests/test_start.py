"""The starter knows when there is nothing to do, repairs what was interrupted, and stays calm."""

import ast
import os
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import start
from tests import every_check

Runs = list[list[str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty clone: no .venv yet, two small sets to install."""
    venv = tmp_path / ".venv"
    sets = {}
    for purpose in (start.CONSOLE, start.TESTS):
        sets[purpose] = tmp_path / f"{purpose}.txt"
        sets[purpose].write_text(f"a-package-for-{purpose}==1")
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", venv)
    monkeypatch.setattr(start, "BIN", venv / "bin")
    monkeypatch.setattr(start, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(start, "UNFINISHED", venv / "unfinished")
    monkeypatch.setattr(start, "INSTALL_LOG", venv / "install.log")
    monkeypatch.setattr(start, "LOCK", tmp_path / ".venv.lock")
    monkeypatch.setattr(start, "REQUIREMENTS", sets)
    monkeypatch.setattr(start, "prepare_system", lambda purpose: None)
    return tmp_path


@pytest.fixture
def installs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Runs:
    """What was installed, with a stand-in for venv and pip; the folder is then as after them."""
    done: Runs = []

    def make() -> None:
        done.append(["venv"])
        start.BIN.mkdir(parents=True, exist_ok=True)
        start.PYTHON.touch()

    monkeypatch.setattr(start, "make_venv", make)
    monkeypatch.setattr(start, "install", lambda purpose: done.append(["pip", purpose]))
    monkeypatch.setattr(
        start, "is_usable", lambda: start.PYTHON.exists() and not start.UNFINISHED.exists()
    )
    assert folder.exists()
    return done


def _answer(code: int, text: str = "", log: str = "") -> Callable[..., object]:
    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        stderr = options.get("stderr")
        if log and hasattr(stderr, "write"):
            stderr.write(log)
        return subprocess.CompletedProcess(command, code, stdout=text, stderr=log)

    return run


def test_a_first_start_makes_the_environment_and_installs_the_set(installs: Runs) -> None:
    start.prepare(start.CONSOLE)
    assert installs == [["venv"], ["pip", "console"]]


def test_a_second_start_does_nothing(installs: Runs) -> None:
    for _ in range(2):
        start.prepare(start.CONSOLE)
    assert len(installs) == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot become another program")
def test_a_second_start_runs_no_program_but_the_console(
    installs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    start.prepare(start.CONSOLE)
    ran: Runs = []

    def become(program: str, command: list[str]) -> None:
        ran.append(command)
        raise SystemExit(program)  # the real one does not come back either

    monkeypatch.setattr("subprocess.run", lambda command, **_: ran.append(command))
    monkeypatch.setattr(os, "execv", become)
    with pytest.raises(SystemExit):
        start.main(["demo", "--days", "3"])
    assert ran == [[str(start.PYTHON), str(start.ROOT / "main.py"), "demo", "--days", "3"]]
    assert len(installs) == 2


def test_what_the_tests_installed_serves_the_console_too(installs: Runs) -> None:
    start.prepare(start.TESTS)
    start.prepare(start.CONSOLE)
    assert installs == [["venv"], ["pip", "tests"]]


def test_a_changed_set_is_installed_into_the_same_environment(installs: Runs) -> None:
    start.prepare(start.CONSOLE)
    start.REQUIREMENTS[start.CONSOLE].write_text("a-package==2")
    start.prepare(start.CONSOLE)
    assert installs == [["venv"], ["pip", "console"], ["pip", "console"]]


def test_a_change_for_the_console_makes_the_tests_install_again(installs: Runs) -> None:
    start.prepare(start.TESTS)
    start.REQUIREMENTS[start.CONSOLE].write_text("a-package==2")
    assert not start.is_ready(start.TESTS)
    assert len(installs) == 2


def test_an_interrupted_installation_is_made_anew(
    installs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(purpose: str) -> None:
        raise KeyboardInterrupt(purpose)

    with monkeypatch.context() as during:
        during.setattr(start, "install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            start.prepare(start.CONSOLE)
    start.prepare(start.CONSOLE)
    assert installs == [["venv"], ["venv"], ["pip", "console"]]
    assert start.is_ready(start.CONSOLE)


def test_a_second_click_leaves_the_running_installation_alone(
    installs: Runs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = []
    monkeypatch.setattr(start, "prepare_system", lambda _: answers.append(start.main([])))
    with pytest.MonkeyPatch.context() as once:
        once.setattr(os, "execv", lambda *_: None)
        once.setattr("subprocess.run", lambda command, **_: subprocess.CompletedProcess(command, 0))
        assert start.main([]) == 0
    assert answers == [start.EXIT_BUSY]
    assert "Another start is just installing" in capsys.readouterr().err
    assert installs == [["venv"], ["pip", "console"]]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no system packages")
def test_as_root_system_packages_and_the_others_come_side_by_side(
    installs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(start, "install", lambda _: begun.set())
    monkeypatch.setattr(start, "prepare_system", lambda _: installs.append([str(begun.wait(10))]))
    start.prepare(start.CONSOLE)
    assert ["True"] in installs
    assert start.is_ready(start.CONSOLE)


@pytest.mark.parametrize("user", [0, 1000])
def test_without_its_system_packages_an_installation_is_not_finished(
    installs: Runs, monkeypatch: pytest.MonkeyPatch, user: int
) -> None:
    def lacks(purpose: str) -> None:
        raise start.CannotStart(start.EXIT_SYSTEM_PACKAGES, f"missing for {purpose}")

    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    monkeypatch.setattr(start, "prepare_system", lacks)
    assert start.main([]) == start.EXIT_SYSTEM_PACKAGES
    assert bool(installs) is start.may_do_both()
    assert not start.is_ready(start.CONSOLE)


def test_an_environment_whose_python_is_gone_is_made_anew(installs: Runs) -> None:
    start.prepare(start.CONSOLE)
    start.PYTHON.unlink()
    start.prepare(start.CONSOLE)
    assert installs[2:] == [["venv"], ["pip", "console"]]


def test_only_hashed_ready_made_packages_are_installed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".venv").mkdir()
    commands: Runs = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr("subprocess.run", run)
    start.install(start.TESTS)
    (command,) = commands
    assert {"--require-hashes", "--no-deps", "--only-binary", ":all:"} <= set(command)
    assert command[-1] == str(start.REQUIREMENTS[start.TESTS])


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("WARNING: Retrying ... NewConnectionError: no route", "no way to the package index"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "DO NOT MATCH THE HASHES"),
        ("", "no message"),
    ],
)
def test_a_failed_installation_is_one_calm_sentence(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    log: str,
    said: str,
) -> None:
    (folder / ".venv" / "bin").mkdir(parents=True)
    monkeypatch.setattr(start, "make_venv", lambda: None)
    monkeypatch.setattr("subprocess.run", _answer(1, log=log))
    assert start.main([]) == start.EXIT_INSTALL
    captured = capsys.readouterr()
    assert said in captured.err
    assert len(captured.err.strip().splitlines()) == 1


def test_an_old_python_is_told_which_one_is_needed() -> None:
    with pytest.raises(
        start.CannotStart, match=r"needs Python 3\.11 or newer; this is 3\.9"
    ) as stop:
        start.check_python((3, 9))
    assert stop.value.code == start.EXIT_PYTHON_TOO_OLD


@pytest.mark.parametrize("module", [start, every_check])
def test_an_old_python_can_read_the_starter_far_enough_to_say_so(module: ModuleType) -> None:
    source = Path(module.__file__ or "").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))


def test_a_python_without_venv_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert ["python3-venv"] in start.needs(start.CONSOLE)
    with pytest.raises(start.CannotStart, match="python3-venv") as stop:
        start.make_venv()
    assert stop.value.code == start.EXIT_NO_VENV


def test_only_the_tests_need_a_virtual_screen() -> None:
    assert ["xvfb"] in start.needs(start.TESTS)
    assert ["xvfb"] not in start.needs(start.CONSOLE)


def test_a_library_counts_under_its_older_and_its_newer_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = "libasound2 installed\nlibnss3 not-installed\nlibgl1 installed\n"
    monkeypatch.setattr("subprocess.run", _answer(1, known))
    wanted = [["libasound2t64", "libasound2"], ["libnss3"], ["libgl1"], ["xvfb"]]
    assert start.missing(wanted) == [["libnss3"], ["xvfb"]]


def test_an_ordinary_user_gets_the_one_line_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "is_ready", lambda purpose: False)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(start, "missing", lambda wanted: wanted[:2])
    monkeypatch.setattr(start, "offered", lambda name: not name.endswith("t64"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert start.main([]) == start.EXIT_SYSTEM_PACKAGES
    said = capsys.readouterr().err
    assert "sudo sh -c 'apt-get update && apt-get install -y libglib2.0-0 libfontconfig1'" in said


def test_debian_s_postgresql_is_installed_for_tests_without_a_database_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert ["postgresql"] in start.needs(start.TESTS)
    assert ["postgresql"] not in start.needs(start.CONSOLE)
    assert ["libreoffice-calc-nogui", "libreoffice-calc"] in start.needs(start.TESTS)
    clusters = tmp_path / "postgresql-common" / "createcluster.conf"
    installed: list[tuple[tuple[str, ...], bool]] = []
    monkeypatch.setattr(start, "CLUSTERS", clusters)
    monkeypatch.setattr(start, "apt", lambda *words: installed.append((words, clusters.exists())))
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(start, "missing", lambda wanted: [["xvfb"], ["postgresql"]])
    monkeypatch.setattr(start, "offered", lambda _name: True)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    start.prepare_system(start.TESTS)
    assert installed[-1][0][-2:] == ("xvfb", "postgresql")
    assert installed[-1][1]
    assert clusters.read_text() == "create_main_cluster = false\n"
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(start.CannotStart, match="create_main_cluster = false >> "):
        start.prepare_system(start.TESTS)


def test_a_folder_that_cannot_be_written_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(purpose: str) -> None:
        raise PermissionError(13, "Permission denied", f"clone/{purpose}")

    monkeypatch.setattr(start, "prepare", refuse)
    assert start.main([]) == start.EXIT_FOLDER
    assert "clone/console" in capsys.readouterr().err
