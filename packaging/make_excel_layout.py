"""Makes the layouts that come with the console: resources/excel/assessment.*.xlsx.

    .venv/bin/python packaging/make_excel_layout.py

A city restyles a copy by hand in its spreadsheet program; this is how the first ones came to be.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName

FOLDER: Final = Path(__file__).resolve().parents[1] / "resources" / "excel"
STACKED, UPWARDS = 255, 90
SONG, HEI, FANG = "宋体", "黑体", "仿宋"
LINE: Final = Side(style="thin", color="FF8A8A8A")
BOX: Final = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
NONE: Final = Border()
PERCENT, SCORE, WHOLE = "0.00%", "0.00", "0"

Spec = tuple[str, str, str, float, bool, str, str, str, str, bool, Border]
"""Sheet, cell, font, size, bold, colour, fill, horizontal place, number format, wrapped, border."""


def _spec(
    sheet: str, cell: str, *, font: str = SONG, size: float = 10.5, bold: bool = False,
    colour: str = "FF000000", fill: str = "", place: str = "center", form: str = "General",
    wrap: bool = False, border: Border = BOX,
) -> Spec:  # fmt: skip
    return (sheet, cell, font, size, bold, colour, fill, place, form, wrap, border)


TABLE, COVER, TEXTS, DRILL, GRADES = "table", "cover", "texts", "drill", "grades"
SPECS: Final[Mapping[str, Spec]] = {
    "title": _spec(TABLE, "A1", font=HEI, size=18, border=NONE),
    "subtitle": _spec(TABLE, "A2", font=FANG, size=11, border=NONE),
    "head_upper": _spec(TABLE, "A3", bold=True, fill="FF548DD4", colour="FFFFFFFF", wrap=True),
    "head_lower": _spec(TABLE, "A4", bold=True, fill="FFDCE6F2", wrap=True),
    "rank": _spec(TABLE, "A5", form="0"),
    "text": _spec(TABLE, "B5", place="left", form="@"),
    "count": _spec(TABLE, "C5", place="right", form=WHOLE),
    "rate": _spec(TABLE, "D5", place="right", form=PERCENT),
    "score": _spec(TABLE, "E5", place="right", form=SCORE),
    "grade": _spec(TABLE, "F5", bold=True, form="@"),
    "total": _spec(TABLE, "B6", bold=True, fill="FFF2F2F2", place="left", form="@"),
    "average": _spec(TABLE, "B7", fill="FFF2F2F2", place="left", form="@"),
    "note": _spec(TABLE, "A8", size=9, place="left", border=NONE),
    "signature": _spec(TABLE, "A10", font=FANG, size=12, place="left", border=NONE),
    "footer": _spec(TABLE, "A12", size=9, place="left", border=NONE),
    "cover_title": _spec(COVER, "A1", font=HEI, size=22, border=NONE, wrap=True),
    "cover_label": _spec(COVER, "A3", bold=True, fill="FFDCE6F2", size=12, place="left"),
    "cover_value": _spec(COVER, "B3", size=12, place="left", wrap=True),
    "table_title": _spec(TEXTS, "A1", font=HEI, size=16, place="left", border=NONE),
    "table_head": _spec(TEXTS, "A2", bold=True, fill="FFDCE6F2", wrap=True),
    "table_text": _spec(TEXTS, "A3", place="left", wrap=True, form="@"),
    "drill_title": _spec(DRILL, "A1", font=HEI, size=14, place="left", border=NONE),
    "drill_head": _spec(DRILL, "C2", bold=True, fill="FFDCE6F2", size=9),
    "drill_text": _spec(DRILL, "A3", size=9, place="left", form="@", border=NONE),
    "drill_moment": _spec(DRILL, "B3", size=9, form="yyyy-mm-dd hh:mm", border=NONE),
    "drill_flag": _spec(DRILL, "C3", size=9, form="0;-0;", border=NONE),
    "grade_green": _spec(GRADES, "A1", bold=True, colour="FFFFFFFF", fill="FF2E7D32"),
    "grade_blue": _spec(GRADES, "A2", bold=True, colour="FFFFFFFF", fill="FF1565C0"),
    "grade_yellow": _spec(GRADES, "A3", bold=True, colour="FF000000", fill="FFFFD54F"),
    "grade_red": _spec(GRADES, "A4", bold=True, colour="FFFFFFFF", fill="FFC62828"),
    "grade_black": _spec(GRADES, "A5", bold=True, colour="FFFFFFFF", fill="FF212121"),
}  # fmt: skip
WIDTHS: Final = {
    TABLE: {"A": 6, "B": 20, "C": 8.5, "D": 10, "E": 9, "F": 7},
    COVER: {"A": 24, "B": 92},
    TEXTS: {"A": 30},
    DRILL: {"A": 15, "B": 15, "C": 3.6},
    GRADES: {"A": 10},
}
HEIGHTS: Final = {
    TABLE: {1: 32, 2: 20, 3: 22, 4: 44, 10: 30},
    COVER: {1: 60, 3: 26},
    TEXTS: {1: 28},
    DRILL: {1: 24, 2: 96},
    GRADES: {},
}
SHEETS: Final = {
    "zh_CN": {TABLE: "排名表", COVER: "封面", TEXTS: "文字表", DRILL: "明细", GRADES: "等级"},
    "en": {TABLE: "Ranking", COVER: "Cover", TEXTS: "Texts", DRILL: "Cases", GRADES: "Grades"},
}
GAP: Final = " " * 20
WORDS: Final = {
    "zh_CN": {
        "title": "标题", "subtitle": "统计周期", "head_upper": "上级表头",
        "head_lower": "下级表头", "text": "文字", "total": "合计", "average": "平均",
        "note": "注：表下说明",
        "signature": f"制表：{GAP}审核：{GAP}签发：{GAP}日期：    年    月    日",
        "footer": "第 &P 页 共 &N 页",
        "cover_title": "封面标题", "cover_label": "项目", "cover_value": "内容",
        "table_title": "标题", "table_head": "表头", "table_text": "文字",
        "drill_title": "标题", "drill_head": "计数", "drill_text": "文字",
    },
    "en": {
        "title": "Title", "subtitle": "Period", "head_upper": "Upper head",
        "head_lower": "Lower head", "text": "Text", "total": "Total", "average": "Average",
        "note": "Note beneath the table",
        "signature": f"Drawn up:{GAP}Checked:{GAP}Approved:{GAP}Date:",
        "footer": "Page &P of &N",
        "cover_title": "Cover title", "cover_label": "Item", "cover_value": "Content",
        "table_title": "Title", "table_head": "Head", "table_text": "Text",
        "drill_title": "Title", "drill_head": "Count", "drill_text": "Text",
    },
}  # fmt: skip
SAMPLES: Final = {"rank": 1, "count": 120, "rate": 0.9583, "score": 92.4, "grade": "A",
                  "drill_moment": 46000.375, "drill_flag": 1}  # fmt: skip
LETTERS: Final = dict(zip(("green", "blue", "yellow", "red", "black"), "ABCDE", strict=True))


def make(language: str) -> None:
    """Write the layout of one language."""
    words = WORDS[language]
    book = Workbook()
    book.remove(book.worksheets[0])
    names = SHEETS[language]
    turned = STACKED if language == "zh_CN" else UPWARDS
    for sheet, name in names.items():
        page = book.create_sheet(name)
        page.sheet_view.showGridLines = False
        for column, width in WIDTHS[sheet].items():
            page.column_dimensions[column].width = width
        for row, height in HEIGHTS[sheet].items():
            page.row_dimensions[row].height = height
    for role, spec in SPECS.items():
        name = names[spec[0]]
        cell = book[name][spec[1]]
        letter = LETTERS.get(role.removeprefix("grade_"))
        cell.value = letter or SAMPLES.get(role) or words.get(role)
        _style(cell, spec, turned=turned if role == "drill_head" else 0)
        place = f"'{name}'!${spec[1][0]}${spec[1][1:]}"
        book.defined_names[f"layout_{role}"] = DefinedName(f"layout_{role}", attr_text=place)
    book.save(FOLDER / f"assessment.{language}.xlsx")


def _style(cell: Cell, spec: Spec, *, turned: int) -> None:
    _, _, font, size, bold, colour, fill, place, form, wrap, border = spec
    cell.font = Font(name=font, size=size, bold=bold, color=colour)
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)
    cell.alignment = Alignment(
        horizontal=place, vertical="center", wrap_text=wrap, text_rotation=turned
    )
    cell.number_format = form
    cell.border = border


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for one in WORDS:
        make(one)
