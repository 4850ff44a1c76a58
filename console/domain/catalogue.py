"""Categories of components and events with their registration conditions, limits and closings.

Source: fact book 3 and 4 (GB/T 30428.2, GB/T 30428.8 and CJ/T 214 as cities use them). Component
and event codes collide (both have 0101) and two numbering schemes exist, so a category is only
known by scheme, kind and code together. Limits are the city's own data and have versions.
Not here: comparing two versions (`catalogue_diff.py`), how limits are written (`limit_text.py`).
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple, Self

from console.domain.case import Standard
from console.domain.place import AreaLevel
from console.domain.timelimit import StepLimit, TimeLimit

GBT30428: Final = "GBT30428"
CJT214: Final = "CJT214"
COMPONENT: Final = "component"
EVENT: Final = "event"
SERVICE: Final = "service"

INFORMATION_WORD: Final = "告知"
PLAN_WORD: Final = "计划"


class CategoryKey(NamedTuple):
    """Scheme (`GBT30428`, `CJT214`, open list), kind (`component`, `event`, `service`, open list)
    and four-digit code (two of the class, two of the subclass)."""

    scheme: str
    kind: str
    code: str


class ConditionKey(NamedTuple):
    """A condition is known by its category and its own words."""

    category: CategoryKey
    text: str


class ClosingRule(StrEnum):
    """What must be shown to close: the thing restored, the owner informed, or a plan accepted."""

    RESTORED = "restored"
    INFORMATION = "information"
    PLAN = "plan"


class LimitOrigin(StrEnum):
    """Where a limit came from; everything but CONDITION and AREA must be shown to the operator."""

    CONDITION = "condition"
    AREA = "area"
    FALLBACK = "fallback"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A subclass (小类) of components, events or services."""

    key: CategoryKey
    class_code: str
    class_name: str
    name: str
    name_en: str = field(default="", compare=False)

    @property
    def search_text(self) -> str:
        """Code and names in one folded line, for plain text search (pinyin is a screen matter)."""
        return fold(" ".join((self.key.code, self.name, self.class_name, self.name_en)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One registration condition (立案条件) of a category with what closes it and by when.

    `limit` is absent only if `area_limits` gives one per area level instead; of `successive` limits
    (停工 / 处罚 / 拆除) it is the first. `limit_words` keeps what stood behind it
    (`1紧急工作时制止`). `ordinal` counts from 1 in the category.
    `units` are names as written; who they are in the organisation is decided elsewhere.
    `version` and `valid_from` name the version of the standards that last changed this condition.
    """

    category: CategoryKey
    ordinal: int
    text: str
    closing_text: str = ""
    closing_rule: ClosingRule = ClosingRule.RESTORED
    limit: TimeLimit | None = None
    area_limits: tuple[tuple[AreaLevel, TimeLimit], ...] = ()
    successive: tuple[StepLimit, ...] = ()
    limit_words: str = ""
    units: tuple[str, ...] = ()
    department: str = ""
    version: int = 1
    valid_from: date = date.min

    @property
    def key(self) -> ConditionKey:
        return ConditionKey(self.category, fold(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitChoice:
    """The limit that applies and why; without a limit the operator has to set one."""

    limit: TimeLimit | None
    origin: LimitOrigin


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One version of the standards, in force from the start of `valid_from` (city's time zone).

    `fallback` is the city's setting for cases that match no condition (one city uses 4 work
    hours); without it such a case has no limit until an operator gives one. Raises ValueError if
    a category or condition stands twice or a condition has no category.
    """

    version: int
    valid_from: date
    categories: tuple[Category, ...]
    conditions: tuple[Condition, ...]
    fallback: TimeLimit | None = None
    _categories: dict[CategoryKey, Category] = field(init=False, repr=False, compare=False)
    _conditions: dict[CategoryKey, tuple[Condition, ...]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        categories = {category.key: category for category in self.categories}
        conditions: dict[CategoryKey, list[Condition]] = {}
        for condition in self.conditions:
            conditions.setdefault(condition.category, []).append(condition)
        if len(categories) < len(self.categories):
            raise ValueError("a category stands twice")
        if len({condition.key for condition in self.conditions}) < len(self.conditions):
            raise ValueError("a condition stands twice")
        if conditions.keys() - categories.keys():
            raise ValueError("a condition has no category")
        # A frozen value may still index itself once; both fields follow from the others.
        object.__setattr__(self, "_categories", categories)
        frozen = {key: tuple(several) for key, several in conditions.items()}
        object.__setattr__(self, "_conditions", frozen)

    def category(self, scheme: str, kind: str, code: str) -> Category | None:
        """The category with this code, or None; never one of another scheme or kind."""
        return self._categories.get(CategoryKey(scheme, kind, code))

    def conditions_of(self, category: CategoryKey) -> tuple[Condition, ...]:
        """The conditions of a category in their order; empty if it has none."""
        return self._conditions.get(category, ())

    def condition(self, key: ConditionKey) -> Condition | None:
        """The condition with these words, or None."""
        return next((one for one in self.conditions_of(key.category) if one.key == key), None)

    def limit_for(self, condition: Condition | None, area: AreaLevel | None) -> LimitChoice:
        """The limit of a condition in an area of this level, with its origin.

        An area level without its own limit gets the condition's one. Without condition or limit
        the fallback setting applies and says so; if that is absent too, there is no limit.
        """
        if condition is not None:
            by_area = dict(condition.area_limits)
            if area in by_area:
                return LimitChoice(limit=by_area[area], origin=LimitOrigin.AREA)
            if condition.limit is not None:
                return LimitChoice(limit=condition.limit, origin=LimitOrigin.CONDITION)
        if self.fallback is not None:
            return LimitChoice(limit=self.fallback, origin=LimitOrigin.FALLBACK)
        return LimitChoice(limit=None, origin=LimitOrigin.NONE)

    def search(self, words: str) -> tuple[Category, ...]:
        """Categories in which every word occurs; those whose code or name begins so come first."""
        wanted = fold(words).split()
        if not wanted:
            return ()
        first = wanted[0]
        hits = [c for c in self.categories if all(word in c.search_text for word in wanted)]
        begins = [c for c in hits if c.key.code.startswith(first) or fold(c.name).startswith(first)]
        return (*begins, *(c for c in hits if c not in begins))


@dataclass(frozen=True, slots=True)
class Catalogues:
    """All versions of the standards, oldest first. Raises ValueError if two begin on one day."""

    versions: tuple[Catalogue, ...]

    def __post_init__(self) -> None:
        days = [version.valid_from for version in self.versions]
        if days != sorted(set(days)):
            raise ValueError("versions must begin on different days, in order")

    @classmethod
    def of(cls, versions: Iterable[Catalogue]) -> Self:
        """Versions in any order."""
        return cls(tuple(sorted(versions, key=lambda version: version.valid_from)))

    def at(self, day: date) -> Catalogue | None:
        """The version in force on `day` (a day of the city's time zone); None before the first."""
        place = bisect_right(self.versions, day, key=lambda version: version.valid_from)
        return self.versions[place - 1] if place else None


def standard_of(
    catalogue: Catalogue, category: Category, condition: Condition, area: AreaLevel | None
) -> Standard | None:
    """The standard a case is registered under; None when the condition has no limit at all."""
    limit = catalogue.limit_for(condition, area).limit
    if limit is None:
        return None
    return Standard(
        scheme=category.key.scheme,
        kind=category.key.kind,
        category=category.key.code,
        name=category.name,
        condition=f"C{condition.ordinal}",
        text=condition.text,
        closing=condition.closing_text,
        limit=limit,
        version=str(catalogue.version),
        by_photo=condition.closing_rule is ClosingRule.RESTORED,
        class_name=category.class_name,
    )


def closing_rule(text: str) -> ClosingRule:
    """What a closing text asks for, by the words cities use (fact book 4).

    告知 anywhere means the case may be closed by informing the owner, 计划 that an accepted plan
    is enough (plants are replaced in their season); anything else must be restored.
    """
    if INFORMATION_WORD in text:
        return ClosingRule.INFORMATION
    return ClosingRule.PLAN if PLAN_WORD in text else ClosingRule.RESTORED


def fold(text: str) -> str:
    """One form for words that look alike: full and half width, case, runs of blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
