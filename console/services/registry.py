"""The tuple of all gestures: command, handler, move, context and default key.

Buttons, menus, shortcuts, the command line and the tests are fed from here (peers 1, rule 1). Words
for a gesture are the views' business, under the code `gesture.<move>`. Screen commands that change
no case (search, panes, theme) are declared by the views in the same shape of key and context.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from console.domain.stage import Move, Post
from console.domain.ways import POSTS_OF_MOVE, UNDOABLE
from console.ports.work import Work
from console.services import appealing as ap
from console.services import closing as cl
from console.services import coordinating as co
from console.services import dispatching as di
from console.services import extending as ex
from console.services import feedback as fe
from console.services import intake as it
from console.services import noting as no
from console.services import placing as pl
from console.services import registering as re
from console.services import returning as rt
from console.services import supervising as su
from console.services import undoing as un
from console.services import verifying as ve
from console.services.moving import MoveCommand, plain
from console.services.seat import Seat

Command = it.TakeReport | MoveCommand
Handler = Callable[[Any, Work, Seat, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """One gesture. `key` is empty where the command line and the menu are the way (`Shift+F10`).

    `context` is as in DESIGN 5: G anywhere, L lists, D case detail, F forms.
    """

    move: Move
    command: type[Any]
    handler: Handler = plain
    key: str = ""
    context: str = "D"

    @property
    def code(self) -> str:
        """The code of the gesture's words."""
        return f"gesture.{self.move.value}"

    @property
    def posts(self) -> frozenset[Post]:
        """Posts that may, in some stage."""
        return POSTS_OF_MOVE[self.move]

    @property
    def undoable(self) -> bool:
        """Whether it can be taken back within the quiet time."""
        return self.move in UNDOABLE


