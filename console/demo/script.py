"""The script of one case: its acts in order, each at its moment, by its actor, as a command.

The vocabulary from report to closing stands here; which acts a case goes through and how long they
take is decided by `scenario.py` and `open_work.py`. Nothing is run here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from console.demo.outside_world import Album, Cast
from console.demo.pacing import minutes, on_patrol
from console.demo.photos import PhotoState
from console.demo.problems import Problem, Problems
from console.domain.case import Actor, CaseId
from console.domain.stage import PUBLIC_SOURCES, Move, Post, Source
from console.ports.work import Photo
from console.services.closing import CloseCase
from console.services.dispatching import DispatchCase, RedispatchCase
from console.services.feedback import ReceiveCase, RecordFeedback
from console.services.intake import (
    AcceptReport,
    AnswerConfirmation,
    OrderConfirmation,
    TakeReport,
)
from console.services.registering import RegisterCase, SubmitCase
from console.services.registry import GESTURE_OF, Command
from console.services.verifying import AnswerVerification, OrderVerification, PassVerification

Make = Callable[[CaseId, datetime], Command]


class Beat(NamedTuple):
    """One act: when, who, and the command for the case's id and that moment."""

    at: datetime
    actor: Actor
    make: Make


@dataclass(slots=True)
class Life:
    """A case to be: its beats in order of time, the first one taking the report.

    `case` is its id once the first beat has been played.
    """

    beats: list[Beat]
    case: CaseId = field(default=CaseId(0))


def said(command: Callable[..., Command], **fields: Any) -> Make:
    """A command that waits for its case and its moment only; pictures are taken then."""

    def make(case: CaseId, at: datetime) -> Command:
        if "photos" not in fields:
            return command(case=case, **fields)
        return command(case=case, **fields | {"photos": taken(fields["photos"], at)})

    return make


def taken(photos: Sequence[Photo], at: datetime) -> tuple[Photo, ...]:
    """The pictures with the moment they were taken."""
    return tuple(replace(photo, taken_at=at) for photo in photos)


@dataclass(frozen=True, slots=True, kw_only=True)
class Props:
    """What every script needs: the people, the pictures, the problems."""

    cast: Cast
    album: Album
    problems: Problems


