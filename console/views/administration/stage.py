"""Brings the administration page into the window and takes it away again (Ctrl+Shift+A).

Who does not hold the administrator's post is told so in one sentence and sees nothing else of it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from console.domain.stage import Post
from console.viewmodels.administration import Administration
from console.viewmodels.notices import Notice, NoticeTone
from console.views.actions import ActionRegistry
from console.views.administration.page import AdministrationPage
from console.views.look import Look
from console.views.workplace import Workplace


class AdministrationStage(QObject):
    """Signals: `ended` when the console page is back."""

    ended = Signal()

    def __init__(
        self,
        page: Administration,
        workplace: Workplace,
        actions: ActionRegistry,
        look: Look,
        home: QWidget,
    ) -> None:
        """`home` takes the keyboard when the page has gone."""
        super().__init__(workplace)
        self._page, self._workplace, self._actions = page, workplace, actions
        self._look, self._home = look, home
        self.view: AdministrationPage | None = None

    def turn(self) -> None:
        """Open the page, or go back to the queues."""
        if self.view is not None:
            self.close()
            return
        if not self._page.allowed:
            tone = NoticeTone.REFUSED
            self._page.desk.notice.emit(Notice(code="administration.not_yours", tone=tone))
            return
        self.view = AdministrationPage(self._page, self._look, self._workplace)
        self.view.closed.connect(self.close)
        self.view.keys_changed.connect(self._workplace.frame.status.show_keys)
        self._actions.rest(self.view.keys)
        self._workplace.show_page(self.view)
        self.view.start()

    @Slot()
    def close(self) -> None:
        """Take the page away; what was typed in its forms is kept."""
        if self.view is None:
            return
        if self._page.desk.actor.post is Post.ADMINISTRATOR:
            return  # there is nothing behind it for him
        self.shelve()
        self.ended.emit()

    def shelve(self) -> None:
        """Take it away for another page, also where there is nothing else behind it."""
        if self.view is None:
            return
        self._page.hand.put_away()
        self._actions.rest(frozenset())
        self._workplace.drop_page()
        self.view = None
        self._home.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """Save what is being typed, as when the seat is left."""
        self._page.hand.keep()
