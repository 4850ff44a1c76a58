"""A scheme while it is written: cells, rows, what is wrong and where."""

import json

import pytest

from console.domain.refusal import Refusal
from console.evaluation.scheme_json import read_scheme
from console.viewmodels.scheme_document import (
    OWN,
    Place,
    SchemeDocument,
    document_of,
    place_of,
)
from console.viewmodels.scheme_parts import HEAD, PARTS
from tests.evaluation.schemes import SHIPPED, shipped

DEPARTMENT = SHIPPED["standard_department.json"]


def head(key: str) -> Place:
    return Place(part="head", row=next(n for n, o in enumerate(HEAD) if o.key == key))


def cells(document: SchemeDocument) -> list[Place]:
    """Every cell of a document."""
    found = [Place(part="head", row=row) for row in range(len(HEAD))]
    for part, columns in list(PARTS.items())[1:]:
        found += [
            Place(part=part, row=row, column=one.key)
            for row in range(document.rows(part))
            for one in columns
        ]
    return found


@pytest.mark.parametrize("name", SHIPPED)
def test_a_document_is_the_scheme_it_was_made_of(name: str) -> None:
    assert document_of(SHIPPED[name]).read() == read_scheme(SHIPPED[name])


@pytest.mark.parametrize("name", SHIPPED)
def test_what_stands_in_a_cell_typed_again_changes_nothing(name: str) -> None:
    document = document_of(SHIPPED[name])
    for place in cells(document):
        again = document.with_text(place, document.text(place))
        assert again.value == document.value, place


def test_a_cell_typed_into_another_document_leaves_the_former_as_it_was() -> None:
    before = document_of(DEPARTMENT)
    after = before.with_text(Place(part="components", row=0, column="weight"), "0.2")
    assert before.read() == shipped("standard")
    assert after.text(Place(part="components", row=0, column="weight")) == "0.2"


@pytest.mark.parametrize(
    ("place", "text", "code"),
    [
        (Place(part="components", row=1, column="expression"), "100 * archiv", "expression.name"),
        (Place(part="components", row=1, column="weight"), "x", "scheme.number"),
        (Place(part="components", row=2, column="code"), "Two words", "scheme.code"),
        (Place(part="bands", row=0, column="steps"), "100; 50:90; 40:75", "scheme.steps"),
        (Place(part="grades", row=1, column="from"), "", "scheme.steps"),
        (Place(part="grades", row=1, column="colour"), "pink", "scheme.choice"),
        (head("by"), "unit planet", "scheme.choice"),
        (head("case_date"), "never", "scheme.choice"),
        (head("highest"), "much", "scheme.number"),
        (head("id"), "", "scheme.code"),
    ],
)
def test_what_is_wrong_is_told_with_the_cell_it_is_in(place: Place, text: str, code: str) -> None:
    document = document_of(DEPARTMENT).with_text(place, text)
    with pytest.raises(Refusal) as told:
        document.read()
    assert told.value.code == code
    found = place_of(str(told.value.facts["field"]))
    assert (found.part, found.row) == (place.part, place.row)
    assert place.part == "head" or found.column == place.column


def test_wrong_weights_are_told_of_the_part_and_of_the_group_s_own() -> None:
    document = document_of(SHIPPED["yuncheng.json"])
    own = document.with_text(Place(part="components", row=1, column="weight", group=0), "0.9")
    with pytest.raises(Refusal) as told:
        own.read()
    assert told.value.code == "scheme.weights"
    assert place_of(str(told.value.facts["field"])) == Place(part="components", group=0)


def test_rows_come_go_and_move() -> None:
    document = document_of(DEPARTMENT)
    codes = [one.code for one in shipped("standard").components]
    assert [o.code for o in document.moved("components", 0, 2).read().components] == [
        codes[1], codes[2], codes[0], codes[3],
    ]  # fmt: skip
    assert document.moved("components", 0, -1) == document
    added = document.with_row("components", 4)
    assert added.rows("components") == 5
    assert added.without_row("components", 4) == document
    for part in list(PARTS)[1:]:
        assert document.with_row(part, 0).rows(part) == document.rows(part) + 1


def test_steps_words_and_chinese_signs_are_read_as_they_are_typed() -> None:
    document = document_of(DEPARTMENT)
    steps = Place(part="bands", row=0, column="steps")
    assert document.text(steps) == "100; 50:90; 100:75; 200:60; 500:40; 1000:0"
    again = document.with_text(steps, "100； 50：90;100:75 ;200:60;500:40;1000:0")
    assert again.read() == document.read()
    typed = document.with_text(head("by"), "unit，district、 street")
    assert [one.value for one in typed.read().by] == ["unit", "district", "street"]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", json.dumps({"components": 1}), DEPARTMENT.replace('"zh"', '"xx"', 9)],
)
def test_a_text_of_another_shape_is_refused_not_shown(text: str) -> None:
    with pytest.raises(Refusal, match=r"schemes\.shape"):
        document_of(text)


def test_the_place_of_something_that_is_no_cell_is_the_head() -> None:
    assert place_of("scheme.json!") == Place(part="head")
    assert place_of("groups[1].components[2].weight") == Place(
        part="components", row=2, column="weight", group=1
    )
    assert place_of("exclusions[0].has[1]").column == "has"
    assert place_of("groups").group == OWN
