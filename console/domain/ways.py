"""The one table of lawful ways through the workflow (fact book 6.4 rows 1-30, return matrix 6.5).

Every row says: from which stages, by which gesture, which posts may, where it leads, whether a reason
is mandatory, what it does to the clocks, what must hold (`needs`) and what record it leaves. Services,
buttons, the database's `transition` rows and the tests are generated from here; nothing else may say
what is lawful. The predicates behind the needs are in `needs`, the changes of a case in `effects`.

Column 1 is the fact book's row: "1".."30" of table 6.4, "M1".."M6" of matrix 6.5, "A22" for article
22's coordination, "D" for what the console itself needs (notes, undo). Stages: "-" creates the case,
"open", "ended", "all" are sets. To: "same" keeps the stage, "prior" leads back to the stage before.
Of several rows that fit, the first whose needs hold is the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from console.domain.stage import ENDED, OPEN, Move, Post, Stage


class ClockEffect(StrEnum):
    """What a way does to the clocks (fact book 5.3, 5.4)."""

    START_STAGE = "start_stage"
    PAUSE_ACCEPTING = "pause_accepting"
    RESUME_ACCEPTING = "resume_accepting"
    START_HANDLING = "start_handling"
    CONTINUE_HANDLING = "continue_handling"
    PAUSE_HANDLING = "pause_handling"
    RESUME_HANDLING = "resume_handling"
    STOP_HANDLING = "stop_handling"
    EXTEND_HANDLING = "extend_handling"
    EXEMPT_HANDLING = "exempt_handling"
    EXTEND_STAGE = "extend_stage"
    STOP_ALL = "stop_all"


class Record(StrEnum):
    """What a way leaves behind beside its step."""

    STEP = "step"
    TASK = "task"
    REQUEST = "request"
    SUPERVISION = "supervision"
    CALLBACK = "callback"
    DECISION = "decision"
    LINK = "link"
    MEDIA = "media"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One lawful way; `stages` empty means it creates the case, `to` None keeps the stage."""

    row: str
    move: Move
    stages: frozenset[Stage]
    posts: frozenset[Post]
    to: Stage | None
    reason: bool
    clock: tuple[ClockEffect, ...]
    needs: tuple[str, ...]
    record: Record
    prior: bool


