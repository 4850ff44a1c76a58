"""The grammars of the codes of space and the refusals of what breaks them."""

from collections.abc import Callable

import pytest

from console.domain import codes
from console.domain.codes import StreetKind
from console.domain.place import DivisionLevel
from console.domain.refusal import Refusal


@pytest.mark.parametrize(
    ("text", "level", "parent"),
    [
        ("410400", DivisionLevel.CITY, None),
        ("410403", DivisionLevel.DISTRICT, "410400"),
        ("410403003", DivisionLevel.STREET, "410403"),
        ("410403003002", DivisionLevel.COMMUNITY, "410403003"),
    ],
)
def test_a_division_code_knows_its_level_and_parent(
    text: str, level: DivisionLevel, parent: str | None
) -> None:
    code = codes.parse_division(text)
    assert (code.text, code.level, code.parent) == (text, level, parent)


def test_a_community_code_names_every_division_above_it() -> None:
    code = codes.parse_division("410403003002")
    assert (code.district, code.street, code.community) == ("410403", "410403003", "410403003002")
    district = codes.parse_division("410403")
    assert (district.street, district.community) == (None, None)


@pytest.mark.parametrize("text", ["", "41040", "41040A", "4104030", "4104030030021", "⑴10403"])
def test_a_broken_division_code_is_refused_by_field(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        codes.parse_division(text, field="street")
    assert refused.value.code == "code.division_malformed"
    assert refused.value.facts == {"field": "street", "text": text}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("410403003", StreetKind.STREET),
        ("410402100", StreetKind.TOWN),
        ("410411200", StreetKind.TOWNSHIP),
        ("410402400", StreetKind.OTHER),
        ("410402100001", StreetKind.TOWN),
    ],
)
def test_the_number_range_tells_what_a_street_is(code: str, kind: StreetKind) -> None:
    assert codes.street_kind(code) is kind


def test_a_district_is_no_street() -> None:
    with pytest.raises(Refusal, match=r"code\.division_malformed"):
        codes.street_kind("410403")


@pytest.mark.parametrize("text", ["41040300300201", "410403003002017", "4104030030020170"])
def test_unit_grid_codes_of_all_lengths_in_use_are_read(text: str) -> None:
    assert codes.parse_unit_grid(text) == text
    assert codes.community_of(text) == "410403003002"


def test_spaces_and_full_width_digits_are_forgiven() -> None:
    assert codes.parse_unit_grid(" 410403 003 ００２ 017 ") == "410403003002017"


@pytest.mark.parametrize("text", ["", "4104030030020", "41040300300201701", "41040300300201X"])
def test_a_broken_unit_grid_code_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        codes.parse_unit_grid(text, field="grid")
    assert refused.value.code == "code.unit_grid_malformed"
    assert refused.value.facts == {"field": "grid", "text": text}


def test_a_unit_grid_code_is_community_and_sequence() -> None:
    assert codes.unit_grid_code("410403003002", 17) == "410403003002017"


@pytest.mark.parametrize("sequence", [0, 1000])
def test_a_community_has_at_most_999_grids(sequence: int) -> None:
    with pytest.raises(Refusal) as refused:
        codes.unit_grid_code("410403003002", sequence)
    assert refused.value.code == "code.sequence_exhausted"


def test_a_grid_needs_a_community() -> None:
    with pytest.raises(Refusal, match=r"code\.division_malformed"):
        codes.unit_grid_code("410403003", 1)


def test_a_component_code_is_taken_apart_and_put_together() -> None:
    code = codes.parse_component("4104 0301 0300 0482")
    assert (code.district, code.category, code.sequence) == ("410403", "0103", 482)
    assert code.text == codes.component_code("410403", "0103", 482) == "4104030103000482"


@pytest.mark.parametrize("text", ["", "410403010300048", "41040301030004822", "41040301030004B2"])
def test_a_broken_component_code_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        codes.parse_component(text)
    assert refused.value.code == "code.component_malformed"
    assert refused.value.facts == {"field": "component", "text": text}


@pytest.mark.parametrize("sequence", [0, 1_000_000])
def test_a_category_has_at_most_999999_components_in_a_district(sequence: int) -> None:
    with pytest.raises(Refusal, match=r"code\.sequence_exhausted"):
        codes.component_code("410403", "0103", sequence)


def test_a_component_code_needs_a_whole_category() -> None:
    with pytest.raises(Refusal, match=r"code\.component_malformed"):
        codes.component_code("410403", "103", 1)


@pytest.mark.parametrize(
    ("show", "code", "shown"),
    [
        (codes.spaced_unit_grid, "410403003002017", "410403 003 002 017"),
        (codes.spaced_unit_grid, "41040300300201", "410403 003 002 01"),
        (codes.spaced_component, "4104030103000482", "4104 0301 0300 0482"),
    ],
)
def test_codes_are_shown_in_their_parts(show: Callable[[str], str], code: str, shown: str) -> None:
    assert show(code) == shown
