"""`assess` with a publication's switches over a database: sentences, exit codes, what is kept."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import URL, Engine

from console.bootstrap import main
from console.cli import exits
from console.evaluation.periods import ZONE
from db import OpenStore
from db.publications import PostgresPublications
from db.roles import prepare_roles
from tests.db.lives import Life

Run = Callable[..., tuple[int, str]]
DAY = ("--period", "2026-11-23")


@pytest.fixture
def run(
    store: OpenStore,
    database_url: URL,
    owner: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run `assess` in English against a server with two cases of one day."""
    life = Life(store.store)
    cases = [life.report(), life.report()]
    life.to_end(cases[0])
    life.to_handling(cases[1])
    with owner.begin() as connection:
        prepare_roles(connection)
    monkeypatch.setenv("WANMI_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("WANMI_DATA_DIR", str(tmp_path))
    (tmp_path / "settings.toml").write_text("")
    address = database_url.set(drivername="postgresql").render_as_string(hide_password=False)

    def started(*words: str) -> tuple[int, str]:
        code = main(["assess", *words, "--database", address, "--lang", "en"])
        said = capsys.readouterr()
        return code, said.out + said.err

    return started


def test_a_period_goes_from_prepared_to_verified(run: Run, owner: Engine, tmp_path: Path) -> None:
    book = tmp_path / "day.xlsx"
    assert run("--published")[1].strip() == "Nothing is published yet."
    code, said = run("--prepare", *DAY, "--operator", "guo")
    assert (code, "2 cases" in said, "prepared: guo" in said) == (exits.DONE, True, True), said
    code, said = run("--publish", *DAY, "--operator", "ann")
    assert (code, "The order is prepare, check, publish" in said) == (exits.REFUSED, True)
    code, said = run("--check", *DAY, "--operator", "guo")
    assert (code, "guo prepared it" in said) == (exits.REFUSED, True)
    assert run("--check", *DAY, "--operator", "zhou")[0] == exits.DONE
    assert run("--publish", *DAY, "--operator", "ann")[0] == exits.DONE
    code, said = run("--amend", *DAY, "--reason", "x", "--operator", "guo")
    assert (code, "No case was corrected" in said) == (exits.REFUSED, True)
    head = PostgresPublications(owner).head(1)
    local = head.signed[0].at.astimezone(ZONE)
    assert f"prepared: guo, {local:%Y-%m-%d %H:%M:%S}" in run("--published")[1]
    assert run("--published", *DAY, "--out", str(book))[0] == exits.DONE
    with ZipFile(book) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    assert head.fingerprint in parts["docProps/custom.xml"]
    sheets = [text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert all(f"&amp;R&amp;8 {head.fingerprint}" in text for text in sheets)
    code, said = run("--verify", str(book))
    assert (code, f"fingerprint {head.fingerprint}" in said) == (exits.DONE, True), said
    code, said = run("--verify", str(book), "--alone")
    assert (code, "does not prove" in said) == (exits.DONE, True), said


def test_what_cannot_be_verified_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "live.xlsx"
    assert run(*DAY, "--out", str(book))[0] == exits.DONE
    code, said = run("--verify", str(book))
    assert (code, "no fingerprint on its cover" in said) == (exits.REFUSED, True)
    assert run("--verify", str(tmp_path / "none.xlsx"))[0] == exits.REFUSED


def test_without_a_period_nothing_is_done(run: Run) -> None:
    for words in ((), ("--prepare",), ("--check",)):
        code, said = run(*words)
        assert (code, "--period" in said) == (exits.REFUSED, True)
    code, said = run("--withdraw", *DAY, "--reason", "x")
    assert (code, "no such publication" in said) == (exits.REFUSED, True)
