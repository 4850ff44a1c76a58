"""The words of `import-geo`."""

import pytest

from console.cli.arguments import parser
from console.cli.ground import columns_of
from console.domain.refusal import Refusal


def both(code: str, **facts: object) -> str:
    return code


def test_a_file_alone_holds_unit_grids_and_is_only_shown() -> None:
    given = parser(both).parse_args(["import-geo", "a.shp"])
    assert (given.kind, given.write, given.preview, given.whole) == (
        "unit-grids",
        False,
        False,
        False,
    )


def test_showing_and_writing_exclude_each_other() -> None:
    with pytest.raises(SystemExit):
        parser(both).parse_args(["import-geo", "a.shp", "--write", "--preview"])


def test_columns_are_named_by_hand() -> None:
    assert columns_of(["code=BGID", "area_level = 等级"]) == {"code": "BGID", "area_level": "等级"}
    for wrong in ("code", "=x", "code="):
        with pytest.raises(Refusal, match=r"geo\.map_form"):
            columns_of([wrong])
