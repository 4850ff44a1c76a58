"""A year's move whose program is killed: the year is whole here, or whole in its folder."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine

from console.domain.case import CaseId
from db.archive import verify
from db.year_folder import verify_folder
from db.years import attach_year, years_away
from tests.db.lives import MORNING
from tests.db.test_years import YEAR, detach, moments, rows, untold, years

__all__ = ["years"]  # the fixture

_CHILD = """
import os, signal, sys
from pathlib import Path
from db import years
from db.engine import command_engine
from tests.db.lives import MORNING

verb, url, folder, moment = sys.argv[1:]
left = iter(range(int(moment) if moment.isdecimal() else 10**6))

def die(*_facts):
    os.kill(os.getpid(), signal.SIGKILL)

def told(_part, _done, _of):
    if next(left, None) is None:
        die()

if not moment.isdecimal():
    done = getattr(years, moment)
    setattr(years, moment, lambda *facts: (done(*facts), die()))
engine = command_engine(url)
if verb == "detach":
    years.detach_year(engine, 2025, Path(folder), MORNING, told)
else:
    years.attach_year(engine, Path(folder), MORNING, told)
engine.dispose()
"""


def killed(verb: str, url: URL, folder: Path, moment: str) -> bool:
    """Move the year in a process of its own; whether it was killed before its end."""
    address = url.render_as_string(hide_password=False)
    words = [sys.executable, "-c", _CHILD, verb, address, str(folder), moment]
    ended = subprocess.run(words, cwd=Path(__file__).parents[2], timeout=120, check=False)
    assert ended.returncode in (0, -9)
    return ended.returncode == -9


@pytest.mark.timeout(600)
def test_killed_anywhere_a_detaching_leaves_the_year_here(
    years: list[CaseId], owner: Engine, database_url: URL, tmp_path: Path
) -> None:
    before, told = rows(owner), moments(owner, tmp_path / "all")
    for moment in (*map(str, range(0, told, 3)), "_drop", "_tell"):
        assert killed("detach", database_url, tmp_path / moment, moment)
        assert rows(owner) == before
        assert YEAR not in years_away(owner)
    assert verify(owner).checked_cases == len(years)
    detach(owner, tmp_path / "again")


@pytest.mark.timeout(600)
def test_killed_anywhere_an_attaching_leaves_the_year_in_its_folder(
    years: list[CaseId], owner: Engine, database_url: URL, tmp_path: Path
) -> None:
    before, folder = rows(owner), tmp_path / "2025"
    detach(owner, folder)
    for moment in ("0", "2", "_bring_back", "_tell"):
        assert killed("attach", database_url, folder, moment)
        assert {row[0] for row in rows(owner)["case_file"]} == {years[2]}
        assert YEAR in years_away(owner)
        assert verify_folder(folder).whole
    attach_year(owner, folder, MORNING, untold)
    assert rows(owner) == before
