"""Throws away the draft of a panel after asking (Ctrl+Shift+Backspace); Esc alone keeps it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.viewmodels.drafts import DraftKeeper
from console.views.theme import Theme
from console.views.widgets.confirm import ConfirmDialog, Question
from console.views.wording import Wording


class Discarding(QObject):
    """One panel's draft and the question before it goes."""

    def __init__(
        self,
        keeper: DraftKeeper,
        wording: Wording,
        theme: Theme,
        gone: Callable[[], None],
        panel: QWidget,
    ) -> None:
        """`gone` is called when nothing of the draft is left."""
        super().__init__(panel)
        self._keeper, self._gone, self._panel = keeper, gone, panel
        self._wording, self._theme = wording, theme

    def ask(self) -> None:
        """Ask; the safe choice has the keyboard."""
        say = self._wording.say
        question = Question(
            title=say("discard.title"),
            effect=say("discard.effect"),
            reversible=say("discard.back"),
            act=say("discard.act"),
            keep=say("discard.keep"),
            reasoned=False,
        )
        dialog = ConfirmDialog(self._theme, self._wording, question, self._panel)
        dialog.accepted.connect(self._on_accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_accepted(self) -> None:
        self._keeper.discard()
        self._gone()
