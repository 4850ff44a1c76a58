"""Workbooks from single parts, honest ones and ones that no spreadsheet would write."""

import io
import re
import zipfile
from collections.abc import Mapping
from functools import cache

from openpyxl import Workbook

STANDARDS = (
    (
        "大类代码",
        "大类名称",
        "小类代码",
        "小类名称",
        "处置单位",
        "主管部门",
        "立案条件",
        "结案条件",
        "处置时限",
    ),
    ("01", "公用设施", "01", "上水井盖", "供水公司", "城管局", "井盖缺失", "恢复", "2紧急工作时"),
    (None, None, None, None, None, None, "破损", "更换", "4工作时"),
    ("02", "交通设施", 1, "停车场", "停车公司", "城管局", "坑洼", "修复", "5工作日"),
)
EXPORT = (
    ("任务号", "上报时间", "问题来源", "大类名称", "小类名称", "地址描述", "X坐标", "Y坐标"),
    (
        "24030100001",
        "2024-03-01 08:30",
        "热线",
        "公用设施",
        "路灯",
        "建设路",
        12611000.5,
        3967000.25,
    ),
    ("24030100002", "2024-03-01 09:30", "热线", "公用设施", "路灯", "建设路", 113.29, 33.74),
)
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
TYPES = "[Content_Types].xml"
INLINE = re.compile(
    r'<c((?: r="\w+"| s="\d+")*) t="inlineStr"(?: s="\d+")?><is><t[^>]*>([^<]*)</t></is></c>'
)
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


@cache
def honest(*, standards: bool) -> bytes:
    """A small workbook of standards, or a small export of cases."""
    book = Workbook()
    sheet = book.worksheets[0]
    if standards:
        sheet.title = "部件"
        sheet.append(["立案、处置和结案标准"])
    for row in STANDARDS if standards else EXPORT:
        sheet.append(list(row))
    if standards:
        book.copy_worksheet(sheet).title = "事件"
    file = io.BytesIO()
    book.save(file)
    return as_spreadsheets_write(file.getvalue())


def as_spreadsheets_write(book: bytes) -> bytes:
    """The workbook with its texts in a shared table, as Excel and WPS write it, unlike openpyxl."""
    parts = parts_of(book)
    texts: list[str] = []

    def shared(cell: re.Match[str]) -> str:
        texts.append(cell[2])
        return f'<c{cell[1]} t="s"><v>{len(texts) - 1}</v></c>'

    for name in [name for name in parts if name.startswith("xl/worksheets/")]:
        parts[name] = INLINE.sub(shared, parts[name].decode()).encode()
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    parts[STRINGS] = f"{HEAD}<sst {MAIN}>{items}</sst>".encode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    told = f'<Override PartName="/{STRINGS}" ContentType="{kind}"/></Types>'
    parts[TYPES] = parts[TYPES].decode().replace("</Types>", told).encode()
    return packed(parts)


def parts_of(book: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], *, level: int = 1) -> bytes:
    """The parts as a workbook again."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_part(book: bytes, name: str, content: bytes | None) -> bytes:
    """The workbook with one part replaced, added, or (None) missing."""
    parts = parts_of(book)
    if content is None:
        parts.pop(name, None)
    else:
        parts[name] = content
    return packed(parts)


def with_rows(book: bytes, rows: str, *, before: str = "", after: str = "") -> bytes:
    """The workbook with a hand-written first sheet."""
    sheet = f"{HEAD}<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    return with_part(book, SHEET, sheet.encode())


def inline(reference: str, text: str) -> str:
    """A cell with its text inside."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'
