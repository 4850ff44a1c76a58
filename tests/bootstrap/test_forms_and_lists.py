"""`form` and `list` against a server: files, sentences, exit codes."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook
from sqlalchemy import URL, Engine

from console.bootstrap import main
from console.cli import exits
from console.cli.paper_arguments import QUEUES
from console.domain.trail import follow
from console.evaluation.periods import PeriodKind, period_of
from console.ports.facts import FactDate, Grouping
from console.ports.rows import QueueFilter
from db import OpenStore
from db.facts import PostgresFacts
from db.reading import PostgresReading
from db.roles import prepare_roles
from db.standing import Standing
from tests.evaluation.lives import Histories
from tests.evaluation.schemes import SHIPPED
from tests.recalculation import cells_of

Run = Callable[..., tuple[int, str]]
LIVES = 12


@pytest.fixture
def run(
    database_url: URL,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a verb in English against a server."""
    monkeypatch.setenv("WANMI_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("WANMI_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "settings.toml").write_text("")
    address = database_url.set(drivername="postgresql").render_as_string(hide_password=False)

    def started(*words: str) -> tuple[int, str]:
        code = main([*words, "--database", address, "--lang", "en"])
        said = capsys.readouterr()
        return code, said.out + said.err

    return started


@pytest.fixture
def worked(store: OpenStore) -> OpenStore:
    """A city with some histories."""
    made = Histories(Random(5))
    for number in range(1, LIVES + 1):
        case = None
        for step in made.one(number, most=12):
            case = follow(case, step)
            with store.store.begin(step.command, step.actor, step.at) as work:
                work.put(case, step)
                work.commit()
    return store


def test_a_month_is_written_with_the_cases_of_its_facts(
    run: Run, worked: OpenStore, owner: Engine, tmp_path: Path
) -> None:
    path, month = tmp_path / "month.xlsx", period_of(PeriodKind.MONTH, date(2026, 10, 1))
    code, said = run("form", "monthly", "--period", "2026-10", "--out", str(path))
    assert code == exits.DONE
    assert "0 rows of detail." in said
    span = month.span(datetime.now(UTC))
    reported = sum(one.cases for one in PostgresFacts(owner).tallies(span, FactDate.REPORTED, ()))
    words = [str(value) for value in cells_of(path).values()]
    assert any(f"Reported {reported} cases" in word for word in words)


def test_a_statement_is_judged_by_the_citys_own_scheme_as_assess_is(
    run: Run, worked: OpenStore, owner: Engine, tmp_path: Path
) -> None:
    mine, out = tmp_path / "mine.json", tmp_path / "unit.xlsx"
    own = json.loads(SHIPPED["standard_department.json"])
    own["components"][0]["name"] = {"zh": "本市自己的指标", "en": "the city's own component"}
    mine.write_text(json.dumps(own, ensure_ascii=False), encoding="utf-8")
    with owner.begin() as connection:
        prepare_roles(connection)
    added = run("scheme", "add", str(mine), "--from", "2026-10-01", "--reason", "own")
    assert added[0] == exits.DONE
    span = period_of(PeriodKind.MONTH, date(2026, 10, 1)).span(datetime.now(UTC))
    found = PostgresFacts(owner).tallies(span, FactDate.DUE, (Grouping.UNIT,))
    unit = max(one.group[0] for one in found)
    made = run("form", "unit", "--period", "2026-10", "--object", unit, "--out", str(out))
    assert made[0] == exits.DONE
    assert any("the city's own component" in str(value) for value in cells_of(out).values())


def test_a_form_of_the_wrong_period_says_which_it_takes(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "month.xlsx"
    code, said = run("form", "monthly", "--period", "2026", "--out", str(path))
    assert code == exits.REFUSED
    assert "2026-10" in said
    assert not path.exists()


def test_a_queue_is_written_in_the_order_it_has(
    run: Run, worked: OpenStore, owner: Engine, tmp_path: Path
) -> None:
    reading = PostgresReading(owner, Standing())
    path, now = tmp_path / "list.xlsx", datetime.now(UTC)
    found = {
        queue: reading.order(QueueFilter(queue=queue), "", now).ids
        for queue in QUEUES
        if queue != "overdue"  # which goes on with the clock
    }
    queue = max(found, key=lambda name: len(found[name]))
    cases = found[queue]
    assert cases
    code, said = run("list", queue, "--columns", "number,stage", "--out", str(path))
    assert code == exits.DONE
    assert f"{len(cases)} case" in said
    sheet = load_workbook(path)["Cases"]
    numbers = [row[0].value for row in sheet.iter_rows(min_row=3) if row[0].value]
    assert numbers == [row.number for row in reading.rows(cases, "")]


def test_an_unknown_column_is_refused_with_those_there_are(run: Run, tmp_path: Path) -> None:
    path = str(tmp_path / "list.xlsx")
    code, said = run("list", "dispatch", "--columns", "caller", "--out", path)
    assert code == exits.REFUSED
    assert "caller" in said
    assert "number" in said
