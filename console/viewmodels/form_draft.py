"""A form being filled in: kept while it is typed, sent once, and forgotten when it is done."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.domain.refusal import Refusal
from console.ports.work import Changes
from console.services.registry import Command
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk
from console.viewmodels.drafts import DraftKeeper

Done = Callable[[Changes], None]
Refused = Callable[[Refusal, object], None]


class FormDraft(QObject):
    """What the drafts of all forms on a case have in common.

    Signals: `restored` when what was typed before has come back.
    """

    restored = Signal()

    def __init__(self, desk: Desk, kind: str, subject: str) -> None:
        """`kind` names the form, `subject` the case and its round (`round_of`)."""
        super().__init__()
        self.desk = desk
        self.busy = self.touched = False
        self.keeper = DraftKeeper(desk, kind, subject, self.content)
        self.keeper.setParent(self)

    def content(self) -> Mapping[str, Any]:
        """What a draft keeps, as plain JSON values."""
        raise NotImplementedError

    def typed(self) -> None:
        """Something was typed or chosen: a draft is worth keeping from now on."""
        self.touched = True
        self.keeper.touch()

    def keep(self) -> None:
        """Save now, as when the form is closed; an untouched form leaves nothing."""
        if self.touched:
            self.keeper.save()

    def send(self, command: Command, done: Done, refused: Refused, *, last: bool = True) -> None:
        """Carry a command out; while one is under way another does nothing.

        `last`: the form is done with it. Its draft then goes also when the form was closed before
        the answer came; a refused one is kept.
        """
        if self.busy:
            return
        self.busy = True

        def finished(changes: Changes) -> None:
            self.busy = False
            if last:
                self.keeper.discard()
            told(changes)

        def failed(refusal: Refusal) -> None:
            self.busy = False
            self.keep()
            refused(refusal, command)

        told = while_alive(self, done)
        self.desk.do(command, finished, while_alive(self, failed))
