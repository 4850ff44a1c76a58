"""What a city brings of its ground: kinds of files, their columns, and what each field may say.

Columns are found by name, whatever a city's office calls them; texts become values here. Geometry
is repaired and compared elsewhere (`console.geo`, `ground_diff.py`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from unicodedata import normalize

from console.domain.place import (
    AreaLevel,
    Component,
    ComponentState,
    Division,
    DutyGrid,
    Point,
    UnitGrid,
)


class GroundKind(StrEnum):
    """What one file holds; also the words of the command line."""

    DIVISIONS = "divisions"
    UNIT_GRIDS = "unit-grids"
    DUTY_GRIDS = "duty-grids"
    COMPONENTS = "components"
    CONTROL_AREAS = "control-areas"


Ring = tuple[Point, ...]
"""An open outline in degrees of WGS84, turning left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Where a thing lies: outlines (holes among them), or one point; in degrees of WGS84.

    Sizes are measured on a plane in metres and 0 for points.
    """

    rings: tuple[Ring, ...] = ()
    point: Point | None = None
    area_m2: float = 0.0
    perimeter_m: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One feature as the file has it, repaired: its texts by field, and its shape.

    `row` counts from 1. Fields of columns the file does not have are absent.
    """

    row: int
    texts: Mapping[str, str] = field(default_factory=dict)
    shape: Shape = Shape()


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionArea:
    """A division with its outline; `rings` is empty where none was ever brought."""

    division: Division
    rings: tuple[Ring, ...] = ()

    @property
    def code(self) -> str:
        """The division's code."""
        return self.division.code


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlArea:
    """An area under control for a time (重点管控区域); moments are aware."""

    code: str
    name: str
    ring: Ring
    valid_from: datetime
    valid_to: datetime | None = None


Thing = UnitGrid | DivisionArea | DutyGrid | Component | ControlArea
"""What a feature becomes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A field looked for in a file, with the names offices give it."""

    name: str
    names: tuple[str, ...]
    required: bool = False


def _column(name: str, names: str, *, required: bool = False) -> Column:
    return Column(name=name, names=(name, *names.split()), required=required)


_FROM: Final = _column(
    "valid_from", "启用日期 起始日期 开始日期 生效日期 startdate begindate ordate qyrq"
)
_CODE: Final = "code 编码 代码 编号 标识码 bm dm"
COLUMNS: Final[Mapping[GroundKind, tuple[Column, ...]]] = {
    GroundKind.DIVISIONS: (
        _column(
            "code",
            f"{_CODE} 行政区划代码 区划代码 区划编码 xzqdm xzqhdm divcode areacode",
            required=True,
        ),
        _column("name", "名称 行政区名称 区划名称 xzqmc mc areaname divname", required=True),
        _column("parent", "上级代码 上级编码 parentcode sjdm pcode"),
        _column("managed_by", "管理区域 管辖单位 managedby"),
        _column("name_en", "英文名称 nameen ename"),
    ),
    GroundKind.UNIT_GRIDS: (
        _column(
            "code",
            f"{_CODE} bgid bgcode 单元网格编码 单元网格代码 单元网格编号 网格编码 网格代码 网格编号"
            " gridcode gridid cellcode wgbm wgdm dywgbm",
            required=True,
        ),
        _column("community", "社区编码 社区代码 所属社区 社区 communitycode sqbm sqdm"),
        _column("management_area", "管理区域 管辖区域 所属区域 managementarea glqy"),
        _column("area_level", "区域管理等级 管理等级 管理级别 arealevel managelevel gldj"),
        _column("land_use", "用地性质 用地类型 土地利用 土地用途 landuse tdyt ydxz"),
        _column("area_m2", "面积 网格面积 area gridarea mj shapearea"),
        _FROM,
    ),
    GroundKind.DUTY_GRIDS: (
        _column(
            "code",
            f"{_CODE} 责任网格编码 责任网格编号 责任网格代码 监督网格编码 dutygrid dutycode zrwgbm",
            required=True,
        ),
        _column("name", "名称 责任网格名称 网格名称 dutyname mc zrwgmc"),
        _column("inspector", "监督员 督查员 采集员 监督员编号 采集员编号 inspector jdy"),
        _column("unit_grids", "单元网格 单元网格编码 单元网格列表 unitgrids grids cells bgids"),
        _FROM,
    ),
    GroundKind.COMPONENTS: (
        _column(
            "code",
            f"objid {_CODE} 部件编码 部件代码 部件编号 部件标识码 bjbm partcode",
            required=True,
        ),
        _column("name", "objname 名称 部件名称 bjmc partname"),
        _column("competent_unit", "deptcode1 主管部门代码 主管部门编码 主管部门 deptname1"),
        _column("owner_unit", "deptcode2 权属单位代码 权属单位编码 权属单位 deptname2"),
        _column("maintenance_unit", "deptcode3 养护单位代码 养护单位编码 养护单位 deptname3"),
        _column("unit_grid", "bgid 单元网格编码 所在单元网格 所属单元网格 gridcode cellcode"),
        _column("address", "objpos 位置 地址 所在位置 位置描述 address dz"),
        _column("state", "objstate 部件状态 状态 zt"),
        _column("surveyed_on", "ordate 初始日期 普查日期 调查日期"),
        _column("changed_on", "chdate 变更日期 更新日期"),
        _column("note", "note 备注 bz"),
    ),
    GroundKind.CONTROL_AREAS: (
        _column("code", f"{_CODE} 区域编码 管控区编码 areacode", required=True),
        _column("name", "名称 区域名称 管控区名称 areaname mc", required=True),
        _column("valid_from", "启用时间 开始时间 起始时间 启用日期 开始日期 startdate begindate"),
        _column("valid_to", "停用时间 结束时间 终止时间 停用日期 结束日期 enddate"),
    ),
}
"""What is looked for in each kind of file; the first name of a column is our own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnsFound:
    """Which of a file's headings holds which field; `missing` are required fields without one.

    `unknown` are fields or headings named by hand that are not there.
    """

    by_field: Mapping[str, str]
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


_CUT_CHINESE: Final = 3
_CUT_LATIN: Final = 8


def find_columns(
    kind: GroundKind, headings: Sequence[str], given: Mapping[str, str] | None = None
) -> ColumnsFound:
    """The headings of a file as fields: those named by hand, by their names, by cut names.

    Each heading serves one field; what is named earlier in `COLUMNS` comes first.
    """
    known = {_plain(one): one for one in reversed(headings)}
    fields = {column.name for column in COLUMNS[kind]}
    found: dict[str, str] = {}
    unknown = []
    for name, heading in (given or {}).items():
        there = known.get(_plain(heading))
        if name in fields and there is not None:
            found[name] = there
        else:
            unknown.append(f"{name}={heading}")
    for search in (_named, _begun):
        for column in COLUMNS[kind]:
            left = {plain: one for plain, one in known.items() if one not in found.values()}
            there = None if column.name in found else search(column, left)
            if there is not None:
                found[column.name] = there
    missing = tuple(
        column.name for column in COLUMNS[kind] if column.required and column.name not in found
    )
    return ColumnsFound(by_field=found, missing=missing, unknown=tuple(unknown))


def _named(column: Column, known: Mapping[str, str]) -> str | None:
    """The heading with one of the column's names."""
    return next((known[one] for one in map(_plain, column.names) if one in known), None)


