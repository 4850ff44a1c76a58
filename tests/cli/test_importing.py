"""Imports on the command line: the difference first, findings always, writing only when asked."""

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from console.cli import exits
from console.cli.importing import Wish, import_cases, import_standards
from console.cli.talk import Talk
from console.domain.case import Actor
from console.domain.catalogue import EVENT, GBT30428, Catalogue, Category, CategoryKey
from console.domain.finding import Finding
from console.domain.imported_case import ImportedCase
from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.views.wording import Wording
from tests.fake_reading import FakeKeeping, FakeReading

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ACTOR = Actor(operator="system", post=Post.ADMINISTRATOR, seat="import")
HEAD = ["大类代码", "大类名称", "小类代码", "小类名称", "处置单位", "主管部门"]
HEAD += ["立案条件", "结案条件", "处置时限"]
CASES = """任务号,上报时间,问题描述,当前阶段名称,X坐标,Y坐标
24041800001,2024-04-18 08:30:00,有垃圾,[办结],113.299061,33.737579
24041800002,2024-04-18 09:30:00,井盖破损,[办结],113.299061,33.737579
,没有时间,,,,
"""


@dataclass
class Heard:
    """A terminal that remembers."""

    out: io.StringIO = field(default_factory=io.StringIO)

    @property
    def talk(self) -> Talk:
        return Talk(Wording("zh").say, out=self.out, bars=io.StringIO())

    @property
    def lines(self) -> list[str]:
        return self.out.getvalue().splitlines()


@dataclass
class KeepingCatalogues(FakeKeeping):
    """Remembers the standards put into it."""

    versions: list[Catalogue] = field(default_factory=list)

    def put_catalogue(self, catalogue: Catalogue, actor: Actor, at: datetime) -> None:
        self.versions.append(catalogue)


@dataclass
class Shelf:
    """Imported cases in a dictionary."""

    kept: dict[str, ImportedCase] = field(default_factory=dict)

    def known(self) -> frozenset[str]:
        return frozenset(self.kept)

    def keep(self, cases: Iterable[ImportedCase], source: str, at: datetime) -> int:
        fresh = {case.task_number: case for case in cases}
        self.kept |= fresh
        return len(fresh)


def say(finding: Finding) -> str:
    return Wording("zh").say(finding.code, **finding.facts)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two events, one of them with a limit nobody can read."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "事件"
    sheet.append(["事件立案标准"])
    sheet.append(HEAD)
    clear = ["公共场所散落生活垃圾", "清理干净", "2紧急工作时"]
    sheet.append([1, "市容环境", 10, "暴露生活垃圾", "环卫中心", "城管局", *clear])
    sheet.append([None] * 6 + ["成堆垃圾", "清运", "很快"])
    file = tmp_path / "standards.xlsx"
    made.save(file)
    return file


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "cases.csv"
    file.write_text(CASES, encoding="utf-8-sig")
    return file


def wish(
    file: Path,
    *,
    apply: bool = False,
    as_json: bool = False,
    mapping: Path | None = None,
    scheme: str = GBT30428,
) -> Wish:
    return Wish(
        file=file,
        apply=apply,
        as_json=as_json,
        at=AT,
        actor=ACTOR,
        mapping=mapping,
        scheme=scheme,
    )


def test_without_apply_the_difference_is_shown_and_nothing_written(
    book: Path, heard: Heard
) -> None:
    keeping = KeepingCatalogues()
    code = import_standards(wish(book), FakeReading(), keeping, heard.talk, say)
    assert code == exits.DONE
    assert not keeping.versions
    assert any("新增" in line and "暴露生活垃圾" in line for line in heard.lines)
    assert any("很快" in line for line in heard.lines)
    assert "--apply" in heard.lines[-1]


def test_apply_writes_a_new_version_that_begins_on_a_day_of_its_own(
    book: Path, heard: Heard
) -> None:
    keeping = KeepingCatalogues()
    today = Catalogue(version=4, valid_from=date(2026, 11, 23), categories=(), conditions=())
    reading = FakeReading(standards=today)
    import_standards(wish(book, apply=True), reading, keeping, heard.talk, say)
    (written,) = keeping.versions
    assert (written.version, written.valid_from) == (5, date(2026, 11, 24))
    assert [one.text for one in written.conditions] == ["公共场所散落生活垃圾"]


def test_the_json_has_the_keys_that_scripts_rely_on(book: Path, heard: Heard) -> None:
    reading = FakeReading()
    import_standards(wish(book, as_json=True), reading, KeepingCatalogues(), heard.talk, say)
    answer = json.loads(heard.out.getvalue())
    assert answer["conditions"] == 1
    assert {one["change"] for one in answer["changes"]} == {"added"}
    places = [(one["sheet"], one["row"]) for one in answer["findings"]]
    assert ("事件", 4) in places
    (limit,) = [one for one in answer["findings"] if one["code"] == "limit.no_number"]
    assert limit["reason"] == Wording("zh").say("limit.no_number", text="很快")
    assert answer["applied"] is False


