"""Some 500 broken or malicious workbooks and exports, the same ones for the same seed.

Each family takes a random generator and gives a file's name and content. The families are what
people and their mail really bring, and what somebody would send on purpose.
"""

import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.hostile import texts
from tests.hostile.parts import (
    HEAD,
    MAIN,
    SHEET,
    STRINGS,
    honest,
    inline,
    packed,
    parts_of,
    with_part,
    with_rows,
)

Family = Callable[[random.Random], tuple[str, bytes]]
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class HostileFile:
    """One file on disk; `standards` tells which importer it is meant for."""

    family: str
    path: Path
    standards: bool


def a_book(dice: random.Random) -> bytes:
    return honest(standards=dice.random() < 0.5)


def truncated(dice: random.Random) -> tuple[str, bytes]:
    book = a_book(dice)
    return "xlsx", book[: dice.randrange(1, len(book))]


def flipped(dice: random.Random) -> tuple[str, bytes]:
    book = bytearray(a_book(dice))
    for _ in range(dice.randrange(1, 40)):
        book[dice.randrange(len(book))] = dice.randrange(256)
    return "xlsx", bytes(book)


def flipped_inside(dice: random.Random) -> tuple[str, bytes]:
    """Broken XML in a sound zip file."""
    book = a_book(dice)
    name = dice.choice(sorted(parts_of(book)))
    content = bytearray(parts_of(book)[name])
    for _ in range(dice.randrange(1, 10)):
        content[dice.randrange(len(content))] = dice.randrange(256)
    return "xlsx", with_part(book, name, bytes(content))


def missing_part(dice: random.Random) -> tuple[str, bytes]:
    book = a_book(dice)
    parts = parts_of(book)
    for name in dice.sample(sorted(parts), dice.randrange(1, 3)):
        del parts[name]
    return "xlsx", packed({**parts, f"docProps/{dice.random()}.xml": b"<x/>"})


@cache
def _zeros() -> bytes:
    return bytes(48 * MEBIBYTE)


def zip_bomb(dice: random.Random) -> tuple[str, bytes]:
    name = dice.choice([SHEET, STRINGS, "xl/media/image1.png", "xl/styles.xml"])
    size = dice.randrange(24, 48) * MEBIBYTE
    return "xlsx", with_part(a_book(dice), name, _zeros()[:size])


def lying_sizes(dice: random.Random) -> tuple[str, bytes]:
    """The table of contents says another size than the part has."""
    book = bytearray(a_book(dice))
    places = [at for at in range(len(book)) if book[at : at + 4] == b"PK\x01\x02"]
    at = dice.choice(places) + dice.choice([20, 24])
    book[at : at + 4] = struct.pack("<I", dice.choice([0, 1, 100, 2**31, 2**32 - 2]))
    return "xlsx", bytes(book)


def locked(dice: random.Random) -> tuple[str, bytes]:
    """The bit that says a part is encrypted."""
    book = bytearray(a_book(dice))
    at = book.find(b"PK\x01\x02") + 8
    book[at] |= 1
    return "xlsx", bytes(book) + bytes([dice.randrange(256)]) * 0


def many_parts(dice: random.Random) -> tuple[str, bytes]:
    extra = {f"xl/x{n}.xml": b"" for n in range(dice.randrange(2_001, 4_000))}
    return "xlsx", packed({**parts_of(a_book(dice)), **extra})


def blank_rows(dice: random.Random) -> tuple[str, bytes]:
    row = dice.choice(["<row/>", '<row r="{}"/>', '<row r="{}" ht="15"/>', '<row><c t="s"/></row>'])
    count = dice.choice([6_000, 50_000, 200_000])
    return "xlsx", with_rows(a_book(dice), "".join(row.format(n) for n in range(1, count)))


def ten_million_blank_rows(dice: random.Random) -> tuple[str, bytes]:
    size = '<dimension ref="A1:I10000000"/>'
    return "xlsx", with_rows(a_book(dice), "<row/>" * 10_000_000, before=size)


def many_strings(dice: random.Random) -> tuple[str, bytes]:
    count = dice.choice([20_000, 100_000])
    items = "".join(f"<si><t>{dice.random()}</t></si>" for _ in range(count))
    return "xlsx", with_part(a_book(dice), STRINGS, f"{HEAD}<sst {MAIN}>{items}</sst>".encode())


def endless_strings(dice: random.Random) -> tuple[str, bytes]:
    """More texts than the reading process may hold, in a file of a few megabytes."""
    items = "".join(f"<si><t>{number}{'长' * 120}</t></si>" for number in range(350_000))
    return "xlsx", with_part(a_book(dice), STRINGS, f"{HEAD}<sst {MAIN}>{items}</sst>".encode())


def long_texts(dice: random.Random) -> tuple[str, bytes]:
    cells = "".join(inline(f"{c}3", "长" * dice.randrange(20_000, 40_000)) for c in "ABCDEFGHI")
    return "xlsx", with_rows(a_book(dice), f'<row r="3">{cells}</row>')


