"""The bar over a ranking: length of the period and the period itself, comparison, scheme, level.

W, M, Q, Y choose a length while the keyboard is in the ranking; / goes to the field, which reads
any period as it is typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.viewmodels.assessment import KINDS, LEVELS, STEPS, AssessmentDesk
from console.views.administration.entries import ComboEntry
from console.views.assessment.period_field import PeriodField
from console.views.icons import Icon
from console.views.look import Look
from console.views.refusal_words import sentence
from console.views.theme import set_look
from console.views.widgets.elided import Elided
from console.views.widgets.keys import KeyButton, KeyLabel
from console.views.widgets.segmented import Segmented

HEIGHT: Final = 52
LETTERS: Final = ("W", "M", "Q", "Y")
LAST, LAST_YEAR = "last", "last_year"


class AssessmentBar(QFrame):
    """Signals: `left` the keyboard goes back to the ranking; `exported` the button was pressed."""

    left = Signal()
    exported = Signal()

    def __init__(self, page: AssessmentDesk, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page, self._look, self._section = page, look, "departments"
        say, theme = look.wording.say, look.theme
        set_look(self, role="head")
        self._make_period()
        self.who = ComboEntry([], self)
        self.who.setAccessibleName(say("assessment.who"))
        self.against = ComboEntry(
            [(one, say(f"assessment.against.{one}")) for one in (LAST, LAST_YEAR)], self
        )
        self.against.setAccessibleName(say("assessment.against"))
        self.scheme = ComboEntry([], self)
        self.scheme.setAccessibleName(say("assessment.scheme"))
        self.error = Elided(self)
        set_look(self.error, tone="over")
        self.export = KeyButton(
            theme, say("assessment.export"), "Ctrl+E", kind="primary", sign=Icon.EXPORT, parent=self
        )
        for combo in (self.who, self.scheme):
            combo.setSizeAdjustPolicy(combo.SizeAdjustPolicy.AdjustToContents)
        self._telling = False
        self._told = page.setting.period
        self._lay_out()
        self._connect()

    def _make_period(self) -> None:
        """Title, length, steps and field."""
        say, theme = self._look.wording.say, self._look.theme
        self.title = QLabel(self)
        set_look(self.title, role="title")
        steps = [(kind.value, say(f"assessment.length.{kind.value}"), letter)
                 for kind, letter in zip(STEPS, LETTERS, strict=True)]  # fmt: skip
        self.length = Segmented(theme, steps, self)
        self.back = KeyButton(
            theme, "", sign=Icon.PREVIOUS, kind="quiet", size="small", parent=self
        )
        self.on = KeyButton(theme, "", sign=Icon.NEXT, kind="quiet", size="small", parent=self)
        self.back.setAccessibleName(say("assessment.earlier"))
        self.on.setAccessibleName(say("assessment.later"))
        self.back.setToolTip(f"{say('assessment.earlier')}  Alt+←")
        self.on.setToolTip(f"{say('assessment.later')}  Alt+→")
        self.period = PeriodField(self)
        self.period.setAccessibleName(say("assessment.period"))
        self.days = Elided(self)
        set_look(self.days, role="hint")

    def _lay_out(self) -> None:
        say = self._look.wording.say
        row = QHBoxLayout()
        row.setContentsMargins(14, 10, 12, 10)
        row.setSpacing(8)
        self._words = {
            code: QLabel(say(f"assessment.{code}"), self) for code in ("against", "scheme")
        }
        for label in self._words.values():
            set_look(label, role="hint")
        step = QHBoxLayout()
        step.setSpacing(2)
        for piece in (self.back, self.period, self.on):
            step.addWidget(piece)
        for button in (self.back, self.on):
            button.setFixedWidth(36)
        row.addWidget(self.title)
        row.addWidget(self.length)
        row.addLayout(step)
        row.addWidget(KeyLabel("/", self))
        row.addWidget(self.days, 1)
        for part in (
            self.who,
            self._words["against"],
            self.against,
            self._words["scheme"],
            self.scheme,
        ):
            row.addWidget(part)
        row.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        self.error.setContentsMargins(14, 0, 12, 8)
        column.addWidget(self.error)
        self.error.hide()

    def _connect(self) -> None:
        page = self._page
        self.length.chosen.connect(self._on_length)
        self.back.clicked.connect(partial(self._step, -1))
        self.on.clicked.connect(partial(self._step, 1))
        self.period.typed.connect(self._on_typed)
        self.period.left.connect(self._on_field_left)
        self.against.chosen.connect(self._on_against)
        self.scheme.chosen.connect(self._on_scheme)
        self.who.chosen.connect(self._on_who)
        self.export.clicked.connect(self.exported)
        page.set.connect(self.tell)

    def show_section(self, section: str) -> None:
        """Name a section and offer whom it may judge."""
        self._section = section
        say = self._look.wording.say
        self.title.setText(say(f"assessment.section.{section}"))
        choices: Sequence[tuple[str, str]] = ()
        if section == "regions":
            choices = [(one.value, say(f"assess.by.{one.value}")) for one in LEVELS]
        elif section == "posts":
            choices = [(one.value, say(f"assess.kind.{one.value}")) for one in KINDS[section]]
        self._offer(self.who, choices)
        self.who.setVisible(bool(choices))
        self.tell()

    @Slot()
    def tell(self) -> None:
        """Show what the page is set to."""
        page = self._page
        setting, period = page.setting, page.setting.period
        self._telling = True
        if period != self._told:
            self._say("")  # what was said of the former one
        self._told = period
        if period.kind in STEPS:
            self.length.choose(period.kind.value)
        else:
            self.length.choose_none()
        self.period.show_period(page.title(period), period.code)
        self.days.setText(f"{period.first:%m-%d} – {period.last:%m-%d}")
        schemes = page.found.schemes if page.found is not None else ()
        version = self._look.wording.say
        self._offer(
            self.scheme,
            [
                (one.id, version("assess.cover.version", name=page.named(one.name),
                                 version=one.version))
                for one in schemes
            ],
        )  # fmt: skip
        self.scheme.choose(setting.scheme)
        self.against.choose(LAST_YEAR if setting.against_last_year else LAST)
        self.who.choose(setting.by.value if self._section == "regions" and setting.by
                        else setting.kind.value)  # fmt: skip
        self._telling = False

    def _offer(self, combo: ComboEntry, choices: Sequence[tuple[str, str]]) -> None:
        known = [(str(combo.itemData(at)), combo.itemText(at)) for at in range(combo.count())]
        if known == list(choices):
            return
        before, self._telling = self._telling, True
        combo.clear()
        for code, word in choices:
            combo.addItem(word, code)
        self._telling = before

    def compact(self, compact: bool) -> None:  # noqa: FBT001  a switch of the layout
        """Little room: words beside choices go, and a scheme's name is cut."""
        for label in (*self._words.values(), self.days):
            label.setVisible(not compact)
        self.scheme.setMaximumWidth(150 if compact else 260)
        self.export.setMinimumWidth(0)

    # --- hands ------------------------------------------------------------------------------------

    @Slot()
    def begin_typing(self) -> None:
        """The keyboard to the field (/)."""
        self.period.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _step(self, periods: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002  Qt's
        """So many periods on; why there is none is said."""
        refusal = self._page.step(periods)
        self._say("" if refusal is None else sentence(refusal, self._look.wording))

    def choose_length(self, code: str) -> None:
        """The period of another length (W, M, Q, Y)."""
        kind = next((one for one in STEPS if one.value == code), None)
        if kind is not None:
            self._say("")
            self._page.last(kind)

    @Slot()
    def turn_against(self) -> None:
        """Against the period before, or last year's (C)."""
        self._page.compare(last_year=not self._page.setting.against_last_year)

    def turn_who(self) -> None:
        """The next level of regions, or the next post (L)."""
        if self.who.count():
            self.who.setCurrentIndex((self.who.currentIndex() + 1) % self.who.count())

    def turn_scheme(self) -> None:
        """The next scheme (S)."""
        if self.scheme.count() > 1:
            self.scheme.setCurrentIndex((self.scheme.currentIndex() + 1) % self.scheme.count())

    @Slot(str)
    def _on_length(self, code: str) -> None:
        self.choose_length(code)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        refusal = self._page.typed(text)
        if refusal is not None:
            self._say(sentence(refusal, self._look.wording))
            return
        self._say("")
        self.left.emit()

    @Slot()
    def _on_field_left(self) -> None:
        self._say("")
        self.tell()
        self.left.emit()

    @Slot()
    def _on_against(self) -> None:
        if not self._telling:
            self._page.compare(last_year=self.against.code() == LAST_YEAR)

    @Slot()
    def _on_scheme(self) -> None:
        if not self._telling:
            self._page.use(self.scheme.code())

    @Slot()
    def _on_who(self) -> None:
        code = self.who.code()
        if self._telling or not code:
            return
        if self._section == "regions":
            self._page.sum_by(next(one for one in LEVELS if one.value == code))
        else:
            self._page.judge(next(one for one in KINDS[self._section] if one.value == code))

    def _say(self, words: str) -> None:
        self.error.setText(words)
        self.error.setToolTip(words)
        self.error.setVisible(bool(words))
