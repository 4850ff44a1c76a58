"""Lives of cases for the storage tests, made by the domain itself and put through any store."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from console.domain.case import Actor, Case, CaseId, Standard
from console.domain.flow import Birth, begin, go
from console.domain.needs import Act
from console.domain.place import Place, Point
from console.domain.stage import Move, Post, Source
from console.domain.timelimit import LimitUnit, TimeLimit
from console.ports.work import Caller, Changes, Photo, Store, Work

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # nine o'clock in the city, a Monday

PEOPLE: Mapping[Post, str] = {
    Post.ACCEPTOR: "chen",
    Post.SHIFT_LEADER: "zhou",
    Post.DISPATCHER: "lin",
    Post.VERIFIER: "he",
    Post.SUPERVISOR: "guo",
    Post.UNIT: "unit",
    Post.ADMINISTRATOR: "guo",
    Post.INSPECTOR: "I001",
}

PLACE = Point(113.3, 33.74)
LIMIT = TimeLimit(4, LimitUnit.WORK_HOUR)
PHOTO = Photo(digest="ab" * 32, role="after", mime="image/jpeg", size=1_000, by="unit")
CALLER = Caller(name="王女士", phone="13812345678", address="中兴路 12 号 3 单元")


def actor(post: Post, operator: str | None = None, seat: str = "s1") -> Actor:
    """Who acts in a post."""
    return Actor(operator=operator or PEOPLE[post], post=post, seat=seat)


def standard(category: str = "0101", name: str = "上水井盖", limit: TimeLimit = LIMIT) -> Standard:
    """The condition a case is registered under."""
    return Standard(
        scheme="GBT30428",
        kind="component",
        category=category,
        name=name,
        condition=f"{category}-1",
        text="井盖缺损",
        closing="恢复",
        limit=limit,
        version="1",
        by_photo=False,
    )


@dataclass(slots=True)
class Life:
    """Drives cases through a store; every act is a command of its own."""

    store: Store
    at: datetime = MORNING
    prefix: str = "c"
    minutes: int = 2
    numbers: Iterator[int] = field(default_factory=count)

    def report(
        self,
        words: str = "井盖破损，行人危险",
        address: str = "中兴路 12 号",
        point: Point | None = PLACE,
        *,
        caller: Caller | None = None,
        command: str | None = None,
    ) -> CaseId:
        """A call is taken in by the acceptor."""
        who = actor(Post.ACCEPTOR)
        identity = command or self.next_command()
        with self.store.begin(identity, who, self.at) as work:
            if work.done is not None:
                return work.done.cases[0]
            new, number = work.new_number(work.at)
            birth = Birth(
                id=new,
                number=number,
                source=Source.HOTLINE,
                place=work.locate(Place(address=address, point=point)),
                description=words,
                callers=int(caller is not None),
            )
            act = Act(move=Move.ACCEPT, actor=who, at=work.at, details={"text": words})
            work.put(*begin(birth, act, work.rules(), identity))
            if caller is not None:
                work.put_caller(new, caller)
            work.commit()
        self._pass()
        return new

    def act(
        self,
        case: CaseId,
        move: Move,
        post: Post,
        reason: str = "",
        command: str | None = None,
        beside: Callable[[Work, Case], None] | None = None,
        **details: object,
    ) -> Changes:
        """One act on a case."""
        who = actor(post)
        identity = command or self.next_command()
        with self.store.begin(identity, who, self.at) as work:
            if work.done is not None:
                return work.done
            act = Act(move=move, actor=who, at=work.at, reason=reason, details=details)
            moved, step = go(work.case(case), act, work.rules(), identity)
            work.put(moved, step)
            if beside is not None:
                beside(work, moved)
            changes = work.commit()
        self._pass()
        return changes

    def to_dispatch(self, case: CaseId, **standards: object) -> None:
        """Confirmed on site, submitted, registered."""
        chosen = standards.get("standard") or standard()
        self.act(case, Move.ORDER_CONFIRMATION, Post.ACCEPTOR, inspector="I001")
        self.act(case, Move.ANSWER_CONFIRMATION, Post.INSPECTOR, outcome="true")
        self.act(case, Move.SUBMIT, Post.ACCEPTOR, standard=chosen)
        self.act(case, Move.REGISTER, Post.SHIFT_LEADER)

    def to_handling(self, case: CaseId, unit: str = "U1", **standards: object) -> None:
        """Dispatched to a unit, and received."""
        self.to_dispatch(case, **standards)
        self.act(case, Move.DISPATCH, Post.DISPATCHER, unit=unit)
        self.act(case, Move.RECEIVE, Post.UNIT)

    def to_end(self, case: CaseId, unit: str = "U1", **standards: object) -> None:
        """The whole way to a normal close, 12 steps in all."""
        self.to_handling(case, unit, **standards)
        self.act(case, Move.FEEDBACK, Post.UNIT, text="已修复")
        self.act(case, Move.ORDER_VERIFICATION, Post.VERIFIER, inspector="I001")
        self.act(case, Move.ANSWER_VERIFICATION, Post.INSPECTOR, outcome="pass")
        self.act(case, Move.PASS, Post.VERIFIER)
        self.act(case, Move.CLOSE, Post.SHIFT_LEADER)

    def next_command(self) -> str:
        """A fresh command id."""
        return f"{self.prefix}-{next(self.numbers)}"

    def _pass(self) -> None:
        self.at += timedelta(minutes=self.minutes)
