"""Every indicator has its name and its definition in both languages, and they say what is declared.

The catalogue's file is read as it is, so that nothing left over in it goes unseen.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

import pytest

from console.evaluation.counts import COUNTS
from console.evaluation.indicators import count_names, rates_for
from console.evaluation.posts import AREA_COUNTS, POST_RATES, POSTS
from console.evaluation.rates import RATES, Rate, Sum
from console.evaluation.scheme import POST_OF, ObjectKind, ReworkOf
from console.evaluation.words import (
    date_code,
    definition_code,
    grouping_code,
    kind_code,
    name_code,
)
from console.ports.facts import ASSESSED_BY, Grouping
from console.views.resources import resource
from console.views.wording import Language

Words = Mapping[str, str]

MINUS: Final = "\N{MINUS SIGN}"
BRACKETS: Final = {Language.CHINESE: ("\uff08", "\uff09"), Language.ENGLISH: ("(", ")")}
UNDEFINED: Final = {
    Language.CHINESE: "分母为零时无定义（—）。",
    Language.ENGLISH: "; undefined (—) when the denominator is zero.",
}
STOPS: Final = {Language.CHINESE: "。", Language.ENGLISH: "."}


@pytest.fixture(params=Language)
def language(request: pytest.FixtureRequest) -> Language:
    """Each of the two languages."""
    chosen: Language = request.param
    return chosen


@pytest.fixture
def words(language: Language) -> Words:
    """The catalogue of the indicators in one language."""
    file = resource("i18n", language.value, "indicator.json")
    read: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return read


def rates_of(kind: ObjectKind) -> Iterable[Rate]:
    post = POST_OF.get(kind)
    return RATES.values() if post is None else POST_RATES[post]


def names_of(kind: ObjectKind) -> list[str]:
    """Every column a table of these objects may have."""
    post = POST_OF.get(kind)
    if post is None:
        counts = list(COUNTS)
    else:
        counts = [one.name for one in POSTS[post]] + list(AREA_COUNTS.get(post, ()))
    return [*counts, *(rate.name for rate in rates_of(kind))]


def defined(kind: ObjectKind, name: str) -> str:
    return definition_code(kind, name, ReworkOf.NEED_ARCHIVE)


def test_every_indicator_has_a_name_and_a_definition_and_nothing_is_left_over(
    words: Words,
) -> None:
    indicators = {
        code
        for kind in ObjectKind
        for name in names_of(kind)
        for code in (name_code(kind, name), defined(kind, name))
    }
    enums = {
        *(kind_code(kind) for kind in ObjectKind),
        *(grouping_code(by) for by in Grouping),
        *(date_code(date) for date in ASSESSED_BY),
    }
    assert set(words) == indicators | enums


def test_whatever_a_formula_may_read_has_words(words: Words) -> None:
    for kind in ObjectKind:
        for rework_of in ReworkOf:
            for name in (*count_names(kind), *rates_for(kind, rework_of)):
                assert name_code(kind, name) in words
                assert definition_code(kind, name, rework_of) in words


@pytest.mark.parametrize("kind", ObjectKind)
def test_no_two_columns_of_one_table_share_a_name_or_a_definition(
    kind: ObjectKind, words: Words
) -> None:
    for code in (name_code, defined):
        said = Counter(words[code(kind, name)] for name in names_of(kind))
        assert [text for text, times in said.items() if times > 1] == []


@pytest.mark.parametrize("start", ["assess.kind.", "assess.by.", "assess.date."])
def test_no_two_values_of_a_choice_share_a_name(start: str, words: Words) -> None:
    said = Counter(text for code, text in words.items() if code.startswith(start))
    assert set(said.values()) == {1}


@pytest.mark.parametrize("kind", ObjectKind)
def test_a_rate_is_defined_as_its_declared_numerator_over_its_declared_denominator(
    kind: ObjectKind, language: Language, words: Words
) -> None:
    for rate in rates_of(kind):
        text = words[defined(kind, rate.name)]
        parts = [_sum(one, kind, language, words) for one in (rate.numerator, rate.denominator)]
        assert text.startswith(" ÷ ".join(parts)), rate.name
        assert text.endswith(UNDEFINED[language]), rate.name


def _sum(parts: Sum, kind: ObjectKind, language: Language, words: Words) -> str:
    text = words[name_code(kind, parts[0][1])]
    for sign, name in parts[1:]:
        text += f" {MINUS if sign < 0 else '+'} {words[name_code(kind, name)]}"
    start, end = BRACKETS[language] if len(parts) > 1 else ("", "")
    return f"{start}{text}{end}"


def test_a_definition_is_one_sentence(language: Language, words: Words) -> None:
    stop = STOPS[language]
    definitions = {code: text for code, text in words.items() if code.endswith(".definition")}
    assert [c for c, t in definitions.items() if t.count(stop) != 1 or not t.endswith(stop)] == []


def test_a_name_fits_the_head_of_a_column(language: Language, words: Words) -> None:
    most = {Language.CHINESE: 11, Language.ENGLISH: 38}[language]
    names = [text for code, text in words.items() if not code.endswith(".definition")]
    assert [text for text in names if len(text) > most] == []


def test_the_rework_rate_of_a_scheme_is_defined_by_its_choice() -> None:
    chosen = {of: definition_code(ObjectKind.DEPARTMENT, "rework_rate", of) for of in ReworkOf}
    assert chosen == {
        ReworkOf.NEED_ARCHIVE: "indicator.rework_rate.definition",
        ReworkOf.DISPOSE: "indicator.rework_rate_of_disposed.definition",
    }


def test_a_count_of_people_is_no_count_of_cases() -> None:
    kinds = (ObjectKind.REGION, ObjectKind.INSPECTOR)
    assert [name_code(kind, "report") for kind in kinds] == [
        "indicator.report",
        "post.inspector.report",
    ]