# row | from | move | posts | to | reason | clock | needs | record
TABLE: Final = """
1 | - | report | inspector | reported | - | start_stage | place | step
2 | - | accept | acceptor | accepted | - | start_stage | place words | step
2 | reported | accept | acceptor | accepted | - | - | - | step
3 | reported accepted | order_confirmation | acceptor | confirming | - | pause_accepting start_stage | inspector | task
4 | confirming | answer_confirmation | inspector acceptor | accepted | - | resume_accepting | confirmation_outcome | task
5 | accepted | submit | acceptor | to_register | - | start_stage | condition confirmed_if_public | step
5 | reported | submit | acceptor | to_register | - | start_stage | condition inspector_source | step
6 | reported accepted | decline | acceptor | declined | R | stop_all | - | step
7 | to_register | register | shift_leader | to_dispatch | - | start_stage | condition confirmed_if_public | step
7 | accepted | register | acceptor shift_leader | to_dispatch | - | start_stage | condition source_registers_at_once | step
7 | reported | register | acceptor shift_leader | to_dispatch | - | start_stage | condition source_registers_at_once | step
8 | to_register | refuse_registration | shift_leader | declined | R | stop_all | - | step
8 | to_register | send_back | shift_leader | accepted | R | start_stage | - | step
9 | open | merge | acceptor shift_leader | merged | - | stop_all | master | link
9 | merged | unmerge | acceptor shift_leader | prior | R | - | - | link
10 | reported | self_handle | inspector | self_handled | - | - | after_photo | step
10 | self_handled | approve_self_handling | acceptor | closed | - | stop_all | - | step
10 | self_handled | refuse_self_handling | acceptor | reported | R | start_stage | - | step
11 | to_dispatch | dispatch | dispatcher | dispatched | - | start_handling | unit not_rejected_by_decision | step
12 | to_dispatch | request_void | dispatcher | void_requested | R | start_stage | - | request
12 | void_requested | approve_void | shift_leader | voided | - | stop_all | - | request
12 | void_requested | refuse_void | shift_leader | to_dispatch | R | start_stage | - | request
13 | dispatched | receive | dispatcher unit | handling | - | - | - | step
13 | handling | assign | unit | same | - | - | handler | step
14 | dispatched handling | request_return | dispatcher unit | return_requested | R | pause_handling start_stage | not_bound not_assigned no_pending_request | request
14 | return_requested | approve_return | shift_leader dispatcher | to_dispatch | - | start_stage | first_return | request
A22 | return_requested | approve_return | shift_leader dispatcher | coordinating | - | start_stage | second_return | request
14 | return_requested | refuse_return | shift_leader dispatcher | handling | R | resume_handling | - | request
15 | handling | request_extension | dispatcher unit | same | R | - | no_pending_request not_overdue extensions_left | request
15 | handling | approve_extension | shift_leader | same | - | extend_handling | extension_requested | request
15 | handling | refuse_extension | shift_leader dispatcher | same | R | - | extension_requested | request
16 | handling | request_suspension | dispatcher unit | suspend_requested | R | pause_handling start_stage | no_pending_request until suspensions_left | request
16 | suspend_requested | approve_suspension | shift_leader | suspended | - | - | suspension_requested | request
16 | suspend_requested | refuse_suspension | shift_leader dispatcher | handling | R | resume_handling | - | request
17 | suspended | resume | dispatcher system | handling | - | resume_handling | resume_due_if_system | step
18 | handling | feedback | dispatcher unit | handled | - | stop_handling start_stage | words after_photo | media
19 | handled | order_verification | acceptor verifier system | verifying | - | start_stage | inspector | task
20 | verifying | answer_verification | inspector verifier | same | - | - | verification_outcome | task
20 | verifying | pass | inspector verifier | to_close | - | start_stage | verification_answered answer_passed_or_said_why conditions_met_or_said_why | step
20 | verifying | fail | inspector verifier | verify_failed | R | start_stage | verification_answered | step
20 | verifying | reverify | verifier | same | R | start_stage | - | task
21 | verify_failed | redispatch | dispatcher | dispatched | - | continue_handling | unit not_rejected_by_decision | step
22 | to_close | close | shift_leader | closed | - | stop_all | conditions_met_or_said_why | step
23 | to_close | return_to_verification | shift_leader | verifying | R | start_stage | - | task
23 | to_close | return_to_dispatch | shift_leader | verify_failed | R | start_stage | - | step
24 | open | propose_forced_close | shift_leader | same | R | - | no_forced_close_proposed | request
24 | open | force_close | shift_leader supervisor | closed | - | stop_all | forced_close_proposed second_person | request
24 | open | refuse_forced_close | shift_leader supervisor | same | R | - | forced_close_proposed | request
25 | open | void | shift_leader | voided | R | stop_all | - | step
26 | open | urge | shift_leader dispatcher supervisor | same | - | - | - | supervision
26 | open | supervise | shift_leader supervisor | same | R | - | until | supervision
26 | open | reply_supervision | dispatcher unit | same | - | - | supervised words | supervision
27 | open | authorise | shift_leader | same | - | - | colleague until | step
28 | open | consult | dispatcher | same | - | - | units | step
28 | open | answer_consult | dispatcher unit | same | - | - | consulted words | step
29 | ended | call_back | acceptor | same | - | - | public_source callback_result | callback
29 | closed | reopen | acceptor shift_leader | verify_failed | R | start_stage | caller_dissatisfied dispatched_before | step
29 | closed | reopen | acceptor shift_leader | to_dispatch | R | start_stage | caller_dissatisfied registered not_yet_dispatched | step
29 | closed | reopen | acceptor shift_leader | accepted | R | start_stage | caller_dissatisfied not_registered | step
30 | closed | appeal | dispatcher unit | same | R | - | handled_late no_appeal_yet | request
30 | closed | review_appeal | dispatcher | same | - | - | appeal_open | request
30 | closed | grant_appeal | acceptor | same | - | exempt_handling | appeal_reviewed second_person | request
30 | closed | refuse_appeal | acceptor dispatcher | same | R | - | appeal_open | request
M1 | to_dispatch | return_to_acceptor | dispatcher | accepted | R | start_stage | not_yet_dispatched | step
M2 | handling | revoke_assignment | unit | same | R | - | assigned | step
M3 | handling | hand_back | handler | same | R | - | assigned | step
M4 | handling | redo_work | unit | same | R | - | assigned | step
M5 | handled | rework | dispatcher | handling | R | continue_handling | - | step
M6 | verifying | fail | acceptor | verify_failed | R | start_stage | verification_answered | step
A22 | to_dispatch return_requested verify_failed | open_coordination | shift_leader dispatcher supervisor | coordinating | R | start_stage | not_bound | step
A22 | coordinating | record_statement | dispatcher supervisor | same | - | - | unit words | step
A22 | coordinating | propose_designation | supervisor | same | R | - | unit basis | decision
A22 | coordinating | designate | shift_leader | dispatched | - | start_handling | designation_proposed second_person | decision
A22 | coordinating | extend_coordination | supervisor | same | R | extend_stage | - | step
A22 | coordinating | refer_to_committee | supervisor | same | R | - | - | step
A22 | coordinating | withdraw_coordination | shift_leader supervisor | to_dispatch | R | start_stage | - | step
D | reported accepted confirming to_register | amend | acceptor shift_leader | same | - | - | - | step
D | open | attach_caller | acceptor | same | - | - | - | step
D | open | correct_place | acceptor shift_leader dispatcher | same | R | - | another_place | step
D | all | note | anybody | same | - | - | words | step
D | open | add_photo | anybody | same | - | - | photo | media
D | all | undo | anybody | prior | - | - | own_last_step undoable in_quiet_time | step
"""

