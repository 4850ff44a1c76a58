"""What posts are judged by: counts of acts by their actor, in time or not, right or not.

An act belongs to who made it, a task to the inspector it was sent to; the period is the act's.
Source: fact book 7.1 (person tables) and 7.2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from console.domain.stage import Move, Post
from console.evaluation.counts import meets
from console.evaluation.rates import Rate
from console.ports.facts import ActTally, Flag, Term

_M, _F = Move, Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class ActCount:
    """How many acts of `moves` somebody made, or was sent (`by_inspector`).

    `post` limits it to acts in that post, None to all. `in_time` None counts all, `first` only
    those before which no unit had the case. `case` is a
    condition on the case as it stands.
    """

    name: str
    moves: frozenset[Move]
    post: Post | None = None
    by_inspector: bool = False
    in_time: bool | None = None
    first: bool = False
    case: Term | None = None

    def holds(self, acts: ActTally) -> bool:
        """Whether these acts are counted."""
        return (
            acts.move in self.moves
            and (self.post is None or acts.post is self.post)
            and (self.in_time is None or acts.in_time is self.in_time)
            and (acts.first or not self.first)
            and (self.case is None or meets(self.case, acts.flags))
        )

    def who(self, acts: ActTally) -> str:
        """Whose acts they are."""
        return acts.inspector if self.by_inspector else acts.operator


def people_of(
    post: Post, acts: Iterable[ActTally], areas: Mapping[str, Mapping[str, int]] | None = None
) -> dict[str, dict[str, int]]:
    """Person -> count's name -> figure, for everybody who did anything the post is judged by.

    `areas` are the counts of `AREA_COUNTS` by person (`integrity.miss_counts`); who is named there
    alone has a row too.
    """
    names = (*(count.name for count in POSTS[post]), *AREA_COUNTS.get(post, ()))
    found: dict[str, dict[str, int]] = {}
    for who, counts in (areas or {}).items():
        found[who] = dict.fromkeys(names, 0) | dict(counts)
    for one in acts:
        for count in POSTS[post]:
            who = count.who(one)
            if who and count.holds(one):
                row = found.setdefault(who, dict.fromkeys(names, 0))
                row[count.name] += one.acts
    return found


AREA_COUNTS: Final[Mapping[Post, tuple[str, ...]]] = {
    Post.INSPECTOR: ("missed_report", "area_inst"),
}
"""Counts of a person's duty grids, which follow from reports and not from acts."""

_WAYS: Final = (("", None), ("in_time_", True), ("overtime_", False))


def _three(name: str, *moves: Move, post: Post | None = None, task: bool = False) -> list[ActCount]:
    """All, those in time and those after it."""
    return [
        ActCount(
            name=f"{start}{name}", moves=frozenset(moves), post=post, by_inspector=task, in_time=way
        )
        for start, way in _WAYS
    ]


def _one(
    name: str, *moves: Move, post: Post | None = None, task: bool = False, case: Term | None = None
) -> ActCount:
    return ActCount(name=name, moves=frozenset(moves), post=post, by_inspector=task, case=case)


def _first(name: str, case: Term | None = None) -> ActCount:
    """The dispatch that chose a case's first unit."""
    sent = frozenset({_M.DISPATCH})
    return ActCount(name=name, moves=sent, post=Post.DISPATCHER, first=True, case=case)


_STILL: Final = Term(lacks=(_F.VOIDED, _F.DECLINED, _F.NOT_REGISTERED))

