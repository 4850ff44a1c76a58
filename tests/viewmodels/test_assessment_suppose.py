"""What if without widgets: a late answer to a period that was left is none, nor one given up."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from shiboken6 import Shiboken

from console.evaluation.period_text import read_period
from console.evaluation.scheme import ObjectKind
from console.ports.facts import Grouping
from console.viewmodels.assessment_setting import Setting
from console.viewmodels.assessment_suppose import SupposeDesk, Supposing, Typed
from tests.assessment_samples import a_desk, lost_facts, the_reading
from tests.evaluation.schemes import SHIPPED
from tests.lanes import LateAnswers
from tests.services.test_supposing import Period

OCTOBER = Setting(
    period=read_period("2026-10"), kind=ObjectKind.DEPARTMENT, by=Grouping.UNIT, scheme="standard",
    version=1,
)  # fmt: skip
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def page() -> Iterator[SupposeDesk]:
    desk = a_desk(lost_facts(), the_reading())
    desk.outside = replace(desk.outside, integrity=Period())
    made = SupposeDesk(desk, lambda: SHIPPED)
    made.set_to(OCTOBER)
    yield made
    Shiboken.delete(desk)


def test_an_answer_of_a_period_that_was_left_is_dropped(page: SupposeDesk) -> None:
    lanes = LateAnswers()
    page.desk.lanes = lanes
    page.ask(Typed(scheme="jinhua"))
    page.set_to(replace(OCTOBER, period=read_period("2026-09")))
    lanes.tell()
    assert page.state is Supposing.NOTHING
    assert page.found is None


def test_what_was_given_up_stays_given_up(page: SupposeDesk) -> None:
    lanes = LateAnswers()
    page.desk.lanes = lanes
    page.ask(Typed(scheme="jinhua"))
    assert page.give_up()
    lanes.tell()
    assert page.state == "stopped"
    page.ask(Typed(scheme="jinhua"))
    lanes.tell()
    assert page.state == "there"
