"""Schemes and objects of an assessment: the version of the day, and who may be judged."""

from dataclasses import replace
from datetime import date

import pytest

from console.domain.organisation import Operator
from console.domain.refusal import Refusal
from console.evaluation.scheme import ObjectKind
from console.ports.facts import Grouping
from console.services.assessing_sources import known_schemes, objects_of, offered, scheme_named
from tests.evaluation.schemes import SHIPPED, shipped
from tests.fake_reading import FakeReading
from tests.fakes import a_unit

OCTOBER = date(2026, 10, 31)
DEPARTMENT = ObjectKind.DEPARTMENT


def test_of_each_scheme_the_version_of_the_day_is_offered() -> None:
    now = shipped("standard")
    former = replace(now, version=9, effective_from=date(1999, 1, 1),
                     effective_to=date(1999, 12, 31))  # fmt: skip
    assert offered([former, now], DEPARTMENT, OCTOBER) == (now,)
    assert offered([former, now], DEPARTMENT, date(1999, 6, 1)) == (former,)
    assert offered([former, now], ObjectKind.REGION, OCTOBER) == ()


def test_every_kind_of_object_has_a_shipped_scheme() -> None:
    known = known_schemes(SHIPPED)
    assert all(offered(known, kind, OCTOBER) for kind in ObjectKind)


def test_an_unknown_scheme_names_those_that_fit() -> None:
    with pytest.raises(Refusal, match=r"assess\.scheme") as told:
        scheme_named(known_schemes(SHIPPED), "moon", DEPARTMENT, OCTOBER)
    assert "standard" in str(told.value.facts["known"])


def test_units_stand_with_the_group_they_are_kept_under() -> None:
    unit = a_unit("U1", "市市政工程维护处")
    reading = FakeReading(known_units=(unit,))
    (found,) = objects_of(reading, DEPARTMENT, Grouping.UNIT)
    assert (found.code, found.name) == ("U1", unit.short_name)
    assert found.group == unit.evaluation_group.value


def test_people_of_a_post_are_those_who_hold_it() -> None:
    lin = Operator(login="lin", name="林", posts=("dispatcher",), seats=("席",), shift="")
    wu = Operator(login="wu", name="吴", posts=("acceptor",), seats=("席",), shift="")
    reading = FakeReading(people=(lin, wu))
    assert [one.code for one in objects_of(reading, ObjectKind.DISPATCHER, None)] == ["lin"]


def test_regions_are_the_divisions_of_the_level_they_are_summed_by() -> None:
    reading = FakeReading()
    assert not objects_of(reading, ObjectKind.REGION, Grouping.GRID)
