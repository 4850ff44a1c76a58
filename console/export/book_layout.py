"""The layout of the assessment workbook: a workbook in which a city restyles it.

Cells of the layout carry names (`layout_title`, `layout_count` …). What such a cell looks like,
what words it holds, how wide its column and how high its row is, that is how the role is written.
A name that is missing or points at no single cell is refused by name; other cells are for people.

Runs in the writing process. Not here: what the roles hold (`assessment_writer.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook

from console.domain.refusal import Refusal
from console.export.book_checks import FileKind, check_parts, kind_of
from console.export.book_rows import Bounds

PREFIX: Final = "layout_"
ROLES: Final = (
    "title", "subtitle", "head_upper", "head_lower",
    "text", "count", "rate", "score", "rank", "grade",
    "total", "average", "note", "signature", "footer",
    "cover_title", "cover_label", "cover_value",
    "table_title", "table_head", "table_text",
    "form_head", "form_number", "form_title", "form_subtitle", "form_section", "form_text",
    "drill_title", "drill_head", "drill_text", "drill_moment", "drill_flag",
    "grade_green", "grade_blue", "grade_yellow", "grade_red", "grade_black",
)  # fmt: skip
"""Every role, without the prefix its name has in the layout."""

BOUNDS: Final = Bounds()
_SIDES: Final[Mapping[str, int]] = {
    "thin": 1,
    "medium": 2,
    "dashed": 3,
    "dotted": 4,
    "thick": 5,
    "double": 6,
    "hair": 7,
}
_DEFAULT_WIDTH: Final = 8.43
STACKED: Final = 255
UPRIGHT: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One role: its format in XlsxWriter's words, its words, width (characters), height (points).

    `height` None leaves it to the spreadsheet program.
    """

    form: Mapping[str, object]
    words: str
    width: float
    height: float | None


Layout = Mapping[str, Look]


def read_layout(path: Path) -> Layout:
    """Role -> look.

    Raises Refusal `assessment_book.layout_name_missing`, `assessment_book.layout_name_broken`
    (`name`), `assessment_book.layout_unreadable`, or `book.*` for a file that is not safe to open.
    """
    try:
        readable = kind_of(path) is FileKind.WORKBOOK
        if readable:
            check_parts(path, BOUNDS)
        book = load_workbook(path, keep_links=False) if readable else None
    except Refusal:
        raise
    except Exception as error:  # openpyxl has no error of its own for what it cannot read
        raise Refusal("assessment_book.layout_unreadable", part=path.name) from error
    if book is None:
        raise Refusal("assessment_book.layout_unreadable", part=path.name)
    return {role: _look(book, PREFIX + role) for role in ROLES}


def _look(book: Any, name: str) -> Look:  # openpyxl's workbook
    defined = book.defined_names.get(name)
    if defined is None:
        raise Refusal("assessment_book.layout_name_missing", name=name)
    try:
        ((sheet, where),) = defined.destinations
        cell = book[sheet][where.replace("$", "")]
        column, row = cell.column_letter, cell.row
    except (ValueError, KeyError, AttributeError, TypeError):
        raise Refusal("assessment_book.layout_name_broken", name=name) from None
    return Look(
        form=_form(cell),
        words="" if cell.value is None else str(cell.value),
        width=book[sheet].column_dimensions[column].width or _DEFAULT_WIDTH,
        height=book[sheet].row_dimensions[row].height,
    )


def _form(cell: Any) -> dict[str, object]:  # openpyxl's cell
    font, place = cell.font, cell.alignment
    form: dict[str, object] = {
        "font_name": font.name or "宋体",
        "font_size": font.size or 11,
        "bold": bool(font.bold),
        "italic": bool(font.italic),
        "num_format": cell.number_format,
        "text_wrap": bool(place.wrap_text),
        "rotation": _rotation(place.text_rotation or 0),
        "valign": {"center": "vcenter"}.get(place.vertical, place.vertical or "vcenter"),
    }
    if place.horizontal in {"left", "center", "right", "justify", "distributed"}:
        form["align"] = place.horizontal
    if colour := _colour(font.color):
        form["font_color"] = colour
    if cell.fill.fill_type == "solid" and (colour := _colour(cell.fill.fgColor)):
        form["bg_color"] = colour
    for side in ("left", "right", "top", "bottom"):
        edge = getattr(cell.border, side)
        if edge is not None and edge.style in _SIDES:
            form[side] = _SIDES[edge.style]
            form[f"{side}_color"] = _colour(edge.color) or "#000000"
    return form


def _rotation(turned: int) -> int:
    """Files count 0 to 90 upwards, 91 to 180 downwards, and 255 for letters one above the other."""
    if turned == STACKED:
        return 270
    return turned if turned <= UPRIGHT else UPRIGHT - turned


def _colour(colour: Any) -> str | None:  # openpyxl's colour; those of a theme stay the program's
    if colour is None or colour.type != "rgb":
        return None
    return f"#{colour.rgb[-6:]}"
