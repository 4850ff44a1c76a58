"""Another seat was faster (design 09c): both versions field by field, and four ways on.

Keys: Ctrl+Enter sends the additions, Ctrl+Shift+Enter asks for the change, Enter accepts and shows
the case, Ctrl+Shift+Backspace throws the typed content away when pressed twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.ports.work import Changes
from console.viewmodels.cells import TimelineRow
from console.viewmodels.conflict import STEPS_SHOWN, Conflict, Difference
from console.views.card.step_words import step_rows
from console.views.icons import Icon, icon
from console.views.panels.base import SUBMIT, SUBMIT_NEXT, Panel
from console.views.panels.photo_strip import OnePhoto
from console.views.panels.small_table import SmallTable
from console.views.panels.value_words import value_words
from console.views.refusal_words import move_word, worded
from console.views.theme import Theme, set_look
from console.views.widgets.forms import ConsequenceCard
from console.views.widgets.keys import KeyButton
from console.views.widgets.photo_loader import PhotoLoader
from console.views.widgets.timeline import Timeline
from console.views.wording import Wording

SIDE_WIDTH: Final = 420
MINE_COLUMN: Final = 2
WAYS: Final = (
    ("add", SUBMIT),
    ("ask", SUBMIT_NEXT),
    ("view", "Enter"),
    ("discard", "Ctrl+Shift+Backspace"),
)


class WayCard(QFrame):
    """One way on: what it is, what it leads to, and its button with the key."""

    def __init__(self, theme: Theme, wording: Wording, way: str, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        set_look(self, role="card", chosen="true" if way == WAYS[0][0] else "false")
        title = QLabel(wording.say(f"conflict.{way}"), self)
        set_look(title, role="strong")
        self.hint = QLabel(self)
        set_look(self.hint, role="hint")
        self.button = KeyButton(theme, wording.say(f"conflict.{way}.verb"), key, parent=self)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(title)
        texts.addWidget(self.hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 12, 8)
        row.addLayout(texts, 1)
        row.addWidget(self.button)


class ConflictPanel(Panel):
    """One clash on screen; nothing is written before the operator chooses."""

    def __init__(
        self, viewmodel: Conflict, wording: Wording, theme: Theme, parent: QWidget | None = None
    ) -> None:
        mine = move_word(wording, viewmodel.command.move.value)
        super().__init__(viewmodel, wording, theme, parent, title=mine)
        self.conflict = viewmodel
        self._sure = False
        self._loader = PhotoLoader(viewmodel.desk.outside.media, self)
        self._headline = self._made_headline()
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, self._headline)
        self._lay_out_rows()
        self._lay_out_side()
        self._lay_out_acts()
        viewmodel.read.connect(self._on_read)
        viewmodel.evidence.changed.connect(self._on_photos)
        viewmodel.load()

    # --- building ---------------------------------------------------------------------------------

    def _made_headline(self) -> QFrame:
        frame = QFrame(self)
        set_look(frame, role="card")
        sign = QLabel(frame)
        sign.setPixmap(icon(Icon.PERSON, self.theme.tokens).pixmap(22, 22))
        self.title, self._why = QLabel(frame), QLabel(frame)
        set_look(self.title, role="title")
        set_look(self._why, tone="ink2")
        self._times = QLabel(frame)
        set_look(self._times, role="hint")
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self.title)
        words.addWidget(self._why)
        row = QHBoxLayout(frame)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(12)
        row.addWidget(sign)
        row.addLayout(words, 1)
        row.addWidget(self._times)
        return frame

    def _lay_out_rows(self) -> None:
        say = self.wording.say
        column = self.add_column()
        self._add_title(column, "conflict.compare")
        heads = [say(f"conflict.head.{one}") for one in ("field", "theirs", "mine", "differs")]
        self.table = SmallTable(heads, (110, 0, 0, 70), say("conflict.compare"), self)
        column.addWidget(self.table)
        self._add_title(column, "conflict.next")
        slots: dict[str, Callable[[], None]] = {
            "add": self._add,
            "ask": self._ask,
            "view": self._view,
            "discard": self._discard,
        }
        self.ways: dict[str, KeyButton] = {}
        self._hints: dict[str, QLabel] = {}
        for way, key in WAYS:
            card = WayCard(self.theme, self.wording, way, key, self)
            card.button.clicked.connect(slots[way])
            self.ways[way], self._hints[way] = card.button, card.hint
            column.addWidget(card)
        column.addStretch(1)
        self.first = self.ways["add"]

    def _add_title(self, column: QVBoxLayout, code: str) -> None:
        label = QLabel(self.wording.say(code), self)
        set_look(label, role="section")
        column.addWidget(label)

    def _lay_out_side(self) -> None:
        side = self.add_column(SIDE_WIDTH)
        self.photo = OnePhoto(self.formats, self._loader, self)
        side.addWidget(self.photo)
        self._add_title(side, "conflict.happened")
        self.history = Timeline(self.theme, self.formats, self)
        self.history.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.history.setMinimumHeight(200)
        side.addWidget(self.history)
        card = ConsequenceCard("", self)
        card.state(
            self.wording.say("conflict.holding"), self.wording.say("conflict.holds").split("|")
        )
        side.addWidget(card)
        side.addStretch(1)

    def _lay_out_acts(self) -> None:
        say = self.wording.say
        self.add_act(
            say("conflict.add.verb"), SUBMIT, self._add, kind="primary", sign=Icon.DISPATCH
        )
        self.add_act(say("conflict.view.verb"), "Enter", self._view)
        self.add_key(SUBMIT_NEXT, self._ask)
        self.add_key("Ctrl+Shift+Backspace", self._discard)
        self.note(say("conflict.nothing_lost"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk among the four ways."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        buttons = list(self.ways.values())
        focused = self.focusWidget()
        if step is None or not isinstance(focused, KeyButton) or focused not in buttons:
            super().keyPressEvent(event)
            return
        at = min(max(0, buttons.index(focused) + step), len(buttons) - 1)
        buttons[at].setFocus(Qt.FocusReason.TabFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        self._loader.stop()
        super().hideEvent(event)

    # --- showing ----------------------------------------------------------------------------------

    def _on_read(self) -> None:
        conflict, say = self.conflict, self.wording.say
        detail = conflict.detail
        if detail is None:
            return
        self.names = detail.names
        self.head.show_case(detail, conflict.desk)
        facts = worded(self._facts(), self.wording, self.names)
        ago = self.formats.exact((conflict.tried_at - conflict.happened_at).total_seconds())
        self.title.setText(say("conflict.title", **facts, ago=ago))
        stage = say(f"stage.{detail.case.stage.value}")
        self._why.setText(say("conflict.why", stage_name=stage))
        self._times.setText(
            say(
                "conflict.times",
                theirs=self.formats.time(conflict.happened_at, seconds=True),
                mine=self.formats.time(conflict.tried_at, seconds=True),
            )
        )
        self._show_rows()
        self._show_ways()
        self._show_history()

    def _facts(self) -> dict[str, object]:
        """Who was faster with what; the step itself where it was read, else the refusal."""
        step, facts = self.conflict.step, dict(self.conflict.refusal.facts)
        if step is not None:
            facts |= {"seat": step.seat, "move": step.move.value}
        return facts | {"mine": self.conflict.command.move.value}

    def _show_rows(self) -> None:
        say = self.wording.say
        rows = self.conflict.rows
        self.table.show_rows(
            [
                (
                    say(f"conflict.field.{row.name}"),
                    self._words(row, row.theirs),
                    self._words(row, row.mine),
                    say("conflict.same" if row.same else "conflict.different"),
                )
                for row in rows
            ]
        )
        for at, row in enumerate(rows):
            if not row.same and row.mine:
                self.table.lift(at, MINE_COLUMN)

    def _words(self, row: Difference, value: object) -> str:
        move = self.conflict.command.move.value
        return value_words(row.name, value, move, self.formats, self.names)

    def _show_ways(self) -> None:
        say, conflict = self.wording.say, self.conflict
        reach = "conflict.add.unit" if conflict.reaches_unit else "conflict.add.note"
        self._hints["add"].setText(say(reach))
        for way in ("ask", "view", "discard"):
            self._hints[way].setText(say(f"conflict.{way}.hint"))
        for way in ("add", "ask"):
            if not conflict.additions:
                self.ways[way].refuse(say("conflict.nothing_to_add"))
        if not conflict.additions:
            self.first = self.ways["view"]
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_history(self) -> None:
        detail = self.conflict.detail
        told = step_rows(detail, self.wording)[-STEPS_SHOWN:] if detail is not None else ()
        rows = [replace(row, open=False) for row in told]
        mine = self.wording.say("conflict.tried", move_name=self._mine())
        tried = TimelineRow(key=0, at=self.conflict.tried_at, lead=mine, open=True)
        self.history.show_steps((*rows, tried))

    def _on_photos(self) -> None:
        before, after = self.conflict.evidence.pair()
        self.photo.show_shot(after or before)

    def _mine(self) -> str:
        return move_word(self.wording, self.conflict.command.move.value)

    # --- the four ways ----------------------------------------------------------------------------

    def additions(self) -> str:
        """What was typed and did not take effect, as one text."""
        parts = [
            self.wording.say(
                "conflict.addition",
                field=self.wording.say(f"conflict.field.{row.name}"),
                value=self._words(row, row.mine),
            )
            for row in self.conflict.additions
        ]
        return self.wording.say("steps.between").join(parts)

    def _add(self) -> None:
        if not self.conflict.additions:
            self.tell(self.wording.say("conflict.nothing_to_add"))
            return
        text = self.wording.say("conflict.add.text", words=self.additions())
        self.conflict.add(text, self._on_done, self.refuse)

    def _ask(self) -> None:
        if not self.conflict.additions:
            self.tell(self.wording.say("conflict.nothing_to_add"))
            return
        text = self.wording.say("conflict.ask.text", words=self.additions())
        self.conflict.ask(text, self._on_done, self.refuse)

    def _view(self) -> None:
        """Accept what took effect; the typed content stays in its draft."""
        self.leave()

    def _discard(self) -> None:
        if not self._sure:
            self._sure = True
            self.tell(self.wording.say("conflict.discard.sure"))
            return
        self.conflict.discard()
        self.finish()

    def _on_done(self, changes: Changes) -> None:
        self.finish(changes)
