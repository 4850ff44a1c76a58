"""What walls show, told from a supervisor's seat (Ctrl+F11): a scene by its digit, then the act.

Nothing here needs a confirmation: F gives every wall back to its rotation.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from console.domain.refusal import Refusal
from console.domain.scene import OrderKind, Scene
from console.ports.wall import WallOrder
from console.viewmodels.playback import SPEEDS, typed_moment
from console.viewmodels.wall_remote import WallRemote
from console.views.look import Look
from console.views.panels.scrolled_table import ScrolledTable
from console.views.panels.small_table import SmallTable
from console.views.refusal_words import sentence
from console.views.theme import set_look
from console.views.widgets.keys import KeyButton, act_button

WIDTHS: Final = (48, 0, 160)
HEADS: Final = ("key", "scene", "seconds")
MOST: Final = 9
CHORDS: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class WallPage(QFrame):
    """Signals: `closed`; `scenes_asked` the list of scenes is wanted."""

    closed = Signal()
    scenes_asked = Signal()

    def __init__(self, remote: WallRemote, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remote, self._look = remote, look
        self._at = 0
        say = look.wording.say
        set_look(self, role="popup")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("wall_page.title"))
        heads = [say(f"wall_page.col.{head}") for head in HEADS]
        self.table = SmallTable(heads, WIDTHS, say("wall_page.title"), self, strong=(1,))
        self._area = ScrolledTable(self.table, self)
        self.now = QLabel(self)
        self.now.setWordWrap(True)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        set_look(self.said, tone="over")
        self.wall, self.moment = QLineEdit(self), QLineEdit(self)
        self.wall.setPlaceholderText(say("wall_page.wall.all"))
        self.moment.setPlaceholderText(say("wall_page.moment.form"))
        self.speed = QComboBox(self)
        for one in SPEEDS:
            self.speed.addItem(f"×{one}", one)
        self.speed.setCurrentIndex(SPEEDS.index(60))
        self.send = self._button("wall_page.show", "Enter", self.show_scene)
        self.pin = self._button("wall_page.pin", "P", self.pin_scene)
        self.free = self._button("wall_page.free", "F", self.free_walls)
        self.past = self._button("wall_page.replay", "R", self.begin_replay)
        self.edit = self._button("wall_page.scenes", "E", self.scenes_asked)
        self._lay_out()
        remote.changed.connect(self.tell)
        remote.refused.connect(self._on_refused)
        self.tell()
        remote.load()

    def _button(self, code: str, key: str, slot: object) -> KeyButton:
        return act_button(self._look, code, key, slot, self)

    def _lay_out(self) -> None:
        say = self._look.wording.say
        title = QLabel(say("wall_page.title"), self)
        set_look(title, role="title")
        hint = QLabel(say("wall_page.hint"), self)
        set_look(hint, role="hint")
        fields = QHBoxLayout()
        for code, field in (
            ("wall_page.wall", self.wall),
            ("wall_page.moment", self.moment),
            ("wall_page.speed", self.speed),
        ):
            label = QLabel(say(code), self)
            label.setBuddy(field)
            field.setAccessibleName(say(code))
            fields.addWidget(label)
            fields.addWidget(field)
        fields.addStretch(1)
        acts = QHBoxLayout()
        for button in (self.send, self.pin, self.free, self.past):
            acts.addWidget(button)
        acts.addStretch(1)
        acts.addWidget(self.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(12)
        column.addWidget(title)
        column.addWidget(self.now)
        column.addWidget(self._area, 1)
        column.addLayout(fields)
        column.addLayout(acts)
        column.addWidget(self.said)
        column.addWidget(hint)

    # --- telling ----------------------------------------------------------------------------------

    @Slot()
    def tell(self) -> None:
        """Scenes and the orders in force."""
        scenes, say = self._remote.scenes, self._look.wording.say
        self._at = max(0, min(self._at, len(scenes) - 1))
        self.table.show_rows([self._row(at, scene) for at, scene in enumerate(scenes)])
        for column in range(len(WIDTHS)):
            self.table.lift(self._at, column)
        self._area.show_row(self._at)
        told = [self._order(one) for one in self._remote.orders]
        self.now.setText("　".join(told) or say("wall_page.rotation"))
        self.said.clear()
        for button in (self.send, self.pin, self.past):
            button.setEnabled(bool(scenes) and self._remote.may_tell)
        self.free.setEnabled(self._remote.may_tell)

    def _row(self, at: int, scene: Scene) -> tuple[str, ...]:
        say = self._look.wording.say
        turn = say("wall_page.turn", n=scene.seconds) if scene.seconds else say("wall_page.no_turn")
        return (str(at + 1) if at < MOST else "", self._title(scene), turn)

    def _title(self, scene: Scene) -> str:
        return self._look.wording.among(scene.titles) or scene.name

    def _order(self, order: WallOrder) -> str:
        say = self._look.wording.say
        scene = next((one for one in self._remote.scenes if one.name == order.scene), None)
        facts = {
            "wall": order.wall or say("wall_page.wall.all"),
            "scene": order.scene if scene is None else self._title(scene),
            "time": self._look.formats.moment(order.at, self._remote.now),
        }
        if order.kind is OrderKind.PAST and order.moment is not None:
            facts["moment"] = self._look.formats.moment(order.moment, order.at)
        return say(f"wall_page.order.{order.kind.value}", **facts)

    @Slot(object)
    def _on_refused(self, refusal: Refusal) -> None:
        self.said.setText(sentence(refusal, self._look.wording))

    # --- doing ------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Scene | None:
        """The scene the keys mean."""
        scenes = self._remote.scenes
        return scenes[self._at] if self._at < len(scenes) else None

    @Slot()
    def show_scene(self) -> None:
        """The chosen scene now, for its time (Enter)."""
        if self.chosen is not None:
            self._remote.show(self.chosen.name, self._wall)

    @Slot()
    def pin_scene(self) -> None:
        """The chosen scene until something else is told (P)."""
        if self.chosen is not None:
            self._remote.pin(self.chosen.name, self._wall)

    @Slot()
    def free_walls(self) -> None:
        """Back to the rotation (F)."""
        self._remote.free(self._wall)

    @Slot()
    def begin_replay(self) -> None:
        """The past from the typed moment on (R)."""
        moment = typed_moment(self.moment.text().strip(), self._remote.now)
        if moment is None or moment >= self._remote.now:
            self.said.setText(self._look.wording.say("wall_page.moment.unfit"))
            self.moment.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.chosen is not None:
            self._remote.replay(self.chosen.name, moment, self.speed.currentData(), self._wall)
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # letters are keys again

    @property
    def _wall(self) -> str:
        return self.wall.text().strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, count = event.keyCombination().key(), len(self._remote.scenes)
        digit = key.value - Qt.Key.Key_1.value
        acts = {
            Qt.Key.Key_Return: self._enter,
            Qt.Key.Key_Enter: self._enter,
            Qt.Key.Key_P: self.pin_scene,
            Qt.Key.Key_F: self.free_walls,
            Qt.Key.Key_R: self.begin_replay,
            Qt.Key.Key_E: self.scenes_asked.emit,
            Qt.Key.Key_Escape: self.closed.emit,
        }
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}
        if event.modifiers() & CHORDS:  # another page's habit, as Ctrl+F, tells no wall anything
            super().keyPressEvent(event)
        elif 0 <= digit < min(count, MOST):
            self._choose(digit)
        elif key in steps:
            self._choose(self._at + steps[key])
        elif key in acts:
            acts[key]()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        if self.moment.hasFocus():
            self.begin_replay()
        else:
            self.show_scene()

    def _choose(self, at: int) -> None:
        self._at = at
        self.tell()
