"""An administrator's seat over things in memory, for the tests of the administration page."""

from dataclasses import dataclass, field, replace

from shiboken6 import Shiboken

from console.domain.refusal import Refusal
from console.domain.stage import Post
from console.viewmodels.administration import Administration
from console.viewmodels.notices import Notice
from console.views.wording import Wording
from tests.administration_samples import an_administration
from tests.drafts import DraftsInMemory
from tests.fakes_administration import FakeAdministration
from tests.panels import Table, a_table
from tests.rows import NOW

WORDS = Wording("zh")


@dataclass
class Seat:
    """An administrator's seat."""

    table: Table
    store: FakeAdministration
    page: Administration
    drafts: DraftsInMemory
    said: list[Notice] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        """What the operator was told."""
        return [one.code for one in self.said]

    @property
    def keys(self) -> list[object]:
        """The rows of the open section."""
        return list(self.page.table.keys)

    def leave(self) -> None:
        """Leave the seat: nothing runs on."""
        if Shiboken.isValid(self.table.desk):
            Shiboken.delete(self.table.desk)


def a_seat(*posts: Post, store: FakeAdministration | None = None) -> Seat:
    """A seat that holds these posts."""
    table, kept, drafts = a_table(Post.DISPATCHER), store or an_administration(), DraftsInMemory()
    desk = table.desk
    desk.posts = posts or (Post.DISPATCHER, Post.ADMINISTRATOR)
    desk.now = lambda: NOW
    desk.outside = replace(desk.outside, administration=kept, drafts=drafts)
    seat = Seat(table, kept, Administration(desk, WORDS.say), drafts)
    desk.notice.connect(seat.said.append)
    seat.page.refused.connect(seat.refused.append)
    return seat
