"""Formulas are exact, safe, and the same in a sheet."""

import math
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.refusal import Refusal
from console.evaluation.bands import Bands, BandStep, Grade, GradeColour, Label, grade_of
from console.evaluation.excel import UNDEFINED, grade_formula, sheet_formula
from console.evaluation.expression import MOST_CHARACTERS, Evaluator, Figure, parse
from tests.evaluation.sheet import worked_out

CELLS = {"x": "B2", "y": "C2", "z": "D2"}


def _table(code: str, *steps: tuple[int | None, int], included: bool) -> Bands:
    return Bands(
        code=code,
        start_included=included,
        steps=tuple(
            BandStep(start=None if start is None else Fraction(start), score=Fraction(score))
            for start, score in steps
        ),
    )


VOLUME = _table("volume", (None, 100), (3, 90), (6, 75), (9, 0), included=False)
LEVEL = _table("level", (None, 0), (2, 40), (7, 100), included=True)
BANDS = {"volume": VOLUME, "level": LEVEL}
GRADES = tuple(
    Grade(letter=letter, name=Label(zh="", en=""), start=start, colour=GradeColour.GREEN)
    for letter, start in (("E", None), ("D", Fraction(40)), ("C", Fraction(60)))
)


def _value(text: str, **figures: Figure | int) -> Figure:
    formula = parse(text, names=figures, bands=BANDS, place="here")
    exact = {name: None if one is None else Fraction(one) for name, one in figures.items()}
    return Evaluator(BANDS).value(formula, exact)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("0.1 + 0.2", Fraction(3, 10)),
        ("1 / 3", Fraction(1, 3)),
        ("-(2 - 5) * 2", Fraction(6)),
        ("7 - 2 - 1", Fraction(4)),
        ("min(3, 1.5, 2)", Fraction(3, 2)),
        ("max(3, 1.5) if 1 < 2 <= 2 else 0", Fraction(3)),
        ("1 if 1 < 2 and not 2 < 1 else 0", Fraction(1)),
        ("1 if 2 < 1 or 1 != 1 else 0", Fraction(0)),
        ("volume(3) + volume(3.1)", Fraction(190)),
        ("level(2) + level(1.9)", Fraction(40)),
        ("otherwise(1 / 0, 4)", Fraction(4)),
    ],
)
def test_a_formula_comes_to_an_exact_fraction(text: str, wanted: Fraction) -> None:
    assert _value(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["x", "x + y", "y / (y - y)", "min(x, y)", "max(y, x)", "volume(x)", "1 if x < y else 2",
     "1 if y < 2 or x < y else 2", "1 if not x == y else 2", "-x", "0 * x"],
)  # fmt: skip
def test_undefined_goes_through_all_it_meets(text: str) -> None:
    assert _value(text, x=None, y=1) is None


def test_a_way_not_taken_may_be_undefined() -> None:
    assert _value("y if y > 0 else x", x=None, y=1) == 1


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        (" ", "expression.empty", None),
        ("1 +" * MOST_CHARACTERS, "expression.long", None),
        ("x + y.real", "expression.character", 6),
        ("x + 'a' * 9", "expression.character", 5),
        ("[x]", "expression.character", 1),
        ("x; y", "expression.character", 2),
        ("1e9", "expression.character", 1),
        ("1_000", "expression.character", 1),
        ("0.0000000001", "expression.character", 1),
        ("x ** 9", "expression.part", 1),
        ("x // 2", "expression.part", 1),
        ("(x, y)", "expression.part", 1),
        ("True", "expression.part", 1),
        ("min(*x)", "expression.part", 5),
        ("1 if x is y else 2", "expression.part", 6),
        ("9999999999999", "expression.digits", 1),
        ("x + filed", "expression.name", 5),
        ("open(x)", "expression.function", 1),
        ("volume(x, y)", "expression.arguments", 1),
        ("otherwise(x)", "expression.arguments", 1),
        ("min()", "expression.arguments", 1),
        ("x < y", "expression.number_wanted", 1),
        ("1 if x else 2", "expression.condition_wanted", 6),
        ("x +", "expression.syntax", 4),
        ("x if x < y", "expression.syntax", 1),
        ("import x", "expression.syntax", 1),
        ("-" * 60 + "x", "expression.deep", None),
        ("(" * 300 + "x" + ")" * 300, "expression.syntax", None),
    ],
)
def test_what_the_language_has_not_is_refused_with_its_place(
    text: str, code: str, position: int | None
) -> None:
    with pytest.raises(Refusal) as no:
        parse(text, names=["x", "y"], bands=BANDS, place="components[1].expression")
    assert no.value.code == code
    assert no.value.facts["field"] == "components[1].expression"
    assert position is None or no.value.facts["position"] == position