GESTURES: Final[tuple[Gesture, ...]] = (
    Gesture(move=Move.REPORT, command=it.TakeReport, handler=it.take_report, key="F2", context="G"),
    Gesture(move=Move.ACCEPT, command=it.AcceptReport, key="Alt+R"),
    Gesture(move=Move.AMEND, command=it.AmendCase, handler=it.amend_case, key="Ctrl+Shift+E"),
    Gesture(move=Move.ATTACH_CALLER, command=it.AttachCaller, handler=it.attach_caller),
    Gesture(
        move=Move.CORRECT_PLACE,
        command=pl.CorrectPlace,
        handler=pl.correct_place,
        key="Ctrl+Shift+M",
    ),
    Gesture(
        move=Move.ORDER_CONFIRMATION,
        command=it.OrderConfirmation,
        handler=it.order_confirmation,
        key="Ctrl+Shift+K",
    ),
    Gesture(move=Move.ANSWER_CONFIRMATION, command=it.AnswerConfirmation, key="Alt+K"),
    Gesture(move=Move.SUBMIT, command=re.SubmitCase, key="Ctrl+Shift+F3"),
    Gesture(
        move=Move.DECLINE, command=it.DeclineReport, handler=it.answer_callers, key="Ctrl+Shift+N"
    ),
    Gesture(move=Move.REGISTER, command=re.RegisterCase, key="F3"),
    Gesture(
        move=Move.REFUSE_REGISTRATION,
        command=re.RefuseRegistration,
        handler=it.answer_callers,
        key="Ctrl+F3",
    ),
    Gesture(move=Move.SEND_BACK, command=re.SendBack, key="Shift+F3"),
    Gesture(move=Move.MERGE, command=it.MergeCase, handler=it.merge_case, key="Ctrl+M"),
    Gesture(move=Move.UNMERGE, command=it.UnmergeCase),
    Gesture(move=Move.SELF_HANDLE, command=it.SelfHandle),
    Gesture(
        move=Move.APPROVE_SELF_HANDLING, command=it.ApproveSelfHandling, handler=it.answer_callers
    ),
    Gesture(move=Move.REFUSE_SELF_HANDLING, command=it.RefuseSelfHandling),
    Gesture(move=Move.DISPATCH, command=di.DispatchCase, handler=di.dispatch_case, key="F4"),
    Gesture(move=Move.REQUEST_VOID, command=cl.RequestVoid),
    Gesture(move=Move.APPROVE_VOID, command=cl.ApproveVoid, handler=cl.end_case),
    Gesture(move=Move.REFUSE_VOID, command=cl.RefuseVoid),
    Gesture(move=Move.RECEIVE, command=fe.ReceiveCase, key="Alt+G"),
    Gesture(move=Move.ASSIGN, command=fe.AssignWork),
    Gesture(move=Move.REVOKE_ASSIGNMENT, command=fe.RevokeAssignment),
    Gesture(move=Move.HAND_BACK, command=fe.HandBack),
    Gesture(move=Move.REDO_WORK, command=fe.RedoWork),
    Gesture(
        move=Move.REQUEST_RETURN,
        command=rt.RequestReturn,
        handler=rt.refuse_designated,
        key="Ctrl+B",
    ),
    Gesture(move=Move.APPROVE_RETURN, command=rt.ApproveReturn, key="Alt+Y"),
    Gesture(move=Move.REFUSE_RETURN, command=rt.RefuseReturn, key="Alt+X"),
    Gesture(move=Move.REQUEST_EXTENSION, command=ex.RequestExtension, key="Ctrl+Shift+Y"),
    Gesture(move=Move.APPROVE_EXTENSION, command=ex.ApproveExtension, key="Alt+E"),
    Gesture(move=Move.REFUSE_EXTENSION, command=ex.RefuseExtension, key="Alt+Shift+E"),
    Gesture(move=Move.REQUEST_SUSPENSION, command=ex.RequestSuspension, key="Ctrl+Shift+U"),
    Gesture(move=Move.APPROVE_SUSPENSION, command=ex.ApproveSuspension, key="Alt+P"),
    Gesture(move=Move.REFUSE_SUSPENSION, command=ex.RefuseSuspension, key="Alt+Shift+P"),
    Gesture(move=Move.RESUME, command=ex.ResumeCase, key="Alt+Z"),
    Gesture(move=Move.FEEDBACK, command=fe.RecordFeedback, key="Alt+F"),
    Gesture(move=Move.REWORK, command=di.SendForRework),
    Gesture(
        move=Move.ORDER_VERIFICATION,
        command=ve.OrderVerification,
        handler=ve.order_verification,
        key="Alt+H",
    ),
    Gesture(move=Move.ANSWER_VERIFICATION, command=ve.AnswerVerification, key="Alt+J"),
    Gesture(move=Move.REVERIFY, command=ve.Reverify, handler=ve.look_again, key="Ctrl+Shift+R"),
    Gesture(move=Move.PASS, command=ve.PassVerification, key="F6"),
    Gesture(move=Move.FAIL, command=ve.FailVerification, key="Shift+F6"),
    Gesture(move=Move.REDISPATCH, command=di.RedispatchCase, handler=di.dispatch_case, key="F4"),
    Gesture(move=Move.CLOSE, command=cl.CloseCase, handler=cl.end_case, key="F8"),
    Gesture(
        move=Move.RETURN_TO_VERIFICATION,
        command=cl.ReturnToVerification,
        handler=ve.look_again,
        key="Shift+F8",
    ),
    Gesture(move=Move.RETURN_TO_DISPATCH, command=cl.ReturnToDispatch, key="Ctrl+F8"),
    Gesture(move=Move.PROPOSE_FORCED_CLOSE, command=cl.ProposeForcedClose),
    Gesture(move=Move.FORCE_CLOSE, command=cl.ForceClose, handler=cl.end_case),
    Gesture(move=Move.REFUSE_FORCED_CLOSE, command=cl.RefuseForcedClose),
    Gesture(move=Move.VOID, command=cl.VoidCase, handler=cl.end_case),
    Gesture(move=Move.URGE, command=su.UrgeCase, handler=su.remind_unit, key="Shift+F7"),
    Gesture(move=Move.SUPERVISE, command=su.SuperviseCase, handler=su.remind_unit, key="F7"),
    Gesture(move=Move.REPLY_SUPERVISION, command=su.ReplySupervision),
    Gesture(move=Move.AUTHORISE, command=su.AuthoriseColleague),
    Gesture(move=Move.CONSULT, command=su.ConsultUnits),
    Gesture(move=Move.ANSWER_CONSULT, command=su.AnswerConsult),
    Gesture(move=Move.CALL_BACK, command=cl.CallBack, key="Alt+T"),
    Gesture(move=Move.REOPEN, command=cl.ReopenCase),
    Gesture(move=Move.APPEAL, command=ap.AppealOverdue),
    Gesture(move=Move.REVIEW_APPEAL, command=ap.ReviewAppeal),
    Gesture(move=Move.GRANT_APPEAL, command=ap.GrantAppeal),
    Gesture(move=Move.REFUSE_APPEAL, command=ap.RefuseAppeal),
    Gesture(move=Move.RETURN_TO_ACCEPTOR, command=di.ReturnToAcceptor),
    Gesture(move=Move.OPEN_COORDINATION, command=co.OpenCoordination, key="F9"),
    Gesture(move=Move.RECORD_STATEMENT, command=co.RecordStatement, key="Alt+W"),
    Gesture(
        move=Move.PROPOSE_DESIGNATION,
        command=co.ProposeDesignation,
        handler=co.propose_designation,
        key="Shift+F9",
    ),
    Gesture(move=Move.DESIGNATE, command=co.Designate, handler=co.designate, key="Ctrl+F9"),
    Gesture(move=Move.EXTEND_COORDINATION, command=co.ExtendCoordination),
    Gesture(move=Move.REFER_TO_COMMITTEE, command=co.ReferToCommittee, key="Ctrl+U"),
    Gesture(move=Move.WITHDRAW_COORDINATION, command=co.WithdrawCoordination),
    Gesture(move=Move.NOTE, command=no.NoteCase, key="Ctrl+N"),
    Gesture(move=Move.ADD_PHOTO, command=no.AddPhotos, key="Ctrl+I"),
    Gesture(move=Move.UNDO, command=un.UndoLast, handler=un.undo_last, key="Ctrl+Z", context="G"),
)

GESTURE_OF: Final[Mapping[Move, Gesture]] = {gesture.move: gesture for gesture in GESTURES}
_HANDLERS: Final[Mapping[type[Any], Handler]] = {
    gesture.command: gesture.handler for gesture in GESTURES
}


def handler_of(command: Command) -> Handler:
    """The handler that serves a command."""
    return _HANDLERS[type(command)]
