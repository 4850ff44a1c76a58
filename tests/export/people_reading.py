"""Facts with the acts of random lawful histories, for books of people."""

from datetime import UTC, date, datetime
from functools import cache, partial
from typing import Final

from console.evaluation.facts import flags_of
from console.evaluation.periods import PeriodKind, period_of
from console.evaluation.scheme import ObjectKind
from console.evaluation.words import named
from console.ports.facts import CaseAct
from console.services.assessing import Assessment, Named, assess
from console.services.assessment_books import Written, workbook_of
from console.views.wording import Wording
from tests.evaluation.lives import ended_acts, ended_facts
from tests.evaluation.memory import Facts
from tests.evaluation.schemes import shipped

NOW: Final = datetime(2027, 6, 1, tzinfo=UTC)
YEAR: Final = period_of(PeriodKind.YEAR, date(2026, 1, 1))
POSTS: Final = (
    ObjectKind.INSPECTOR,
    ObjectKind.ACCEPTOR,
    ObjectKind.SHIFT_LEADER,
    ObjectKind.DISPATCHER,
)


@cache
def reading() -> Facts:
    """Cases and acts of all histories."""
    facts = ended_facts()
    acts = [
        CaseAct(act=act, number=fact.number, category="", flags=flags_of(fact, NOW))
        for done, fact in zip(ended_acts(), facts, strict=True)
        for act in done
    ]
    return Facts(facts, done=acts)


@cache
def made(kind: ObjectKind) -> Assessment:
    """The year by the standard scheme; one of the objects did nothing."""
    quiet = [Named(code="quiet", name="=静")]
    return assess(reading(), shipped("standard", kind), YEAR, quiet, NOW)


def written(kind: ObjectKind) -> Written:
    """Its internal workbook."""
    say = Wording("zh_CN").say
    return workbook_of(made(kind), reading(), None, say, partial(named, language="zh"))
