"""A city's own ground from files to the real server: 6,000 grids with every fault, and after."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import shapely
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from console.bootstrap.ground import note_words
from console.cli.ground import Answer, import_ground
from console.cli.talk import Talk
from console.domain.ground import GroundKind
from console.domain.ground_diff import ChangeKind
from console.domain.place import AreaLevel, DutyGrid, Point
from console.domain.refusal import Refusal
from console.domain.stage import Move
from console.geo.reader import GroundReader
from console.services.ground_import import Offer, Wish, read_offer
from console.services.ground_writing import Written, write_offer
from console.views.wording import Wording
from db import OpenStore, city
from db.ground_import import PostgresGround
from tests.db.lives import Life
from tests.db.town import component
from tests.ground_files import (
    Ground,
    cell,
    code_at,
    faulty_city,
    forget_encoding,
    whole_city,
    write_file,
)

DAY = date(2026, 11, 29)
AT = datetime(2026, 11, 29, 2, 0, tzinfo=UTC)


def silent(_part: str, _done: int, _of: int) -> None:
    """Nobody watches."""


@dataclass
class Office:
    """Files and the server they go to."""

    ground: PostgresGround
    store: OpenStore
    folder: Path
    reader: GroundReader

    def read(self, file: Path, kind: GroundKind = GroundKind.UNIT_GRIDS, **how: object) -> Offer:
        wish = Wish(file=file, kind=kind, day=DAY, **how)  # type: ignore[arg-type]
        return read_offer(wish, self.ground, self.reader, silent)

    def bring(self, file: Path, kind: GroundKind = GroundKind.UNIT_GRIDS) -> Written:
        return self.write(self.read(file, kind))

    def write(self, offer: Offer) -> Written:
        return write_offer(offer, self.ground, self.store.store, note_words, AT, silent)

    def save(self, ground: Ground, name: str = "grids.shp") -> Path:
        return ground.write(self.folder / name)


@pytest.fixture(scope="module")
def reader() -> Iterator[GroundReader]:
    """One reading process for all of them."""
    made = GroundReader()
    yield made
    made.close()


@pytest.fixture
def office(owner: Engine, store: OpenStore, tmp_path: Path, reader: GroundReader) -> Office:
    folder = tmp_path / "maps"
    folder.mkdir()
    return Office(PostgresGround(owner), store, folder, reader)


def changes(offer: Offer) -> dict[str, ChangeKind]:
    return {one.former or one.code: one.kind for one in offer.difference.changes}


def codes(offer: Offer) -> dict[int, set[str]]:
    """What is said of each row."""
    said: dict[int, set[str]] = {}
    for one in offer.faults:
        said.setdefault(one.finding.row, set()).add(one.finding.code)
    return said


def test_six_thousand_grids_with_every_fault_come_in_right(office: Office, owner: Engine) -> None:
    made, rows = faulty_city()
    file = made.write(office.folder / "grids.shp", encoding="GBK")
    forget_encoding(file)
    offer = office.read(file)
    said = codes(offer)
    for language in ("zh", "en"):
        for one in offer.faults:
            assert Wording(language).say(one.finding.code, **one.finding.facts)
    expected = {
        "bow_tie": "geo.crosses_itself",
        "loop": "geo.loop_cut",
        "doubled": "geo.doubled",
        "parts": "geo.parts",
        "hole": "geo.hole",
        "overlap": "geo.overlap",
        "double": "geo.code_double",
        "malformed": "code.unit_grid_malformed",
        "nan": "geo.not_a_number",
        "nothing": "geo.no_geometry",
        "sliver": "geo.sliver",
    }
    assert {name: said[rows[name]] >= {code} for name, code in expected.items()} == dict.fromkeys(
        expected, True
    )
    assert [
        one.finding.facts["area"] for one in offer.faults if one.finding.code == "geo.overlap"
    ] == ["300.0"]
    gaps = [one for one in offer.faults if one.finding.code == "geo.gap"]
    assert "200.0" in [one.finding.facts["area"] for one in gaps]
    assert said[rows["double"]] == said[rows["double"] + 1]
    assert offer.refused == 9
    office.write(offer)
    with owner.connect() as connection:
        kept = connection.execute(
            text("SELECT count(*), sum(area_m2), min(area_level), min(land_use) FROM unit_grid")
        ).one()
    assert kept[0] == 6001 - 9
    assert kept[1] == pytest.approx(5_991 * 9_999.5, rel=1e-3)
    assert kept[2:] == ("A", "居住用地")
    assert not office.read(file).difference.changes


def test_a_changed_grid_ends_and_its_ground_gets_a_code_nobody_ever_had(office: Office) -> None:
    town = whole_city(10, 10)
    office.bring(office.save(town))
    moved, renamed, gone = code_at(3, 3), code_at(5, 5), code_at(9, 9)
    town.put(moved, cell(3, 3, west=-1))
    town.levels[town.codes.index(renamed)] = "二类"
    town.drop(gone)
    offer = office.read(office.save(town))
    assert changes(offer) == {
        moved: ChangeKind.RESHAPED,
        renamed: ChangeKind.RELABELLED,
        gone: ChangeKind.ENDED,
    }
    office.write(offer)
    grids = {one.code: one for one in office.ground.now().unit_grids}
    fresh = next(one for one in grids.values() if one.replaces == moved)
    assert fresh.code == f"{moved[:12]}101"
    assert (fresh.valid_from, grids[moved].valid_to, grids[gone].valid_to) == (DAY, DAY, DAY)
    assert grids[renamed].area_level is AreaLevel.SECOND
    again = office.read(office.save(town))
    assert not again.difference.changes
    assert not again.refused


def test_a_code_that_ended_is_never_taken_again(office: Office, owner: Engine) -> None:
    town = whole_city(10, 10)
    office.bring(office.save(town))
    town.drop(code_at(9, 9))
    office.bring(office.save(town))
    row = town.add(code_at(9, 9), cell(9, 9))
    offer = office.read(office.save(town))
    assert codes(offer)[row] == {"geo.code_ended"}
    assert not offer.difference.changes
    for attempt in (
        "UPDATE unit_grid SET valid_to = NULL WHERE valid_to IS NOT NULL",
        "UPDATE unit_grid SET ring = '[]'",
        "DELETE FROM unit_grid",
        "TRUNCATE unit_grid CASCADE",
    ):
        with pytest.raises(DBAPIError, match=r"used before|never removed"), owner.begin() as line:
            line.execute(text(attempt))


def test_duty_grids_and_components_stay_on_their_ground(office: Office, owner: Engine) -> None:
    town = whole_city(10, 10)
    office.bring(office.save(town))
    moved = code_at(3, 3)
    duty = DutyGrid(
        code="D1", name="一号", unit_grids=(moved, code_at(4, 3)), inspector=None, valid_from=DAY
    )
    city.put_duty_grids(owner, [duty])
    inside = middle(office, moved)
    city.put_components(owner, [replace(component(point=inside), unit_grid=moved)])
    town.put(moved, cell(3, 3, west=-1))
    office.bring(office.save(town))
    now = office.ground.now()
    fresh = next(one.code for one in now.unit_grids if one.replaces == moved)
    assert now.duty_grids[0].unit_grids == (fresh, code_at(4, 3))
    assert now.components[0].unit_grid == fresh


def middle(office: Office, code: str) -> Point:
    ring = next(one.ring for one in office.ground.now().unit_grids if one.code == code)
    found = shapely.Polygon(ring).centroid
    return Point(found.x, found.y)


def test_an_open_case_keeps_its_grid_as_history_and_is_told_once_where_it_lies(
    office: Office,
) -> None:
    town = whole_city(10, 10)
    office.bring(office.save(town))
    moved = code_at(3, 3)
    life = Life(office.store.store, at=AT)
    case = life.report(point=middle(office, moved))
    town.put(moved, cell(3, 3, west=-1))
    written = office.bring(office.save(town))
    fresh = f"{moved[:12]}101"
    ((_, old, new),) = written.cases
    assert (old, new) == (moved, fresh)
    town.levels[0] = "三类"
    office.bring(office.save(town))
    detail = office.store.reading.detail(case, "chen")
    assert detail.case.place.unit_grid == moved
    notes = [step.payload for step in detail.steps if step.move is Move.NOTE]
    assert len(notes) == 1
    assert note_words(moved, fresh) in notes[0]


def test_what_changed_since_it_was_compared_is_not_written_over(office: Office) -> None:
    town = whole_city(10, 10)
    offer = office.read(office.save(town))
    office.bring(office.save(whole_city(10, 5), "half.shp"))
    with pytest.raises(Refusal, match=r"ground\.stale"):
        office.write(offer)


def test_the_register_tells_who_brought_which_file(office: Office, owner: Engine) -> None:
    written = office.bring(office.save(whole_city(10, 5)))
    with owner.connect() as connection:
        row = connection.execute(
            text(
                "SELECT subject, key, after, app.undoable(c) AS undoable"
                " FROM admin_change c WHERE id = :id"
            ),
            {"id": written.change},
        ).one()
        broken = connection.execute(text("SELECT app.broken_changes()")).all()
    assert (row.subject, row.key, row.undoable) == ("ground", "unit-grids", False)
    assert (row.after["file"], len(row.after["new"])) == ("grids.shp", 50)
    assert not broken


def test_every_kind_comes_in_from_its_usual_format(office: Office) -> None:
    office.bring(office.save(whole_city(10, 10)))
    blocks = {"410403001": "东安路街道", "410403001001": "建设社区"}
    area = shapely.box(*cell(0, 0).bounds[:2], *cell(9, 9).bounds[2:])
    named = {"区划代码": list(blocks), "区划名称": list(blocks.values())}
    file = write_file(office.folder / "areas.gpkg", [area, area], named)
    office.bring(file, GroundKind.DIVISIONS)
    half = shapely.box(*cell(0, 0).bounds[:2], *cell(9, 4).bounds[2:])
    duty = {"责任网格编码": ["D1"], "责任网格名称": ["一号责任网格"], "监督员": ["无此人"]}
    file = write_file(office.folder / "duty.gpkg", [half], duty)
    office.bring(file, GroundKind.DUTY_GRIDS)
    things = {"OBJID": ["4104030101000001"], "OBJNAME": ["上水井盖"], "DEPTNAME1": ["无"]}
    file = write_file(office.folder / "things.shp", [cell(3, 3).centroid], things)
    office.bring(file, GroundKind.COMPONENTS)
    control = {"code": ["K1"], "name": ["学校周边"], "valid_to": ["2026-12-31"]}
    file = write_file(office.folder / "control.gpkg", [half], control)
    office.bring(file, GroundKind.CONTROL_AREAS)
    now = office.ground.now()
    assert {"410403001", "410403001001"} <= {one.code for one in now.divisions if one.rings}
    assert [one["code"] for one in now.base["communities"]] == ["410403001001"]
    assert len(now.duty_grids[0].unit_grids) == 50
    assert now.components[0].unit_grid == code_at(3, 3)
    assert now.control_areas[0].valid_to is not None
    for name, kind in (("areas.gpkg", GroundKind.DIVISIONS), ("duty.gpkg", GroundKind.DUTY_GRIDS)):
        assert not office.read(office.folder / name, kind).difference.changes


def test_a_grid_outside_its_community_is_told(office: Office) -> None:
    area = shapely.box(*cell(0, 0).bounds[:2], *cell(8, 9).bounds[2:])
    named = {"code": ["410403001001"], "name": ["建设社区"]}
    file = write_file(office.folder / "areas.gpkg", [area], named)
    offer = office.read(file, GroundKind.DIVISIONS)
    assert changes(offer) == {"410403001001": ChangeKind.NEW}
    office.write(offer)
    offer = office.read(office.save(whole_city(10, 10)))
    outside = [one for one in offer.faults if one.finding.code == "geo.outside_community"]
    assert {one.key for one in outside} == {code_at(9, row) for row in range(10)}


def test_the_command_shows_first_and_writes_when_told(office: Office) -> None:
    file = office.save(whole_city(10, 5))
    out = io.StringIO()
    talk = Talk(Wording("zh").say, out=out, bars=io.StringIO())
    wish = Wish(file=file, kind=GroundKind.UNIT_GRIDS, day=DAY)
    report = office.folder / "report.csv"

    def run(answer: Answer) -> str:
        out.seek(0)
        out.truncate()
        code = import_ground(wish, answer, office.ground, office.store.store, note_words, talk, AT)
        assert code == 0
        return out.getvalue()

    shown = run(Answer(write=False, report=report))
    assert "新增 50" in shown
    assert "尚未写入" in shown
    assert not office.ground.now().unit_grids
    assert len(report.read_text("utf-8-sig").splitlines()) == 53
    assert "已写入" in run(Answer(write=True))
    told = json.loads(run(Answer(write=True, as_json=True)))
    assert (told["unchanged"], told["changes"], told["change"]) == (50, [], None)
