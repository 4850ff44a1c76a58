"""`assess --public`: whose notice it is, whose names may not stand in it, what is said of it."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from console.bootstrap.editions import write_public
from console.cli.arguments import parser
from console.cli.talk import Talk
from console.domain.organisation import Inspector, Operator
from console.domain.place import Division, DivisionLevel
from console.domain.refusal import Refusal
from console.evaluation.scheme import ObjectKind
from console.services.assessing import Named, assess
from console.services.public_editions import Publication
from console.views.wording import Wording
from tests.evaluation.schemes import shipped
from tests.export.edition_sample import UNITS
from tests.export.people_reading import NOW, YEAR, reading
from tests.fake_reading import FakeReading


def city() -> FakeReading:
    return FakeReading(
        known_divisions=(
            Division(code="4104", name="平顶山市", level=DivisionLevel.CITY, parent=None),
        ),
        people=(Operator(login="pq", name="测试甲", posts=("dispatcher",), seats=("派遣 01席",)),),
        known_inspectors=(
            Inspector(
                code="I1", name="试验乙", certificate="1", certified_on=date(2026, 1, 1),
                certified_until=date(2027, 1, 1), management_area="",
            ),
        ),
    )  # fmt: skip


def published(folder: Path, unit: str = "市环卫处", names: Path | None = None) -> str:
    """What was said; the unit is one of those ranked."""
    units = (*UNITS[:-1], Named(code="U9", name=unit))
    made = assess(reading(), shipped("standard", ObjectKind.DEPARTMENT), YEAR, units, NOW)
    said = StringIO()
    talk = Talk(Wording("zh_CN").say, out=said, bars=StringIO())
    write_public(
        made, None, city(), folder, talk, language="zh", publication=Publication(),
        more_names=names,
    )  # fmt: skip
    return said.getvalue()


def test_three_files_are_written_and_told_with_their_state(tmp_path: Path) -> None:
    said = published(tmp_path / "new")
    made = sorted(one.name for one in (tmp_path / "new").iterdir())
    assert made == [f"2026-standard-department.{kind}" for kind in ("html", "pdf", "xlsx")]
    assert all(name in said for name in made)
    assert "草稿，未公布" in said
    page = (tmp_path / "new" / "2026-standard-department.html").read_text(encoding="utf-8")
    assert "平顶山市数字化城市管理综合评价通报" in page


@pytest.mark.parametrize("name", ["测试甲", "试验乙", "名单丙"])
def test_names_of_operators_inspectors_and_of_a_list_are_refused(tmp_path: Path, name: str) -> None:
    listed = tmp_path / "names.txt"
    listed.write_text("\ufeff名单丙\n\n", encoding="utf-8")
    with pytest.raises(Refusal, match=r"edition\.personal\.name"):
        published(tmp_path / "new", f"{name}班", listed)
    assert not list((tmp_path / "new").iterdir())


def test_a_list_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"file\.unreadable") as refused:
        published(tmp_path / "new", names=tmp_path / "none.txt")
    assert "none.txt" in str(refused.value.facts["name"])


def test_a_workbook_and_an_edition_are_not_asked_for_together() -> None:
    made = parser(lambda code, **_: code)
    words = ["assess", "--period", "2026-10", "--public", "x"]
    assert made.parse_args(words).public == Path("x")
    with pytest.raises(SystemExit):
        made.parse_args([*words, "--out", "y.xlsx"])
