"""Looking for the lists: one turn at a time, given up, kept looks."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from shiboken6 import Shiboken

from console.domain.refusal import Refusal
from console.evaluation.period_text import read_period
from console.viewmodels.assessment_findings import FindingsDesk, Looking, look_for
from console.views.wording import Wording
from tests.assessment_samples import a_desk, lost_facts, the_reading
from tests.lanes import LateAnswers
from tests.media.test_likeness import a_street, pressed
from tests.services.test_finding import REPORT, SPAN, Rows


@dataclass
class Keeping:
    """Keeps looks, or refuses to."""

    refuses: bool = False
    kept: dict[str, int | None] = field(default_factory=dict)
    asked: int = 0

    def keep(self, looks: Mapping[str, int | None]) -> int:
        self.asked += 1
        if self.refuses:
            raise Refusal("judge.post")
        self.kept |= looks
        return len(looks)


def told(_done: int, _of: int) -> None:
    """Nobody listens."""


PICTURES = {"a": pressed(a_street()), "b": b"no picture"}


def test_looks_made_on_the_way_are_kept_an_unreadable_one_as_none() -> None:
    keeping = Keeping()
    assert look_for(Rows([REPORT], previews=PICTURES), keeping, SPAN, [False], told) is not None
    assert keeping.kept["a"]
    assert keeping.kept["b"] is None


def test_who_may_not_keep_looks_has_the_lists_all_the_same() -> None:
    keeping = Keeping(refuses=True)
    many = {f"{number:03d}": b"no picture" for number in range(450)}
    assert look_for(Rows([REPORT], previews=many), keeping, SPAN, [False], told) is not None
    assert keeping.asked == 1


def test_given_up_it_brings_nothing() -> None:
    assert look_for(Rows([REPORT]), None, SPAN, [True], told) is None


def test_lists_that_were_given_up_stay_away_when_they_come_late(qapp: object) -> None:
    del qapp
    desk = a_desk(lost_facts(), the_reading())
    desk.outside = replace(desk.outside, integrity=Rows([REPORT]))
    lanes = LateAnswers()
    desk.lanes = lanes
    page = FindingsDesk(desk, Wording("zh").say)
    page.look_at(read_period("2026-10"))
    assert page.give_up()
    lanes.tell()
    assert page.looking is Looking.STOPPED
    assert page.lists is None
    page.look()
    lanes.tell()
    assert page.lists is not None
    Shiboken.delete(desk)
