"""The verbs about callers' keys, on an embedded place and on a server."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import URL, create_engine, text

from console.bootstrap import callers, main
from console.bootstrap.places import keys_of
from console.cli import exits
from console.domain.stage import Post
from console.settings import UNLOCK_VARIABLE, Settings
from console.views.wording import Wording
from db import open_store
from db.caller_keys import CallerKeys
from db.migrating import config
from db.site import DATABASE, bring_up, open_embedded
from tests.db.lives import CALLER, Life, actor

Run = Callable[..., tuple[int, str]]
SAY = Wording("zh").say


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a part of `db` with words; the code and what it said."""
    monkeypatch.setenv("WANMI_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("WANMI_DATA_DIR", str(tmp_path))
    (tmp_path / "settings.toml").write_text("")

    def started(*words: str) -> tuple[int, str]:
        code = main(["db", *words])
        said = capsys.readouterr()
        return code, said.out + said.err

    return started


@pytest.fixture
def city(database_url: URL, caller_keys: CallerKeys) -> str:
    """The address of a city's server whose keys are not made yet."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM caller_key"))
    engine.dispose()
    shutil.rmtree(caller_keys.file.parent)
    plain = database_url.set(drivername="postgresql")
    return plain.render_as_string(hide_password=False)


def place(city: str) -> tuple[str, str]:
    """The words that name the server."""
    return "--database", city


def reported(url: URL | str, keys: CallerKeys, prefix: str = "first") -> str:
    """Report with a caller and show him again; his telephone."""
    opened = open_store(url, files_folder=keys.file.parent, keys=keys)
    life = Life(opened.store, prefix=prefix)
    try:
        case = life.report(caller=CALLER)
        return opened.callers.reveal(case, actor(Post.ACCEPTOR), life.at, "回访")[0].phone
    finally:
        opened.dispose()


def test_a_first_start_of_an_embedded_place_makes_its_keys(data_folder: Path) -> None:
    site = open_embedded(data_folder)
    try:
        bring_up(site)
        assert site.keys.file == data_folder / "keys" / "callers.key"
        assert reported(site.url, site.keys) == CALLER.phone
        kept = site.keys.file.read_bytes()
        bring_up(site)
        assert site.keys.file.read_bytes() == kept
        assert site.url.database == DATABASE
    finally:
        site.close()


def test_a_server_s_keys_are_made_by_a_verb_and_only_once(
    run: Run, city: str, database_url: URL, tmp_path: Path
) -> None:
    keys = CallerKeys.beside(tmp_path / "files")
    code, said = run("make-keys", *place(city))
    assert code == exits.DONE
    assert SAY("cli.db.keys_made", file=keys.file) in said
    assert reported(database_url, keys) == CALLER.phone
    assert SAY("cli.db.keys_there", file=keys.file) in run("make-keys", *place(city))[1]


def test_keys_are_rotated_and_callers_erased_by_verbs(
    run: Run, city: str, database_url: URL, tmp_path: Path
) -> None:
    keys = CallerKeys.beside(tmp_path / "files")
    run("make-keys", *place(city))
    reported(database_url, keys)
    (old,) = keys.ring()
    code, said = run("rotate-keys", *place(city))
    (new,) = keys.ring()
    assert (code, new != old) == (exits.DONE, True)
    assert SAY("cli.db.rotated", key=new, count=1, file=keys.file) in said
    assert SAY("cli.db.erased", count=0) in run("erase-callers", *place(city))[1]


def test_a_lost_private_key_is_told_and_begun_anew_when_asked_to(
    run: Run, city: str, database_url: URL, tmp_path: Path
) -> None:
    keys = CallerKeys.beside(tmp_path / "files")
    run("make-keys", *place(city))
    reported(database_url, keys)
    keys.file.unlink()
    code, said = run("rotate-keys", *place(city))
    assert code == exits.REFUSED
    assert SAY("caller.no_private_key", file=keys.file) in said
    code, said = run("rotate-keys", "--lost", *place(city))
    assert code == exits.FOUND
    assert SAY("cli.db.unreadable", count=1) in said
    assert reported(database_url, keys, "later") == CALLER.phone


def test_callers_from_before_are_named_by_the_upgrade_and_sealed_with_the_keys(
    run: Run, city: str, database_url: URL
) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL ROLE wm_owner"))  # as every change of the schema
        command.downgrade(config(connection), "0011")
        connection.execute(
            text(
                "INSERT INTO caller (case_id, name, phone, address, reply)"
                " VALUES (2026000000001, '王', '10000000001', '', 'sms')"
            )
        )
    engine.dispose()
    assert SAY("cli.db.callers_open") in run("upgrade", *place(city))[1]
    assert SAY("cli.db.callers_sealed", count=1) in run("make-keys", *place(city))[1]
    assert SAY("cli.db.callers_open") not in run("upgrade", *place(city))[1]


def test_a_passphrase_is_taken_from_the_environment_or_asked_for_at_the_terminal(
    run: Run, city: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = CallerKeys.beside(tmp_path / "files")
    with monkeypatch.context() as protected:
        protected.setenv(UNLOCK_VARIABLE, "口令")
        run("make-keys", *place(city))
        assert keys.protected
    code, said = run("rotate-keys", *place(city))
    assert code == exits.REFUSED
    assert SAY("caller.key_passphrase", file=keys.file) in said
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return "口令"

    monkeypatch.setattr(callers, "getpass", answer)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    code, _ = run("rotate-keys", *place(city))
    assert (code, asked) == (exits.DONE, [SAY("cli.db.passphrase")])
    assert keys.protected


def test_settings_name_the_key_file_and_the_algorithm(tmp_path: Path) -> None:
    elsewhere = tmp_path / "usb" / "city.key"
    usual = keys_of(Settings(data_dir=tmp_path))
    named = keys_of(Settings(caller_key_file=elsewhere, caller_algorithm="sm4-gcm"))
    assert usual.file == tmp_path / "keys" / "callers.key"
    assert (usual.algorithm, named.algorithm) == ("aes-256-gcm", "sm4-gcm")
    assert (named.file, named.search_file) == (elsewhere, tmp_path / "usb" / "search.key")
