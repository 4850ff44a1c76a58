"""First use (09d): six short steps that can be left with Esc at any time; no work waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.domain.organisation import Operator
from console.domain.tone import Urgency
from console.viewmodels.first_run import Check, FirstRun
from console.views.first_steps import KeyPractice, LayoutChoice, OptionStep, StepsColumn
from console.views.look import Look
from console.views.refusal_words import move_word
from console.views.theme import ThemeName, set_look
from console.views.top_bar import CentreMark
from console.views.widgets.chip import StateShape
from console.views.widgets.keys import KeyButton
from console.views.wording import Language

STEPS: Final = ("seat", "check", "layout", "theme", "language", "keys")
FIRST_OPEN: Final = 2
"""Sign-in is done and the check makes itself: the first question is the layout."""


class FirstRunView(QWidget):
    """Signals: `left` (bool) the steps are over, with whether the map goes to a second screen;
    `theme_asked`, `language_asked` to turn to the other one.
    """

    left = Signal(bool)
    theme_asked = Signal()
    language_asked = Signal()

    def __init__(
        self, first: FirstRun, operator: Operator, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._first, self._operator, self._look = first, operator, look
        self._step = FIRST_OPEN
        self._column = StepsColumn(look, STEPS, self)
        self.pages = QStackedWidget(self)
        self.layout_step = LayoutChoice(look, self)
        self.keys_step = KeyPractice(look, self)
        self._checks = QGridLayout()
        self.next = KeyButton(look.theme, "", "Enter", kind="primary", size="large", parent=self)
        say = look.wording.say
        self.back = KeyButton(look.theme, say("first.back"), "Alt+←", size="large", parent=self)
        self.skip = KeyButton(look.theme, say("first.skip"), "Esc", size="large", parent=self)
        self._fill_pages()
        self._lay_out()
        self._bind()
        first.checked.connect(self._show_checks)
        self.go(FIRST_OPEN)

    # --- building ---------------------------------------------------------------------------------

    def _fill_pages(self) -> None:
        say, look = self._look.wording.say, self._look
        theme = OptionStep(
            [(one.value, say(f"first.theme.{one.value}")) for one in ThemeName],
            look.theme.name.value,
        )
        theme.chosen.connect(self._on_theme)
        language = OptionStep([("zh_CN", "中文"), ("en", "English")], look.wording.language.value)
        language.chosen.connect(self._on_language)
        pages = (self._seat_page(), QLabel(say("first.check.words")), self.layout_step)
        for page in (*pages, theme, language, self.keys_step):
            if isinstance(page, QLabel):
                page.setAlignment(Qt.AlignmentFlag.AlignTop)
                page.setWordWrap(True)
            self.pages.addWidget(page)

    def _seat_page(self) -> QLabel:
        say, posts = self._look.wording.say, self._operator.posts
        comma = say("list.comma")
        named = comma.join(say(f"post.{post}") for post in posts)
        return QLabel(say("first.seat.words", name=self._operator.name, posts=named))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._column, 2)
        row.addWidget(self._middle(), 7)
        foot = QFrame(self)
        set_look(foot, role="bottom")
        acts = QHBoxLayout(foot)
        acts.setContentsMargins(16, 0, 16, 0)
        acts.setSpacing(10)
        acts.addWidget(self.back)
        acts.addWidget(self.next)
        acts.addStretch(1)
        acts.addWidget(self.skip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addLayout(row, 1)
        column.addWidget(foot)

    def _head(self) -> QFrame:
        head = QFrame(self)
        set_look(head, role="topbar")
        title = QLabel(self._look.wording.say("app.centre"), head)
        set_look(title, role="section")
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 16, 0)
        row.addWidget(CentreMark(self._look.theme, head))
        row.addWidget(title)
        row.addStretch(1)
        return head

    def _middle(self) -> QWidget:
        say = self._look.wording.say
        middle = QWidget(self)
        self._title, self._hint = QLabel(middle), QLabel(middle)
        set_look(self._title, role="due")
        set_look(self._hint, tone="ink2")
        work = QVBoxLayout()
        work.setSpacing(10)
        for part in (self._title, self._hint, self.pages):
            work.addWidget(part)
        work.setStretchFactor(self.pages, 1)
        side = QVBoxLayout()
        side.setSpacing(10)
        checks = self._card(say("first.checks"), self._checks, side)
        checks.setMinimumWidth(360)
        rights = QGridLayout()
        mine, others = self._first.rights()
        for at, (code, moves) in enumerate((("first.may", mine), ("first.may_not", others))):
            words = say("list.comma").join(
                move_word(self._look.wording, one.value) for one in moves
            )
            label = QLabel(words or "—")
            label.setWordWrap(True)
            rights.addWidget(QLabel(say(code)), at, 0, Qt.AlignmentFlag.AlignTop)
            rights.addWidget(label, at, 1)
        rights.setColumnStretch(1, 1)
        self._card(say("first.rights"), rights, side)
        side.addStretch(1)
        row = QHBoxLayout(middle)
        row.setContentsMargins(40, 26, 40, 20)
        row.setSpacing(40)
        row.addLayout(work, 3)
        row.addLayout(side, 2)
        return middle

    def _card(self, title: str, grid: QGridLayout, column: QVBoxLayout) -> QFrame:
        heading = QLabel(title, self)
        set_look(heading, role="title")
        card = QFrame(self)
        set_look(card, role="card")
        grid.setContentsMargins(14, 10, 14, 10)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        card.setLayout(grid)
        column.addWidget(heading)
        column.addWidget(card)
        return card

    def _bind(self) -> None:
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Return", self.go_on),
            ("Enter", self.go_on),
            ("Esc", self.end),
            ("Alt+Left", self.go_back),
        )
        for key, slot in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        self.next.clicked.connect(self.go_on)
        self.back.clicked.connect(self.go_back)
        self.skip.clicked.connect(self.end)

    # --- walking ----------------------------------------------------------------------------------

    @property
    def step(self) -> str:
        """The step that is shown."""
        return STEPS[self._step]

    def go(self, at: int) -> None:
        """Show a step."""
        say = self._look.wording.say
        self._step = min(max(at, 0), len(STEPS) - 1)
        self.pages.setCurrentIndex(self._step)
        code = STEPS[self._step]
        self._title.setText(say(f"first.step.{code}"))
        self._hint.setText(say(f"first.step.{code}.hint"))
        self._column.mark(self._step)
        last = self._step == len(STEPS) - 1
        following = "" if last else say(f"first.step.{STEPS[self._step + 1]}")
        self.next.say(say("first.end") if last else say("first.next", step=following))
        self.back.setEnabled(self._step > 0)
        page = self.pages.currentWidget()
        if page is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def go_on(self) -> None:
        """The next step; after the last one the work begins."""
        if self._step + 1 < len(STEPS):
            self.go(self._step + 1)
        else:
            self.end()

    @Slot()
    def go_back(self) -> None:
        """The step before."""
        self.go(self._step - 1)

    @Slot()
    def end(self) -> None:
        """To work, with what was chosen so far."""
        self.left.emit(self.layout_step.second_screen)

    # --- telling ----------------------------------------------------------------------------------

    @Slot()
    def _show_checks(self) -> None:
        for at, check in enumerate(self._first.checks):
            self._show_check(at, check)
        self._checks.setColumnStretch(2, 1)

    def _show_check(self, at: int, check: Check) -> None:
        say, look = self._look.wording.say, self._look
        old = self._checks.itemAtPosition(at, 2)
        if old is not None and isinstance(label := old.widget(), QLabel):
            label.setText(say(check.code, **dict(check.facts)))
            return
        sign: QWidget = StateShape(look.theme, Urgency.NEAR)
        if check.good:
            sign = QLabel("✓")
        words = QLabel(say(check.code, **dict(check.facts)))
        words.setWordWrap(True)
        set_look(words, tone="" if check.good else "near")
        self._checks.addWidget(sign, at, 0)
        self._checks.addWidget(QLabel(say(f"first.check.{check.name}")), at, 1)
        self._checks.addWidget(words, at, 2)

    @Slot(str)
    def _on_theme(self, theme: str) -> None:
        if theme != self._look.theme.name.value:
            self.theme_asked.emit()

    @Slot(str)
    def _on_language(self, language: str) -> None:
        if Language(language) is not self._look.wording.language:
            self.language_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text()
        page = self.pages.currentWidget()
        if isinstance(page, OptionStep | LayoutChoice) and digit.isdigit():
            page.choose_at(int(digit) - 1)
            return
        super().keyPressEvent(event)
