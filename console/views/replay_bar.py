"""The bar of a past moment at the map's foot (回放): where in time, how fast, which case.

It has the keyboard while it is worked with: ← and → a minute, with Shift an hour, PgUp and PgDn a
day, + and − another speed, Space plays and stops, figures are typed into the moment, Enter goes
there or shows the picked case as it is now, Esc is the present.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSlider, QVBoxLayout, QWidget

from console.viewmodels.map_past import MapPast
from console.viewmodels.playback import SPEEDS, Playback, typed_moment
from console.views.fmt import ZONE
from console.views.look import Look
from console.views.past_text import past_case, past_moment
from console.views.widgets.keys import KeyButton
from console.views.widgets.segmented import Segmented

MINUTES: Final = 24 * 60
_K: Final = Qt.Key
_STEPS: Final = {
    (_K.Key_Left, False): timedelta(minutes=-1),
    (_K.Key_Right, False): timedelta(minutes=1),
    (_K.Key_Left, True): timedelta(hours=-1),
    (_K.Key_Right, True): timedelta(hours=1),
    (_K.Key_PageUp, False): timedelta(days=-1),
    (_K.Key_PageDown, False): timedelta(days=1),
}
_FASTER: Final = (_K.Key_Plus, _K.Key_Equal)
_ENTER: Final = (_K.Key_Return, _K.Key_Enter)
_OWN: Final = (*_FASTER, *_ENTER, _K.Key_Minus, _K.Key_Space, _K.Key_Escape)


class ReplayBar(QFrame):
    """Signals: `left` to the present; `case_asked` (CaseId) the picked case as it is now."""

    left = Signal()
    case_asked = Signal(object)

    def __init__(self, past: MapPast, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._past, self._look = past, look
        say = look.wording.say
        self.setProperty("role", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("command.replay"))
        self.field = QLineEdit(self)
        self.field.setFixedWidth(164)
        self.field.setAccessibleName(say("replay.moment"))
        self.field.setToolTip(say("replay.typed"))
        self.field.installEventFilter(self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, MINUTES - 1)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.slider.setAccessibleName(say("replay.day"))
        self.slider.sliderMoved.connect(self._on_slid)
        self.speeds = Segmented(look.theme, [(str(one), f"{one}×", "") for one in SPEEDS], self)
        self.speeds.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.speeds.setToolTip(say("replay.speed"))
        self.speeds.choose("60")
        self.speeds.chosen.connect(self._on_speed)
        self.player = KeyButton(look.theme, say("replay.play"), "Space", kind="plain", parent=self)
        self.player.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.player.clicked.connect(self.turn)
        self.ender = KeyButton(look.theme, say("replay.leave"), "Esc", kind="plain", parent=self)
        self.ender.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ender.clicked.connect(self.left)
        self.shower = KeyButton(look.theme, say("replay.now"), "Enter", kind="link", parent=self)
        self.shower.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.shower.clicked.connect(self._on_show)
        self.case = QLabel(self)
        self.case.setTextFormat(Qt.TextFormat.PlainText)
        self.keys = QLabel(say("replay.keys"), self)
        self.keys.setProperty("tone", "hint")
        self._lay_out()
        past.turned.connect(self.show_past)
        self.show_past()

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        for one in (self.field, self.player, self.speeds):
            above.addWidget(one)
        above.addWidget(self.slider, 1)
        above.addWidget(self.ender)
        below.addWidget(self.case)
        below.addWidget(self.shower)
        below.addStretch(1)
        below.addWidget(self.keys)
        for row in (above, below):
            row.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(4)
        column.addLayout(above)
        column.addLayout(below)

    @property
    def _playback(self) -> Playback | None:
        playback = self._past.playback
        return playback if playback is not None and playback.on else None

    @Slot()
    def show_past(self) -> None:
        """Everything as it is now."""
        playback = self._playback
        if playback is None or playback.wanted is None:
            return
        if not self.field.isModified() or not self.field.hasFocus():
            self.field.setText(past_moment(playback.wanted))
        local = playback.wanted.astimezone(ZONE)
        if not self.slider.isSliderDown():
            self.slider.setValue(local.hour * 60 + local.minute)
        say = self._look.wording.say
        self.player.setText(say("replay.stop" if playback.playing else "replay.play"))
        if playback.playing:
            self.speeds.choose(f"{playback.speed:.0f}")
        self.case.setText(past_case(self._past, self._look.wording))
        self.shower.setVisible(self._past.picked is not None)

    # --- keys -------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # The page's and the map's keys lie around the bar and would come first.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            typing = self.field.hasFocus()
            if (self._is_mine(event) and not typing) or event.key() in (*_ENTER, _K.Key_Escape):
                event.accept()
                return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if plain:
            return False
        return event.key() in _OWN or self._step_of(event) is not None or event.text().isdigit()

    def _step_of(self, event: QKeyEvent) -> timedelta | None:
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return _STEPS.get((Qt.Key(event.key()), shifted))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        playback, key, step = self._playback, Qt.Key(event.key()), self._step_of(event)
        if not self._is_mine(event) or playback is None:
            super().keyPressEvent(event)
        elif key == _K.Key_Escape:
            self.left.emit()
        elif key in _ENTER:
            self._on_show()
        elif key == _K.Key_Space:
            self.turn()
        elif step is not None:
            playback.step(step)
        elif key in _FASTER or key == _K.Key_Minus:
            self._shift_speed(-1 if key == _K.Key_Minus else 1)
        else:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.setText(event.text())
            self.field.setModified(True)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]  # the one widget it watches
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _ENTER:
                self._go()
                return True
            if event.key() == _K.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _go(self) -> None:
        """To the moment that was typed; what is none stays to be mended."""
        playback = self._playback
        if playback is None:
            return
        shown = playback.wanted or playback.first
        moment = typed_moment(self.field.text(), shown) if shown is not None else None
        if moment is None:
            self.case.setText(self._look.wording.say("replay.unfit", typed=self.field.text()))
            self.field.selectAll()
            return
        self.field.setModified(False)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        playback.seek(moment)

    @Slot()
    def turn(self) -> None:
        """Play, or stop."""
        playback = self._playback
        if playback is None:
            return
        if playback.playing:
            playback.stop()
        else:
            playback.play(float(self.speeds.choice))

    def _shift_speed(self, by: int) -> None:
        at = SPEEDS.index(int(self.speeds.choice)) + by
        self.speeds.choose(str(SPEEDS[max(0, min(at, len(SPEEDS) - 1))]))
        self._on_speed(self.speeds.choice)

    @Slot(str)
    def _on_speed(self, speed: str) -> None:
        playback = self._playback
        if playback is not None and playback.playing:
            playback.play(float(speed))

    @Slot(int)
    def _on_slid(self, minute: int) -> None:
        playback = self._playback
        if playback is not None and playback.wanted is not None:
            day = playback.wanted.astimezone(ZONE).date()
            begin = datetime.combine(day, time(), ZONE)
            playback.seek(begin + timedelta(minutes=minute))

    @Slot()
    def _on_show(self) -> None:
        if self._past.picked is not None:
            self.case_asked.emit(self._past.picked)
