"""The words of the workflow: stages, moves, posts, sources. No rules here; those are in `ways`.

Meanings follow the national wording (fact book 6.1, 6.3, 6.4): *confirmation* (核实) happens before
registration, *verification* (核查) before closing.
"""

from enum import StrEnum


class Stage(StrEnum):
    """Where a case stands (fact book 6.3, 6.4)."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    CONFIRMING = "confirming"
    TO_REGISTER = "to_register"
    TO_DISPATCH = "to_dispatch"
    VOID_REQUESTED = "void_requested"
    COORDINATING = "coordinating"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    RETURN_REQUESTED = "return_requested"
    SUSPEND_REQUESTED = "suspend_requested"
    SUSPENDED = "suspended"
    HANDLED = "handled"
    VERIFYING = "verifying"
    VERIFY_FAILED = "verify_failed"
    TO_CLOSE = "to_close"
    SELF_HANDLED = "self_handled"
    CLOSED = "closed"
    DECLINED = "declined"
    VOIDED = "voided"
    MERGED = "merged"


ENDED: frozenset[Stage] = frozenset({Stage.CLOSED, Stage.DECLINED, Stage.VOIDED, Stage.MERGED})
OPEN: frozenset[Stage] = frozenset(Stage) - ENDED


class Post(StrEnum):
    """Who may act (fact book 6.1). Unit, handler, inspector and system act from outside the
    centre."""

    INSPECTOR = "inspector"
    ACCEPTOR = "acceptor"
    SHIFT_LEADER = "shift_leader"
    DISPATCHER = "dispatcher"
    VERIFIER = "verifier"
    SUPERVISOR = "supervisor"
    UNIT = "unit"
    HANDLER = "handler"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


CENTRE_POSTS: tuple[Post, ...] = (
    Post.ACCEPTOR,
    Post.SHIFT_LEADER,
    Post.DISPATCHER,
    Post.VERIFIER,
    Post.SUPERVISOR,
)


class Source(StrEnum):
    """Where a report came from (fact book 6.2); decides the way in (Guilin rule, fact book 6.4)."""

    INSPECTOR = "inspector"
    HOTLINE = "hotline"
    WEB = "web"
    VIDEO = "video"
    MEDIA = "media"
    SUPERIOR = "superior"
    LEADER = "leader"


PUBLIC_SOURCES: frozenset[Source] = frozenset({Source.HOTLINE, Source.WEB, Source.MEDIA})
"""Reports of the public: confirmed on site before registration, answered afterwards (article 18,
23)."""

ABOVE_SOURCES: frozenset[Source] = frozenset({Source.SUPERIOR, Source.LEADER})
"""Papers from above: registered and dispatched directly (fact book 6.4)."""


class Move(StrEnum):
    """What can be done with a case; one word per gesture on all floors."""

    REPORT = "report"
    ACCEPT = "accept"
    AMEND = "amend"
    ATTACH_CALLER = "attach_caller"
    CORRECT_PLACE = "correct_place"
    ORDER_CONFIRMATION = "order_confirmation"
    ANSWER_CONFIRMATION = "answer_confirmation"
    SUBMIT = "submit"
    DECLINE = "decline"
    REGISTER = "register"
    REFUSE_REGISTRATION = "refuse_registration"
    SEND_BACK = "send_back"
    MERGE = "merge"
    UNMERGE = "unmerge"
    SELF_HANDLE = "self_handle"
    APPROVE_SELF_HANDLING = "approve_self_handling"
    REFUSE_SELF_HANDLING = "refuse_self_handling"
    DISPATCH = "dispatch"
    REQUEST_VOID = "request_void"
    APPROVE_VOID = "approve_void"
    REFUSE_VOID = "refuse_void"
    RECEIVE = "receive"
    ASSIGN = "assign"
    REVOKE_ASSIGNMENT = "revoke_assignment"
    HAND_BACK = "hand_back"
    REDO_WORK = "redo_work"
    REQUEST_RETURN = "request_return"
    APPROVE_RETURN = "approve_return"
    REFUSE_RETURN = "refuse_return"
    REQUEST_EXTENSION = "request_extension"
    APPROVE_EXTENSION = "approve_extension"
    REFUSE_EXTENSION = "refuse_extension"
    REQUEST_SUSPENSION = "request_suspension"
    APPROVE_SUSPENSION = "approve_suspension"
    REFUSE_SUSPENSION = "refuse_suspension"
    RESUME = "resume"
    FEEDBACK = "feedback"
    REWORK = "rework"
    ORDER_VERIFICATION = "order_verification"
    ANSWER_VERIFICATION = "answer_verification"
    REVERIFY = "reverify"
    PASS = "pass"  # noqa: S105  a move of the workflow, not a password
    FAIL = "fail"
    REDISPATCH = "redispatch"
    CLOSE = "close"
    RETURN_TO_VERIFICATION = "return_to_verification"
    RETURN_TO_DISPATCH = "return_to_dispatch"
    PROPOSE_FORCED_CLOSE = "propose_forced_close"
    FORCE_CLOSE = "force_close"
    REFUSE_FORCED_CLOSE = "refuse_forced_close"
    VOID = "void"
    URGE = "urge"
    SUPERVISE = "supervise"
    REPLY_SUPERVISION = "reply_supervision"
    AUTHORISE = "authorise"
    CONSULT = "consult"
    ANSWER_CONSULT = "answer_consult"
    CALL_BACK = "call_back"
    REOPEN = "reopen"
    APPEAL = "appeal"
    REVIEW_APPEAL = "review_appeal"
    GRANT_APPEAL = "grant_appeal"
    REFUSE_APPEAL = "refuse_appeal"
    RETURN_TO_ACCEPTOR = "return_to_acceptor"
    OPEN_COORDINATION = "open_coordination"
    RECORD_STATEMENT = "record_statement"
    PROPOSE_DESIGNATION = "propose_designation"
    DESIGNATE = "designate"
    EXTEND_COORDINATION = "extend_coordination"
    REFER_TO_COMMITTEE = "refer_to_committee"
    WITHDRAW_COORDINATION = "withdraw_coordination"
    NOTE = "note"
    ADD_PHOTO = "add_photo"
    UNDO = "undo"


QUEUES: dict[str, frozenset[Stage]] = {
    "accept": frozenset({Stage.REPORTED, Stage.ACCEPTED, Stage.SELF_HANDLED}),
    "confirm": frozenset({Stage.CONFIRMING}),
    "register": frozenset({Stage.TO_REGISTER, Stage.VOID_REQUESTED}),
    "dispatch": frozenset({Stage.TO_DISPATCH, Stage.VERIFY_FAILED, Stage.RETURN_REQUESTED}),
    "handle": frozenset(
        {Stage.DISPATCHED, Stage.HANDLING, Stage.SUSPEND_REQUESTED, Stage.SUSPENDED}
    ),
    "verify": frozenset({Stage.HANDLED, Stage.VERIFYING}),
    "close": frozenset({Stage.TO_CLOSE}),
    "coordinate": frozenset({Stage.COORDINATING}),
}
"""The queues of the rail that are sets of stages; `overdue` and `mine` cut across them (DESIGN
3)."""
