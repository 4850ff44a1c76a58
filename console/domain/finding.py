"""What an import could not take over, or took over with a remark: a code, its facts and its place.

Here is the value only. Not here: sentences (catalogue `import.json`) and who shows them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self


class Weight(StrEnum):
    """How much a finding weighs: the line was left out, or it was taken over with a remark."""

    FINDING = "finding"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One remark about one line of a file.

    `code` is `area.reason`, `facts` fill its sentence. `sheet` is the sheet's name (empty for a
    text file), `row` counts from 1 as spreadsheets do and is 0 for the file or sheet as a whole,
    `column` is the heading of the cell. Facts never carry personal data of callers.
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    weight: Weight = Weight.FINDING
    sheet: str = ""
    row: int = 0
    column: str = ""

    def at(self, sheet: str, row: int, column: str = "") -> Self:
        """The same finding with its place."""
        return replace(self, sheet=sheet, row=row, column=column)


def notice(code: str, **facts: object) -> Finding:
    """A remark on something that was taken over."""
    return Finding(code=code, facts=facts, weight=Weight.NOTICE)


def finding(code: str, **facts: object) -> Finding:
    """A reason why something was left out."""
    return Finding(code=code, facts=facts)
