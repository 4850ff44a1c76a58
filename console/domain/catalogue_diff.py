"""What changes between the standards in force and a workbook: shown before anything is written.

A workbook speaks only for the scheme and the kinds it has sheets for; everything else stays as it
is. A line that could not be understood changes nothing either: the condition in force stays.
Not here: reading the workbook, and storing the version that comes out of `next_version`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from console.domain.catalogue import Catalogue, Category, CategoryKey, Condition, ConditionKey

ALIKE: Final = 0.6
"""From this likeness of its words (0 to 1) a condition counts as reworded, not as replaced."""

MOST_REWORDED: Final = 20
"""A category with more new conditions than this is a new list, not a reworded one."""

HEAD_CHARS: Final = 200
"""So much of a condition decides whether it is the same one in other words."""

COMPARED: Final = (
    "text",
    "closing_text",
    "closing_rule",
    "limit",
    "area_limits",
    "successive",
    "limit_words",
    "units",
    "department",
)


class ChangeKind(StrEnum):
    """What happens to a category or condition."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: of a condition, or of a category if `condition` words are empty.

    `fields` maps the names of changed fields to their values before and after; it is empty for
    what was added or removed.
    """

    kind: ChangeKind
    category: CategoryKey
    name: str
    condition: str = ""
    fields: Mapping[str, tuple[object, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What a workbook holds for one scheme.

    `kinds` are the kinds it had a readable sheet for. `unread` are conditions that it names
    without an understandable limit, `unread_categories` those of which some line was unclear.
    """

    scheme: str
    kinds: frozenset[str]
    categories: tuple[Category, ...]
    conditions: tuple[Condition, ...]
    unread: frozenset[ConditionKey] = frozenset()
    unread_categories: frozenset[CategoryKey] = frozenset()

    def speaks_for(self, category: CategoryKey) -> bool:
        """Whether absence from the workbook means removal."""
        return category.scheme == self.scheme and category.kind in self.kinds


def likelier_scheme(now: Catalogue, incoming: Incoming) -> str | None:
    """A scheme whose codes have the workbook's names more often than the one it was read as.

    Codes are the same digits in every scheme, and event classes 04 and 05 are exchanged between
    the two in use (fact book 3.1): only the names tell. None where no other scheme fits better.
    """

    def fit(scheme: str) -> int:
        """How many names of classes and subclasses stand under the same codes there."""
        known = ((now.category(scheme, *one.key[1:]), one) for one in incoming.categories)
        return sum(
            (there.class_name == one.class_name) + (there.name == one.name)
            for there, one in known
            if there is not None
        )

    schemes = sorted({one.key.scheme for one in now.categories} - {incoming.scheme})
    best = max(schemes, key=fit, default=incoming.scheme)
    return best if fit(best) > fit(incoming.scheme) else None


def diff(present: Catalogue | None, incoming: Incoming) -> tuple[Change, ...]:
    """The changes that taking over `incoming` makes, categories first, each in code order."""
    after = next_version(present, incoming, version=0, valid_from=date.min)
    categories = _categories(present.categories if present else (), after.categories)
    known = (*(present.categories if present else ()), *after.categories)
    names = {one.key: one.name for one in known}
    conditions = _conditions(present.conditions if present else (), after.conditions, names)
    return (*categories, *conditions)


def next_version(
    present: Catalogue | None, incoming: Incoming, *, version: int, valid_from: date
) -> Catalogue:
    """The catalogue after the import; what did not change keeps its version and date."""
    old = present.conditions if present else ()
    taken = {one.key: one for one in incoming.conditions}
    before = {one.key: one for one in old}
    kept = [
        one
        for one in old
        if one.key not in taken
        and (
            not incoming.speaks_for(one.category)
            or one.key in incoming.unread
            or one.category in incoming.unread_categories
        )
    ]
    fresh = [_dated(before.get(key), one, version, valid_from) for key, one in taken.items()]
    conditions = sorted((*kept, *fresh), key=lambda one: (one.category, one.ordinal))
    return Catalogue(
        version=version,
        valid_from=valid_from,
        categories=_merged(present, incoming, {one.category for one in conditions}),
        conditions=_renumbered(conditions),
        fallback=present.fallback if present else None,
    )


