"""One entry widget per kind of form field; each gives its value and says when it changed.

Entries know no command: the form carries values to the draft.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, QTimeZone, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDateTimeEdit,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from console.ports.work import Caller
from console.viewmodels.cells import FoundRow
from console.viewmodels.photo_files import SUFFIXES
from console.viewmodels.pinyin import Option, matched, narrowed
from console.views.icons import Icon
from console.views.panels.finder import Finder
from console.views.theme import Theme, set_look
from console.views.widgets.keys import KeyButton
from console.views.widgets.segmented import Segmented
from console.views.wording import Wording

ZONE: Final = ZoneInfo("Asia/Shanghai")
REPLIES: Final = ("sms", "phone", "none")


class TextEntry(QPlainTextEdit):
    """Words over several lines; Tab leaves it, Enter writes a line."""

    def __init__(self, lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 18)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Ctrl+Enter belongs to the panel, wherever the focus is.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    def show_words(self, words: str) -> None:
        """Show words; where they stand already the cursor stays where it is."""
        if words != self.toPlainText():
            self.setPlainText(words)


class UntilEntry(QDateTimeEdit):
    """A moment in the city's time; aware UTC outside."""

    def __init__(self, at: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCalendarPopup(True)
        self.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.setTimeZone(QTimeZone(b"Asia/Shanghai"))
        self.show_moment(at)

    def show_moment(self, at: datetime) -> None:
        """Show a moment."""
        local = at.astimezone(ZONE)
        self.setDateTime(
            QDateTime(
                QDate(local.year, local.month, local.day),
                QTime(local.hour, local.minute),
                QTimeZone(b"Asia/Shanghai"),
            )
        )

    def moment(self) -> datetime:
        """What is shown, as aware UTC."""
        return datetime.fromtimestamp(self.dateTime().toSecsSinceEpoch(), UTC)


class OptionEntry(Finder):
    """One of many known options, found by name, code or pinyin initials.

    Signals: `chosen` (str) the code taken, "" while another one is being typed.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, placeholder, parent=parent)
        self._options: dict[str, Option] = {}
        self.code = ""
        self.typed.connect(self._on_typed)
        self.picked.connect(self.choose)

    def know(self, options: tuple[Option, ...]) -> None:
        """Take the options there are."""
        self._options = {option.code: option for option in options}

    def choose(self, code: str) -> None:
        """Take an option by its code."""
        self.code = code
        option = self._options.get(code)
        self.settle(option.name if option else code)
        self.chosen.emit(code)

    def _on_typed(self, text: str) -> None:
        if self.code:
            self.code = ""
            self.chosen.emit("")
        rows = [_found(option, text) for option in narrowed(self._options.values(), text)]
        self.offer(rows)


class ManyEntry(QWidget):
    """Several options: each taken becomes a chip that its button removes.

    Signals: `chosen` (tuple of codes).
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: dict[str, str] = {}
        self.codes: tuple[str, ...] = ()
        self.entry = OptionEntry(theme, placeholder, self)
        self.entry.chosen.connect(self._on_chosen)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self._chips.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._chips)
        column.addWidget(self.entry)
        self.setFocusProxy(self.entry)

    def know(self, options: tuple[Option, ...]) -> None:
        """Take the options there are."""
        self._names = {option.code: option.name for option in options}
        self.entry.know(options)
        self._show()

    def take(self, codes: tuple[str, ...]) -> None:
        """Show exactly these; tells nobody."""
        self.codes = codes
        self._show()

    def _on_chosen(self, code: str) -> None:
        if not code:
            return
        self.entry.code = ""
        self.entry.settle("")
        if code not in self.codes:
            self.codes = (*self.codes, code)
            self._show()
            self.chosen.emit(self.codes)

    def _show(self) -> None:
        while self._chips.count() > 1:
            item = self._chips.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.deleteLater()
        for at, code in enumerate(self.codes):
            chip = KeyButton(
                self._theme, self._names.get(code, code), size="small", sign=Icon.DISMISS
            )
            chip.setProperty("code", code)
            chip.clicked.connect(self._on_removed)
            self._chips.insertWidget(at, chip)

    def _on_removed(self) -> None:
        gone = self.sender()
        code = gone.property("code") if gone is not None else None
        self.codes = tuple(one for one in self.codes if one != code)
        self._show()
        self.chosen.emit(self.codes)


class PhotosEntry(QWidget):
    """Pictures from the disk; what is dropped and pasted comes by `photo_taking`.

    Signals: `chosen` (tuple of paths).
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self.paths: tuple[Path, ...] = ()
        self.button = KeyButton(
            theme, wording.say("form.add_photo"), "Ctrl+I", size="small", sign=Icon.ADD, parent=self
        )
        self.button.clicked.connect(self.ask)
        self._names = QLabel(self)
        set_look(self._names, role="hint")
        self._show_names()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.addWidget(self.button)
        row.addWidget(self._names, 1)
        self.setFocusProxy(self.button)

    def ask(self) -> None:
        """Let the operator choose files (Ctrl+I)."""
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        names, _kind = QFileDialog.getOpenFileNames(
            self,
            self._wording.say("form.add_photo"),
            "",
            f"{self._wording.say('form.photos')} ({kinds})",
        )
        if names:
            self.take((*self.paths, *(Path(name) for name in names)))

    def take(self, paths: tuple[Path, ...]) -> None:
        """Take exactly these files."""
        self.paths = tuple(dict.fromkeys(paths))
        self._show_names()
        self.chosen.emit(self.paths)

    def _show_names(self) -> None:
        names = "  ".join(path.name for path in self.paths)
        self._names.setText(names or self._wording.say("form.photos_hint"))


class CallerEntry(QWidget):
    """Name, telephone and way of reply of a caller.

    Signals: `changed`.
    """

    changed = Signal()

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.phone = QLineEdit(self), QLineEdit(self)
        self.name.setMaxLength(40)
        self.phone.setMaxLength(20)
        self.name.setFixedWidth(120)
        for line, code in ((self.name, "form.caller_name"), (self.phone, "form.caller_phone")):
            line.setPlaceholderText(wording.say(code))
            line.setAccessibleName(wording.say(code))
            line.textChanged.connect(self.changed)
        choices = [(code, wording.say(f"reply.{code}"), "") for code in REPLIES]
        self.reply = Segmented(theme, choices, self)
        self.reply.chosen.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.name)
        row.addWidget(self.phone, 1)
        row.addWidget(self.reply)
        self.setFocusProxy(self.name)

    def take(self, caller: Caller) -> None:
        """Show a caller as typed before."""
        self.reply.choose(caller.reply)  # first: it tells nobody, the lines do
        self.name.setText(caller.name)
        self.phone.setText(caller.phone)

    def caller(self) -> Caller | None:
        """The caller as typed, None when nothing was."""
        name, phone = self.name.text().strip(), self.phone.text().strip()
        if not name and not phone:
            return None
        return Caller(name=name, phone=phone, reply=self.reply.choice)


def _found(option: Option, typed: str) -> FoundRow:
    at, length = matched(option, typed) or (0, 0)
    hint = option.hint if option.hint != option.name else ""
    return FoundRow(key=option.code, name=option.name, hint=hint, at=at, length=length)
