"""The workbook of standards that cities keep, written as `standards_book.py` reads it.

Apart from the reading, because a console that only looks at a workbook needs no writing library.
"""

import os
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from console.domain.catalogue import GBT30428, Catalogue, Category, Condition
from console.domain.limit_text import LimitReading
from console.domain.limit_text import write as write_limit
from console.export.cell_text import NOTHING, clean
from console.export.standards_book import KINDS
from console.export.standards_lines import HEADINGS

WIDTHS: Final = (9, 16, 9, 22, 36, 28, 48, 26, 20)


def write(path: Path, catalogue: Catalogue, *, scheme: str = GBT30428) -> None:
    """Write the components and events of a scheme as the workbook that `read` takes.

    Every text cell is typed as text, so that nothing in it can come alive as a formula; the file
    appears whole or not at all. Raises OSError as the file system does.
    """
    book = Workbook(write_only=True)
    for name, kind in KINDS.items():
        sheet = book.create_sheet(name)
        for column, width in zip("ABCDEFGHI", WIDTHS, strict=True):
            sheet.column_dimensions[column].width = width
        sheet.freeze_panes = "A3"
        sheet.append([_text_cell(sheet, f"{name}立案、处置和结案标准", bold=True)])
        sheet.append([_text_cell(sheet, heading, bold=True) for heading in HEADINGS])
        for category in catalogue.categories:
            if (category.key.scheme, category.key.kind) != (scheme, kind):
                continue
            for condition in catalogue.conditions_of(category.key) or (None,):
                sheet.append([_text_cell(sheet, text) for text in _line(category, condition)])
    part = path.with_name(path.name + ".part")
    book.save(part)
    os.replace(part, path)


def _line(category: Category, condition: Condition | None) -> tuple[str, ...]:
    code = category.key.code.removeprefix(category.class_code)
    place = (category.class_code, category.class_name, code, category.name)
    if condition is None:
        return (*place, "", "", "", "", "")
    limit = LimitReading(
        limit=condition.limit,
        by_area=condition.area_limits,
        steps=condition.successive,
        words=condition.limit_words,
    )
    return (
        *place,
        "、".join(condition.units) or NOTHING,
        condition.department or NOTHING,
        condition.text,
        condition.closing_text or NOTHING,
        write_limit(limit),
    )


def _text_cell(sheet: Any, text: str, *, bold: bool = False) -> Any:  # openpyxl's own types
    cell = WriteOnlyCell(sheet, clean(text))
    cell.data_type = "s"  # after the value: a leading "=" would make it a formula
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
