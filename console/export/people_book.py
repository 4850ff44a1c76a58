"""The workbook of people: rankings that are formulas over the acts they are judged by.

A row of the drill-down is one act as far as it counts for one person, with a 0 or 1 for each count
of `console.evaluation.posts`. Figures of duty grids, which follow from reports and not from acts,
have one row a person. Not for the public: article 24 publishes what units do. Source: fact book 7.1
(person tables), 8.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from console.domain.stage import Post
from console.evaluation.plan import Plan
from console.evaluation.posts import AREA_COUNTS, POSTS
from console.evaluation.scheme import POST_OF, kept
from console.evaluation.scoring import Scores
from console.evaluation.words import kind_code, name_code
from console.export.assessed_book import AssessedBook, Naming, Say
from console.export.assessment_book import DrillCell, DrillColumn, DrillKind
from console.export.cell_text import NOTHING
from console.ports.facts import ActTally, CaseAct, Grouping

_OBJECT: Final = "object"
_ACT: Final = ("act_in_time", "act_first", "act_again")
"""What is true of an act, whatever it counts as."""


class PeopleBook(AssessedBook):
    """Makes the book of one assessment of people, and the rows of their acts."""

    detail = "acts"

    def __init__(
        self,
        plan: Plan,
        period: str,
        as_of: datetime,
        say: Say,
        named: Naming,
        facts: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(plan, Grouping.UNIT, period, as_of, say, named, facts)
        self._post: Post = POST_OF[plan.scheme.kind]
        self._areas = AREA_COUNTS.get(self._post, ())

    def how_many(self, tallies: Iterable[ActTally], scores: Scores) -> int:
        """Rows the drill-down will have, from the sums of the same moment."""
        acts = sum(one.acts * len(self._whose(one)) for one in kept(self._plan.scheme, tallies))
        return acts + sum(1 for _ in self._of_areas(scores))

    def act_rows(self, acts: Iterable[CaseAct], scores: Scores) -> Iterator[Sequence[DrillCell]]:
        """A row for each act and person it counts for, then one for each person's duty grids."""
        counts = POSTS[self._post]
        move_words: dict[str, str] = {}
        for one in acts:
            tally, act = one.tally, one.act
            for who in self._whose(tally) if kept(self._plan.scheme, (tally,)) else ():
                word = move_words.setdefault(act.move, self._move_word(act.move))
                flags = (int(count.who(tally) == who and count.holds(tally)) for count in counts)
                yield (
                    one.number, who, word, act.at, act.due, int(tally.in_time), int(act.first),
                    int(act.again), *flags, *(0 for _ in self._areas),
                )  # fmt: skip
        yield from self._of_areas(scores)

    # --- parts ------------------------------------------------------------------------------------

    def _move_word(self, move: str) -> str:
        return self._say(f"gesture.{move}").removesuffix("…")

    def _whose(self, tally: ActTally) -> tuple[str, ...]:
        """The people such acts count for, each once; hardly ever more than one."""
        counted = (one.who(tally) for one in POSTS[self._post] if one.holds(tally))
        return tuple(dict.fromkeys(who for who in counted if who))

    def _of_areas(self, scores: Scores) -> Iterator[Sequence[DrillCell]]:
        for row in scores.rows:
            figures = [row.subject.counts[name] for name in self._areas]
            if any(figures):
                yield (
                    NOTHING, row.subject.object, self._say("assess.act.areas"), None, None,
                    *(0 for _ in _ACT), *(0 for _ in POSTS[self._post]), *figures,
                )  # fmt: skip

    def _drill_columns(self) -> Iterator[DrillColumn]:
        say, kind = self._say, self._plan.scheme.kind
        yield DrillColumn(name="number", title=say("assess.case.number"), kind=DrillKind.TEXT)
        yield DrillColumn(name=_OBJECT, title=say(kind_code(kind)), kind=DrillKind.TEXT)
        yield DrillColumn(name="move", title=say("assess.act.move"), kind=DrillKind.TEXT)
        for name in ("at", "due"):
            title = say(f"assess.act.{name}")
            yield DrillColumn(name=name, title=title, kind=DrillKind.MOMENT)
        for name in _ACT:
            title = say(f"assess.act.{name.removeprefix('act_')}")
            yield DrillColumn(name=name, title=title, kind=DrillKind.FLAG)
        for name in (*(one.name for one in POSTS[self._post]), *self._areas):
            yield DrillColumn(name=name, title=say(name_code(kind, name)), kind=DrillKind.FLAG)

    def _summed_by(self) -> Iterator[tuple[str, str]]:
        yield from ()
