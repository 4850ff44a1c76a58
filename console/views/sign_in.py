"""The sign-in page: operators one key away, password, post. Errors are one calm sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.domain.stage import Post
from console.ports.signin import ListedOperator
from console.viewmodels.notices import Notice
from console.viewmodels.session import Choice, Session, centre_posts, seat_of
from console.views.fmt import Formats
from console.views.refusal_words import sentence
from console.views.theme import Theme, set_look
from console.views.top_bar import CentreMark
from console.views.widgets.forms import Field
from console.views.widgets.keys import KeyButton
from console.views.widgets.segmented import Segmented
from console.views.wording import Wording

WIDTH: Final = 560
ROW: Final = 34
DIGITS: Final = "1234567890"


class SignInView(QWidget):
    """Operator, password, post and seat.

    Signals: `leaving` when the operator gives up (Esc twice is never needed: the window closes).
    """

    asked_first_run = Signal()

    def __init__(
        self, session: Session, wording: Wording, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._wording, self._theme = session, wording, theme
        self.operators: tuple[ListedOperator, ...] = ()
        self._insisted = ""
        self._formats = Formats(wording)
        say = wording.say
        self.people = QListWidget(self)
        self.people.setAccessibleName(say("signin.people"))
        self.people.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.people.setUniformItemSizes(True)
        self.people.installEventFilter(self)
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.field = Field(theme, say("signin.password"), self.password, width=72)
        self._posts_row = QHBoxLayout()
        self.posts: Segmented | None = None
        self._seat = QLabel(self)
        set_look(self._seat, tone="ink2")
        self.enter = KeyButton(theme, say("signin.enter"), "Enter", kind="primary", parent=self)
        self._told = QLabel(say("signin.loading"), self)
        self._told.setWordWrap(True)
        self._lay_out()
        self.people.currentRowChanged.connect(self._on_person)
        self.people.itemActivated.connect(self._on_activated)
        self.password.returnPressed.connect(self.knock)
        self.enter.clicked.connect(self.knock)
        session.listed.connect(self.show_people)
        session.refused.connect(self.tell)
        self.setFocusProxy(self.people)

    def _lay_out(self) -> None:
        say = self._wording.say
        card = QFrame(self)
        set_look(card, role="card")
        card.setFixedWidth(WIDTH)
        head = QHBoxLayout()
        head.addWidget(CentreMark(self._theme, card))
        title = QLabel(say("app.centre"), card)
        set_look(title, role="title")
        head.addWidget(title)
        head.addStretch(1)
        hint = QLabel(say("signin.hint"), card)
        hint.setWordWrap(True)
        set_look(hint, role="hint")
        self._post_label = QLabel(say("signin.post"), card)
        self._post_label.setFixedWidth(72)
        set_look(self._post_label, role="hint")
        self._posts_row.addWidget(self._post_label)
        self._posts_row.addStretch(1)
        self._posts_row.addWidget(self._seat)
        foot = QHBoxLayout()
        foot.addWidget(self._told, 1)
        foot.addWidget(self.enter)
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(hint)
        column.addWidget(self.people, 1)
        column.addWidget(self.field)
        column.addLayout(self._posts_row)
        column.addLayout(foot)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(card, 6, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)

    @Slot(object)
    def show_people(self, operators: Sequence[ListedOperator]) -> None:
        """The operators of this server; the first is marked."""
        marked, typing = self.chosen, self.password.hasFocus()
        self.operators = tuple(operators)
        self.people.clear()
        for at, listed in enumerate(self.operators):
            operator = listed.operator
            posts = self._wording.say("list.comma").join(
                self._wording.say(f"post.{one.value}") for one in centre_posts(operator)
            )
            digit = DIGITS[at] if at < len(DIGITS) else " "
            parts = (digit, operator.name, self._age_of(listed), posts, operator.shift)
            item = QListWidgetItem("　".join(part for part in parts if part))
            item.setSizeHint(QSize(60, ROW))
            self.people.addItem(item)
        self._say(self._insisted or self._wording.say(self._what_to_do()))
        logins = [one.operator.login for one in self.operators]
        known = marked is not None and marked.operator.login in logins
        if self.operators:
            self.people.setCurrentRow(
                logins.index(marked.operator.login) if marked is not None and known else 0
            )
        if not (typing and known):
            self.people.setFocus(Qt.FocusReason.OtherFocusReason)

    def _what_to_do(self) -> str:
        """Code of the sentence at the foot."""
        if any(one.known_at is not None for one in self.operators):
            return "signin.local"
        return "signin.demo" if any(one.demo for one in self.operators) else "signin.ready"

    def _age_of(self, listed: ListedOperator) -> str:
        """Of when the picture is with which he can come in without the server."""
        if listed.known_at is None:
            return ""
        time = self._formats.moment(listed.known_at, datetime.now(UTC))
        return self._wording.say("lost.stopped", time=time)

    @property
    def chosen(self) -> ListedOperator | None:
        """The marked operator."""
        at = self.people.currentRow()
        return self.operators[at] if 0 <= at < len(self.operators) else None

    @Slot()
    def knock(self) -> None:
        """Sign in as the marked operator."""
        listed = self.chosen
        if listed is None or self._session.busy:
            return
        if not listed.demo and not self.password.text():
            self.field.complain(self._wording.say("signin.password_missing"))
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.field.complain("")
        self._insisted = ""
        self._say(self._wording.say("signin.asking"))
        post = Post(self.posts.choice) if self.posts is not None and self.posts.choice else None
        choice = Choice(login=listed.operator.login, password=self.password.text(), post=post)
        self.password.clear()
        self._session.sign_in(choice)

    @Slot(object)
    def tell(self, notice: Notice) -> None:
        """Why it did not work, and what helps."""
        words = sentence(notice, self._wording)
        if notice.code in ("signin.wrong", "signin.local_wait"):
            self.field.complain(words)
            self._say("")
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._say(words)

    def insist(self, notice: Notice) -> None:
        """Say this until somebody knocks, whatever is read meanwhile."""
        self._insisted = self._wording.say(notice.code, **notice.facts)
        self._say(self._insisted)

    @property
    def words(self) -> str:
        """What is said at the foot."""
        return self._told.text()

    def _say(self, words: str) -> None:
        self._told.setText(words)
        self._told.setAccessibleName(words)

    @Slot(int)
    def _on_person(self, _row: int) -> None:
        listed = self.chosen
        if self.posts is not None:
            self._posts_row.removeWidget(self.posts)
            self.posts.deleteLater()
            self.posts = None
        if listed is None:
            return
        self.field.setVisible(not listed.demo)
        self.field.complain("")
        choices = [
            (one.value, self._wording.say(f"post.{one.value}"), "")
            for one in centre_posts(listed.operator)
        ]
        self.posts = Segmented(self._theme, choices, self)
        self.posts.chosen.connect(self._on_post)
        self._posts_row.insertWidget(1, self.posts, 0, Qt.AlignmentFlag.AlignLeft)
        QWidget.setTabOrder(self.password, self.posts)
        self._on_post(choices[0][0])

    @Slot(str)
    def _on_post(self, post: str) -> None:
        listed = self.chosen
        if listed is not None:
            self._seat.setText(seat_of(listed.operator, Post(post)))

    @Slot()
    def _on_activated(self) -> None:
        self.knock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit marks its operator, and signs a demo operator in at once."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            at = DIGITS.find(event.text()) if event.text() else -1
            if 0 <= at < len(self.operators):
                self.people.setCurrentRow(at)
                self._go_on()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go_on()
                return True
        return super().eventFilter(watched, event)

    def _go_on(self) -> None:
        listed = self.chosen
        if listed is not None and listed.demo:
            self.knock()
        else:
            self.password.setFocus(Qt.FocusReason.TabFocusReason)