_STAGE_SETS: Final[Mapping[str, frozenset[Stage]]] = {
    "-": frozenset(),
    "open": OPEN,
    "ended": ENDED,
    "all": frozenset(Stage),
}
_ANYBODY: Final = frozenset(Post) - {Post.SYSTEM}


def _words(cell: str) -> tuple[str, ...]:
    return () if cell == "-" else tuple(cell.split())


def _parse(line: str) -> Way:
    row, stages, move, posts, to, reason, clock, needs, record = (
        cell.strip() for cell in line.split("|")
    )
    return Way(
        row=row,
        move=Move(move),
        stages=_STAGE_SETS.get(stages) or frozenset(Stage(word) for word in _words(stages)),
        posts=_ANYBODY if posts == "anybody" else frozenset(Post(word) for word in _words(posts)),
        to=None if to in {"same", "prior"} else Stage(to),
        reason=reason == "R",
        clock=tuple(ClockEffect(word) for word in _words(clock)),
        needs=_words(needs),
        record=Record(record),
        prior=to == "prior",
    )


WAYS: Final[tuple[Way, ...]] = tuple(_parse(line) for line in TABLE.strip().splitlines())

BEGINNINGS: Final[frozenset[Move]] = frozenset(way.move for way in WAYS if not way.stages)
"""Moves that create a case."""

UNDOABLE: Final[frozenset[Move]] = frozenset(
    {
        Move.DISPATCH,
        Move.REDISPATCH,
        Move.APPROVE_RETURN,
        Move.REFUSE_RETURN,
        Move.SEND_BACK,
        Move.RETURN_TO_ACCEPTOR,
        Move.RETURN_TO_DISPATCH,
        Move.RETURN_TO_VERIFICATION,
        Move.SUBMIT,
        Move.REGISTER,
        Move.PASS,
        Move.FAIL,
        Move.CLOSE,
        Move.DECLINE,
        Move.REFUSE_REGISTRATION,
        Move.ORDER_CONFIRMATION,
        Move.ORDER_VERIFICATION,
        Move.CORRECT_PLACE,
    }
)
"""Moves the operator may take back within the quiet time (DESIGN 7); never void or a designation."""


NEVER_LENT: Final[frozenset[Move]] = frozenset(
    {Move.AUTHORISE, *(way.move for way in WAYS if "second_person" in way.needs)}
)
"""What an authorisation (row 27) does not carry: another authorisation, and the second signature,
which would otherwise be given by whom the first signer chose."""


def _index() -> Mapping[tuple[Stage | None, Move], tuple[Way, ...]]:
    found: dict[tuple[Stage | None, Move], tuple[Way, ...]] = {}
    for way in WAYS:
        for stage in way.stages or (None,):
            found[stage, way.move] = (*found.get((stage, way.move), ()), way)
    return found


BY_STAGE: Final = _index()
"""(stage or None for a beginning, move) -> the ways that start there, in table order."""

POSTS_OF_MOVE: Final[Mapping[Move, frozenset[Post]]] = {
    move: frozenset(post for way in WAYS if way.move is move for post in way.posts) for move in Move
}
STAGES_OF_MOVE: Final[Mapping[Move, frozenset[Stage]]] = {
    move: frozenset(stage for way in WAYS if way.move is move for stage in way.stages)
    for move in Move
}