def _begun(column: Column, known: Mapping[str, str]) -> str | None:
    """A heading a Shapefile cut: it keeps ten bytes of a name, three to five Chinese signs."""
    for name in map(_plain, column.names):
        for plain, heading in known.items():
            least = _CUT_LATIN if plain.isascii() else _CUT_CHINESE
            if len(plain) >= least and name.startswith(plain):
                return heading
    return None


def _plain(heading: str) -> str:
    folded = normalize("NFKC", heading).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


_LEVELS: Final[Mapping[str, AreaLevel]] = {
    **dict.fromkeys(("a", "1", "一", "一类", "一级", "first"), AreaLevel.FIRST),
    **dict.fromkeys(("b", "2", "二", "二类", "二级", "second"), AreaLevel.SECOND),
    **dict.fromkeys(("c", "3", "三", "三类", "三级", "third"), AreaLevel.THIRD),
}
_STATES: Final[Mapping[str, ComponentState]] = {
    **dict.fromkeys(("", "完好", "正常", "在用", "intact", "0"), ComponentState.INTACT),
    **dict.fromkeys(("破损", "损坏", "damaged", "1"), ComponentState.DAMAGED),
    **dict.fromkeys(("丢失", "缺失", "missing", "2"), ComponentState.MISSING),
    **dict.fromkeys(("占用", "被占用", "occupied", "3"), ComponentState.OCCUPIED),
}
_DAY_FORMS: Final = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d", "%Y年%m月%d日")


def area_level(text: str) -> AreaLevel | None:
    """A management level (一类区域, A, 1 …); None when the text is none."""
    return _LEVELS.get(_plain(text).removesuffix("区域").removesuffix("区").removesuffix("地区"))


def component_state(text: str) -> ComponentState | None:
    """A component's state; None when the text is none."""
    return _STATES.get(_plain(text))


def day_of(text: str) -> date | None:
    """A day in one of the usual forms, its time of day left out; None when the text is none."""
    head = normalize("NFKC", text).strip().replace("T", " ").partition(" ")[0]
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(head, form).date()  # noqa: DTZ007 - only the day is kept
        except ValueError:
            continue
    return None


def plain_code(text: str) -> str:
    """A code as it was typed, without blanks and in half width."""
    return "".join(normalize("NFKC", text).split())


def codes_of(text: str) -> tuple[str, ...]:
    """Several codes in one text, each once: separated by commas, semicolons, blanks or slashes."""
    plain = normalize("NFKC", text)
    for sign in ";、/|\n\t，；":
        plain = plain.replace(sign, ",")
    parts = (part.strip() for part in plain.replace(" ", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def box_of(rings: Iterable[Sequence[Point]]) -> tuple[float, float, float, float] | None:
    """West, south, east, north of all points; None without any."""
    points = [point for ring in rings for point in ring]
    if not points:
        return None
    lons, lats = [point.lon for point in points], [point.lat for point in points]
    return min(lons), min(lats), max(lons), max(lats)
