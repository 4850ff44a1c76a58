"""The scenes of the walls as a page (E on the page of walls): order, rotation, seconds, preview.

Administrators write; everybody else reads. Where blocks stand is edited in a file, and the page
says how.
"""

from __future__ import annotations

from datetime import time
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from console.domain.refusal import Refusal
from console.domain.scene import LEAST_SECONDS, MOST_SECONDS, Scene
from console.viewmodels.wall_scenes import WallScenes
from console.views.look import Look
from console.views.panels.scrolled_table import ScrolledTable
from console.views.panels.small_table import SmallTable
from console.views.refusal_words import sentence
from console.views.scene_preview import ScenePreview
from console.views.theme import set_look
from console.views.widgets.keys import KeyButton, KeyLabel, act_button

WIDTHS: Final = (48, 0, 130, 150, 80)
HEADS: Final = ("place", "scene", "seconds", "hours", "blocks")
COMMAND: Final = "db wall scenes --out FILE"
BACK: Final = "db wall scenes --in FILE"
REASON: Final = 200  # letters
ALT: Final = Qt.KeyboardModifier.AltModifier
CTRL: Final = Qt.KeyboardModifier.ControlModifier


class ReasonLine(QLineEdit):
    """Why scenes are changed; Enter goes back to the page."""

    def __init__(self, look: Look, page: QWidget) -> None:
        super().__init__(page)
        self.setMaxLength(REASON)
        self.setAccessibleName(look.wording.say("scenes.reason"))
        self.setPlaceholderText(look.wording.say("scenes.reason.hint"))
        self.returnPressed.connect(page.setFocus)


