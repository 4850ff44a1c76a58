"""A workbook of 100,000 cases by `main.py assess --out`, beside its writer writing the same cells.

    python -m benchmarks.assess_book [--cases 110100]

Facts of one month are made by the server, eight in a hundred without a deadline and in no period.
The command runs as a person would run it; its memory is the most that it or a process it started
held. The bare writer (XlsxWriter, constant memory) has the rows in memory already and writes
nothing but them; the engine gets the same rows for comparison.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Final

import xlsxwriter
from sqlalchemy import URL, Engine

from benchmarks.assess import fill_facts
from benchmarks.machine import machine
from benchmarks.many import empty_city
from console.evaluation.periods import PeriodKind, period_of
from console.evaluation.plan import plan_of
from console.evaluation.scheme import ObjectKind
from console.export.assessed_book import AssessedBook
from console.export.assessment_book import Book, DrillCell
from console.export.assessment_export import write_assessment
from console.ports.facts import Grouping, Span
from console.services.assessing import assess
from console.views.resources import resource
from db.engine import report_engine
from db.facts import PostgresFacts
from tests.evaluation.schemes import shipped

NOW: Final = datetime(2026, 11, 29, tzinfo=UTC)
MONTH: Final = period_of(PeriodKind.MONTH, date(2026, 10, 1))
Rows = Sequence[Sequence[DrillCell]]


def _say(code: str, **_facts: object) -> str:
    return code


def _made(url: URL, span: Span) -> tuple[Book, Rows]:
    engine: Engine = report_engine(url)
    scheme = shipped("standard", ObjectKind.DEPARTMENT)
    facts = PostgresFacts(engine)
    made = assess(facts, scheme, MONTH, [], NOW, by=Grouping.UNIT)
    book = AssessedBook(plan_of(scheme), Grouping.UNIT, "2026-10", NOW, _say, lambda one: one.zh)
    rows = list(book.rows(facts.facts(span, scheme.case_date, {})))
    engine.dispose()
    return book.book(made.scores, len(rows)), rows


def _bare(rows: Rows, file: Path) -> None:
    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(at, column, value.replace(tzinfo=None), moment)
                elif isinstance(value, str):
                    sheet.write_string(at, column, value)
                elif value is not None:
                    sheet.write_number(at, column, float(value))


def _taken(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Fill, write three times, and print."""
    wanted = argparse.ArgumentParser(prog="python -m benchmarks.assess_book")
    wanted.add_argument("--cases", type=int, default=110_100)
    cases = wanted.parse_args().cases
    print(machine())
    span = MONTH.span(NOW)
    with empty_city() as (site, owner), tempfile.TemporaryDirectory() as name:
        fill_facts(owner, cases, span.end, timedelta(days=30))
        file = Path(name) / "whole.xlsx"
        words = ["--data", str(site.folder), "--period", "2026-10", "--out", str(file)]
        command = [sys.executable, "main.py", "assess", *words]
        whole = _taken(partial(subprocess.run, command, check=True, capture_output=True))
        peak = getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024
        book, rows = _made(site.url, span)
        bare = _taken(partial(_bare, rows, Path(name) / "bare.xlsx"))
        layout = resource("excel", "assessment.zh_CN.xlsx")
        ours = _taken(
            partial(write_assessment, book, rows, Path(name) / "ours.xlsx", layout=layout)
        )
        size = file.stat().st_size / 1e6
    print(f"{len(rows):,} cases of {len(rows[0])} columns, {size:.1f} MB")
    print(f"main.py assess --out: {whole:.1f} s, at most {peak:.0f} MB in one process")
    print(f"the engine alone {ours:.1f} s, its writer bare {bare:.1f} s: {ours / bare:.2f} times")
    print(machine())


if __name__ == "__main__":
    main()
