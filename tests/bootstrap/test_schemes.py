"""`scheme` and `assess --scheme` over a database: sentences, exit codes, what is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, text

from console.bootstrap import main
from console.cli import exits
from db.roles import prepare_roles
from db.schemes import PostgresSchemes
from tests.evaluation.schemes import SHIPPED

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(
    database_url: URL,
    owner: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a verb in English against a server."""
    with owner.begin() as connection:
        prepare_roles(connection)
    monkeypatch.setenv("WANMI_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("WANMI_DATA_DIR", str(tmp_path))
    (tmp_path / "settings.toml").write_text("")
    address = database_url.set(drivername="postgresql").render_as_string(hide_password=False)

    def started(*words: str) -> tuple[int, str]:
        code = main([*words, "--database", address, "--lang", "en"])
        said = capsys.readouterr()
        return code, said.out + said.err

    return started


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A city's own version of the standard's scheme."""
    made = tmp_path / "mine.json"
    own = SHIPPED["standard_department.json"].replace('"weight": "0.1"', '"weight": "0.10"')
    made.write_text(own, encoding="utf-8")
    return made


def test_a_fresh_city_lists_what_is_shipped(run: Run) -> None:
    code, said = run("scheme", "list")
    assert code == exits.DONE
    lines = [line.split("\t") for line in said.splitlines()]
    assert len(lines) == len(SHIPPED)
    assert ["standard", "version 1", "from 2000-01-01, in force today"] in [
        line[1:4] for line in lines
    ]
    assert {line[-1] for line in lines} == {"shipped"}


def test_a_file_is_checked_added_put_in_force_and_read_back(
    run: Run, file: Path, tmp_path: Path
) -> None:
    assert run("scheme", "check", str(file))[0] == exits.DONE
    code, said = run("scheme", "add", str(file), "--reason", "市里会议")
    assert (code, "is not in force" in said) == (exits.DONE, True)
    start = ("scheme", "start", "standard", "--version", "2", "--from", "2026-11-01")
    assert run(*start)[0] == exits.DONE
    code, said = run(*start)
    assert (code, "cannot be changed" in said) == (exits.REFUSED, True)
    listed = run("scheme", "list")[1]
    assert "2000-01-01 to 2026-10-31" in listed
    out = tmp_path / "out.json"
    assert run("scheme", "export", "standard", "--version", "2", "--out", str(out))[0] == exits.DONE
    assert run("scheme", "check", str(out))[0] == exits.DONE
    assert '"version": 2' in run("scheme", "show", "standard", "--version", "2")[1]


def test_a_file_with_a_fault_is_refused_with_its_place(run: Run, file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace("archive_rate", "archiv_rate"), "utf-8")
    for part in ("check", "add"):
        code, said = run("scheme", part, str(file))
        assert code == exits.REFUSED
        assert "components[1].expression" in said
        assert "archiv_rate" in said
    code, said = run("scheme", "check", str(file.with_name("absent.json")))
    assert (code, "absent.json" in said) == (exits.REFUSED, True)


def test_a_month_is_judged_by_the_version_that_held_on_its_last_day(run: Run, file: Path) -> None:
    run("scheme", "add", str(file), "--from", "2026-11-01")
    assert "version 1" in run("assess", "--period", "2026-10")[1]
    assert "version 2" in run("assess", "--period", "2026-11")[1]


def test_a_trial_by_a_file_is_told_as_such_and_keeps_nothing(
    run: Run, file: Path, owner: Engine
) -> None:
    code, said = run("assess", "--period", "2026-10", "--scheme", str(file))
    assert code == exits.DONE
    assert said.startswith("Trial:")
    assert len(PostgresSchemes(owner).kept()) == len(SHIPPED)
    wrong = run("assess", "--period", "2026-10", "--objects", "regions", "--scheme", str(file))
    assert wrong[0] == exits.REFUSED
    assert "not" in wrong[1]


def test_a_kept_text_that_was_spoilt_is_refused_by_name(run: Run, owner: Engine) -> None:
    with owner.begin() as connection:
        connection.execute(text("ALTER TABLE scheme_version DISABLE TRIGGER keep_scheme"))
        connection.execute(text("UPDATE scheme_version SET body = '{' WHERE scheme = 'standard'"))
        connection.execute(text("ALTER TABLE scheme_version ENABLE TRIGGER keep_scheme"))
    code, said = run("assess", "--period", "2026-10")
    assert code == exits.REFUSED
    assert "Version 1 of scheme standard" in said
    assert "unreadable" in run("scheme", "list")[1]
    assert run("assess", "--period", "2026-10", "--scheme", "yuncheng")[0] == exits.DONE