class ScenesPage(QFrame):
    """Signals: `closed`."""

    closed = Signal()

    def __init__(self, scenes: WallScenes, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scenes, self._look = scenes, look
        self._at, self._leaving = 0, False
        say = look.wording.say
        set_look(self, role="popup")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("scenes.title"))
        heads = [say(f"scenes.col.{head}") for head in HEADS]
        self.table = SmallTable(heads, WIDTHS, say("scenes.title"), self, strong=(1,))
        self._area = ScrolledTable(self.table, self)
        self.preview = ScenePreview(look, self)
        self.state, self.said = QLabel(self), QLabel(self)
        self.said.setWordWrap(True)
        set_look(self.state, tone="ink2")
        set_look(self.said, tone="over")
        self.seconds = QLineEdit(self)
        self.seconds.setMaxLength(4)
        self.seconds.setFixedWidth(90)
        self.seconds.setAccessibleName(say("scenes.seconds"))
        self.seconds.returnPressed.connect(self.put_seconds)
        self.reason = ReasonLine(look, self)
        self.turn = self._button("scenes.turn", "Space", self.turn_scene)
        self.up = self._button("scenes.up", "Alt+↑", self.move_up)
        self.down = self._button("scenes.down", "Alt+↓", self.move_down)
        self.wide = self._button("scenes.wide", "W", self.turn_wide)
        self.former = self._button("scenes.former", "Z", scenes.fetch_former)
        self.shipped = self._button("scenes.shipped", "R", scenes.fetch_shipped)
        self.save = self._button("scenes.save", "Ctrl+S", self.keep)
        self._lay_out()
        scenes.changed.connect(self.tell)
        scenes.kept.connect(self._on_kept)
        scenes.refused.connect(self._on_refused)
        self.tell()
        if not scenes.unsaved:  # a page that was put aside, as by Ctrl+F11, threw nothing away
            scenes.load()

    def _button(self, code: str, key: str, slot: object) -> KeyButton:
        return act_button(self._look, code, key, slot, self)

    def _lay_out(self) -> None:
        say = self._look.wording.say
        title, hint = QLabel(say("scenes.title"), self), QLabel(self)
        set_look(title, role="title")
        set_look(hint, role="hint")
        hint.setText(say("scenes.hint" if self._scenes.may_write else "scenes.hint.read"))
        places = QLabel(say("scenes.places", out=COMMAND, back=BACK), self)
        places.setWordWrap(True)
        places.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_look(places, role="hint")
        label = QLabel(say("scenes.seconds"), self)
        label.setBuddy(self.seconds)
        acts = QHBoxLayout()
        for part in (label, self.seconds, self.turn, self.up, self.down, self.former, self.shipped):
            acts.addWidget(part)
        acts.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self.preview)
        right.addWidget(self.wide, 0, Qt.AlignmentFlag.AlignLeft)
        right.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(20)
        middle.addWidget(self._area, 3)
        middle.addLayout(right, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(12)
        column.addWidget(title)
        column.addWidget(self.state)
        column.addLayout(middle, 1)
        column.addLayout(acts)
        column.addLayout(self._keeping())
        column.addWidget(self.said)
        column.addWidget(places)
        column.addWidget(hint)

    def _keeping(self) -> QHBoxLayout:
        why, row = QLabel(self._look.wording.say("scenes.reason"), self), QHBoxLayout()
        why.setBuddy(self.reason)
        row.addWidget(why)
        row.addWidget(KeyLabel("Y", self))
        row.addWidget(self.reason, 1)
        row.addWidget(self.save)
        return row

    # --- telling ----------------------------------------------------------------------------------

    @Slot()
    def tell(self) -> None:
        """The scenes as they are now; the choice stays where it is."""
        scenes, wording = self._scenes.scenes, self._look.wording
        self._leaving = False
        self._at = max(0, min(self._at, len(scenes) - 1))
        self.table.show_rows([self._row(at, scene) for at, scene in enumerate(scenes)])
        for column in range(len(WIDTHS)):
            self.table.lift(self._at, column)
        self._area.show_row(self._at)
        chosen = self.chosen
        self.preview.show_scene(chosen, wide=self.preview.wide)
        if not self.seconds.hasFocus():
            self.seconds.setText("" if chosen is None else str(chosen.seconds))
        self.state.setText(self._state())
        self.said.setText("\n".join(sentence(no, wording) for no in self._scenes.faults))
        self._enable()

    def _enable(self) -> None:
        scenes, mine = self._scenes, self._scenes.may_write and self.chosen is not None
        for part in (self.seconds, self.turn, self.shipped, self.reason):
            part.setEnabled(mine)
        self.up.setEnabled(mine and self._at > 0)
        self.down.setEnabled(mine and self._at < len(scenes.scenes) - 1)
        self.former.setEnabled(mine and scenes.has_former)
        self.save.setEnabled(mine and scenes.unsaved)

    def _row(self, at: int, scene: Scene) -> tuple[str, ...]:
        say = self._look.wording.say
        turn = say("wall_page.turn", n=scene.seconds) if scene.seconds else say("wall_page.no_turn")
        hours = say("scenes.hours.all")
        if scene.begins is not None or scene.ends is not None:
            begins, ends = (one or time.min for one in (scene.begins, scene.ends))
            hours = say("scenes.hours", begins=f"{begins:%H:%M}", ends=f"{ends:%H:%M}")
        title = self._look.wording.among(scene.titles) or scene.name
        return (str(at + 1), title, turn, hours, str(len(scene.blocks)))

    def _state(self) -> str:
        say, kept = self._look.wording.say, self._scenes.open_version
        state = say("scenes.state.shipped")
        if kept is not None:
            when = self._look.formats.moment(kept.at, self._scenes.now)
            code = "scenes.state.back" if kept.text is None else "scenes.state.kept"
            state = say(code, version=kept.version, time=when, operator=kept.operator)
            if kept.reason:
                state = "　".join((state, say("administration.because", reason=kept.reason)))
        if not self._scenes.unsaved:
            return state
        return "　".join((state, say("scenes.state.unsaved")))

    @Slot(object)
    def _on_refused(self, refusal: Refusal) -> None:
        self.said.setText(sentence(refusal, self._look.wording))

    @Slot()
    def _on_kept(self) -> None:
        if self.reason.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reason.clear()

    # --- doing ------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Scene | None:
        """The scene the keys mean."""
        scenes = self._scenes.scenes
        return scenes[self._at] if self._at < len(scenes) else None

    @Slot()
    def turn_scene(self) -> None:
        """Into the rotation or out of it (Space)."""
        if self.chosen is not None:
            self._scenes.turn(self._at)

    @Slot()
    def move_up(self) -> None:
        """Earlier in the rotation (Alt+↑)."""
        self._move(-1)

    @Slot()
    def move_down(self) -> None:
        """Later in the rotation (Alt+↓)."""
        self._move(1)

    def _move(self, by: int) -> None:
        self._at = self._scenes.move(self._at, by)
        self.tell()

    @Slot()
    def turn_wide(self) -> None:
        """The preview of a wide wall, or of any other (W)."""
        self.preview.show_scene(self.chosen, wide=not self.preview.wide)

    @Slot()
    def put_seconds(self) -> None:
        """What was typed is the chosen scene's time; a number that cannot be stays (Enter)."""
        typed = self.seconds.text().strip()
        seconds = int(typed) if typed.isascii() and typed.isdigit() else -1
        if self.chosen is not None and self._scenes.set_seconds(self._at, seconds):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            facts = {"least": LEAST_SECONDS, "most": MOST_SECONDS}
            self.said.setText(self._look.wording.say("scenes.seconds.unfit", **facts))

    @Slot()
    def keep(self) -> None:
        """Keep what is open, with the seconds that are being typed (Ctrl+S)."""
        if self.seconds.hasFocus():
            self.put_seconds()
        if not self.seconds.hasFocus():
            self._scenes.save(self.reason.text().strip())

    def _leave(self) -> None:
        """Close; what is not kept is thrown away by a second Esc only."""
        if self.seconds.hasFocus() or self.reason.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.tell()
        elif self._scenes.unsaved and not self._leaving:
            self._leaving = True
            self.said.setText(self._look.wording.say("scenes.leave"))
        else:
            if self._leaving:
                self._scenes.load()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chord = event.keyCombination()
        key, modifiers = chord.key(), chord.keyboardModifiers()
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}
        acts = {
            Qt.Key.Key_Space: self.turn_scene,
            Qt.Key.Key_W: self.turn_wide,
            Qt.Key.Key_Z: self._scenes.fetch_former,
            Qt.Key.Key_R: self._scenes.fetch_shipped,
            Qt.Key.Key_Y: self.reason.setFocus,
            Qt.Key.Key_Escape: self._leave,
        }
        if key in steps and modifiers & ALT:
            self._move(steps[key])
        elif key in steps:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # what is typed was of another scene
            self._at += steps[key]
            self.tell()
        elif key == Qt.Key.Key_S and modifiers == CTRL:
            self.keep()
        elif modifiers & (CTRL | ALT):  # Ctrl+Z is no wish to open the version before
            super().keyPressEvent(event)
        elif key in acts:
            acts[key]()
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9 and self.seconds.isEnabled():
            self.seconds.setFocus(Qt.FocusReason.OtherFocusReason)
            self.seconds.setText(event.text())
        else:
            super().keyPressEvent(event)