def test_standards_that_change_nothing_are_not_written(book: Path, heard: Heard) -> None:
    keeping = KeepingCatalogues()
    import_standards(wish(book, apply=True), FakeReading(), keeping, heard.talk, say)
    reading = FakeReading(standards=keeping.versions[0])
    import_standards(wish(book, apply=True), reading, keeping, heard.talk, say)
    assert len(keeping.versions) == 1
    assert heard.lines[-1] == Wording("zh").say("cli.nothing_to_apply")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, heard: Heard) -> None:
    missing = wish(tmp_path / "none.xlsx")
    with pytest.raises(Refusal, match=r"book\.not_found"):
        import_standards(missing, FakeReading(), KeepingCatalogues(), heard.talk, say)


def test_history_is_counted_first_and_kept_when_asked(export: Path, heard: Heard) -> None:
    shelf = Shelf()
    import_cases(wish(export), FakeReading(), shelf, heard.talk, say)
    assert not shelf.kept
    import_cases(wish(export, apply=True), FakeReading(), shelf, heard.talk, say)
    assert shelf.known() == {"24041800001", "24041800002"}


def test_what_is_known_already_is_found_and_not_kept_again(export: Path, heard: Heard) -> None:
    shelf = Shelf()
    import_cases(wish(export, apply=True), FakeReading(), shelf, Heard().talk, say)
    again = wish(export, apply=True, as_json=True)
    import_cases(again, FakeReading(), shelf, heard.talk, say)
    answer = json.loads(heard.out.getvalue())
    assert (answer["cases"], answer["applied"]) == (0, False)
    assert [one["code"] for one in answer["findings"]].count("import.known") == 2


def test_where_nothing_is_new_it_is_not_said_that_something_was_written(
    export: Path, heard: Heard
) -> None:
    shelf = Shelf()
    import_cases(wish(export, apply=True), FakeReading(), shelf, Heard().talk, say)
    import_cases(wish(export, apply=True), FakeReading(), shelf, heard.talk, say)
    assert heard.lines[-1] == Wording("zh").say("cli.nothing_to_apply")


def test_a_workbook_of_the_other_scheme_is_told_from_its_names(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "事件"
    sheet.append(["事件立案标准"])
    sheet.append(HEAD)
    sheet.append(["04", "突发事件", "01", "路面塌陷", "", "", "路面塌陷", "修复", "4工作时"])
    made.save(tmp_path / "old.xlsx")
    standards = Catalogue(
        version=1,
        valid_from=date(2026, 1, 1),
        categories=(
            event("GBT30428", "0401", "街面秩序", "无照经营游商"),
            event("CJT214", "0401", "突发事件", "路面塌陷"),
        ),
        conditions=(),
    )

    def findings(scheme: str) -> list[str]:
        heard = Heard()
        asked = wish(tmp_path / "old.xlsx", as_json=True, scheme=scheme)
        reading = FakeReading(standards=standards)
        import_standards(asked, reading, KeepingCatalogues(), heard.talk, say)
        told = json.loads(heard.out.getvalue())["findings"]
        return [one["reason"] for one in told if one["code"] == "standards.other_scheme"]

    facts = {"scheme": "GBT30428", "likelier": "CJT214"}
    assert findings("GBT30428") == [Wording("zh").say("standards.other_scheme", **facts)]
    assert not findings("CJT214")


def event(scheme: str, code: str, class_name: str, name: str) -> Category:
    return Category(
        key=CategoryKey(scheme, EVENT, code), class_code=code[:2], class_name=class_name, name=name
    )


def test_a_mapping_is_proposed_into_its_file_and_used_the_next_time(
    export: Path, heard: Heard, tmp_path: Path
) -> None:
    mapping = tmp_path / "mapping.json"
    import_cases(wish(export, mapping=mapping), FakeReading(), Shelf(), heard.talk, say)
    kept = json.loads(mapping.read_text("utf-8"))
    assert kept["columns"]["task_number"] == "任务号"
    del kept["columns"]["description"]
    mapping.write_text(json.dumps(kept), "utf-8")
    shelf = Shelf()
    chosen = wish(export, apply=True, mapping=mapping)
    import_cases(chosen, FakeReading(), shelf, heard.talk, say)
    assert {case.description for case in shelf.kept.values()} == {""}


@pytest.mark.parametrize("place", [".", "missing/mapping.json"])
def test_a_mapping_that_cannot_be_kept_is_refused_with_its_name(
    place: str, export: Path, heard: Heard, tmp_path: Path
) -> None:
    chosen = wish(export, apply=True, mapping=tmp_path / place)
    with pytest.raises(Refusal, match=r"file\.unwritable"):
        import_cases(chosen, FakeReading(), Shelf(), heard.talk, say)


def test_a_mapping_that_is_no_text_is_refused(export: Path, heard: Heard, tmp_path: Path) -> None:
    (tmp_path / "mapping.json").write_bytes(b"\xff\xfe\x00")
    chosen = wish(export, mapping=tmp_path / "mapping.json")
    with pytest.raises(Refusal, match=r"import\.mapping_unreadable"):
        import_cases(chosen, FakeReading(), Shelf(), heard.talk, say)
