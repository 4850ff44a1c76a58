"""The difference shown before an import, and the version that comes out of it."""

from dataclasses import replace
from datetime import date

from console.domain.catalogue import (
    CJT214,
    COMPONENT,
    EVENT,
    GBT30428,
    Catalogue,
    Category,
    CategoryKey,
    Condition,
)
from console.domain.catalogue_diff import (
    Change,
    ChangeKind,
    Incoming,
    diff,
    likelier_scheme,
    next_version,
)
from console.domain.timelimit import LimitUnit, TimeLimit

NEW_YEAR = date(2027, 1, 1)
COVER = CategoryKey(GBT30428, COMPONENT, "0101")
LAMP = CategoryKey(GBT30428, COMPONENT, "0137")
SHED = CategoryKey(GBT30428, EVENT, "0101")
OLD_SCHEME = CategoryKey(CJT214, COMPONENT, "0101")
TWO_HOURS = TimeLimit(2, LimitUnit.HOUR)


def a_category(key: CategoryKey, name: str = "上水井盖") -> Category:
    return Category(key=key, class_code="01", class_name="公用设施", name=name, name_en="Cover")


def a_condition(text: str, category: CategoryKey = COVER, ordinal: int = 1) -> Condition:
    return Condition(
        category=category,
        ordinal=ordinal,
        text=text,
        limit=TWO_HOURS,
        version=3,
        valid_from=date(2026, 1, 1),
    )


BROKEN = a_condition("井盖缺损、移位")
LOUD = a_condition("弹跳产生声响", ordinal=2)
DARK = a_condition("单盏不亮", LAMP)
PRESENT = Catalogue(
    version=3,
    valid_from=date(2026, 1, 1),
    categories=(
        a_category(OLD_SCHEME),
        a_category(COVER),
        a_category(LAMP, "路灯"),
        a_category(SHED, "私搭乱建"),
    ),
    conditions=(BROKEN, LOUD, DARK, a_condition("未批搭建", SHED)),
    fallback=TimeLimit(4, LimitUnit.WORK_HOUR),
)


def incoming(*conditions: Condition, categories: tuple[Category, ...] | None = None) -> Incoming:
    named = (a_category(COVER), a_category(LAMP, "路灯"))
    return Incoming(
        scheme=GBT30428,
        kinds=frozenset({COMPONENT}),
        categories=tuple(replace(one, name_en="") for one in categories or named),
        conditions=tuple(replace(one, version=1, valid_from=date.min) for one in conditions),
    )


def brief(changes: tuple[Change, ...]) -> list[tuple[str, str, str]]:
    return [(one.kind.value, one.category.code, one.condition) for one in changes]


def test_an_equal_workbook_changes_nothing_and_keeps_versions_and_english_names() -> None:
    same = incoming(BROKEN, LOUD, DARK)
    assert diff(PRESENT, same) == ()
    after = next_version(PRESENT, same, version=4, valid_from=NEW_YEAR)
    assert after.conditions == tuple(sorted(PRESENT.conditions, key=lambda one: one.category))
    assert {one.name_en for one in after.categories} == {"Cover"}
    assert after.fallback == PRESENT.fallback


def test_into_an_empty_catalogue_everything_is_added() -> None:
    changes = diff(None, incoming(BROKEN))
    assert brief(changes) == [
        ("added", "0101", ""),
        ("added", "0137", ""),
        ("added", "0101", BROKEN.text),
    ]
    after = next_version(None, incoming(BROKEN), version=1, valid_from=NEW_YEAR)
    assert after.conditions[0].version == 1
    assert after.conditions[0].valid_from == NEW_YEAR
    assert after.fallback is None


def test_a_changed_limit_is_shown_with_before_and_after() -> None:
    slower = replace(BROKEN, limit=TimeLimit(1, LimitUnit.WORK_DAY), units=("供水公司",))
    changes = diff(PRESENT, incoming(slower, LOUD, DARK))
    assert brief(changes) == [("changed", "0101", BROKEN.text)]
    assert changes[0].fields == {
        "limit": (TWO_HOURS, TimeLimit(1, LimitUnit.WORK_DAY)),
        "units": ((), ("供水公司",)),
    }
    after = next_version(PRESENT, incoming(slower, LOUD, DARK), version=4, valid_from=NEW_YEAR)
    versions = {one.text: one.version for one in after.conditions}
    assert versions[BROKEN.text] == 4
    assert versions[LOUD.text] == 3


