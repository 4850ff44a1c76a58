"""Which column of an export holds what: proposed by name, confirmed by people, kept as JSON.

Names: fact book 6.7, the list and the analysis export of a real system, with their variants.
Not here: the values under the columns (`case_export_book.py`).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from typing import Final, Self

from console.domain.place import Crs
from console.domain.refusal import Refusal

ALIKE: Final = 0.75
"""From this likeness (0 to 1) on a heading is proposed, marked as unsure."""

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "task_number": ("任务号", "任务编号", "案卷编号", "案卷号", "案件编号", "案件号", "受理编号"),
    "reported_at": ("上报时间", "发现时间", "登记时间", "受理时间"),
    "source": ("问题来源", "案件来源", "案卷来源", "信息来源"),
    "kind_name": ("问题类型", "案件类型", "案卷类型"),
    "class_name": ("大类名称", "大类"),
    "subclass_name": ("小类名称", "小类"),
    "description": ("问题描述", "案件描述", "案卷描述"),
    "raw_state": ("当前阶段名称", "当前阶段", "阶段", "案件状态", "案卷状态"),
    "unit": ("处置部门", "处置单位", "责任单位", "专业部门"),
    "handling_deadline": ("处置截止时间", "处置截止"),
    "bundled_deadline": ("捆绑处置截止时间", "捆绑截止时间", "捆绑截止时间/时限"),
    "closed_at": ("结案时间", "办结时间"),
    "area": ("所属片区", "片区", "责属区域"),
    "district": ("区域", "所属区域", "所属城区", "所属区县"),
    "street": ("所属街道", "街道"),
    "community": ("所属社区", "社区"),
    "duty_grid": ("责任网格", "监督网格"),
    "address": ("地址描述", "位置描述", "地址"),
    "inspector": ("监督员", "采集员", "信息采集员", "监督员姓名"),
    "extended": ("延期案件", "是否延期"),
    "reworked": ("返工案件", "是否返工"),
    "x": ("X坐标", "坐标X", "X", "经度"),
    "y": ("Y坐标", "坐标Y", "Y", "纬度"),
}
REQUIRED: Final = ("task_number", "reported_at")
FEWEST: Final = 3
"""A row of headings names at least so many fields."""

_HINTS: Final[Mapping[str, Crs]] = {
    "GCJ": Crs.GCJ02,
    "高德": Crs.GCJ02,
    "火星": Crs.GCJ02,
    "WGS": Crs.WGS84,
    "GPS": Crs.WGS84,
    "CGCS": Crs.CGCS2000,
    "天地图": Crs.CGCS2000,
    "百度": Crs.BD09,
    "BD": Crs.BD09,
}
_BRACKETS: Final = re.compile(r"[(（\[【].*?[)）\]】]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """Field → heading, for the fields an export has, and what its degrees are if they are any."""

    columns: Mapping[str, str]
    degrees: Crs | None = None

    def to_json(self) -> str:
        """The text to keep."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The kept mapping. Raises Refusal `import.mapping_unreadable` for anything else."""
        try:
            kept = json.loads(text)
            columns = {str(name): str(heading) for name, heading in kept["columns"].items()}
            degrees = kept.get("degrees")
            mapping = cls(columns=columns, degrees=Crs(degrees) if degrees else None)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Refusal("import.mapping_unreadable") from None
        if not columns.keys() <= NAMES.keys():
            raise Refusal("import.mapping_unreadable")
        return mapping

    def places(self, headings: Sequence[str]) -> Mapping[str, int]:
        """Field → position among these headings, the first where one stands twice.

        Raises Refusal `import.columns_missing` if a required field has no column.
        """
        at = {heading: place for place, heading in reversed(list(enumerate(headings)))}
        places = {name: at[heading] for name, heading in self.columns.items() if heading in at}
        missing = [NAMES[name][0] for name in REQUIRED if name not in places]
        if missing:
            raise Refusal("import.columns_missing", headings="、".join(missing))
        return places


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A mapping by likeness of names: fields in `unsure` want a look, `unused` found no field."""

    mapping: ColumnMapping
    unsure: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    headings: tuple[str, ...] = field(default=())


def propose(headings: Sequence[str]) -> Proposal:
    """The likeliest mapping for these headings; an exact name always wins over a similar one."""
    columns: dict[str, str] = {}
    free = [heading for heading in headings if heading]
    for name, variants in NAMES.items():
        exact = _first(variants, free)
        if exact is not None:
            columns[name] = exact
            free.remove(exact)
    unsure = []
    for name, variants in NAMES.items():
        if name in columns or name in ("x", "y"):  # single letters are like anything
            continue
        rated = [(max(_likeness(heading, one) for one in variants), heading) for heading in free]
        best = max(rated, default=(0.0, ""))
        if best[0] >= ALIKE:
            columns[name] = best[1]
            free.remove(best[1])
            unsure.append(name)
    degrees = next((crs for word, crs in _HINTS.items() if _says(columns, word)), None)
    return Proposal(
        mapping=ColumnMapping(columns=columns, degrees=degrees),
        unsure=tuple(unsure),
        unused=tuple(free),
        headings=tuple(headings),
    )


def looks_like_headings(cells: Sequence[str], mapping: ColumnMapping | None) -> bool:
    """Whether a row is the row of headings, by the mapping if there is one."""
    if mapping is not None:
        return mapping.columns.get("task_number", "") in [cell for cell in cells if cell]
    columns = propose(cells).mapping.columns
    return "task_number" in columns and len(columns) >= FEWEST


def _first(variants: Iterable[str], headings: Sequence[str]) -> str | None:
    plain = {_plain(heading): heading for heading in reversed(headings)}
    return next((plain[_plain(one)] for one in variants if _plain(one) in plain), None)


def _plain(heading: str) -> str:
    return "".join(_BRACKETS.sub("", heading).split()).upper()


def _likeness(heading: str, name: str) -> float:
    """How alike they are; 0 for less than `ALIKE`, which their lengths mostly tell."""
    both = SequenceMatcher(None, _plain(heading), _plain(name))
    if both.real_quick_ratio() < ALIKE or both.quick_ratio() < ALIKE:
        return 0.0
    return both.ratio()


def _says(columns: Mapping[str, str], word: str) -> bool:
    return any(word in columns.get(name, "").upper() for name in ("x", "y"))
