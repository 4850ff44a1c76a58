"""Where a line of a standards sheet belongs: which subclass its code and name cells speak of.

A line belongs to the subclass of the line above unless one of its four cells says something else.
Then it must say enough: a new subclass needs its code and its name, a new class also its own code.
If it does not, the place is lost until a line says enough again; nothing is ever put under the
subclass above by guessing. Not here: the rest of the line (`standards_lines.py`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from console.domain.catalogue import Category, CategoryKey, fold
from console.domain.finding import Finding, finding, notice
from console.export.cell_text import code_text

CLASS_CODE: Final = "大类代码"
CLASS_NAME: Final = "大类名称"
CODE: Final = "小类代码"
NAME: Final = "小类名称"

_CLASS: Final = re.compile(r"0{0,2}([0-9]{1,2})")
_LINE_END: Final = re.compile(r"\s*\n\s*")
_SUBCLASS: Final = re.compile(r"[0-9]{1,4}")


@dataclass(slots=True)
class Place:
    """The subclass that the present line belongs to; all categories seen on the way."""

    scheme: str
    kind: str
    categories: dict[CategoryKey, Category] = field(default_factory=dict)
    current: Category | None = None
    class_code: str = ""
    _class_names: dict[str, str] = field(default_factory=dict)

    def lose(self) -> None:
        """Forget the subclass: the lines that follow must say where they belong."""
        self.current = None

    def move(self, words: Mapping[str, str]) -> tuple[Category | None, list[Finding]]:
        """Follow one line; `words` are its four cells. None if the place is unclear or unknown.

        The findings have the heading of their cell in `column`.
        """
        words = {heading: _LINE_END.sub("", text) for heading, text in words.items()}
        found = self._class(words)
        if any(one.weight.value == "finding" for one in found):
            self.class_code = ""
            self.lose()
            return None, found
        category = self._subclass(words)
        if isinstance(category, Finding):
            self.lose()
            return None, [*found, category]
        self.current = category
        self.categories.setdefault(category.key, category)
        return category, found

    def _class(self, words: Mapping[str, str]) -> list[Finding]:
        """Move to the class of this line; leaving a class leaves its subclass."""
        code, name = words[CLASS_CODE], words[CLASS_NAME]
        known = self._class_names.get(self.class_code, "")
        if not code:
            if name and not _same(name, known):
                return [finding("standards.class_code_missing", name=name).at("", 0, CLASS_CODE)]
            return []
        digits = _CLASS.fullmatch(code_text(code))
        if digits is None or int(digits[1]) == 0:
            return [finding("standards.code_unreadable", text=code[:40]).at("", 0, CLASS_CODE)]
        class_code = digits[1].zfill(2)
        if not name and class_code not in self._class_names:
            return [finding("standards.name_missing", text=class_code).at("", 0, CLASS_NAME)]
        if class_code != self.class_code:
            self.class_code = class_code
            self.lose()
        first = self._class_names.setdefault(class_code, name)
        if name and not _same(name, first):
            return [
                notice("standards.class_renamed", first=first, second=name).at("", 0, CLASS_NAME)
            ]
        return []

    def _subclass(self, words: Mapping[str, str]) -> Category | Finding:
        """The subclass of this line, or why it is unclear."""
        code, name = words[CODE], words[NAME]
        if not code:
            if self.current is not None and _same(name or self.current.name, self.current.name):
                return self.current
            return finding("standards.code_missing", name=name).at("", 0, CODE)
        if not self.class_code:
            return finding("standards.class_code_missing", name=name).at("", 0, CLASS_CODE)
        digits = code_text(code)
        if not _SUBCLASS.fullmatch(digits) or int(digits) == 0:
            return finding("standards.code_unreadable", text=code[:40]).at("", 0, CODE)
        whole = self.class_code + digits.zfill(2) if len(digits) <= 2 else digits.zfill(4)
        if not whole.startswith(self.class_code):
            return finding("standards.other_class", text=digits, number=self.class_code).at(
                "", 0, CODE
            )
        key = CategoryKey(self.scheme, self.kind, whole)
        known = self.categories.get(key)
        if known is not None:
            if name and not _same(name, known.name):
                return finding("standards.two_names", text=whole, first=known.name, second=name).at(
                    "", 0, NAME
                )
            return known
        if not name:
            return finding("standards.name_missing", text=whole).at("", 0, NAME)
        return Category(
            key=key,
            class_code=self.class_code,
            class_name=self._class_names[self.class_code],
            name=name,
        )


def is_class_code(text: str) -> bool:
    """Whether a cell can be a class code at all."""
    return _CLASS.fullmatch(code_text(text)) is not None


def _same(one: str, other: str) -> bool:
    """Whether two names differ in blanks, width and case only."""
    return "".join(fold(one).split()) == "".join(fold(other).split())
