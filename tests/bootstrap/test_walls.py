"""`db wall`: accounts of walls from the terminal."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine

from console.bootstrap import main
from console.cli import exits
from db.roles import prepare_roles
from db.wall import open_wall
from db.walls import drop_wall_account, wall_accounts, wall_url

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
