"""The instruction to a unit: words whose tinted parts follow the form until edited by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextBlock, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QTextEdit, QWidget

from console.views.theme import Theme

NAME: Final = int(QTextFormat.Property.UserProperty) + 1
EMPTY: Final = "\N{ZERO WIDTH SPACE}"  # keeps the place of a variable that is empty now
SLOT: Final = re.compile(r"\{(\w+)\}")


class InstructionEdit(QTextEdit):
    """Plain text with tinted variables; Tab leaves it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._told: dict[str, str] = {}
        self._following = False
        self.edited = False  # typed by hand since the last template
        self.textChanged.connect(self._on_text)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        theme.changed.connect(self._on_theme)

    def write(self, template: str, values: Mapping[str, str]) -> None:
        """Replace all by a template; `{name}` becomes the value, tinted and following."""
        self._told = dict(values)
        self._following = True
        self.clear()
        cursor = self.textCursor()
        at = 0
        for slot in SLOT.finditer(template):
            cursor.insertText(template[at : slot.start()], QTextCharFormat())
            self._insert(cursor, slot.group(1))
            at = slot.end()
        cursor.insertText(template[at:], QTextCharFormat())
        self.setTextCursor(cursor)
        self.setCurrentCharFormat(QTextCharFormat())
        self.edited = False
        self.textChanged.emit()
        self._following = False

    def write_plain(self, text: str) -> None:
        """Replace all by words that follow nothing."""
        self._told = {}
        self.setPlainText(text)

    def follow(self, values: Mapping[str, str]) -> None:
        """Bring untouched variables to their new values; edited ones are plain words now."""
        before, self._told = self._told, dict(values)
        self._following = True
        for start, length, name, text in reversed(tuple(self._variables())):
            cursor = self.textCursor()
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            if text != before.get(name):
                cursor.setCharFormat(QTextCharFormat())
            elif text != values.get(name):
                self._insert(cursor, name)
        self._following = False

    def words(self) -> str:
        """What is sent."""
        return self.toPlainText().replace(EMPTY, "")

    def following(self) -> tuple[str, ...]:
        """Names of the variables that still follow, in their order."""
        return tuple(
            name for _start, _length, name, text in self._variables() if text == self._told[name]
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Ctrl+Enter belongs to the panel; plain typing never carries a variable's tint on.
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        if event.text() and not self.textCursor().hasSelection() and self._leaves_variable():
            self.setCurrentCharFormat(QTextCharFormat())
        super().keyPressEvent(event)

    def _on_text(self) -> None:
        if not self._following:
            self.edited = True

    def _leaves_variable(self) -> bool:
        """Whether the cursor stands at the end of a variable, not inside it."""
        at = self.textCursor().position()
        return any(start + length == at for start, length, _name, _text in self._variables())

    def _insert(self, cursor: QTextCursor, name: str) -> None:
        made = QTextCharFormat()
        made.setProperty(NAME, name)
        made.setBackground(self._theme.tokens.color("sel"))
        cursor.insertText(self._told.get(name) or EMPTY, made)

    def _variables(self) -> Iterator[tuple[int, int, str, str]]:
        block: QTextBlock = self.document().begin()
        while block.isValid():
            run = block.begin()
            while not run.atEnd():
                part = run.fragment()
                name = part.charFormat().property(NAME)
                if isinstance(name, str):
                    yield part.position(), part.length(), name, part.text().replace(EMPTY, "")
                run += 1
            block = block.next()

    def _on_theme(self) -> None:
        self.follow(self._told)
        for start, length, name, _text in reversed(tuple(self._variables())):
            cursor = self.textCursor()
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            self._insert(cursor, name)
