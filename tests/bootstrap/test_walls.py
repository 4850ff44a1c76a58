"""`db wall`: accounts of walls and their scenes from the terminal."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine

from console.bootstrap import main
from console.cli import exits
from console.evaluation.scene_json import read_show
from db.roles import operator_url, prepare_roles
from db.wall import open_wall
from db.wall_orders import PostgresWallOrders
from db.walls import drop_wall_account, wall_accounts, wall_url
from tests.db.crew import PASSWORD, at_work

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(
    database_url: URL,
    owner: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Run]:
    """Run `db wall` in English against a server."""
    with owner.begin() as connection:
        prepare_roles(connection)
    monkeypatch.setenv("WANMI_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("WANMI_DATA_DIR", str(tmp_path))
    (tmp_path / "settings.toml").write_text("")
    address = database_url.set(drivername="postgresql").render_as_string(hide_password=False)

    def started(*words: str) -> tuple[int, str]:
        code = main(["db", "wall", *words, "--database", address, "--lang", "en"])
        said = capsys.readouterr()
        return code, said.out + said.err

    yield started
    for name in wall_accounts(owner):
        drop_wall_account(owner, name)


def test_a_password_goes_to_a_file_of_its_owner_alone(
    run: Run, database_url: URL, tmp_path: Path
) -> None:
    file = tmp_path / "hall.password"
    code, said = run("add", "hall", "--password-file", str(file))
    assert (code, said) == (exits.DONE, f"The wall hall can come in; its password is in {file}.\n")
    assert file.stat().st_mode & 0o777 == 0o600
    open_wall(wall_url(database_url, "hall", file.read_text())).close()


def test_without_a_file_it_is_told_once(run: Run, database_url: URL) -> None:
    code, said = run("add", "hall")
    assert code == exits.DONE
    open_wall(wall_url(database_url, "hall", said.splitlines()[-1])).close()


def test_walls_are_listed_and_removed(run: Run) -> None:
    run("add", "hall")
    run("add", "gate")
    assert run("list") == (exits.DONE, "gate\nhall\n")
    assert run("remove", "hall")[0] == exits.DONE
    assert run("list") == (exits.DONE, "gate\n")


def test_what_cannot_be_done_is_said_in_a_sentence(run: Run, tmp_path: Path) -> None:
    code, said = run("add", "Hall")
    assert code != exits.DONE
    assert "lower-case letters" in said
    code, said = run("remove", "nowhere")
    assert code != exits.DONE
    assert "There is no wall nowhere." in said
    code, said = run("add", "hall", "--password-file", str(tmp_path))
    assert code != exits.DONE
    assert f"could not be written to {tmp_path}" in said


def edited(file: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """The file with a change made by hand."""
    document = json.loads(file.read_text(encoding="utf-8"))
    change(document)
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture
def file(run: Run, tmp_path: Path) -> Path:
    """What is shown, to be edited."""
    made = tmp_path / "scenes.json"
    code, said = run("scenes", "--out", str(made))
    assert (code, "Edit it" in said) == (exits.DONE, True)
    return made


def test_scenes_go_out_are_edited_and_come_back(run: Run, owner: Engine, file: Path) -> None:
    walls = PostgresWallOrders(owner)
    edited(file, lambda d: d["scenes"].reverse())
    code, said = run("scenes", "--in", str(file), "--reason", "汛期")
    assert (code, said) == (
        exits.DONE,
        "Kept as version 1: 8 scenes. Walls that run show them within seconds.\n",
    )
    kept = walls.versions()[0]
    assert kept.reason == "汛期"
    assert read_show(kept.text or "").scenes[0].name == "month"
    again = file.with_name("again.json")
    assert run("scenes", "--out", str(again))[0] == exits.DONE
    assert again.read_text(encoding="utf-8") == kept.text
    assert run("scenes", "--shipped")[0] == exits.DONE
    assert (walls.scenes(), walls.versions()[0].version) == (None, 2)


def test_every_fault_of_a_file_is_told_and_what_is_kept_stays(
    run: Run, owner: Engine, file: Path
) -> None:
    run("scenes", "--in", str(file))
    kept = PostgresWallOrders(owner).versions()

    def spoil(document: dict[str, Any]) -> None:
        overview, district = document["scenes"][:2]
        overview["titles"]["en"] = ""
        overview["blocks"][1]["rect"] = [44, 410, 2600, 1074]
        district["blocks"][0]["kind"] = "weather"
        document["scenes"].append(document["scenes"][2])

    edited(file, spoil)
    for words, wanted in ((("--check",), exits.FOUND), (("--in",), exits.REFUSED)):
        code, said = run("scenes", *words, str(file))
        assert code == wanted
        *faults, last = said.splitlines()
        assert [fault.split(".", 1)[0] + "." for fault in faults] == [
            "overview.",
            "In the scene overview the blocks map and rates lie over each other.",
            "district.",
            "Two scenes are named units.",
        ]
        assert last == f"{file} has 4 faults; nothing was kept. Correct them and repeat."
    assert PostgresWallOrders(owner).versions() == kept


def test_a_file_that_holds_is_said_to_without_a_database(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = "postgresql://nobody@nowhere.invalid/none"
    words = ["db", "wall", "scenes", "--check", str(file), "--database", nowhere, "--lang", "en"]
    assert main(words) == exits.DONE
    assert "8 scenes, 6 of them in the rotation" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["none.json", "", "binary"])
def test_a_file_that_cannot_be_read_is_told(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    code, said = run("scenes", "--in", str(tmp_path / name))
    assert (code, "cannot be read" in said) == (exits.REFUSED, True)


def test_an_operator_s_account_is_refused_by_the_server_in_a_sentence(
    owner: Engine, database_url: URL, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with at_work(owner, database_url, tmp_path) as crew:
        for login, wanted in (("zhou", exits.REFUSED), ("guo", exits.DONE)):
            mine = operator_url(crew.url, login, PASSWORD).set(drivername="postgresql")
            address = mine.render_as_string(hide_password=False)
            words = ["db", "wall", "scenes", "--in", str(file), "--database", address]
            assert main([*words, "--lang", "en"]) == wanted
            said = capsys.readouterr()
            assert ("post" in said.err + said.out) is (wanted == exits.REFUSED)
    assert [one.operator for one in PostgresWallOrders(owner).versions()] == ["guo"]
