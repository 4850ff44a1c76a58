"""What if (假设分析): what is supposed above, what is and what would be side by side below.

Ctrl+Enter compares, Esc gives it up or goes back to the form. Limits and days are typed as the
files of `assess --suppose-…` have them, so that both can be handed on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.viewmodels.assessment_setting import Setting
from console.viewmodels.assessment_suppose import LIMITS_HEAD, SupposeDesk, Supposing, Typed
from console.viewmodels.columns import Align, Column
from console.viewmodels.desk import Desk
from console.viewmodels.keyed_table import KeyedTable
from console.viewmodels.scheme_source import kept_texts
from console.views.administration.list_view import ThingTable
from console.views.assessment.section import Section
from console.views.assessment.texts import shipped_texts
from console.views.look import Look
from console.views.refusal_words import sentence
from console.views.theme import set_look
from console.views.widgets.elided import Elided
from console.views.widgets.keys import KeyButton

HEAD: Final = 48
FORM: Final = 150
MARGIN: Final = 14
SHORT: Final = 150
WIDTH: Final = 116
COMPARE: Final = "Ctrl+Return"
Line = tuple[str, ...]


class SupposeSection(Section):
    """The form, and the comparison below it."""

    keys = frozenset({COMPARE})

    def __init__(self, desk: Desk, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page, self._look = SupposeDesk.of(desk, kept_texts(desk, shipped_texts)), look
        say = look.wording.say
        self.factor, self.scheme = QLineEdit(self), QLineEdit(self)
        self.limits, self.days = QPlainTextEdit(self), QPlainTextEdit(self)
        self.table, self.words = ThingTable(look, self), QLabel(self)
        self._model: KeyedTable[Line] | None = None
        self.told_words, self.whose = QLabel(self), QLabel(self)
        self.button = KeyButton(
            look.theme, say("whatif.compare"), "Ctrl+Enter", kind="primary", parent=self
        )
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack = QStackedWidget(self)
        self._lay_out()
        compare = QShortcut(QKeySequence(COMPARE), self)
        compare.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        compare.activated.connect(self.compare)
        self.button.clicked.connect(self.compare)
        self.page.shown.connect(self.tell)
        self.page.moved.connect(self._on_moved)
        self._fill(self.page.typed)

    # --- making -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        say = self._look.wording.say
        head = QFrame(self)
        set_look(head, role="bar")
        head.setFixedHeight(HEAD)
        title, note = QLabel(say("assessment.section.suppose"), head), Elided(head)
        set_look(title, role="section")
        for hint in (note, self.whose):
            set_look(hint, role="hint")
        note.setText(say("whatif.note"))
        note.setToolTip(say("whatif.note"))
        row = QHBoxLayout(head)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(10)
        row.addWidget(title)
        row.addWidget(note, 1)
        row.addWidget(self.whose)
        row.addWidget(self.button)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_look(self.words, tone="ink2")
        set_look(self.told_words, tone="ink2")
        self.told_words.setContentsMargins(MARGIN, 6, MARGIN, 6)
        self._stack.addWidget(self.words)
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(self._form())
        column.addWidget(self.told_words)
        column.addWidget(self._stack, 1)

    def _form(self) -> QGridLayout:
        say = self._look.wording.say
        self.limits.setPlaceholderText(LIMITS_HEAD)
        self.days.setPlaceholderText('{"days": [{"day": "2026-10-10", "kind": "holiday"}]}')
        grid = QGridLayout()
        grid.setContentsMargins(MARGIN, 10, MARGIN, 4)
        grid.setHorizontalSpacing(12)
        fields = (self.factor, self.scheme, self.limits, self.days)
        for at, (field, word) in enumerate(
            zip(fields, ("factor", "scheme", "limits", "days"), strict=True)
        ):
            label = QLabel(say(f"whatif.field.{word}"), self)
            label.setBuddy(field)
            set_look(label, tone="ink2")
            field.setAccessibleName(label.text())
            grid.addWidget(label, 0, at)
            grid.addWidget(field, 1, at, Qt.AlignmentFlag.AlignTop)
        for text in (self.limits, self.days):
            text.setTabChangesFocus(True)
            text.setFixedHeight(FORM)
        for line in (self.factor, self.scheme):
            line.setFixedWidth(SHORT)
        grid.setColumnStretch(2, 1)
        grid.setColumnStretch(3, 1)
        return grid

    # --- what a section is ------------------------------------------------------------------------

    def show_section(self, code: str, setting: Setting) -> None:
        """The page's period and scheme; nothing is compared until it is asked for."""
        del code
        self.set_to(setting)
        self.tell()

    def set_to(self, setting: Setting) -> None:
        """Another period or scheme."""
        self.page.set_to(setting)
        say = self._look.wording.say
        code, facts = setting.period.title
        kind = say(f"assess.kind.{setting.kind.value}")
        self.whose.setText(f"{say(code, **facts)} · {kind} · {setting.scheme}")

    def put_away(self) -> None:
        """What is typed is there again the next time."""
        self.page.typed = self._typed()

    def stop(self) -> None:
        """The page goes; what is still being compared is given up."""
        self.page.give_up()

    def escape(self) -> bool:
        """Give up the comparison, or go back from the table to the form."""
        if self.page.give_up():
            return True
        if self.window().focusWidget() is not self.table:
            return False
        self.take_keyboard()
        return True

    def take_keyboard(self) -> None:
        """The keyboard to the form's first field."""
        self.factor.setFocus(Qt.FocusReason.OtherFocusReason)

    def foot_keys(self) -> Sequence[tuple[str, str]]:
        """What can be pressed."""
        say = self._look.wording.say
        return (
            ("Ctrl+Enter", say("whatif.compare")),
            ("Alt+← →", say("assessment.foot.step")),
        )

    # --- hands ------------------------------------------------------------------------------------

    @Slot()
    def compare(self) -> None:
        """Compare what is with what is typed."""
        self.page.ask(self._typed())

    def _typed(self) -> Typed:
        return Typed(
            factor=self.factor.text(),
            limits=self.limits.toPlainText(),
            days=self.days.toPlainText(),
            scheme=self.scheme.text(),
        )

    def _fill(self, typed: Typed) -> None:
        self.factor.setText(typed.factor)
        self.limits.setPlainText(typed.limits)
        self.days.setPlainText(typed.days)
        self.scheme.setText(typed.scheme)

    @Slot()
    def tell(self) -> None:
        """Show the comparison as it stands."""
        page, say = self.page, self._look.wording.say
        found = page.found if page.state is Supposing.THERE else None
        self.told_words.setVisible(found is not None and not found.asked.only_scheme)
        if found is None:
            self._stack.setCurrentWidget(self.words)
            refused = page.refusal is not None
            self.words.setText(
                sentence(page.refusal, self._look.wording)
                if refused and page.refusal is not None
                else say(f"whatif.state.{page.state.value}")
            )
            return
        facts = {"cases": found.cases, "changed": found.changed, "elsewhere": found.elsewhere}
        self.told_words.setText(say("whatif.told", **facts))
        heads, *lines = page.lines(say)
        if self._model is not None:
            self._model.deleteLater()
        model = _model(heads, self)
        model.show([(str(at), *line) for at, line in enumerate(lines)])
        self.table.show_table(model, say("whatif.sheet"))
        self._model = model
        self._stack.setCurrentWidget(self.table)

    @Slot(int, int)
    def _on_moved(self, done: int, of: int) -> None:
        if self.page.state is Supposing.READING:
            self.words.setText(self._look.wording.say("whatif.moved", done=done, of=of))


def _model(heads: Sequence[str], parent: QWidget) -> KeyedTable[Line]:
    """A table of texts, the object first; its heads are words already."""
    columns = []
    for at, head in enumerate(heads):
        column: Column[Line] = Column(
            key=str(at),
            title=head,
            value=lambda row, at=at: row[at + 1],  # type: ignore[misc] # one for each column
            width=WIDTH,
            stretch=at == 0,
            align=Align.LEFT if at == 0 else Align.RIGHT,
        )
        columns.append(column)
    return KeyedTable(columns, lambda row: row[0], str, parent=parent)
