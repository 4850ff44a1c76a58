"""Which PostgreSQL is taken, and what is said when none will do."""

import os
import sys
from pathlib import Path

import pytest

from db.embedded import EmbeddedServer, status
from db.embedded_binaries import copied_for_service, find_binaries, search_folders
from db.embedded_place import find_home
from tests.servers import code_of, write_number


def test_programs_the_server_may_not_reach_are_copied_to_where_it_may(
    used_folder: Path, data_folder: Path, closed_folder: Path
) -> None:
    closed = copied_for_service(find_binaries(), closed_folder)
    assert copied_for_service(find_binaries(), closed_folder) == closed
    server = EmbeddedServer(used_folder, programs=[closed.folder], state=data_folder)
    with server as address:
        write_number(address, 1)
    root = sys.platform != "win32" and os.geteuid() == 0
    assert any(data_folder.iterdir()) is root


def test_a_broken_installation_is_passed_over_for_the_next_one(
    used_folder: Path, tmp_path: Path
) -> None:
    for name in ("postgres", "initdb", "pg_ctl"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 3\n")
        (tmp_path / name).chmod(0o755)
    whole = find_binaries().folder
    server = EmbeddedServer(used_folder, programs=[tmp_path / "absent", tmp_path, whole])
    with server as address:
        write_number(address, 1)


def test_the_package_comes_first_then_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = find_binaries()
    (tmp_path / "postgres").write_text("")
    (tmp_path / "postgres.exe").write_text("")
    for program in tmp_path.iterdir():
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    looked = search_folders()
    assert looked[0].resolve() == found.folder
    assert looked.index(tmp_path.resolve()) > 0


def test_no_programs_is_a_known_failure_that_names_where_it_looked(
    data_folder: Path, tmp_path: Path
) -> None:
    failed = code_of(EmbeddedServer(data_folder, programs=[tmp_path]))
    assert failed.code == "store.no_binaries"
    assert failed.facts == {"looked": (str(tmp_path),)}


def test_data_of_another_major_version_is_refused_untouched(data_folder: Path) -> None:
    mark = find_home(data_folder).data / "PG_VERSION"
    mark.parent.mkdir(parents=True)
    mark.write_text("14\n")
    failed = code_of(EmbeddedServer(data_folder))
    assert failed.code == "store.other_version"
    assert failed.facts["data"] == 14
    assert [path.name for path in mark.parent.iterdir()] == ["PG_VERSION"]
    assert status(data_folder).users == 0
