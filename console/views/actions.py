"""Commands → QActions, the one place for keys: no widget of ours binds a command's key by itself.

One action per key and context; gestures that share a key share it because no case is ever in a
stage of both. Actions of context L belong to the list, D to the console page, G to the window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from console.domain.stage import Move
from console.viewmodels.commands import COMMAND_OF, COMMANDS, ShellCommand, by_key
from console.views.wording import Wording

ALIASES: Mapping[str, tuple[str, ...]] = {
    "Return": ("Return", "Enter"),
    "J": ("J",),
    "?": ("?", "Shift+?", "？"),
    "/": ("/", "／"),
    "+": ("+", "=", "Shift++"),
}
"""Further ways to type a key: the keypad, and what an input method makes of the sign."""
REPEATED = ("J", "K", "+", "-", "Ctrl+Left", "Ctrl+Right", "Ctrl+Up", "Ctrl+Down")
"""Keys that may be held down."""


@lru_cache(maxsize=256)  # keys of commands and panels: a few dozen
def _spelled(key: str) -> str:
    return QKeySequence(key.replace("Enter", "Return")).toString()


def shown_key(key: str) -> str:
    """The key as printed on a cap."""
    return "Enter" if key == "Return" else key


class ActionRegistry(QObject):
    """All actions of one window. Signals: `triggered` (ShellCommand)."""

    triggered = Signal(object)

    def __init__(self, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._lawful: Callable[[], Iterable[Move]] = tuple
        self._actions: dict[str, QAction] = {}
        for key, commands in by_key().items():
            self._actions[key] = self._action(key, commands)

    def set_lawful(self, lawful: Callable[[], Iterable[Move]]) -> None:
        """How the moves that are lawful now are learned, where a key serves several gestures."""
        self._lawful = lawful

    def install(self, context: str, widget: QWidget) -> None:
        """Let the keys of a context work while the focus is in `widget`."""
        for key, commands in by_key().items():
            if commands[0].context == context:
                widget.addAction(self._actions[key])

    def rest(self, keys: frozenset[str]) -> None:
        """Let these keys be a panel's for a while; all others are ours again."""
        taken = {_spelled(key) for key in keys}
        for key, action in self._actions.items():
            action.setEnabled(_spelled(key) not in taken)

    def action(self, key: str) -> QAction:
        """The action of a key. Raises KeyError."""
        return self._actions[key]

    def words(self, command: ShellCommand) -> str:
        """What a command is called."""
        return self._wording.say(command.words)

    def words_of(self, command: str) -> tuple[str, str]:
        """Key and words of a command by its id. Raises KeyError."""
        found = COMMAND_OF[command]
        return found.key, self.words(found).rstrip("…")

    def run(self, command: str) -> None:
        """Run a command by its id, as if its key had been pressed. Raises KeyError."""
        self.triggered.emit(COMMAND_OF[command])

    def _action(self, key: str, commands: Sequence[ShellCommand]) -> QAction:
        action = QAction(self.words(commands[0]), self)
        sequences = [QKeySequence(one) for one in ALIASES.get(key, (key,))]
        action.setShortcuts(sequences)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setAutoRepeat(key in REPEATED)
        action.setData(key)
        action.setToolTip(f"{action.text()}  {shown_key(key)}")
        action.triggered.connect(self._on_triggered)
        return action

    @Slot()
    def _on_triggered(self) -> None:
        action = self.sender()
        if not isinstance(action, QAction):
            return
        commands = by_key()[str(action.data())]
        self.triggered.emit(self._meant(commands))

    def _meant(self, commands: Sequence[ShellCommand]) -> ShellCommand:
        """Of several gestures on one key the one that is lawful now; else the first, to refuse."""
        if len(commands) == 1:
            return commands[0]
        lawful = set(self._lawful())
        return next((one for one in commands if one.move in lawful), commands[0])


def menu_commands() -> tuple[ShellCommand, ...]:
    """Commands of the menu «more» (Shift+F10): every gesture on a case."""
    return tuple(one for one in COMMANDS if one.move is not None and one.context == "D")
