"""Categories, conditions and versions: what is found, by what key, and which limit applies."""

from datetime import date

import pytest

from console.domain.catalogue import (
    CJT214,
    COMPONENT,
    EVENT,
    GBT30428,
    Catalogue,
    Catalogues,
    Category,
    CategoryKey,
    ClosingRule,
    Condition,
    ConditionKey,
    LimitChoice,
    LimitOrigin,
    closing_rule,
    fold,
    standard_of,
)
from console.domain.finding import Finding, Weight, finding, notice
from console.domain.place import AreaLevel
from console.domain.timelimit import LimitUnit, TimeLimit

COVER = CategoryKey(GBT30428, COMPONENT, "0101")
SHED = CategoryKey(GBT30428, EVENT, "0101")
FOUR_HOURS = TimeLimit(4, LimitUnit.WORK_HOUR)
TWO_HOURS = TimeLimit(2, LimitUnit.HOUR)


def a_category(key: CategoryKey = COVER, name: str = "上水井盖") -> Category:
    return Category(key=key, class_code="01", class_name="公用设施", name=name)


def a_condition(text: str = "井盖缺损", category: CategoryKey = COVER) -> Condition:
    return Condition(category=category, ordinal=1, text=text, limit=TWO_HOURS)


def a_catalogue(version: int = 1, *, fallback: TimeLimit | None = None) -> Catalogue:
    return Catalogue(
        version=version,
        valid_from=date(2026, version, 1),
        categories=(a_category(), a_category(SHED, "私搭乱建")),
        conditions=(a_condition(), a_condition("破损面超25cm²")),
        fallback=fallback,
    )


def test_equal_codes_of_components_and_events_are_different_categories() -> None:
    catalogue = a_catalogue()
    component = catalogue.category(GBT30428, COMPONENT, "0101")
    event = catalogue.category(GBT30428, EVENT, "0101")
    assert component is not None
    assert event is not None
    assert (component.name, event.name) == ("上水井盖", "私搭乱建")


def test_a_code_of_another_scheme_is_not_found() -> None:
    assert a_catalogue().category(CJT214, COMPONENT, "0101") is None


def test_one_category_has_several_conditions_found_by_their_words() -> None:
    catalogue = a_catalogue()
    assert [one.text for one in catalogue.conditions_of(COVER)] == ["井盖缺损", "破损面超25cm²"]
    assert catalogue.conditions_of(SHED) == ()
    assert catalogue.condition(ConditionKey(COVER, fold("破损面超２５cm²"))) is not None
    assert catalogue.condition(ConditionKey(COVER, "absent")) is None


def test_a_category_or_condition_that_stands_twice_is_refused() -> None:
    day = date(2026, 1, 1)
    with pytest.raises(ValueError, match="category stands twice"):
        Catalogue(version=1, valid_from=day, categories=(a_category(),) * 2, conditions=())
    with pytest.raises(ValueError, match="condition stands twice"):
        Catalogue(
            version=1, valid_from=day, categories=(a_category(),), conditions=(a_condition(),) * 2
        )
    with pytest.raises(ValueError, match="no category"):
        Catalogue(version=1, valid_from=day, categories=(), conditions=(a_condition(),))


def test_the_limit_of_the_area_level_comes_before_the_plain_one() -> None:
    by_area = Condition(
        category=COVER,
        ordinal=1,
        text="井盖缺损",
        limit=TWO_HOURS,
        area_limits=((AreaLevel.FIRST, FOUR_HOURS),),
    )
    catalogue = a_catalogue()
    assert catalogue.limit_for(by_area, AreaLevel.FIRST) == LimitChoice(
        limit=FOUR_HOURS, origin=LimitOrigin.AREA
    )
    for area in (AreaLevel.SECOND, None):
        assert catalogue.limit_for(by_area, area).origin is LimitOrigin.CONDITION


def test_a_condition_with_a_limit_becomes_what_a_case_is_registered_under() -> None:
    catalogue, category = a_catalogue(), a_category()
    frozen = standard_of(catalogue, category, a_condition(), AreaLevel.FIRST)
    assert frozen is not None
    assert (frozen.scheme, frozen.category, frozen.condition) == (GBT30428, "0101", "C1")
    assert (frozen.limit, frozen.version, frozen.by_photo) == (TWO_HOURS, "1", True)
    endless = Condition(category=COVER, ordinal=1, text="x")
    assert standard_of(catalogue, category, endless, None) is None


def test_without_a_matching_standard_the_fallback_says_that_it_is_one() -> None:
    assert a_catalogue(fallback=FOUR_HOURS).limit_for(None, None) == LimitChoice(
        limit=FOUR_HOURS, origin=LimitOrigin.FALLBACK
    )


def test_without_standard_and_fallback_no_limit_is_invented() -> None:
    only_first = Condition(
        category=COVER, ordinal=1, text="x", area_limits=((AreaLevel.FIRST, FOUR_HOURS),)
    )
    for condition in (None, only_first):
        choice = a_catalogue().limit_for(condition, AreaLevel.THIRD)
        assert choice == LimitChoice(limit=None, origin=LimitOrigin.NONE)


def test_search_finds_by_code_and_words_with_beginnings_first() -> None:
    catalogue = a_catalogue()
    assert [one.key for one in catalogue.search("0101")] == [COVER, SHED]
    assert [one.key for one in catalogue.search("乱建 公用")] == [SHED]
    assert [one.key for one in catalogue.search("私搭")] == [SHED]
    assert catalogue.search("  ") == ()
    assert catalogue.search("没有") == ()


def test_the_version_in_force_is_the_last_one_begun() -> None:
    versions = Catalogues.of([a_catalogue(3), a_catalogue(1)])
    assert versions.at(date(2025, 12, 31)) is None
    for day, version in ((date(2026, 1, 1), 1), (date(2026, 2, 28), 1), (date(2026, 3, 1), 3)):
        found = versions.at(day)
        assert found is not None
        assert found.version == version


def test_versions_out_of_order_or_of_one_day_are_refused() -> None:
    for versions in ((a_catalogue(2), a_catalogue(1)), (a_catalogue(1), a_catalogue(1))):
        with pytest.raises(ValueError, match="different days"):
            Catalogues(versions)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("修复", ClosingRule.RESTORED),
        ("设置到位或告知后结案", ClosingRule.INFORMATION),
        ("适季补栽，非季列计划", ClosingRule.PLAN),
    ],
)
def test_the_closing_rule_follows_the_words_of_the_city(text: str, rule: ClosingRule) -> None:
    assert closing_rule(text) is rule


def test_a_finding_is_given_its_place_without_losing_anything() -> None:
    placed = finding("limit.empty", text="x").at("部件", 7, "处置时限")
    assert placed == Finding(
        code="limit.empty", facts={"text": "x"}, sheet="部件", row=7, column="处置时限"
    )
    assert notice("limit.bare_unit").weight is Weight.NOTICE
