"""Nothing of a PDF is passed over, and rows of counts are nobody's number."""

from pathlib import Path

import pytest

from console.export.paper_scan import paper_texts, unread_parts
from console.export.personal_scan import Personal, PersonalFinding, findings_in

MOBILE = "13800000001"


def found(path: Path, text: str = "") -> tuple[PersonalFinding, ...]:
    return findings_in(paper_texts(path, lambda _: [("1", text)]))


@pytest.mark.parametrize(
    "part",
    [
        f"/Title ({MOBILE})".encode(),
        b"/Title (\xfe\xff" + MOBILE.encode("utf-16-be") + b")",
        b"/Contents <FEFF" + MOBILE.encode("utf-16-be").hex().encode() + b">",
        b"/T <" + MOBILE.encode().hex().encode() + b">",
        f"/URI (tel:{MOBILE[:3]}\\{MOBILE[3:]})".replace("\\", "").encode(),
        f"<?xpacket begin='' ?><x>{MOBILE}</x><?xpacket end='w'?>".encode(),
    ],
)
def test_strings_that_no_page_shows_are_looked_at(tmp_path: Path, part: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\n" + part + b"\nstream\n13900000001\nendstream")
    assert found(path) == (PersonalFinding(Personal.MOBILE, "PDF", ""),)


def test_a_page_and_its_line_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4")
    assert found(path, f"好\r\n电话 {MOBILE}") == (PersonalFinding(Personal.MOBILE, "1", "2"),)


def test_counts_in_a_row_and_what_tells_files_apart_are_nobody_s(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    mark = b"b6c52802-1380-4000-8001-13800000001a"
    path.write_bytes(b"/ID [<" + mark.hex().encode() + b">] (D:20261129145715Z)")
    assert not found(path, "3 市环卫处 138 0000 0001 0.05 0375 2000 001")


@pytest.mark.parametrize("part", [b"/EmbeddedFile", b"/ObjStm", b"/Encrypt", b"/JavaScript"])
def test_what_nobody_can_look_into_is_told(tmp_path: Path, part: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4 << " + part + b" >>")
    assert unread_parts(path) == (part.decode(),)