def test_a_reworded_condition_is_a_change_and_a_new_one_an_addition() -> None:
    reworded = replace(BROKEN, text="井盖缺损、移位、开裂")
    other = a_condition("破损超过25cm²", ordinal=3)
    changes = diff(PRESENT, incoming(reworded, LOUD, DARK, other))
    assert brief(changes) == [("added", "0101", other.text), ("changed", "0101", reworded.text)]
    assert changes[1].fields == {"text": (BROKEN.text, reworded.text)}


def test_a_category_with_very_many_new_conditions_is_a_new_list() -> None:
    many = [replace(BROKEN, text=f"井盖缺损、移位{n}", ordinal=n) for n in range(1, 25)]
    kinds = [one.kind for one in diff(PRESENT, incoming(*many, LOUD, DARK))]
    assert (kinds.count(ChangeKind.ADDED), kinds.count(ChangeKind.REMOVED)) == (24, 1)


def test_kept_and_fresh_conditions_are_numbered_anew() -> None:
    unread = replace(incoming(a_condition("新"), DARK), unread=frozenset({BROKEN.key, LOUD.key}))
    after = next_version(PRESENT, unread, version=4, valid_from=NEW_YEAR)
    assert [one.ordinal for one in after.conditions_of(COVER)] == [1, 2, 3]


def test_words_unlike_any_other_are_a_removal_and_an_addition() -> None:
    other = a_condition("全然不同的事情")
    assert brief(diff(PRESENT, incoming(other, LOUD, DARK))) == [
        ("added", "0101", other.text),
        ("removed", "0101", BROKEN.text),
    ]


def test_a_missing_category_goes_with_its_conditions() -> None:
    only_cover = incoming(BROKEN, LOUD, categories=(a_category(COVER),))
    assert brief(diff(PRESENT, only_cover)) == [
        ("removed", "0137", ""),
        ("removed", "0137", DARK.text),
    ]


def test_a_renamed_category_is_a_change() -> None:
    renamed = incoming(
        BROKEN, LOUD, DARK, categories=(a_category(COVER, "供水井盖"), a_category(LAMP, "路灯"))
    )
    changes = diff(PRESENT, renamed)
    assert brief(changes) == [("changed", "0101", "")]
    assert changes[0].fields == {"name": ("上水井盖", "供水井盖")}


def test_other_kinds_and_schemes_are_left_alone() -> None:
    after = next_version(PRESENT, incoming(BROKEN, LOUD, DARK), version=4, valid_from=NEW_YEAR)
    assert {one.key for one in after.categories} == {COVER, LAMP, SHED, OLD_SCHEME}
    assert after.conditions_of(SHED)


def test_an_unread_line_leaves_its_condition_in_force() -> None:
    unread = replace(
        incoming(BROKEN, LOUD, categories=(a_category(COVER),)), unread=frozenset({DARK.key})
    )
    assert diff(PRESENT, unread) == ()


def test_an_unclear_category_keeps_all_its_conditions() -> None:
    unclear = replace(incoming(DARK), unread_categories=frozenset({COVER}))
    assert diff(PRESENT, unclear) == ()


def test_changes_have_all_three_kinds() -> None:
    assert [kind.value for kind in ChangeKind] == ["added", "removed", "changed"]


def test_names_tell_a_workbook_that_was_read_as_the_wrong_scheme() -> None:
    cover, shed = a_category(COVER), a_category(SHED, "私搭乱建")
    old = a_category(OLD_SCHEME, "旧井盖")
    now = Catalogue(version=1, valid_from=NEW_YEAR, categories=(cover, shed, old), conditions=())

    def read_as(key: CategoryKey, name: str) -> Incoming:
        return Incoming(
            scheme=key.scheme,
            kinds=frozenset({COMPONENT}),
            categories=(a_category(key, name), a_category(key._replace(code="0199"), "没有的")),
            conditions=(),
        )

    assert likelier_scheme(now, read_as(COVER, "旧井盖")) == CJT214
    assert likelier_scheme(now, read_as(OLD_SCHEME, "上水井盖")) == GBT30428
    assert likelier_scheme(now, read_as(COVER, "上水井盖")) is None
    assert likelier_scheme(now, read_as(COVER, "别的")) is None  # both fit by their class alone
    empty = replace(now, categories=())
    assert likelier_scheme(empty, read_as(COVER, "上水井盖")) is None
