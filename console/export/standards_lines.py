"""The lines of one standards sheet, added up to categories and conditions.

Blank cells carry on the value above: units and department inside a class, the closing condition
inside a subclass. A condition and its limit never carry on: an empty limit is a finding, not the
limit above. A header repeated on the next page and remarks in the margin are no lines. A line
that is not understood is a finding; the condition in force stays for it.
Not here: which subclass a line belongs to (`standards_place.py`), sheets (`standards_book.py`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from console.domain.catalogue import (
    Category,
    CategoryKey,
    Condition,
    ConditionKey,
    closing_rule,
    fold,
)
from console.domain.finding import Finding, finding, notice
from console.domain.limit_text import BareUnits, parse
from console.export.book_rows import Cell, Unreadable
from console.export.cell_text import cell_text, says_nothing
from console.export.standards_place import (
    CLASS_CODE,
    CLASS_NAME,
    CODE,
    NAME,
    Place,
    is_class_code,
)

LONGEST_TEXT: Final = 2_000

UNITS: Final = "处置单位"
DEPARTMENT: Final = "主管部门"
TEXT: Final = "立案条件"
CLOSING: Final = "结案条件"
LIMIT: Final = "处置时限"
HEADINGS: Final = (CLASS_CODE, CLASS_NAME, CODE, NAME, UNITS, DEPARTMENT, TEXT, CLOSING, LIMIT)

_UNIT_MARKS: Final = re.compile(r"[、\n;；]")


@dataclass(slots=True)
class SheetLines:
    """What one sheet adds up to; give it its lines in order, then look at what it holds.

    `whole` is False once a line could not be placed: such a sheet removes nothing.
    """

    place: Place
    sheet: str
    bare: BareUnits = BareUnits.CONTINUOUS
    whole: bool = True
    conditions: dict[ConditionKey, Condition] = field(default_factory=dict)
    unread: set[ConditionKey] = field(default_factory=set)
    unclear: set[CategoryKey] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    _above: dict[str, str] = field(default_factory=dict)
    _counts: dict[CategoryKey, int] = field(default_factory=dict)
    _row: int = 0

    def take(self, row: int, cells: Mapping[str, Cell]) -> None:
        """Take one line by its headings; a missing heading counts as blank."""
        self._row = row
        words = {name: cell_text(cells.get(name)) for name in HEADINGS}
        broken = self._broken(cells, words)
        if not broken and not any(words.values()):
            return
        if not broken and self._is_no_line(words):
            return
        before = self.place.current
        if broken & {CLASS_CODE, CLASS_NAME, CODE, NAME}:
            self.place.lose()
            category = None
        else:
            category, found = self.place.move(words)
            self.findings.extend(one.at(self.sheet, row, one.column) for one in found)
        if category is None:
            self.whole = False
            self._above.clear()
            return
        self._carry(words, before, category)
        if broken:
            for name in broken:
                self._above.pop(name, None)
            self._leave(category, words[TEXT])
        else:
            self._condition(category, words, begins=category != before)

    def _is_no_line(self, words: Mapping[str, str]) -> bool:
        """Whether it is the header again, as on every printed page, or a remark in the margin."""
        if words[CODE] == CODE and words[TEXT] == TEXT:
            return True
        alone = [name for name, text in words.items() if text] == [CLASS_CODE]
        if alone and not is_class_code(words[CLASS_CODE]):
            self._find(notice("standards.remark_ignored"), CLASS_CODE)
            return True
        return False

    def _broken(self, cells: Mapping[str, Cell], words: Mapping[str, str]) -> set[str]:
        """Headings of cells that hold something unusable; each is a finding."""
        broken = set()
        for name, text in words.items():
            cell = cells.get(name)
            if isinstance(cell, Unreadable):
                self._find(finding(f"cell.{cell.flaw.value}"), name)
                broken.add(name)
            elif len(text) > LONGEST_TEXT:
                self._find(finding("cell.too_long"), name)
                broken.add(name)
        return broken

    def _find(self, what: Finding, column: str) -> None:
        self.findings.append(what.at(self.sheet, self._row, column))

    def _carry(self, words: dict[str, str], before: Category | None, now: Category) -> None:
        """Fill blank cells from above and remember this line for the next one."""
        if before is None or before.class_code != now.class_code:
            self._above.clear()
        elif before != now:
            self._above.pop(CLOSING, None)
        for name in (UNITS, DEPARTMENT, CLOSING):
            text = words[name] or self._above.get(name, "")
            self._above[name] = text
            words[name] = "" if says_nothing(text) else text

    def _condition(self, category: Category, words: Mapping[str, str], *, begins: bool) -> None:
        text, limit_text = words[TEXT], words[LIMIT]
        if not text:
            if begins and not limit_text:
                return  # a subclass that stands alone on its line
            self._find(finding("standards.condition_missing"), TEXT)
            self.unclear.add(category.key)
            return
        reading = parse(limit_text, bare=self.bare)
        if isinstance(reading, Finding):
            self._find(reading, LIMIT)
            self._leave(category, text)
            return
        condition = Condition(
            category=category.key,
            ordinal=self._counts.get(category.key, 0) + 1,
            text=text,
            closing_text=words[CLOSING],
            closing_rule=closing_rule(words[CLOSING]),
            limit=reading.limit,
            area_limits=reading.by_area,
            successive=reading.steps,
            limit_words=reading.words,
            units=_units(words[UNITS]),
            department=words[DEPARTMENT],
        )
        if condition.key in self.conditions:
            self._find(finding("standards.stands_twice"), TEXT)
            return
        self.conditions[condition.key] = condition
        self._counts[category.key] = condition.ordinal
        for remark in reading.notices:
            self._find(remark, LIMIT)
        if not condition.closing_text:
            self._find(notice("standards.closing_missing"), CLOSING)

    def _leave(self, category: Category, text: str) -> None:
        """This line was not understood; what is in force for it stays in force."""
        if text:
            self.unread.add(ConditionKey(category.key, fold(text)))
        else:
            self.unclear.add(category.key)


def _units(text: str) -> tuple[str, ...]:
    """The names of a list, in order, each once."""
    names = (name.strip() for name in _UNIT_MARKS.split(text))
    return tuple(dict.fromkeys(name for name in names if name))