def _renumbered(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Ordinals counted anew in each category: kept and fresh conditions may claim the same one."""
    counts: Counter[CategoryKey] = Counter()
    numbered = []
    for one in conditions:
        counts[one.category] += 1
        numbered.append(replace(one, ordinal=counts[one.category]))
    return tuple(numbered)


def _dated(before: Condition | None, after: Condition, version: int, valid_from: date) -> Condition:
    if before is not None and not _fields(before, after):
        return replace(after, version=before.version, valid_from=before.valid_from)
    return replace(after, version=version, valid_from=valid_from)


def _merged(
    present: Catalogue | None, incoming: Incoming, needed: Collection[CategoryKey]
) -> tuple[Category, ...]:
    taken = {one.key: one for one in incoming.categories}
    for one in present.categories if present else ():
        fresh = taken.get(one.key)
        if fresh is not None:  # the workbook has no English names
            taken[one.key] = replace(fresh, name_en=fresh.name_en or one.name_en)
        elif not incoming.speaks_for(one.key) or one.key in needed:
            taken[one.key] = one
    return tuple(sorted(taken.values(), key=lambda one: one.key))


def _categories(before: Iterable[Category], after: Iterable[Category]) -> list[Change]:
    old = {one.key: one for one in before}
    new = {one.key: one for one in after}
    changes = []
    for key in sorted(old.keys() | new.keys()):
        one, other = old.get(key), new.get(key)
        if one is not None and other is not None:
            fields: dict[str, tuple[object, object]] = {
                name: (getattr(one, name), getattr(other, name))
                for name in ("class_name", "name")
                if getattr(one, name) != getattr(other, name)
            }
            if fields:
                changes.append(
                    Change(kind=ChangeKind.CHANGED, category=key, name=other.name, fields=fields)
                )
            continue
        kind = ChangeKind.REMOVED if other is None else ChangeKind.ADDED
        named = one or other
        changes.append(Change(kind=kind, category=key, name=named.name if named else "", fields={}))
    return changes


def _conditions(
    before: Iterable[Condition], after: Iterable[Condition], names: Mapping[CategoryKey, str]
) -> list[Change]:
    old = {one.key: one for one in before}
    new = {one.key: one for one in after}
    pairs = [(old[key], new[key]) for key in old.keys() & new.keys()]
    gone = [one for key, one in old.items() if key not in new]
    come = [one for key, one in new.items() if key not in old]
    fresh: dict[CategoryKey, list[Condition]] = {}
    for one in come:
        fresh.setdefault(one.category, []).append(one)
    lost = []
    for one in gone:
        choice = fresh.get(one.category, [])
        twin = _reworded(one, choice)
        if twin is None:
            lost.append(one)
        else:
            pairs.append((one, twin))
            choice.remove(twin)
    changes = [
        *(_change(ChangeKind.REMOVED, one, {}, names) for one in lost),
        *(
            _change(ChangeKind.ADDED, one, {}, names)
            for several in fresh.values()
            for one in several
        ),
    ]
    for one, other in pairs:
        fields = _fields(one, other)
        if fields:
            changes.append(_change(ChangeKind.CHANGED, other, fields, names))
    return sorted(changes, key=lambda change: (change.category, change.kind, change.condition))


def _change(
    kind: ChangeKind,
    condition: Condition,
    fields: Mapping[str, tuple[object, object]],
    names: Mapping[CategoryKey, str],
) -> Change:
    return Change(
        kind=kind,
        category=condition.category,
        name=names[condition.category],
        condition=condition.text,
        fields=fields,
    )


def _reworded(gone: Condition, choice: Sequence[Condition]) -> Condition | None:
    """The new condition of the same category whose words are most like those of the lost one."""
    if len(choice) > MOST_REWORDED:
        return None
    head = gone.text[:HEAD_CHARS]
    rated = [
        (SequenceMatcher(None, head, one.text[:HEAD_CHARS]).ratio(), -one.ordinal, one)
        for one in choice
    ]
    best = max(rated, default=None, key=lambda each: each[:2])
    return best[2] if best and best[0] >= ALIKE else None


def _fields(one: Condition, other: Condition) -> dict[str, tuple[object, object]]:
    return {
        name: (getattr(one, name), getattr(other, name))
        for name in COMPARED
        if getattr(one, name) != getattr(other, name)
    }
