"""Kept schemes: read and checked, with the days they really held; a broken one is told by name."""

from dataclasses import replace
from datetime import date

import pytest

from console.domain.refusal import Refusal
from console.evaluation.scheme import ObjectKind
from console.evaluation.scheme_json import read_scheme, write_scheme
from console.services.assessing_sources import known_schemes
from console.services.schemes import chosen, in_force, keep, known_of, next_version, texts_in_force
from tests.evaluation.schemes import SHIPPED, shipped
from tests.fakes_schemes import FakeSchemes, with_shipped

DEPARTMENT = ObjectKind.DEPARTMENT
DECEMBER = date(2026, 12, 1)


def test_a_new_version_ends_the_former_the_day_before_its_first() -> None:
    schemes = with_shipped()
    keep(schemes, shipped("standard"), 2, DECEMBER, "新办法")
    former = chosen(schemes.kept(), "standard", DEPARTMENT, date(2026, 11, 30))
    later = chosen(schemes.kept(), "standard", DEPARTMENT, DECEMBER)
    assert (former.version, former.effective_to) == (1, date(2026, 11, 30))
    assert (later.version, later.effective_from, later.effective_to) == (2, DECEMBER, None)


def test_an_offered_version_is_read_and_not_in_force() -> None:
    schemes = with_shipped()
    before = in_force(schemes.kept())
    keep(
        schemes, shipped("standard"), next_version(schemes.kept(), "standard", DEPARTMENT), None, ""
    )
    assert in_force(schemes.kept()) == before
    offered = schemes.rows[-1]
    assert known_of(offered).scheme == replace(shipped("standard"), version=2)


@pytest.mark.parametrize(
    ("text", "field", "cause"),
    [
        ("{", "scheme.json", "scheme.json"),
        (SHIPPED["standard_region.json"], "version", "scheme.unfit"),
        (
            SHIPPED["standard_department.json"].replace("100 * archive_rate", "100 * archive"),
            "",
            "",
        ),
        (
            SHIPPED["standard_department.json"].replace("100 * archive_rate", "100 * archiv"),
            "components[1].expression",
            "expression.name",
        ),
    ],
    ids=["no JSON", "another scheme", "still good", "unknown name"],
)
def test_a_broken_text_is_told_by_name_and_place_and_stops_no_other(
    text: str, field: str, cause: str
) -> None:
    schemes = with_shipped()
    at = next(
        n for n, o in enumerate(schemes.rows) if (o.kind, o.scheme) == ("department", "standard")
    )
    schemes.rows[at] = replace(schemes.rows[at], text=text)
    broken = known_of(schemes.rows[at]).broken
    if not field:
        assert broken is None
        return
    assert broken is not None
    assert broken.code == "scheme.broken"
    told = {"kind": "department", "scheme": "standard", "version": 1}
    assert broken.facts == {**told, "field": field, "cause": cause}
    assert len(in_force(schemes.kept())) == len(SHIPPED) - 1
    with pytest.raises(Refusal, match=r"scheme\.broken"):
        chosen(schemes.kept(), "standard", DEPARTMENT, DECEMBER)
    assert chosen(schemes.kept(), "yuncheng", DEPARTMENT, DECEMBER).version == 1


def test_texts_in_force_are_read_back_as_what_is_in_force() -> None:
    schemes = with_shipped()
    keep(schemes, shipped("standard"), 2, DECEMBER, "")
    assert known_schemes(texts_in_force(schemes)) == in_force(schemes.kept())


def test_a_kept_text_tells_its_number_and_first_day() -> None:
    schemes = FakeSchemes()
    keep(schemes, shipped("jinhua"), 1, DECEMBER, "")
    kept = read_scheme(schemes.rows[0].text)
    assert (kept.version, kept.effective_from) == (1, DECEMBER)


def test_shipped_files_are_written_as_the_program_writes_them() -> None:
    for text in SHIPPED.values():
        assert write_scheme(read_scheme(text)) == text


def test_nothing_is_kept_of_a_scheme_that_does_not_hold() -> None:
    schemes = with_shipped()
    wrong = replace(shipped("standard"), components=shipped("standard").components[1:])
    with pytest.raises(Refusal, match=r"scheme\.weights"):
        keep(schemes, wrong, 2, DECEMBER, "")
    assert len(schemes.rows) == len(SHIPPED)
