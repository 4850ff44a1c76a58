"""A row of choices of which exactly one holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from console.views.theme import Theme, set_look
from console.views.widgets.keys import KeyButton


class Segmented(QFrame):
    """Choices as (code, word, key cap); left and right choose, each cap is printed."""

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        choices: Sequence[tuple[str, str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_look(self, role="segmented")
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self._buttons: dict[str, KeyButton] = {}
        for code, word, key in choices:
            button = KeyButton(theme, word, key, kind="segment", parent=self)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setProperty("code", code)
            button.clicked.connect(self._on_clicked)
            row.addWidget(button)
            self._buttons[code] = button
        if choices:
            self.choose(choices[0][0])

    @property
    def choice(self) -> str:
        return next((code for code, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, code: str) -> None:
        """Set the choice without telling anyone: the caller knows. Raises KeyError if unknown."""
        self._buttons[code].setChecked(True)
        for other, button in self._buttons.items():  # Tab stops once, arrows walk inside
            on = other == code
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.NoFocus)

    def choose_none(self) -> None:
        """No choice holds: what is present is none of them."""
        for button in self._buttons.values():
            button.setAutoExclusive(False)
            button.setChecked(False)
            button.setAutoExclusive(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def button(self, code: str) -> KeyButton:
        """The button of one choice, to `allow` or `refuse` it."""
        return self._buttons[code]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        open_codes = [code for code, button in self._buttons.items() if button.isEnabled()]
        if self.choice in open_codes:
            at = (open_codes.index(self.choice) + step) % len(open_codes)
            self._take(open_codes[at])

    def _on_clicked(self) -> None:
        self._take(self.choice)

    def _take(self, code: str) -> None:
        self.choose(code)
        self._buttons[code].setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(code)
