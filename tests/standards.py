"""A small catalogue for screens: a lamp with two conditions, rubbish with one, and look-alikes."""

from datetime import date

from console.domain.case import Standard
from console.domain.catalogue import (
    COMPONENT,
    EVENT,
    GBT30428,
    Catalogue,
    Category,
    CategoryKey,
    ClosingRule,
    Condition,
    standard_of,
)
from console.domain.timelimit import LimitUnit, TimeLimit
from db.seed import reference_catalogue


def a_category(kind: str, code: str, name: str, class_name: str = "公用设施") -> Category:
    """A class of the national scheme."""
    return Category(
        key=CategoryKey(GBT30428, kind, code),
        class_code=code[:2],
        class_name=class_name,
        name=name,
    )


LAMP = a_category(COMPONENT, "0118", "路灯")
LAMP_COVER = a_category(COMPONENT, "0106", "路灯井盖")
GREEN = a_category(EVENT, "0106", "绿地脏乱", "市容环境")
RUBBISH_CLASS = a_category(EVENT, "0110", "暴露生活垃圾", "市容环境")

SMALL_STANDARDS = Catalogue(
    version=3,
    valid_from=date(2026, 1, 1),
    categories=(GREEN, LAMP_COVER, LAMP, RUBBISH_CLASS),
    conditions=(
        Condition(
            category=LAMP.key,
            ordinal=1,
            text="单盏及以上不亮",
            closing_text="亮灯正常，线路无外露",
            limit=TimeLimit(1, LimitUnit.WORK_DAY),
        ),
        Condition(
            category=LAMP.key,
            ordinal=2,
            text="灯杆倾斜、断线、漏电",
            closing_text="恢复",
            limit=TimeLimit(2, LimitUnit.HOUR),
        ),
        Condition(
            category=RUBBISH_CLASS.key,
            ordinal=1,
            text="公共场所有成堆垃圾",
            closing_text="清运干净、无散落",
            limit=TimeLimit(4, LimitUnit.WORK_HOUR),
        ),
    ),
)


def _genuine(rule: ClosingRule) -> Standard:
    """A class and condition of the standards every city begins with, closed by this rule."""
    catalogue = reference_catalogue()
    condition = next(one for one in catalogue.conditions if one.closing_rule is rule)
    category = catalogue.category(*condition.category)
    assert category is not None
    found = standard_of(catalogue, category, condition, None)
    assert found is not None
    return found


GENUINE = _genuine(ClosingRule.RESTORED)
"""What a seat may register a case under in a seeded database; a photo must show the repair."""
GENUINE_PLAN = _genuine(ClosingRule.PLAN)
"""The same, closed by an accepted plan: no photo is asked for."""