def formulas(dice: random.Random) -> tuple[str, bytes]:
    kind = dice.choice(["", 't="array" ref="A1:I9"', 't="shared" si="0"', 't="dataTable" ref="A1"'])
    text = dice.choice(['WEBSERVICE("http://x")', "1+1", "cmd|'/c calc'!A0", "[1]x!A1", ")(", ""])
    cells = "".join(f'<c r="{c}{{0}}"><f {kind}>{text}</f><v>1</v></c>' for c in "ABCDEFGHI")
    rows = "".join(f'<row r="{n}">{cells.format(n)}</row>' for n in range(2, dice.randrange(4, 40)))
    return "xlsx", with_rows(a_book(dice), rows)


def formula_among_lines(dice: random.Random) -> tuple[str, bytes]:
    book = a_book(dice)
    sheet = parts_of(book)[SHEET].decode()
    place = f'<c r="{dice.choice("ABCDEFGH")}{dice.choice("234")}"'
    return "xlsx", with_part(
        book, SHEET, sheet.replace(place, f"{place} x='1'><f>1/0</f></c><c").encode()
    )


def links(dice: random.Random) -> tuple[str, bytes]:
    target = dice.choice(
        ["file:///etc/passwd", "http://203.0.113.9/x", "\\\\203.0.113.9\\x", "../../../x"]
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    kind = dice.choice(["externalLink", "worksheet", "sharedStrings", "styles", "theme"])
    mode = dice.choice(['TargetMode="External"', ""])
    rels = (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{relation}{kind}" Target="{target}" {mode}/>'
        "</Relationships>"
    )
    book = with_part(a_book(dice), "xl/externalLinks/externalLink1.xml", b"<x/>")
    return "xlsx", with_part(book, "xl/_rels/workbook.xml.rels", rels.encode())


def macros(dice: random.Random) -> tuple[str, bytes]:
    return "xlsm", with_part(a_book(dice), "xl/vbaProject.bin", dice.randbytes(2_000))


def entities(dice: random.Random) -> tuple[str, bytes]:
    laughs = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, dice.randrange(3, 10))
    )
    bomb = dice.choice(
        [
            f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l2;</x>',
            f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]><x>{"&a;" * 2_000}</x>',
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
            '<!DOCTYPE x SYSTEM "http://203.0.113.9/x.dtd"><x/>',
        ]
    )
    book = a_book(dice)
    name = dice.choice(sorted(parts_of(book)))
    return "xlsx", with_part(
        book, name, f'<?xml version="1.0"?>{bomb}<!--{dice.random()}-->'.encode()
    )


def false_encoding(dice: random.Random) -> tuple[str, bytes]:
    book = a_book(dice)
    name = dice.choice([SHEET, STRINGS, "xl/workbook.xml"])
    content = parts_of(book).get(name, b"<x/>").decode()
    said, real = dice.sample(["utf-8", "utf-16", "gb18030", "ascii", "utf-32", "latin-1"], 2)
    body = content.split("?>", 1)[-1]
    return "xlsx", with_part(
        book, name, f'<?xml version="1.0" encoding="{said}"?>{body}'.encode(real, "replace")
    )


def markup_texts(dice: random.Random) -> tuple[str, bytes]:
    """A sound table full of texts that must stay texts."""
    book = a_book(dice)
    words = [word.replace("&", "&amp;").replace("<", "&lt;") for word in texts.NASTY]
    cells = "".join(inline(f"{column}6", dice.choice(words)) for column in "ABCDEFGHI")
    sheet = parts_of(book)[SHEET].decode()
    rows = sheet.replace("</sheetData>", f'<row r="6">{cells}</row></sheetData>')
    return "xlsx", with_part(book, SHEET, rows.encode())


def absurd_places(dice: random.Random) -> tuple[str, bytes]:
    row = dice.choice(["99999999999", "-5", "1.5", "x", "0", "1048577", "1e3", "٣"])
    cell = dice.choice(["ZZZZ1", "A0", "1A", "XFD1", "$A$1", "A99999999999", ""])
    size = dice.choice(["A1:XFD1048576", "A1:ZZZZ9", "", "B2:A1", "A1"])
    rows = f'<row r="{row}">{inline(cell, str(dice.random()))}</row><row r="2"/>'
    return "xlsx", with_rows(a_book(dice), rows, before=f'<dimension ref="{size}"/>')


def absurd_values(dice: random.Random) -> tuple[str, bytes]:
    kind = dice.choice(["n", "s", "b", "d", "e", "str", "x", "inlineStr"])
    value = dice.choice(
        ["NaN", "1e999", "-1", "9" * 5_000, "", "99999999", "2024-99-99", "#REF!", "x"]
    )
    style = dice.choice(["0", "1", "99999", "-1", "x"])
    cells = "".join(f'<c r="{c}3" t="{kind}" s="{style}"><v>{value}</v></c>' for c in "ABCDEFGHI")
    return "xlsx", with_rows(a_book(dice), f'<row r="3">{cells}</row>')


