"""The verbs that move a year out of the database and back, and search what is outside."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import URL

from console.bootstrap import main
from console.cli import exits
from console.domain.case import CaseId
from console.views.wording import Wording
from db.year_folder import read_manifest
from tests.db.test_years import YEAR, years

__all__ = ["years"]  # the fixture

Run = Callable[..., tuple[int, str]]
SAY = Wording("zh").say


@pytest.fixture
def run(
    database_url: URL,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a part of `archive`; the code and what it said."""
    monkeypatch.setenv("WANMI_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("WANMI_DATA_DIR", str(tmp_path))
    (tmp_path / "settings.toml").write_text("")
    plain = database_url.set(drivername="postgresql").render_as_string(hide_password=False)

    def started(part: str, *words: str) -> tuple[int, str]:
        code = main(["archive", part, *words, "--database", plain])
        said = capsys.readouterr()
        return code, said.out + said.err

    return started


def test_a_year_goes_out_is_checked_and_searched_there_and_comes_back(
    years: list[CaseId], run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    code, said = run("detach", str(YEAR), "--to", str(folder))
    digest = read_manifest(folder).digest
    assert (code, digest in said) == (exits.DONE, True)
    code, said = run("verify")
    assert code == exits.DONE
    assert SAY("cli.archive.away", year=YEAR, count=2, digest=digest) in said
    code, said = run("verify", "--folder", str(folder))
    assert code == exits.DONE
    assert SAY("cli.archive.anchors", count=1, file=folder) in said
    code, said = run("search", str(folder), "建设路")
    assert (code, "2025-1231-000002" in said) == (exits.DONE, True)
    assert SAY("cli.archive.found", count=1) in said
    code, said = run("attach", str(folder))
    assert code == exits.DONE
    assert SAY("cli.archive.attached", year=YEAR, count=2, steps=24) in said
    code, said = run("verify")
    assert SAY("cli.archive.checked", count=len(years), steps=25) in said


def test_what_is_no_year_or_no_folder_is_refused_with_a_sentence(
    years: list[CaseId], run: Run, tmp_path: Path
) -> None:
    code, said = run("detach", "1999", "--to", str(tmp_path / "out"))
    assert (code, SAY("year.unknown", year=1999) in said) == (exits.REFUSED, True)
    code, said = run("attach", str(tmp_path / "nothing"))
    assert code == exits.REFUSED
    assert str(tmp_path / "nothing") in said
    code, said = run("verify", "--folder", str(tmp_path / "nothing"))
    assert code == exits.REFUSED
    assert len(years) == 3


def test_a_folder_with_a_changed_step_is_not_whole(
    years: list[CaseId], run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    run("detach", str(YEAR), "--to", str(folder))
    file = folder / "case_step.copy.gz"
    file.write_bytes(file.read_bytes()[::-1])
    code, said = run("verify", "--folder", str(folder))
    assert code == exits.REFUSED
    assert SAY("year.altered", folder=folder, part="case_step") in said
    assert str(years[0]) not in said
