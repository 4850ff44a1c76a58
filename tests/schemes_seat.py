"""A seat that writes schemes, over a city's shipped schemes and three units' cases in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from shiboken6 import Shiboken

from console.domain.stage import Post
from console.ports.facts import FactDate, Grouping, Span, Tally
from console.viewmodels.notices import Notice
from console.viewmodels.scheme_document import OWN, Place
from console.viewmodels.schemes import SchemeDesk
from console.views.wording import Wording
from tests.assessment_samples import the_facts
from tests.evaluation.memory import Facts
from tests.fakes_schemes import FakeSchemes, with_shipped
from tests.panels import Table, a_table

NOW = datetime(2026, 12, 10, 2, tzinfo=UTC)
WORDS = Wording("zh")


class CountedFacts(Facts):
    """Facts that tell how often their sums were asked for."""

    asked = 0

    def tallies(self, span: Span, date: FactDate, by: Sequence[Grouping]) -> Sequence[Tally]:
        self.asked += 1
        return super().tallies(span, date, by)


@dataclass
class SchemeSeat:
    """A supervisor at the schemes."""

    table: Table
    store: FakeSchemes
    facts: CountedFacts
    page: SchemeDesk
    said: list[Notice] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        """What the operator was told."""
        return [one.code for one in self.said]

    def type(self, part: str, row: int, column: str, text: str, group: int = OWN) -> None:
        """Type into a cell and leave it."""
        place = Place(part=part, row=row, column=column, group=group)
        self.page.edit.type(place, text)
        self.page.edit.seal()

    def text(self, part: str, row: int, column: str = "value", group: int = OWN) -> str:
        document = self.page.edit.document
        assert document is not None
        return document.text(Place(part=part, row=row, column=column, group=group))

    def leave(self) -> None:
        """Leave the seat: nothing runs on."""
        if Shiboken.isValid(self.table.desk):
            Shiboken.delete(self.table.desk)


def a_scheme_seat(*posts: Post, store: FakeSchemes | None = None) -> SchemeSeat:
    """A seat that holds these posts, the supervisor's if none is named."""
    table, kept = a_table(Post.DISPATCHER), store or with_shipped()
    facts = CountedFacts(the_facts().cases)
    desk = table.desk
    desk.posts = posts or (Post.SUPERVISOR,)
    desk.now = lambda: NOW
    desk.outside = replace(desk.outside, schemes=kept, facts=facts)
    seat = SchemeSeat(table, kept, facts, SchemeDesk(desk, WORDS.say))
    desk.notice.connect(seat.said.append)
    return seat
