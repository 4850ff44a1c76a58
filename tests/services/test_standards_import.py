"""What a workbook of standards would change, and from which day its version holds."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from console.domain.catalogue import CJT214, EVENT, Category, CategoryKey, Condition
from console.domain.timelimit import LimitUnit, TimeLimit
from console.export.standards_sheets import write
from console.services.standards_import import begins_again, newest_standards, read_offer
from tests.fake_reading import FakeReading
from tests.standards import SMALL_STANDARDS

AT = datetime(2026, 11, 28, 17, 0, tzinfo=UTC)  # the 29th in the city


def test_an_offer_is_the_next_version_from_the_city_s_own_day(tmp_path: Path) -> None:
    reading = FakeReading(standards=SMALL_STANDARDS)
    gone = replace(SMALL_STANDARDS, conditions=SMALL_STANDARDS.conditions[1:])
    write(tmp_path / "a.xlsx", gone)
    offer = read_offer(tmp_path / "a.xlsx", reading, AT)
    assert offer.changes
    assert (offer.after.version, offer.after.valid_from) == (4, date(2026, 11, 29))
    assert len(offer.after.conditions) == len(SMALL_STANDARDS.conditions) - 1
    assert newest_standards(reading, AT) is SMALL_STANDARDS


@pytest.mark.parametrize(
    ("newest", "begins"),
    [(date(2026, 1, 1), date(2026, 11, 29)), (date(2026, 11, 29), date(2026, 11, 30))],
)
def test_two_versions_never_begin_on_one_day(newest: date, begins: date) -> None:
    reading = FakeReading(standards=replace(SMALL_STANDARDS, version=8, valid_from=newest))
    again = begins_again(SMALL_STANDARDS, reading, AT)
    assert (again.version, again.valid_from) == (9, begins)
    assert again.conditions == SMALL_STANDARDS.conditions


def test_a_numbering_that_fits_better_is_told(tmp_path: Path) -> None:
    other = [
        Category(
            key=CategoryKey(CJT214, EVENT, f"01{at:02d}"),
            class_code="01",
            class_name="市容环境",
            name=f"类别{at}",
        )
        for at in range(1, 8)
    ]
    limit = TimeLimit(4, LimitUnit.WORK_HOUR)
    conditions = tuple(
        Condition(category=one.key, ordinal=1, text=f"见到{one.name}", limit=limit) for one in other
    )
    present = replace(SMALL_STANDARDS, categories=tuple(other), conditions=conditions)
    write(tmp_path / "a.xlsx", present, scheme=CJT214)
    offer = read_offer(tmp_path / "a.xlsx", FakeReading(standards=present), AT)
    assert offer.found.findings[0].code == "standards.other_scheme"
