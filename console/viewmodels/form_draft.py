"""A form being filled in: kept while it is typed, sent once, and forgotten when it is done."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.domain.refusal import Refusal
from console.domain.stage import Move
from console.ports.work import Changes
from console.services.registry import Command
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk
from console.viewmodels.drafts import DraftKeeper

Done = Callable[[Changes], None]
Refused = Callable[[Refusal, object], None]


class FormDraft(QObject):
    """What the drafts of all forms on a case have in common.

    Signals: `restored` when what was typed before, or elsewhere, has come in; `changed` when a
    choice was made or an answer arrived.
    """

    restored = Signal()
    changed = Signal()

    def __init__(self, desk: Desk, kind: str, subject: str) -> None:
        """`kind` names the form, `subject` the case and its round (`round_of`)."""
        super().__init__()
        self.desk = desk
        self.busy = self.touched = False
        self.keeper = DraftKeeper(desk, kind, subject, self.content)
        self.keeper.setParent(self)
        self._by_hand: set[str] = set()

    def content(self) -> Mapping[str, Any]:
        """What a draft keeps, as plain JSON values."""
        raise NotImplementedError

    def bring_back(self) -> None:
        """Ask for a draft left before."""
        self.keeper.restore(self._on_found)

    def fill(self, move: Move, given: Mapping[str, Any]) -> None:
        """Take fields given in another place (the command line); they win over an older draft."""
        if given:
            self._by_hand.update(given)
            self.take_given({"move": move, **given})
            self._tell()

    def take_given(self, given: Mapping[str, Any]) -> None:
        """Take those of the command's fields that this form has; `move` is the gesture meant."""

    def take_back(self, content: Mapping[str, Any]) -> None:
        """Be as the draft says."""
        raise NotImplementedError

    def typed(self, *names: str) -> None:
        """Something was typed or chosen: a draft is worth keeping from now on.

        `names` are the fields of `content` it stands in; an older draft no longer replaces them.
        """
        self._by_hand.update(names)
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

    def _on_found(self, content: Mapping[str, Any]) -> None:
        """What was typed before comes back, except where something is being typed already."""
        now = self.content()
        mine = {name: _over(content.get(name), now[name]) for name in self._by_hand & now.keys()}
        self.take_back({**content, **mine})
        self._tell()

    def _tell(self) -> None:
        self.restored.emit()
        self.changed.emit()


def _over(before: object, now: object) -> object:
    """A field typed now over what a draft says of it; of several words each for itself."""
    if isinstance(before, dict) and isinstance(now, dict):
        return {**before, **{name: words for name, words in now.items() if words}}
    return now
