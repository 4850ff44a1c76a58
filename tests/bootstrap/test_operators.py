"""`db operator` and `db grant` on a city's server: sentences, exit codes, passwords from stdin."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, Engine

from console.bootstrap import main, operators
from console.cli import exits
from console.domain.administration import Deed
from console.ports.administration import Look
from db.administration import PostgresAdministration
from db.door import failed
from db.roles import operator_url, prepare_roles

Run = Callable[..., tuple[int, str]]
PASSWORD = "a-long-password"


@pytest.fixture
def run(
    database_url: URL,
    owner: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a part of `db` in English against a server, with a password on standard input."""
    with owner.begin() as connection:
        prepare_roles(connection)
    monkeypatch.setenv("WANMI_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("WANMI_DATA_DIR", str(tmp_path))
    (tmp_path / "settings.toml").write_text("")
    address = database_url.set(drivername="postgresql").render_as_string(hide_password=False)

    def started(*words: str, typed: str = PASSWORD) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed + "\n"))
        code = main(["db", *words, "--database", address, "--lang", "en"])
        said = capsys.readouterr()
        return code, said.out + said.err

    return started


ADD = ("operator", "add", "wang", "--name", "王某", "--posts", "dispatcher,verifier")


def comes_in(url: URL, login: str, password: str = PASSWORD) -> bool:
    mine = operator_url(url, login, password).set(drivername="postgresql")
    try:
        psycopg.connect(mine.render_as_string(hide_password=False)).close()
    except psycopg.OperationalError:
        return False
    return True


def test_an_operator_is_added_disabled_enabled_and_given_another_password(
    run: Run, database_url: URL
) -> None:
    assert run(*ADD) == (exits.DONE, "Operator wang was added and can sign in.\n")
    assert comes_in(database_url, "wang")
    code, said = run("operator", "list")
    assert (code, said) == (exits.DONE, "wang  王某  Dispatch, Verification  can sign in\n")
    assert run("operator", "disable", "wang", "--reason", "left")[0] == exits.DONE
    assert not comes_in(database_url, "wang")
    assert run("operator", "list")[1].endswith("disabled\n")
    assert run("operator", "enable", "wang")[0] == exits.DONE
    assert run("operator", "password", "wang", typed="another-long-one")[0] == exits.DONE
    assert comes_in(database_url, "wang", "another-long-one")


def test_what_was_done_at_the_terminal_is_in_the_register_without_the_password(
    run: Run, owner: Engine
) -> None:
    run(*ADD, "--reason", "new here")
    told = PostgresAdministration(owner).history(Look(key="wang"))
    assert [(one.deed, one.post, one.reason) for one in told] == [
        (Deed.PASSWORD, "owner", "new here"),
        (Deed.PUT, "owner", "new here"),
    ]
    assert PASSWORD not in repr(told)


def test_a_lock_is_shown_and_taken_off(run: Run, owner: Engine) -> None:
    run(*ADD)
    assert run("operator", "unlock", "wang") == (exits.REFUSED, "wang is not locked.\n")
    for _ in range(5):
        failed(owner, "wang")
    assert "locked until" in run("operator", "list")[1]
    assert run("operator", "unlock", "wang")[0] == exits.DONE
    assert run("operator", "list")[1].endswith("can sign in\n")


def test_a_post_is_lent_and_taken_back(run: Run) -> None:
    run(*ADD)
    until = f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%dT%H:%M}"
    code, said = run("grant", "wang", "supervisor", "--until", until, "--reason", "on leave")
    assert code == exits.DONE
    assert until.replace("T", " ") in said
    assert run("grant", "wang", "supervisor", "--revoke")[0] == exits.DONE
    code, said = run("grant", "wang", "supervisor", "--revoke")
    assert code == exits.REFUSED
    assert "no lent post" in said


@pytest.mark.parametrize(
    ("words", "typed", "told"),
    [
        (("operator", "password", "nobody"), PASSWORD, "There is no nobody"),
        (("operator", "disable", "nobody"), PASSWORD, "There is no nobody"),
        ((*ADD[:2], "Wang", *ADD[3:]), PASSWORD, "begin with a small letter"),
        ((*ADD[:-1], "king"), PASSWORD, "“Posts” does not have the form"),
        (("grant", "nobody", "verifier", "--until", "2999-01-01"), PASSWORD, "“Reason” is empty"),
        (
            ("grant", "nobody", "verifier", "--until", "2020-01-01", "--reason", "r"),
            PASSWORD,
            "must come after the beginning",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_sentence(
    run: Run, words: tuple[str, ...], typed: str, told: str
) -> None:
    code, said = run(*words, typed=typed)
    assert code == exits.REFUSED
    assert told in said


def test_nobody_is_put_on_the_list_with_a_password_that_will_not_do(run: Run) -> None:
    code, said = run(*ADD, typed="short")
    assert code == exits.REFUSED
    assert "at least 10 signs" in said
    assert run("operator", "list") == (exits.DONE, "")


class AtATerminal(io.StringIO):
    """Standard input of somebody who types."""

    def isatty(self) -> bool:
        return True


def test_a_password_typed_at_a_terminal_is_typed_twice(
    run: Run, monkeypatch: pytest.MonkeyPatch, database_url: URL
) -> None:
    run(*ADD)
    typed = iter(("the-first-password", "the-other-password", PASSWORD * 2, PASSWORD * 2))
    monkeypatch.setattr(io, "StringIO", AtATerminal)
    monkeypatch.setattr(operators, "getpass", lambda _: next(typed))
    code, said = run("operator", "password", "wang")
    assert (code, said) == (
        exits.REFUSED,
        "The two passwords differ; nothing was set. Please run it again.\n",
    )
    assert run("operator", "password", "wang")[0] == exits.DONE
    assert comes_in(database_url, "wang", PASSWORD * 2)
