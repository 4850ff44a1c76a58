"""Shown by 5 of issue 5: with personal data in every text of every case, no edition has any.

What is a case's is not carried at all; what a city words itself (units, schemes, the layout) is
carried and therefore refused, with the sheet and the cell, and no file appears.
"""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from console.bootstrap.edition_child import enter
from console.domain.refusal import Refusal
from console.domain.trail import Step, fold
from console.evaluation.bands import Label
from console.evaluation.facts import case_fact
from console.evaluation.scheme import ObjectKind, Scheme, UnitGroup
from console.export.edition import fixed
from console.export.edition_child import make
from console.export.edition_export import write_edition
from console.export.edition_job import EditionJob
from console.export.page_scan import page_texts
from console.export.paper_scan import paper_texts
from console.export.personal_scan import findings_in, kinds_in
from console.ports.facts import CaseFact
from console.services.assessing import Named, assess
from console.services.public_editions import PublicEdition, public_edition
from console.views.wording import Wording
from tests.evaluation.lives import histories
from tests.evaluation.memory import Facts
from tests.evaluation.schemes import shipped
from tests.export.assessment_sample import LAYOUT
from tests.export.edition_sample import PUBLISHED, UNITS, NoPaper, edition_of, job_of, noted
from tests.export.people_reading import NOW, YEAR
from tests.export.test_personal_scan import IDENTITY, MOBILE, NAMES

CASES = 1_000
PLATE = "豫DA00001"
SEEDS = (MOBILE, f"0375-2000001 {NAMES[0]}", IDENTITY, PLATE, NAMES[0])
SPOTS = ("垃圾", "建设路", "说明", "有据")
"""What the histories say in descriptions, addresses, notes and reasons."""


def seeded_facts() -> Iterator[CaseFact]:
    """Facts of cases whose every text has somebody's data in it."""
    trails = histories()
    known: list[CaseFact] = []
    for number, trail in enumerate(trails):
        seed = SEEDS[number % len(SEEDS)]
        steps = tuple(_seeded(step, seed) for step in trail)
        assert seed in steps[0].payload
        known.append(case_fact(fold(steps)))
    for number in range(CASES):
        fact = known[number % len(known)]
        yield replace(fact, case=type(fact.case)(fact.case + 10_000 * number))


def _seeded(step: Step, seed: str) -> Step:
    payload, reason = step.payload, step.reason
    for spot in SPOTS:
        payload = payload.replace(f'"{spot}"', f'"{spot}{seed}"')
        reason = reason.replace(spot, f"{spot}{seed}")
    return replace(step, payload=payload, reason=reason)


def seeded_edition() -> PublicEdition:
    made = assess(
        Facts(list(seeded_facts())), shipped("standard", ObjectKind.DEPARTMENT), YEAR, UNITS, NOW
    )
    assert made.scores.whole.counts["report"] > CASES / 2
    return public_edition(made, None, "", Wording("zh_CN").say, lambda one: one.zh, PUBLISHED)


def whole_text(job: EditionJob) -> str:
    """Everything in the files that could be read, packed parts unpacked."""
    with zipfile.ZipFile(job.path("xlsx")) as book:
        parts = [book.read(name).decode() for name in book.namelist()]
    page = job.path("html").read_text(encoding="utf-8")
    return "\n".join([*parts, page, job.path("pdf").read_bytes().decode("latin-1")])


def test_a_thousand_cases_full_of_personal_data_leave_none(tmp_path: Path) -> None:
    job = job_of(seeded_edition(), tmp_path, NAMES)
    files = write_edition(job, enter)
    assert sorted(tmp_path.iterdir()) == sorted(files)
    text = whole_text(job)
    assert not [seed for seed in (MOBILE, "2000001", IDENTITY, PLATE, NAMES[0]) if seed in text]


Dirty = Callable[[Scheme, str], tuple[Scheme, tuple[Named, ...]]]


def _unit(scheme: Scheme, seed: str) -> tuple[Scheme, tuple[Named, ...]]:
    return scheme, (replace(UNITS[0], name=f"保洁队{seed}"), *UNITS[1:])


def _note(scheme: Scheme, seed: str) -> tuple[Scheme, tuple[Named, ...]]:
    return noted(scheme, f"问{seed}"), UNITS


def _name(scheme: Scheme, seed: str) -> tuple[Scheme, tuple[Named, ...]]:
    return replace(scheme, name=Label(zh=f"方案{seed}", en="x")), UNITS


def _source(scheme: Scheme, seed: str) -> tuple[Scheme, tuple[Named, ...]]:
    return replace(scheme, source=f"据{seed}"), UNITS