def deep_nesting(dice: random.Random) -> tuple[str, bytes]:
    depth = dice.choice([1_000, 50_000, 300_000])
    return "xlsx", with_rows(a_book(dice), f"<row>{'<c>' * depth}{'</c>' * depth}</row>")


def one_wide_row(dice: random.Random) -> tuple[str, bytes]:
    cells = f"<c><v>{dice.randrange(10)}</v></c>" * dice.choice([100, 16_384, 300_000])
    return "xlsx", with_rows(a_book(dice), f'<row r="3">{cells}</row>')


def merged_cells(dice: random.Random) -> tuple[str, bytes]:
    ranges = ["A1:XFD1048576", "A3:A2", "", "x", "A3:A4", "ZZZZ1:A1"]
    merged = "".join(
        f'<mergeCell ref="{dice.choice(ranges)}"/>' for _ in range(dice.randrange(1, 999))
    )
    rows = f'<row r="3">{inline("A3", "01")}</row>'
    return "xlsx", with_rows(a_book(dice), rows, after=f"<mergeCells>{merged}</mergeCells>")


def odd_sheets(dice: random.Random) -> tuple[str, bytes]:
    book = a_book(dice)
    workbook = parts_of(book)["xl/workbook.xml"].decode()
    name = dice.choice(["../x", "=1+1", "部" * 5_000, "", "事件", "&lt;b&gt;", "部件"])
    state = dice.choice(["hidden", "veryHidden", "x", "visible"])
    changed = workbook.replace("<sheet ", f'<sheet state="{state}" ').replace(
        'state="visible" ', ""
    )
    first = changed.find('name="')
    end = changed.find('"', first + 6)
    return "xlsx", with_part(
        book, "xl/workbook.xml", (changed[: first + 6] + name + changed[end:]).encode()
    )


def escaping_names(dice: random.Random) -> tuple[str, bytes]:
    name = dice.choice(["../../evil", "/etc/evil", "C:\\evil", "xl\\..\\evil", "a\0b", "x" * 5_000])
    return "xlsx", with_part(a_book(dice), name + str(dice.randrange(999)), b"x")


def other_files(dice: random.Random) -> tuple[str, bytes]:
    """Something else under the name of a workbook."""
    heads = [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        b"%PDF-1.7\0",
        b"\x89PNG\r\n\x1a\n\0",
        b"Rar!\x1a\x07\0",
        b"7z\xbc\xaf\x27\x1c\0",
        b"<html><table><tr><td>1</td></tr></table>",
        b'<?xml version="1.0"?><Workbook/>',
        b"PK\x03\x04",
        b"PK\x05\x06" + bytes(18),
        b"",
    ]
    head = dice.choice(heads)
    return dice.choice(["xlsx", "xls", "csv"]), head + dice.randbytes(
        dice.randrange(500) if head else 0
    )


def other_archives(dice: random.Random) -> tuple[str, bytes]:
    inner = a_book(dice)
    parts = dice.choice(
        [
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"},
            {"xl/workbook.bin": b"x", "[Content_Types].xml": b"<x/>"},
            {"inner.xlsx": inner},
            {"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"},
        ]
    )
    return "xlsx", packed({**parts, "x": dice.randbytes(8)})


FAMILIES: tuple[tuple[Family, int], ...] = (
    (truncated, 40),
    (flipped, 60),
    (flipped_inside, 70),
    (missing_part, 25),
    (zip_bomb, 6),
    (lying_sizes, 25),
    (locked, 1),
    (many_parts, 3),
    (blank_rows, 10),
    (ten_million_blank_rows, 1),
    (many_strings, 4),
    (endless_strings, 1),
    (long_texts, 5),
    (formulas, 20),
    (formula_among_lines, 10),
    (links, 15),
    (macros, 3),
    (entities, 25),
    (false_encoding, 20),
    (markup_texts, 15),
    (absurd_places, 25),
    (absurd_values, 30),
    (deep_nesting, 3),
    (one_wide_row, 4),
    (merged_cells, 10),
    (odd_sheets, 15),
    (escaping_names, 10),
    (other_files, 25),
    (other_archives, 8),
    (texts.a_text, 60),
)


def hostile_files(folder: Path, *, seed: int = 1) -> Iterator[HostileFile]:
    """Write the files one after the other; each differs from all before it."""
    dice = random.Random(seed)
    seen: set[bytes] = set()
    for family, count in FAMILIES:
        made = tries = 0
        while made < count and tries < count * 50:
            tries += 1
            suffix, content = family(dice)
            if content in seen:
                continue
            seen.add(content)
            made += 1
            path = folder / f"{family.__name__}_{made}.{suffix}"
            path.write_bytes(content)
            yield HostileFile(family.__name__, path, standards=dice.random() < 0.5)
