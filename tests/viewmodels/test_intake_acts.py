"""One key makes one case, however often it is pressed before the answer is there."""

import pytest

from console.domain.case import CaseId
from console.domain.refusal import Refusal
from console.domain.stage import Post, Source, Stage
from console.ports.rows import RelatedCase, SimilarCase
from console.ports.work import Changes
from console.viewmodels.intake_acts import IntakeActs
from console.viewmodels.intake_draft import IntakeDraft
from tests.lanes import WaitingLanes
from tests.panels import Table, a_table
from tests.rows import NOW

pytestmark = pytest.mark.usefixtures("qapp")


class Pressed:
    """A filled form and the keys of an acceptor who waits for each answer."""

    def __init__(self, source: Source = Source.HOTLINE) -> None:
        self.table: Table = a_table(Post.ACCEPTOR)
        self.lanes = WaitingLanes()
        self.draft = IntakeDraft(self.table.desk)
        self.draft.places.take_words("中兴路 12 号")
        self.draft.put(source=source, name="测试甲", description="一堆垃圾")
        self.table.desk.lanes = self.lanes
        self.acts = IntakeActs(self.draft)
        self.told: list[Changes] = []
        self.refused: list[Refusal] = []

    def register(self) -> None:
        """F2."""
        self.acts.register(self.told.append, lambda refusal, _command: self.refused.append(refusal))

    def run_all(self) -> None:
        """Every answer arrives."""
        while self.lanes.orders:
            self.lanes.run()


def a_similar(case: CaseId) -> SimilarCase:
    """A likely duplicate."""
    related = RelatedCase(
        id=case,
        number="2026-1123-000001",
        category_name="",
        address="",
        stage=Stage.CONFIRMING,
        reported_at=NOW,
        closed_at=None,
        unit_name="",
        handling_minutes=None,
        on_time=None,
    )
    return SimilarCase(
        case=related, likeness="high", reasons=(), point=None, description="", callers=1
    )


def test_two_quick_presses_register_one_report_also_between_its_two_commands() -> None:
    pressed = Pressed()
    pressed.register()
    pressed.register()
    assert len(pressed.lanes.orders) == 1
    pressed.lanes.run()  # the report stands, its confirmation is on the way
    before = len(pressed.lanes.orders)
    pressed.register()
    assert len(pressed.lanes.orders) == before
    pressed.run_all()
    cases = list(pressed.table.bench.store.cases.values())
    assert [case.stage for case in cases] == [Stage.CONFIRMING]
    assert len(pressed.told) == 1


def test_a_report_stands_when_what_should_follow_is_refused() -> None:
    pressed = Pressed(Source.VIDEO)  # without a class it cannot be submitted
    pressed.register()
    pressed.run_all()
    assert [case.stage for case in pressed.table.bench.store.cases.values()] == [Stage.ACCEPTED]
    assert (len(pressed.told), pressed.refused) == (1, [])


def test_a_caller_is_attached_once() -> None:
    pressed = Pressed()
    pressed.register()
    pressed.run_all()
    case = next(iter(pressed.table.bench.store.cases))
    again = Pressed()
    again.table.bench.store.cases |= pressed.table.bench.store.cases
    again.table.bench.store.trails |= pressed.table.bench.store.trails
    again.draft.likes._on_cases((a_similar(case),))
    for _ in range(2):
        again.acts.attach(
            again.told.append, lambda refusal, _command: again.refused.append(refusal)
        )
    again.run_all()
    assert again.table.bench.store.cases[case].callers == 2