POSTS: Final[Mapping[Post, tuple[ActCount, ...]]] = {
    Post.INSPECTOR: (
        _one("report", _M.REPORT, post=Post.INSPECTOR),
        _one("valid_report", _M.REPORT, post=Post.INSPECTOR, case=Term(has=(_F.REGISTERED,))),
        _one("declined_report", _M.REPORT, post=Post.INSPECTOR, case=Term(has=(_F.DECLINED,))),
        _one(
            "not_registered_report",
            _M.REPORT,
            post=Post.INSPECTOR,
            case=Term(has=(_F.NOT_REGISTERED,)),
        ),
        _one("need_confirm", _M.ORDER_CONFIRMATION, task=True),
        *_three("confirm", _M.ANSWER_CONFIRMATION, task=True),
        _one(
            "need_verify", _M.ORDER_VERIFICATION, _M.REVERIFY, _M.RETURN_TO_VERIFICATION, task=True
        ),
        *_three("verify", _M.ANSWER_VERIFICATION, task=True),
        _one("verify_again", _M.REVERIFY, _M.RETURN_TO_VERIFICATION, task=True),
    ),
    Post.ACCEPTOR: (
        *_three("operate", _M.SUBMIT, _M.REGISTER, post=Post.ACCEPTOR),
        _one("not_operate", _M.DECLINE, post=Post.ACCEPTOR),
        _one("accurate_operate", _M.SUBMIT, _M.REGISTER, post=Post.ACCEPTOR, case=_STILL),
        *_three("send_confirm", _M.ORDER_CONFIRMATION, post=Post.ACCEPTOR),
        *_three("send_verify", _M.ORDER_VERIFICATION, post=Post.ACCEPTOR),
        _one("approve_self_handling", _M.APPROVE_SELF_HANDLING, post=Post.ACCEPTOR),
        _one("refuse_self_handling", _M.REFUSE_SELF_HANDLING, post=Post.ACCEPTOR),
    ),
    Post.SHIFT_LEADER: (
        *_three("inst", _M.REGISTER, post=Post.SHIFT_LEADER),
        _one("not_inst", _M.REFUSE_REGISTRATION, post=Post.SHIFT_LEADER),
        _one("accurate_inst", _M.REGISTER, post=Post.SHIFT_LEADER, case=_STILL),
        *_three("archive", _M.CLOSE, post=Post.SHIFT_LEADER),
        _one(
            "pass_on",
            _M.RETURN_TO_VERIFICATION,
            _M.RETURN_TO_DISPATCH,
            _M.SEND_BACK,
            post=Post.SHIFT_LEADER,
        ),
        _one("supervise", _M.SUPERVISE, post=Post.SHIFT_LEADER),
    ),
    Post.DISPATCHER: (
        *_three("dispatch", _M.DISPATCH, _M.REDISPATCH, post=Post.DISPATCHER),
        _first("first_dispatch"),
        _first("accurate_dispatch", Term(has=(_F.SAME_UNIT,))),
        _first("wrong_dispatch", Term(lacks=(_F.SAME_UNIT,))),
        *_three("supervise", _M.REPLY_SUPERVISION, post=Post.DISPATCHER),
    ),
}
"""The columns of the four person tables."""


def _rate(name: str, numerator: str, denominator: str, source: str) -> Rate:
    return Rate(
        name=name, numerator=((1, numerator),), denominator=((1, denominator),), source=source
    )


POST_RATES: Final[Mapping[Post, tuple[Rate, ...]]] = {
    Post.INSPECTOR: (
        _rate("valid_report_rate", "valid_report", "report", "7.2 有效上报率"),
        _rate("miss_rate", "missed_report", "area_inst", "7.2 漏报率 UMP"),
        _rate("in_time_confirm_rate", "in_time_confirm", "need_confirm", "7.2 按时核实率"),
        _rate("in_time_verify_rate", "in_time_verify", "need_verify", "7.2 按时核查率"),
    ),
    Post.ACCEPTOR: (
        _rate("in_time_operate_rate", "in_time_operate", "operate", "7.1 按时受理"),
        _rate("in_time_send_confirm_rate", "in_time_send_confirm", "send_confirm", "7.3 UMP"),
        _rate("in_time_send_verify_rate", "in_time_send_verify", "send_verify", "7.3 UMP"),
    ),
    Post.SHIFT_LEADER: (
        _rate("in_time_inst_rate", "in_time_inst", "inst", "7.2 按时立案率"),
        _rate("accurate_inst_rate", "accurate_inst", "inst", "7.2 准确立案率"),
        _rate("in_time_archive_rate", "in_time_archive", "archive", "7.3 UMP"),
    ),
    Post.DISPATCHER: (
        _rate("in_time_dispatch_rate", "in_time_dispatch", "dispatch", "7.2 按时派遣率"),
        _rate("accurate_dispatch_rate", "accurate_dispatch", "first_dispatch", "7.2 准确派遣率"),
        _rate("in_time_supervise_rate", "in_time_supervise", "supervise", "7.1 按时督查"),
    ),
}
"""What posts are ranked by."""
