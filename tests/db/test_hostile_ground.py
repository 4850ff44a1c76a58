"""An administrator with a plain client brings no ground that consoles and judge stumble over."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import psycopg
import pytest
from sqlalchemy import URL, Engine, text

from console.domain.stage import Post
from db.city import unit_grid_row
from db.ground_import import PostgresGround
from db.roles import operator_url
from db.standing import local_day
from tests.db.crew import PASSWORD, employ, operator
from tests.db.town import COMMUNITY, GRIDS, grid, settle

RING: Final = json.dumps(grid(GRIDS[0], 113.4).ring)
GRID: Final = json.loads(json.dumps(unit_grid_row(grid(f"{COMMUNITY}009", 113.4)), default=str))
DIVISION: Final = {
    "code": "410402001009",
    "name": "新",
    "level": "community",
    "parent": "410402001",
    "name_en": "",
    "invented": False,
}
AREA: Final = {"code": "K1", "name": "学校周边", "ring": RING, "valid_from": "2026-01-01T00:00:00Z"}


@pytest.fixture
def line(owner: Engine, database_url: URL) -> Iterator[psycopg.Connection]:
    settle(owner)
    employ(owner, operator("adm", [Post.ADMINISTRATOR]))
    mine = operator_url(database_url, "adm", PASSWORD).set(drivername="postgresql")
    with psycopg.connect(mine.render_as_string(hide_password=False), autocommit=True) as made:
        yield made


def put(line: psycopg.Connection, kind: str, thing: dict[str, Any], **more: object) -> str:
    """Bring one thing; the refusal's code and field, or nothing."""
    stamp = line.execute("SELECT version FROM stamp WHERE topic = 'city'").fetchone()
    assert stamp is not None
    change = {
        "stamp": stamp[0],
        "things": [thing] if thing else [],
        "parts": [],
        "ended": {},
        "components": {},
        "day": local_day(datetime.now(UTC)).isoformat(),
        "told": {},
        "reason": "",
    } | more
    try:
        line.execute("SELECT api_v1.put_ground(%s, %s)", (kind, json.dumps(change)))
    except psycopg.Error as error:
        detail = json.loads(error.diag.message_detail or "{}") if error.sqlstate == "GX038" else {}
        return f"{error.sqlstate} {detail.get('field', '')}".strip()
    return ""


RINGS: Final = (
    "",
    "rubbish",
    "{}",
    "[]",
    "[[1, 2], [3, 4]]",
    '[["1", "2"], ["3", "4"], ["5", "6"]]',
    "[[1, 2], [3, 4], [5]]",
    "[[1, 2], [3, 4], [5, 6, 7]]",
    "[[1e300, 2], [3, 4], [5, 6]]",
    "[[1, 2], [3, 91], [5, 6]]",
    "[[1, 2], [3, 4], null]",
    "  [[1, 2], [3, 4], [5, 6]]",
)


@pytest.mark.parametrize("ring", RINGS)
def test_no_outline_that_cannot_be_read_is_kept_for_ever(
    line: psycopg.Connection, ring: str
) -> None:
    assert put(line, "unit-grids", GRID | {"ring": ring}) == "GX038 ring"
    assert put(line, "control-areas", AREA | {"ring": ring}) == "GX038 ring"
    parts = [{"code": DIVISION["code"], "rings": f"[{ring}]"}]
    assert put(line, "divisions", DIVISION, parts=parts) == "GX038 rings"


@pytest.mark.parametrize(
    "spoil",
    [
        {"area_level": "D"},
        {"valid_from": "infinity"},
        {"valid_from": "-infinity"},
        {"valid_from": "0044-03-15 BC"},
        {"valid_to": "infinity"},
        {"valid_to": "12000-01-01"},
        {"perimeter_m": "NaN"},
        {"perimeter_m": -1},
        {"area_m2": "Infinity"},
        {"land_use": "x" * 10_001},
    ],
)
def test_no_grid_is_kept_that_stops_every_console(
    line: psycopg.Connection, spoil: dict[str, Any]
) -> None:
    assert put(line, "unit-grids", GRID | spoil) == f"GX038 {next(iter(spoil))}"


def test_nothing_ends_on_a_day_no_console_can_read(line: psycopg.Connection) -> None:
    for day in ("infinity", "12000-01-01"):
        assert put(line, "unit-grids", {}, ended={GRIDS[0]: None}, day=day) == "GX038 day"
    assert put(line, "control-areas", AREA | {"valid_to": "infinity"}) == "GX038 valid_to"
    late = AREA | {"valid_to": "9999-12-31T23:00:00-08:00"}
    assert put(line, "control-areas", late) == "GX038 valid_to"
    assert put(line, "divisions", DIVISION | {"level": "planet"}) == "GX038 level"


def test_what_is_refused_leaves_a_city_every_console_reads(
    line: psycopg.Connection, owner: Engine
) -> None:
    before = PostgresGround(owner).now()
    for ring in RINGS:
        put(line, "unit-grids", GRID | {"ring": ring})
    assert PostgresGround(owner).now() == before
    assert not put(line, "unit-grids", GRID)
    assert not put(line, "control-areas", AREA | {"valid_to": "9999-12-30T16:00:00+00:00"})
    parts = [{"code": DIVISION["code"], "rings": f"[{RING}, {RING}]"}]
    assert not put(line, "divisions", DIVISION, parts=parts)
    now = PostgresGround(owner).now()
    assert len(now.unit_grids) == len(before.unit_grids) + 1
    asked = text("SELECT app.metres_to(ring, 113.4005, 33.7405) FROM unit_grid WHERE code = :code")
    with owner.connect() as connection:
        assert connection.execute(asked, {"code": GRID["code"]}).scalar_one() == 0


def test_a_base_map_that_is_none_never_becomes_the_setting(
    line: psycopg.Connection, owner: Engine
) -> None:
    asked = "SELECT api_v1.put_setting('map.base', %s, 'adm', 'administrator', now())"
    for told in ("", "rubbish", "[]", "7", '{"a": ' * 20_000, '{"a": ' + "9" * 5_000 + "}"):
        with pytest.raises(psycopg.Error) as refused:
            line.execute(asked, (told,))
        assert refused.value.sqlstate == "GX038"
        assert put(line, "control-areas", AREA, base=told) == "GX038 map.base"
    line.execute(asked, ('{"bounds": [1, 2, 3, 4]}',))
    assert PostgresGround(owner).now().base == {"bounds": [1, 2, 3, 4]}
    line.execute(asked, (None,))
    assert PostgresGround(owner).now().base == {}