def _component(scheme: Scheme, seed: str) -> tuple[Scheme, tuple[Named, ...]]:
    first, *rest = scheme.components
    return replace(
        scheme, components=(replace(first, name=Label(zh=f"分{seed}", en="x")), *rest)
    ), UNITS


def _group(scheme: Scheme, seed: str) -> tuple[Scheme, tuple[Named, ...]]:
    group = UnitGroup(code="g", name=Label(zh=f"组{seed}"[:28], en="x"), units=("U1", "U2"))
    return replace(scheme, groups=(group,)), UNITS


DIRTY: dict[str, Dirty] = {
    "unit": _unit, "note": _note, "scheme": _name, "source": _source, "component": _component,
    "group": _group,
}  # fmt: skip


@pytest.mark.parametrize("seed", [MOBILE, "0375-2000001", IDENTITY, PLATE, NAMES[0]])
@pytest.mark.parametrize("place", DIRTY)
def test_what_a_city_words_itself_is_refused_by_place(
    tmp_path: Path, place: str, seed: str
) -> None:
    scheme, units = DIRTY[place](shipped("standard", ObjectKind.DEPARTMENT), seed)
    job = job_of(edition_of(scheme, units=units), tmp_path, NAMES)
    with pytest.raises(Refusal, match=r"edition\.personal\.") as refused:
        _write(job)
    assert refused.value.facts["sheet"]
    assert refused.value.facts["cell"] or place in {"component", "scheme", "group"}
    for language in ("zh_CN", "en"):
        said = Wording(language).say(refused.value.code, **refused.value.facts)
        assert str(refused.value.facts["sheet"]) in said


@pytest.mark.parametrize("role", ["signature", "footer", "total"])
def test_words_of_a_restyled_layout_are_refused_and_no_file_appears(
    tmp_path: Path, role: str
) -> None:
    book = load_workbook(LAYOUT)
    ((sheet, where),) = book.defined_names[f"layout_{role}"].destinations
    book[sheet][where.replace("$", "")].value = f"经办人{NAMES[0]} {MOBILE}"
    layout = tmp_path / "layout.xlsx"
    book.save(layout)
    folder = tmp_path / "public"
    job = replace(job_of(edition_of(), folder, NAMES), layout=layout)
    with pytest.raises(Refusal, match=r"edition\.personal\.(mobile|name)"):
        write_edition(job, enter)
    assert not list(folder.iterdir())


def test_what_only_paper_shows_is_refused_by_page_and_line(tmp_path: Path) -> None:
    job = job_of(edition_of(), tmp_path, NAMES)
    with pytest.raises(Refusal, match=r"edition\.personal\.mobile") as refused:
        _write(job, NoPaper(also=f"电话{MOBILE}"))
    facts = refused.value.facts
    assert (facts["file"], facts["sheet"], facts["cell"]) == ("2026.pdf", "1", "2")


def _write(job: EditionJob, paper: NoPaper | None = None) -> None:
    for _ in make(job, paper or NoPaper()):
        pass


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("standard", ObjectKind.DEPARTMENT),
        ("standard", ObjectKind.REGION),
        ("yuncheng", ObjectKind.DEPARTMENT),
        ("jinhua", ObjectKind.DEPARTMENT),
    ],
)
def test_nothing_of_a_clean_edition_is_taken_for_somebody(
    tmp_path: Path, name: str, kind: ObjectKind, language: str
) -> None:
    _write(job_of(edition_of(shipped(name, kind), language=language), tmp_path, NAMES))


FIGURES = st.one_of(
    st.integers(0, 9_999_999).map(str),
    st.fractions(-100, 100).map(fixed),
    st.fractions(0, 1).map(lambda one: f"{fixed(one * 100)}%"),
    st.just("—"),
)


@given(row=st.lists(FIGURES, min_size=1, max_size=24))
def test_no_row_of_figures_is_taken_for_a_number_of_somebody(
    row: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    paper = tmp_path_factory.getbasetemp() / "empty.pdf"
    paper.write_bytes(b"")
    line = " ".join(["3", "市环卫处", *row])
    texts = paper_texts(paper, lambda _: [("1", line)])
    assert not findings_in(texts, NAMES)
    cells = "".join(f"<td>{one}</td>" for one in row)
    assert not findings_in(page_texts(f"<table><tr>{cells}</tr></table>"), NAMES)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(0, 999_999))
def test_numbers_of_cases_and_moments_are_taken_for_nobody(day: date, number: int) -> None:
    texts = (f"{day:%Y-%m%d}-{number:06d}", f"{day:%Y%m%d}{number:06d}", f"{day} 08:00")
    assert not any(kinds_in(text, NAMES) for text in texts)
