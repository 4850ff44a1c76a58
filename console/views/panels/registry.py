"""Which panel opens for which gesture; the shell opens it in place of map, table and detail.

A gesture that needs nothing more is done at once, one that cannot be taken back asks first, all
others open a panel: their own, or the small form of `gesture_form`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from console.domain.refusal import Refusal
from console.domain.stage import Move
from console.ports.rows import CaseDetail
from console.viewmodels.close_draft import CloseDraft
from console.viewmodels.conflict import conflict_of
from console.viewmodels.coordinate_draft import CoordinateDraft
from console.viewmodels.desk import Desk
from console.viewmodels.dispatch_draft import DispatchDraft
from console.viewmodels.form_draft import FormDraft
from console.viewmodels.gesture_draft import AT_ONCE, GestureDraft, command_at_once
from console.viewmodels.intake_draft import IntakeDraft
from console.viewmodels.merge_draft import MergeDraft
from console.viewmodels.register_draft import RegisterDraft
from console.viewmodels.verify_draft import VerifyDraft
from console.views.panels.asking import ASKED_FIRST, ask_first
from console.views.panels.base import Panel
from console.views.panels.callback_panel import CallbackPanel
from console.views.panels.close_panel import ClosePanel
from console.views.panels.confirm_panel import ConfirmPanel
from console.views.panels.conflict_panel import ConflictPanel
from console.views.panels.coordinate_panel import CoordinatePanel
from console.views.panels.dispatch_panel import DispatchPanel
from console.views.panels.gesture_form import GestureForm
from console.views.panels.inset import Ground
from console.views.panels.intake_panel import IntakePanel
from console.views.panels.merge_panel import MergePanel
from console.views.panels.place_panel import PlacePanel
from console.views.panels.register_panel import RegisterPanel
from console.views.panels.supervise_panel import SupervisePanel
from console.views.panels.verify_panel import VerifyPanel
from console.views.theme import Theme
from console.views.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a panel is made with; `detail` is None for a new report."""

    move: Move
    detail: CaseDetail | None
    desk: Desk
    wording: Wording
    theme: Theme
    ground: Ground | None = None
    parent: QWidget | None = None

    def case(self) -> CaseDetail:
        """The case in hand. Raises ValueError for a gesture that was opened without one."""
        if self.detail is None:
            raise ValueError(f"{self.move.value} needs a case")
        return self.detail


def _form(room: Room) -> Panel:
    draft = GestureDraft(room.desk, room.move, room.case())
    return GestureForm(draft, room.wording, room.theme, room.parent)


def _verify(room: Room) -> Panel:
    draft = VerifyDraft(room.desk, room.case())
    return VerifyPanel(draft, room.wording, room.theme, room.parent, ground=room.ground)


def _intake(room: Room) -> Panel:
    draft = IntakeDraft(room.desk)
    return IntakePanel(draft, room.wording, room.theme, room.parent, ground=room.ground)


def _register(room: Room) -> Panel:
    draft = RegisterDraft(room.desk, room.move, room.case())
    return RegisterPanel(draft, room.wording, room.theme, room.parent)


def _confirm(room: Room) -> Panel:
    draft = GestureDraft(room.desk, room.move, room.case())
    return ConfirmPanel(draft, room.wording, room.theme, room.parent, ground=room.ground)


def _place(room: Room) -> Panel:
    draft = GestureDraft(room.desk, room.move, room.case())
    return PlacePanel(draft, room.wording, room.theme, room.parent, ground=room.ground)


def _merge(room: Room) -> Panel:
    draft = MergeDraft(room.desk, room.case())
    return MergePanel(draft, room.wording, room.theme, room.parent)


def _dispatch(room: Room) -> Panel:
    draft = DispatchDraft(room.desk, room.move, room.case())
    return DispatchPanel(draft, room.wording, room.theme, room.parent, ground=room.ground)


def _coordinate(room: Room) -> Panel:
    signing = room.move is Move.DESIGNATE
    draft = CoordinateDraft(room.desk, room.case(), signing=signing)
    return CoordinatePanel(draft, room.wording, room.theme, room.parent, ground=room.ground)


def _close(room: Room) -> Panel:
    return ClosePanel(CloseDraft(room.desk, room.case()), room.wording, room.theme, room.parent)


def _call_back(room: Room) -> Panel:
    draft = GestureDraft(room.desk, room.move, room.case())
    return CallbackPanel(draft, room.wording, room.theme, room.parent)


def _supervise(room: Room) -> Panel:
    draft = GestureDraft(room.desk, room.move, room.case())
    return SupervisePanel(draft, room.wording, room.theme, room.parent)


PANELS: Final[Mapping[Move, Callable[[Room], Panel]]] = {
    Move.REPORT: _intake,
    Move.ORDER_CONFIRMATION: _confirm,
    Move.ANSWER_CONFIRMATION: _confirm,
    Move.CORRECT_PLACE: _place,
    Move.SUBMIT: _register,
    Move.REGISTER: _register,
    Move.MERGE: _merge,
    Move.DISPATCH: _dispatch,
    Move.REDISPATCH: _dispatch,
    Move.ORDER_VERIFICATION: _verify,
    Move.ANSWER_VERIFICATION: _verify,
    Move.REVERIFY: _verify,
    Move.PASS: _verify,
    Move.FAIL: _verify,
    Move.CLOSE: _close,
    Move.RETURN_TO_VERIFICATION: _close,
    Move.RETURN_TO_DISPATCH: _close,
    Move.CALL_BACK: _call_back,
    Move.SUPERVISE: _supervise,
    Move.PROPOSE_DESIGNATION: _coordinate,
    Move.DESIGNATE: _coordinate,
}
"""Gestures with a panel of their own; all others take the small form."""


def open_panel(
    move: Move,
    detail: CaseDetail | None,
    desk: Desk,
    wording: Wording,
    theme: Theme,
    parent: QWidget | None = None,
    *,
    ground: Ground | None = None,
    given: Mapping[str, Any] | None = None,
) -> Panel | None:
    """The panel of a gesture, not shown yet; None when it was done at once or asks by itself.

    `given` are fields of its command that were typed in another place.
    """
    room = Room(
        move=move,
        detail=detail,
        desk=desk,
        wording=wording,
        theme=theme,
        ground=ground,
        parent=parent,
    )
    if move in ASKED_FIRST:
        ask_first(move, room.case(), desk, wording, theme, parent).fill(given or {})
        return None
    if move in AT_ONCE:
        desk.do(command_at_once(move, room.case()))
        return None
    panel = PANELS.get(move, _form)(room)
    if isinstance(panel.viewmodel, FormDraft):
        panel.viewmodel.fill(move, given or {})
    return panel


def open_conflict(
    refusal: Refusal,
    command: object,
    desk: Desk,
    wording: Wording,
    theme: Theme,
    parent: QWidget | None = None,
) -> Panel | None:
    """The panel of a clash, with what was typed; None for a command that moves no case."""
    conflict = conflict_of(desk, refusal, command)
    return ConflictPanel(conflict, wording, theme, parent) if conflict is not None else None
