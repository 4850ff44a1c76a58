"""First use (09d): six short steps that can be left with Esc at any time; no work waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from console.domain.organisation import Operator
from console.viewmodels.first_run import FirstRun
from console.views.first_layout import LayoutPage
from console.views.first_side import FirstSide
from console.views.first_steps import (
    KeyPractice,
    OptionStep,
    StepsColumn,
    ThemeChoice,
    language_step,
)
from console.views.look import Look
from console.views.status_bar import StatusBar
from console.views.theme import set_look
from console.views.top_bar import CentreMark, TwoLines
from console.views.widgets.keys import KeyButton
from console.views.widgets.segmented import Segmented
from console.views.wording import Language

STEPS: Final = ("seat", "check", "layout", "theme", "language", "keys")
CHOICES: Final = {
    "layout": "first.choose",
    "theme": "first.choose.theme",
    "language": "first.choose.language",
}
SECOND_MS: Final = 1_000
FIRST_OPEN: Final = 2
"""Sign-in is done and the check makes itself: the first question is the layout."""


class FirstHead(QFrame):
    """Who we are, the two languages, the time."""

    def __init__(self, first: FirstRun, language: Segmented, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._first, self._formats = first, look.formats
        set_look(self, role="topbar")
        say = look.wording.say
        name = TwoLines(say("app.centre"), self)
        set_look(name.above, role="section")
        name.below.setText(say("app.centre.sub"))
        set_look(name.below, role="hint")
        word, self._time = QLabel(say("settings.language"), self), QLabel(self)
        set_look(word, role="hint")
        set_look(self._time, role="clock")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(CentreMark(look.theme, self))
        row.addWidget(name)
        row.addStretch(1)
        for part in (word, language, self._time):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self._second = QTimer(self)
        self._second.setInterval(SECOND_MS)
        self._second.timeout.connect(self.tell)
        self._second.start()
        self.tell()

    @Slot()
    def tell(self) -> None:
        """Show the time."""
        self._time.setText(self._formats.time(self._first.desk.now(), seconds=True))


class FirstRunView(QWidget):
    """Signals: `left` (bool) the steps are over, with whether the map goes to a second screen;
    `theme_asked`, `language_asked` to turn to the other one.
    """

    left = Signal(bool)
    theme_asked = Signal()
    language_asked = Signal()

    def __init__(
        self,
        first: FirstRun,
        operator: Operator,
        look: Look,
        memory: QSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`memory` keeps what is chosen for this workstation; None keeps nothing."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._first, self._operator, self._look = first, operator, look
        self._step = FIRST_OPEN
        self._column = StepsColumn(look, STEPS, self)
        self.pages = QStackedWidget(self)
        self.layout_page = LayoutPage(look, memory, self)
        self.layout_step = self.layout_page.layouts
        self.keys_step = KeyPractice(look, self)
        self.language = Segmented(look.theme, [("zh_CN", "中文", ""), ("en", "English", "")])
        self.language.choose(look.wording.language.value)
        self._side, self._keys = FirstSide(first, look, self), StatusBar(look.formats, look.theme)
        self._title, self._hint = QLabel(self), QLabel(self)
        self.next = KeyButton(look.theme, "", "Enter", kind="primary", size="large", parent=self)
        say = look.wording.say
        self.back = KeyButton(look.theme, say("first.back"), "Alt+←", size="large", parent=self)
        self.skip = KeyButton(look.theme, say("first.skip"), "Esc", size="large", parent=self)
        self._fill_pages()
        self._lay_out()
        self._bind()
        first.checked.connect(self.tell)
        look.theme.changed.connect(self.tell)
        self.tell()
        self.go(FIRST_OPEN)

    # --- building ---------------------------------------------------------------------------------

    def _fill_pages(self) -> None:
        say, look = self._look.wording.say, self._look
        themes = ThemeChoice(look, digits=True)
        for chosen in (themes.chosen, self.layout_page.themes.chosen):
            chosen.connect(self._on_theme)
        language = language_step()
        language.show_choice(look.wording.language.value)
        language.chosen.connect(self._on_language)
        posts = say("list.comma").join(say(f"post.{post}") for post in self._operator.posts)
        seat = QLabel(say("first.seat.words", name=self._operator.name, posts=posts))
        checked = QLabel(say("first.check.words"))
        for page in (seat, checked, self.layout_page, themes, language, self.keys_step):
            if isinstance(page, QLabel):
                page.setAlignment(Qt.AlignmentFlag.AlignTop)
                page.setWordWrap(True)
            self.pages.addWidget(page)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._middle(), 1)
        right.addWidget(self._foot())
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._column, 2)
        row.addLayout(right, 7)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(FirstHead(self._first, self.language, self._look, self))
        column.addLayout(row, 1)
        column.addWidget(self._keys)

    def _foot(self) -> QFrame:
        foot = QFrame(self)
        set_look(foot, role="bottom")
        acts = QHBoxLayout(foot)
        acts.setContentsMargins(16, 0, 16, 0)
        acts.setSpacing(10)
        acts.addWidget(self.back)
        acts.addWidget(self.next)
        acts.addStretch(1)
        acts.addWidget(self.skip)
        return foot

    def _middle(self) -> QWidget:
        middle = QWidget(self)
        set_look(self._title, role="due")
        set_look(self._hint, tone="ink2")
        work = QVBoxLayout()
        work.setSpacing(8)
        for part in (self._title, self._hint, self.pages):
            work.addWidget(part)
        work.setStretchFactor(self.pages, 1)
        row = QHBoxLayout(middle)
        row.setContentsMargins(32, 24, 32, 16)
        row.setSpacing(32)
        row.addLayout(work, 5)
        row.addWidget(self._side, 3)
        return middle

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
        self.language.chosen.connect(self._on_language)
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
        self._tell_keys(code)
        page = self.pages.currentWidget()
        if page is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_keys(self, code: str) -> None:
        say = self._look.wording.say
        word = CHOICES.get(code, "")
        keys = [("1–2", say(word))] if word else []
        keys += [("Enter", say("first.go_on")), ("Esc", say("first.skip.short"))]
        self._keys.show_keys(keys)
        self._keys.say(say("first.calm"))

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

    def _found(self) -> tuple[str, ...]:
        """What stands under each step."""
        say, operator, look = self._look.wording.say, self._operator, self._look
        posts = say("list.comma").join(say(f"post.{post}") for post in operator.posts)
        checks = self._first.checks
        good = sum(check.good for check in checks)
        bad = len(checks) - good
        code = "first.found.check" if bad else "first.found.check.all"
        screens = QGuiApplication.screens()
        sizes = {f"{one.size().width()}×{one.size().height()}" for one in screens}
        language = "中文" if look.wording.language is Language.CHINESE else "English"
        return (
            say("first.found.seat", seat=self._first.desk.actor.seat, posts=posts),
            say(code, good=good, bad=bad) if checks else "",
            say("first.found.layout", count=len(screens), size=" / ".join(sorted(sizes))),
            say(f"first.theme.{look.theme.name.value}"),
            language,
            say("first.found.keys"),
        )

    @Slot()
    def tell(self) -> None:
        """Show under the steps what was found or chosen."""
        self._column.tell(self._found())

    @Slot(str)
    def _on_theme(self, theme: str) -> None:
        if theme != self._look.theme.name.value:
            self.theme_asked.emit()

    @Slot(str)
    def _on_language(self, language: str) -> None:
        if Language(language) is not self._look.wording.language:
            self.language_asked.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.layout_page.read_window()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text()
        page = self.pages.currentWidget()
        choice = page.layouts if isinstance(page, LayoutPage) else page
        if isinstance(choice, OptionStep) and digit.isdigit():
            choice.choose_at(int(digit) - 1)
            return
        super().keyPressEvent(event)