class Script:
    """Writes the acts of one case one after the other; `at` is the moment of the last one."""

    def __init__(
        self, props: Props, problem: Problem, source: Source, at: datetime, random: Random
    ) -> None:
        self.props, self.problem, self.source, self.at = props, problem, source, at
        self.random = random
        self.beats: list[Beat] = []
        self.acceptor = props.cast.at(Post.ACCEPTOR, random)
        self.leader = props.cast.at(Post.SHIFT_LEADER, random)
        self.dispatcher = props.cast.at(Post.DISPATCHER, random)
        self.verifier = props.cast.at(Post.VERIFIER, random)
        self.inspector = props.cast.inspector(problem.inspector, random)

    @property
    def public(self) -> bool:
        """Whether a citizen reported it."""
        return self.source in PUBLIC_SOURCES

    def life(self) -> Life:
        """What was written."""
        return Life(self.beats)

    def words(self, about: str) -> str:
        """Something people say on this occasion."""
        return self.random.choice(self.props.problems.words[about])

    def gap(self, low: float, high: float) -> None:
        """Let so many minutes pass."""
        self.at += minutes(self.random, low, high)

    def until(self, moment: datetime) -> None:
        """Let time pass up to a moment; one that is over changes nothing."""
        self.at = max(self.at, moment)

    def act(self, actor: Actor, make: Make) -> None:
        """Somebody does something now."""
        self.beats.append(Beat(self.at, actor, make))

    def end_at(self, moment: datetime) -> None:
        """Move all that was written so that its last act falls on `moment`."""
        shift = moment - self.beats[-1].at
        self.beats = [beat._replace(at=beat.at + shift) for beat in self.beats]
        self.at = moment

    def photos(self, state: PhotoState, by: Actor) -> tuple[Photo, ...]:
        """A picture by somebody."""
        return self.props.album.show(self.problem, state, by.operator)

    # --- from the report to the unit ------------------------------------------------------------

    def report(self) -> None:
        """The inspector reports, or the acceptor types what a caller or a paper says."""
        by_inspector = self.source is Source.INSPECTOR
        actor = self.inspector if by_inspector else self.acceptor
        urgent = self.random.random() < 0.02
        report = TakeReport(
            source=self.source,
            place=self.problem.place,
            description=self.problem.description,
            standard=self.problem.standard,
            caller=self.props.cast.caller(self.random) if self.public else None,
            urgent=urgent,
            callback_wanted=self.public and self.random.random() < 0.7,
            photos=self.photos(PhotoState.BEFORE, actor) if by_inspector else (),
        )
        self.act(actor, lambda _case, at: replace(report, photos=taken(report.photos, at)))

    def accept(self) -> None:
        """The acceptor takes an inspector's report into work."""
        if self.source is Source.INSPECTOR:
            self.gap(1, 11)
            self.act(self.acceptor, said(AcceptReport))

    def order_confirmation(self) -> None:
        """An inspector is sent to look."""
        self.gap(1, 9)
        self.act(self.acceptor, said(OrderConfirmation, inspector=self.inspector.operator))

    def confirm(self, outcome: str = "true") -> None:
        """The inspector answers from the site."""
        self.gap(14, 105)
        text = self.words("true" if outcome == "true" else "false")
        photos = self.photos(PhotoState.BEFORE, self.inspector) if outcome == "true" else ()
        answer = said(AnswerConfirmation, outcome=outcome, text=text, photos=photos)
        self.act(self.inspector, answer)

    def submit(self) -> None:
        """Up to the case lying before the shift leader."""
        self.report()
        self.accept()
        if self.public:
            self.order_confirmation()
            self.confirm()
        self.gap(1, 6)
        self.act(self.acceptor, said(SubmitCase))

    def register(self) -> None:
        """Up to a registered case waiting for its dispatch."""
        at_once = {Source.SUPERIOR, Source.LEADER}
        if self.source in at_once:
            self.report()
            self.gap(2, 9)
            self.act(self.acceptor, said(RegisterCase))
            return
        self.submit()
        self.gap(2, 16)
        self.act(self.leader, said(RegisterCase))

    def dispatch(self, unit: str = "") -> None:
        """To the unit that answers for it, or to another one by mistake."""
        self.gap(2, 24)
        instruction = self.words("instruction")
        wanted = unit or self.problem.unit
        self.act(self.dispatcher, said(DispatchCase, unit=wanted, instruction=instruction))

    # --- the unit's work ------------------------------------------------------------------------

    def receive(self, unit: str = "", *, most: timedelta | None = None) -> None:
        """The unit has received it, within `most` at the latest."""
        waited = minutes(self.random, 3, 45)
        self.at += waited if most is None else min(waited, most)
        self.act(self.props.cast.unit(unit or self.problem.unit), said(ReceiveCase))

    def feedback(self, state: PhotoState = PhotoState.AFTER) -> None:
        """The unit reports it done."""
        unit = self.props.cast.unit(self.problem.unit)
        photos = self.photos(state, unit)
        self.act(unit, said(RecordFeedback, text=self.words("feedback"), photos=photos))

    # --- the centre's check ---------------------------------------------------------------------

    def order_verification(self) -> None:
        """An inspector is sent to check."""
        self.gap(2, 20)
        order = said(OrderVerification, inspector=self.inspector.operator)
        self.act(self.verifier, order)

    def verify(self, outcome: str = "pass") -> None:
        """The inspector's answer; the state of his picture agrees with it."""
        self.gap(12, 95)
        self.at = on_patrol(self.at, self.random)
        done = outcome == "pass"
        photos = self.photos(PhotoState.AFTER if done else PhotoState.PART, self.inspector)
        text = self.words("done" if done else "undone")
        answer = said(AnswerVerification, outcome=outcome, text=text, photos=photos)
        self.act(self.inspector, answer)

    def accept_result(self) -> None:
        """The verifier passes it."""
        self.gap(1, 14)
        self.act(self.verifier, said(PassVerification))

    def close(self) -> None:
        """The shift leader closes."""
        self.gap(3, 52)
        self.act(self.leader, said(CloseCase))

    def finish(self) -> None:
        """From the feedback to the closed case."""
        self.order_verification()
        self.verify()
        self.accept_result()
        self.close()

    def again(self) -> None:
        """Second dispatch to the same unit after a failed verification (article 21)."""
        self.gap(2, 20)
        instruction = self.words("instruction")
        again = said(RedispatchCase, unit=self.problem.unit, instruction=instruction)
        self.act(self.dispatcher, again)

    def move(self, actor: Actor, move: Move, **fields: Any) -> None:
        """Any other gesture."""
        self.act(actor, said(GESTURE_OF[move].command, **fields))
