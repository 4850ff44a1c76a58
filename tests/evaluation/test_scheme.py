"""Schemes are read strictly, and come back as they were written."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from console.domain.refusal import Refusal
from console.evaluation.plan import plan_of
from console.evaluation.scheme import ObjectKind, check_versions, kept, scheme_in_force
from console.evaluation.scheme_json import read_scheme, read_schemes, write_scheme
from console.ports.facts import Flag, Tally, Term
from tests.evaluation.schemes import SHIPPED, shipped

TEXT = SHIPPED["standard_department.json"]
DEPARTMENT = read_scheme(TEXT)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_scheme_reads_and_writes_back_to_the_same_bytes(name: str) -> None:
    scheme = read_scheme(SHIPPED[name])
    assert write_scheme(scheme) == SHIPPED[name]
    assert all(note.zh and note.en for note in scheme.notes)


def test_the_shipped_schemes_stand_together_and_cover_every_kind_of_object() -> None:
    schemes = read_schemes(SHIPPED)
    assert {one.kind for one in schemes if one.id == "standard"} == set(ObjectKind)
    assert {one.id for one in schemes} == {"standard", "yuncheng", "jinhua"}


def test_numbers_may_be_written_as_numbers_and_stay_exact() -> None:
    read = read_scheme(TEXT.replace('"weight": "0.1"', '"weight": 0.10'))
    assert read == DEPARTMENT
    assert read.components[0].weight == Fraction(1, 10)


def _changed(path: str, value: object) -> str:
    document = json.loads(TEXT)
    at = document
    *way, last = [int(word) if word.isdigit() else word for word in path.split("/")]
    for word in way:
        at = at[word]
    if value is ...:
        del at[last]
    else:
        at[last] = value
    return json.dumps(document, ensure_ascii=False)


@pytest.mark.parametrize(
    ("path", "value", "code", "field"),
    [
        ("format", "assessment-scheme-2", "scheme.format", "format"),
        ("colour", "red", "scheme.unknown_field", "colour"),
        ("components/1/wieght", "1", "scheme.unknown_field", "components[1].wieght"),
        ("source", ..., "scheme.missing_field", "source"),
        ("grades/0/name/zh", ..., "scheme.missing_field", "grades[0].name.zh"),
        ("name", "x", "scheme.object", "name"),
        ("notes", {}, "scheme.list", "notes"),
        ("source", 3, "scheme.text", "source"),
        ("bands/0/start_included", 0, "scheme.yes_or_no", "bands[0].start_included"),
        ("version", 0, "scheme.whole", "version"),
        ("version", 1.5, "scheme.whole", "version"),
        ("version", "1", "scheme.whole", "version"),
        ("components/0/weight", "1e9", "scheme.number", "components[0].weight"),
        ("components/0/weight", float("nan"), "scheme.number", "components[0].weight"),
        ("components/0/weight", True, "scheme.number", "components[0].weight"),
        ("components/0/weight", "0.0000000001", "scheme.number", "components[0].weight"),
        ("components/0/weight", "1234567890.123", "scheme.number", "components[0].weight"),
        ("effective_from", "2026-13-01", "scheme.day", "effective_from"),
        ("effective_from", "20260101", "scheme.day", "effective_from"),
        ("effective_to", "1999-12-31", "scheme.days", "effective_to"),
        ("kind", "city", "scheme.choice", "kind"),
        ("case_date", "tomorrow", "scheme.choice", "case_date"),
        ("exclusions", [{"has": ["nice"], "lacks": []}], "scheme.choice", "exclusions[0].has[0]"),
        ("exclusions", [{"has": [], "lacks": []}], "scheme.exclusion", "exclusions[0]"),
        ("by", [], "scheme.by", "by"),
        ("kind", "inspector", "scheme.by", "by"),
        ("id", "Standard", "scheme.code", "id"),
        ("components/0/weight", "0.2", "scheme.weights", "components"),
        ("components", [], "scheme.parts", "components"),
        ("components/0/code", "lambda", "scheme.code", "components[0].code"),
        ("components/0/code", "inst", "scheme.twice", "components[0].code"),
        ("components/0/code", "total", "scheme.twice", "components[0].code"),
        ("components/1/code", "volume_score", "scheme.twice", "components[1].code"),
        ("bands/0/code", "max", "scheme.twice", "bands[0].code"),
        ("bands/0/steps", [], "scheme.first_step", "bands[0].steps[0].from"),
        ("bands/0/steps/0/from", 0, "scheme.first_step", "bands[0].steps[0].from"),
        ("bands/0/steps/2/from", 50, "scheme.steps", "bands[0].steps[2].from"),
        ("grades/2/from", None, "scheme.steps", "grades[2].from"),
        ("grades/2/letter", "A", "scheme.twice", "grades"),
        ("lowest", 5, "scheme.limits", "highest"),
        ("components/1/expression", "100 * filed", "expression.name", "components[1].expression"),
        ("components/1/expression", "rate(", "expression.syntax", "components[1].expression"),
    ],
)
def test_what_is_wrong_in_a_scheme_is_refused_with_its_path(
    path: str, value: object, code: str, field: str
) -> None:
    text = _changed(path, value)
    if path == "lowest":
        text = text.replace('"highest": null', '"highest": 1')
    with pytest.raises(Refusal) as no:
        read_scheme(text)
    assert (no.value.code, no.value.facts["field"]) == (code, field)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "scheme.json"),
        ("[" * 100_000, "scheme.json"),
        ('{"id": 1, "id": 2}', "scheme.field_twice"),
        ("[]", "scheme.object"),
        (" " * 1_000_001, "scheme.large"),
    ],
)
def test_what_is_no_scheme_at_all_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as no:
        read_scheme(text)
    assert no.value.code == code


def test_a_group_of_units_has_weights_of_its_own_which_are_checked() -> None:
    text = SHIPPED["yuncheng.json"].replace('"weight": "0.15"', '"weight": "0.16"', 1)
    with pytest.raises(Refusal) as no:
        read_schemes({"city.json": text})
    assert no.value.facts["field"] == "groups[0].components"
    assert no.value.facts["total"] == "1.01"
    assert no.value.facts["file"] == "city.json"


def test_a_value_is_known_only_to_what_follows_it() -> None:
    scheme = shipped("yuncheng")
    system = scheme.values[0]
    before = replace(system, code="before", expression="system + 1")
    plan_of(replace(scheme, values=(system, before)))
    with pytest.raises(Refusal) as no:
        plan_of(replace(scheme, values=(before, system)))
    assert no.value.facts["field"] == "values[0].expression"


def test_a_weight_that_is_no_decimal_cannot_be_kept() -> None:
    third = replace(DEPARTMENT.components[0], weight=Fraction(1, 3))
    with pytest.raises(Refusal, match=r"scheme\.number"):
        write_scheme(replace(DEPARTMENT, components=(third,)))


FIRST = replace(DEPARTMENT, effective_from=date(2026, 1, 1), effective_to=date(2026, 6, 30))
SECOND = replace(DEPARTMENT, version=2, effective_from=date(2026, 7, 1), effective_to=None)


@pytest.mark.parametrize(
    ("day", "version"), [(date(2026, 1, 1), 1), (date(2026, 6, 30), 1), (date(2026, 7, 1), 2)]
)
def test_the_version_in_force_is_that_of_the_day(day: date, version: int) -> None:
    check_versions([SECOND, FIRST])
    assert scheme_in_force([SECOND, FIRST], day).version == version


def test_a_day_before_every_version_has_no_scheme() -> None:
    with pytest.raises(Refusal, match=r"scheme\.none_in_force"):
        scheme_in_force([FIRST, SECOND], date(2025, 12, 31))


@pytest.mark.parametrize(
    "former",
    [replace(FIRST, effective_to=date(2026, 7, 1)), replace(FIRST, effective_to=None)],
)
def test_versions_that_share_a_day_are_refused(former: object) -> None:
    assert isinstance(former, type(SECOND))
    later = replace(SECOND, version=3, effective_from=date(2027, 1, 1))
    between = replace(SECOND, effective_to=date(2026, 8, 1))
    with pytest.raises(Refusal) as no:
        check_versions([later, former, between])
    assert no.value.code == "scheme.overlap"
    assert no.value.facts["day"] == date(2026, 7, 1)


def test_a_version_number_is_given_once() -> None:
    with pytest.raises(Refusal, match=r"scheme\.version_twice"):
        check_versions([FIRST, replace(SECOND, version=1)])


def test_other_kinds_have_versions_of_their_own() -> None:
    check_versions([FIRST, replace(FIRST, kind=ObjectKind.REGION)])


def test_exclusions_are_taken_out_before_counting() -> None:
    def tally(*flags: Flag) -> Tally:
        return Tally(group=(), flags=frozenset(flags), cases=1, rework=0, returns=0)

    own = Term(has=(Flag.WAS_SUSPENDED,), lacks=(Flag.CLOSED,))
    scheme = replace(DEPARTMENT, exclusions=(own, Term(has=(Flag.FORCED,))))
    stays = [tally(Flag.WAS_SUSPENDED, Flag.CLOSED), tally()]
    goes = [tally(Flag.WAS_SUSPENDED), tally(Flag.FORCED, Flag.CLOSED)]
    assert kept(scheme, [*stays, *goes]) == stays


def test_an_object_is_in_the_group_of_its_code_before_that_of_its_kind() -> None:
    scheme = shipped("yuncheng")
    first, second = scheme.groups[:2]
    scheme = replace(
        scheme,
        groups=(
            replace(first, evaluation_groups=("city_units",)),
            replace(second, units=("U7",)),
            *scheme.groups[2:],
        ),
    )
    assert scheme.group_of("U7", "city_units") == second.code
    assert scheme.group_of("U8", "city_units") == first.code
    assert scheme.group_of("U8", "streets") == scheme.group_of("U8") == ""


def test_every_refusal_says_what_its_sentence_needs() -> None:
    folder = Path(__file__).resolve().parents[2] / "resources" / "i18n" / "en" / "scheme.json"
    said = json.loads(folder.read_text(encoding="utf-8"))
    for path, value in (("by", []), ("kind", "city"), ("version", 0), ("source", ...)):
        with pytest.raises(Refusal) as no:
            read_scheme(_changed(path, value))
        assert said[no.value.code].format_map(no.value.facts)
