"""A ranking, and the list behind a figure, as workbooks: whole, or no file at all."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from console.domain.refusal import Refusal
from console.evaluation.behind import Side, behind
from console.evaluation.periods import PeriodKind, period_of
from console.evaluation.scheme import ObjectKind
from console.evaluation.words import named
from console.export.book_compare import fingerprint_in
from console.ports.facts import Grouping
from console.services.assessing import assess
from console.services.assessing_cases import Wanted
from console.services.assessment_writing import Paper, write_list, write_published, write_ranking
from console.views.resources import resource
from console.views.wording import Wording
from tests.assessment_samples import EACH, the_facts
from tests.evaluation.schemes import shipped
from tests.publication_samples import correct, publications, published
from tests.rows import NOW

OCTOBER = period_of(PeriodKind.MONTH, date(2026, 10, 1))


def paper(path: Path) -> Paper:
    return Paper(
        path=path, layout=resource("excel", "assessment.zh_CN.xlsx"), say=Wording("zh").say,
        named=lambda label: named(label, "zh"),
    )  # fmt: skip


def quiet(_done: int, _of: int) -> None:
    """Nobody looks on."""


def never() -> bool:
    return False


def wanted(kind: ObjectKind, name: str, whose: str, side: Side) -> Wanted:
    scheme = shipped("standard", kind)
    what = behind(kind, scheme.rework_of, name)
    assert what is not None
    return Wanted(
        scheme=scheme, span=OCTOBER.span(NOW), by=next(iter(scheme.by), None), object=whose,
        members=frozenset({whose}), what=what, side=side,
    )  # fmt: skip


def numbers_in(path: Path) -> list[str]:
    """The case numbers of a workbook's last sheet."""
    book = load_workbook(path, read_only=True)
    rows = list(book.worksheets[-1].iter_rows(values_only=True))
    book.close()
    return [str(row[0]) for row in rows[2:]]


def test_the_list_of_a_units_late_cases_has_them_and_no_others(tmp_path: Path) -> None:
    ask = wanted(ObjectKind.DEPARTMENT, "in_time_dispose_rate", "U2", Side.REST)
    path = tmp_path / "list.xlsx"
    count = write_list(the_facts(), ask, "环卫中心", [("期", "10")], paper(path), quiet, never)
    late = [fact.number for fact in the_facts().cases[EACH : EACH + 4]]
    assert count == 4
    assert numbers_in(path) == late


def test_the_list_of_a_persons_acts_has_his_acts(tmp_path: Path) -> None:
    ask = wanted(ObjectKind.DISPATCHER, "dispatch", "chenlei", Side.NUMERATOR)
    path = tmp_path / "acts.xlsx"
    assert write_list(the_facts(), ask, "陈磊", [], paper(path), quiet, never) == 2 * EACH
    assert len(numbers_in(path)) == 2 * EACH


def test_the_workbook_of_a_ranking_has_every_case_that_was_counted(tmp_path: Path) -> None:
    facts, path, shares = the_facts(), tmp_path / "book.xlsx", []
    made = assess(facts, shipped("standard"), OCTOBER, (), NOW)
    count = write_ranking(
        facts, made, Grouping.UNIT, paper(path), lambda done, of: shares.append(done / of), never
    )
    assert count == len(numbers_in(path)) == 2 * EACH
    assert shares == sorted(shares)


def test_the_workbook_of_people_has_a_row_for_each_act(tmp_path: Path) -> None:
    facts, path = the_facts(), tmp_path / "people.xlsx"
    made = assess(facts, shipped("standard", ObjectKind.DISPATCHER), OCTOBER, (), NOW)
    count = write_ranking(facts, made, None, paper(path), quiet, never)
    assert count == len(list(facts.acts(made.span)))
    assert path.exists()


def test_what_was_published_is_written_as_it_was_frozen_with_its_fingerprint(
    tmp_path: Path,
) -> None:
    kept, path = publications(the_facts()), tmp_path / "published.xlsx"
    head = published(kept)
    correct(kept, 1, exempt=True)
    assert write_published(kept, head, paper(path), quiet, never) == 2 * EACH
    assert fingerprint_in(path) == head.fingerprint


def test_a_list_that_is_given_up_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    ask = wanted(ObjectKind.DEPARTMENT, "need_dispose", "U1", Side.NUMERATOR)
    path = tmp_path / "list.xlsx"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(Refusal, match=r"assessment_book\.cancelled"):
        write_list(the_facts(), ask, "", [], paper(path), quiet, lambda: True)
    assert path.read_text(encoding="utf-8") == "before"