@given(text=st.text(alphabet="xy01.+-*/<>=!(),: minotrdselfa_[]'\"", max_size=60))
def test_any_text_is_a_formula_or_a_refusal(text: str) -> None:
    with suppress(Refusal):
        formula = parse(text, names=["x", "y"], bands=[], place="here")
        Evaluator({}).value(formula, {"x": Fraction(1), "y": None})


_ATOMS = st.sampled_from(["x", "y", "z", "0", "1", "0.1", "0.3", "2.5", "7", "(x - y)", "(z+1)"])


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    condition = st.builds(
        "{} {} {}".format, inner, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), inner
    )
    test = condition | st.builds("{} and not {}".format, condition, condition)
    test |= st.builds("({} or {})".format, condition, condition)
    test |= st.builds("{} < {} <= {}".format, inner, inner, inner)
    return (
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner)
        | st.builds("{} {} {}".format, inner, st.sampled_from("+-*"), _ATOMS)
        | st.builds("{} / {}".format, _ATOMS, _ATOMS)
        | st.builds("-{}".format, inner)
        | st.builds("({} if {} else {})".format, inner, test, inner)
        | st.builds("{}({}, {})".format, st.sampled_from(["min", "max", "otherwise"]), inner, inner)
        | st.builds("{}({})".format, st.sampled_from(["volume", "level"]), inner)
    )


_FIGURES = st.none() | st.integers(-9, 12).map(Fraction) | st.sampled_from(
    [Fraction(1, 3), Fraction(1, 10), Fraction(97, 100)]
)  # fmt: skip


@settings(max_examples=150)
@given(text=st.recursive(_ATOMS, _grown, max_leaves=9), figures=st.tuples(*[_FIGURES] * 3))
def test_a_sheet_comes_to_the_same(text: str, figures: tuple[Figure, ...]) -> None:
    named = dict(zip(CELLS, figures, strict=True))
    formula = parse(text, names=CELLS, bands=BANDS, place="here")
    told = Evaluator(BANDS).value(formula, named)
    for empty in (None, UNDEFINED):
        cells = {CELLS[n]: empty if one is None else float(one) for n, one in named.items()}
        shown = worked_out(sheet_formula(formula, CELLS, BANDS), cells)
        if told is None:
            assert shown == UNDEFINED
        else:
            assert isinstance(shown, float)
            assert math.isclose(shown, told, rel_tol=1e-9, abs_tol=1e-9)


def test_a_sheet_sees_the_edge_that_floats_miss() -> None:
    formula = parse("level(x + y) if x + y == 0.3 else 0", names="xy", bands=BANDS, place="here")
    cells = {"B2": 0.1, "C2": 0.2}
    assert worked_out(sheet_formula(formula, CELLS, BANDS), cells) == 0.0
    formula = parse("1 if x + y == 0.3 else 0", names="xy", bands=BANDS, place="here")
    assert worked_out(sheet_formula(formula, CELLS, BANDS), cells) == 1.0
    formula = parse("1 / (x + y - 0.3)", names="xy", bands=BANDS, place="here")
    assert worked_out(sheet_formula(formula, CELLS, BANDS), cells) == UNDEFINED


@given(value=st.fractions(-200, 200, max_denominator=20))
def test_a_sheet_gives_the_same_grade(value: Fraction) -> None:
    grade = grade_of(GRADES, value)
    assert grade is not None
    assert worked_out(grade_formula(GRADES, "B2"), {"B2": float(value)}) == grade.letter


def test_no_score_is_no_grade() -> None:
    assert grade_of(GRADES, None) is None
    for empty in (None, UNDEFINED):
        assert worked_out(grade_formula(GRADES, "B2"), {"B2": empty}) == UNDEFINED


def test_a_formula_too_long_for_a_cell_is_refused() -> None:
    formula = parse("+".join(["x"] * 30), names=["x"], bands=[], place="here")
    with pytest.raises(Refusal, match=r"expression\.sheet"):
        sheet_formula(formula, {"x": "S" * 200 + "!B2"}, {})
