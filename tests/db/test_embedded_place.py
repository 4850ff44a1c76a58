"""Where a server's data go, above all when root starts it."""

import os
import sys
from pathlib import Path

from db.embedded import EmbeddedServer, status
from db.embedded_place import POINTER, ServiceUser
from tests.servers import code_of, numbers, write_number


def test_root_keeps_the_data_elsewhere_when_the_folder_is_closed_to_the_server(
    data_folder: Path, closed_folder: Path
) -> None:
    root = sys.platform != "win32" and os.geteuid() == 0
    for _ in range(2):
        with EmbeddedServer(closed_folder, state=data_folder) as address:
            write_number(address, 1)
    with EmbeddedServer(closed_folder, state=data_folder) as address:
        assert numbers(address) == [1, 1]
    assert (closed_folder / POINTER).exists() is root
    assert (data_folder in status(closed_folder).home.parents) is root


def test_reaching_is_read_from_the_modes_of_all_folders_above(data_folder: Path) -> None:
    stranger = ServiceUser(name="stranger", uid=54321, gid=54321)
    owner = ServiceUser(name="owner", uid=data_folder.stat().st_uid, gid=54321)
    group = ServiceUser(name="group", uid=54321, gid=data_folder.stat().st_gid)
    assert stranger.reaches(data_folder / "made" / "later")
    data_folder.chmod(0o710)
    assert not stranger.reaches(data_folder / "made" / "later")
    assert group.reaches(data_folder)
    assert owner.reaches(data_folder)


def test_a_pointer_to_vanished_data_is_not_taken_for_a_new_start(
    data_folder: Path, tmp_path: Path
) -> None:
    (data_folder / POINTER).write_text(f"{tmp_path / 'gone'}\n")
    failed = code_of(EmbeddedServer(data_folder))
    assert failed.code == "store.data_missing"
    assert failed.facts["place"] == str(tmp_path / "gone")
