"""Entries of the administration's forms: check lists, days, limits, combo boxes.

Each gives and takes the plain JSON value of its field: texts, lists of texts, true and false, days
as `2026-11-28`, moments as ISO texts with their zone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.domain.timelimit import LimitUnit
from console.viewmodels.administration_things import AskedField, EntryKind
from console.viewmodels.pinyin import Option, narrowed
from console.views.look import Look
from console.views.panels.entries import OptionEntry, UntilEntry
from console.views.theme import set_look

ROW: Final = 26
MOST_ROWS: Final = 7
SEARCHED_FROM: Final = 9
"""So many options and more have a line to find one in."""
MOST_SHOWN: Final = 200
CODE: Final = Qt.ItemDataRole.UserRole
Enter: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ComboEntry(QComboBox):
    """One of a few. Signals: `chosen`."""

    chosen = Signal()

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for code, word in choices:
            self.addItem(word, code)
        self.currentIndexChanged.connect(self.chosen)

    def code(self) -> str:
        """The code of what is chosen."""
        return str(self.currentData() or "")

    def choose(self, code: Any) -> None:
        """Choose by code; an unknown one changes nothing."""
        at = self.findData(code)
        if at >= 0:
            self.setCurrentIndex(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Ctrl+Enter is the form's; a box that is closed has nothing to do with Enter.
        if event.key() in Enter:
            event.ignore()
        else:
            super().keyPressEvent(event)


class DayEntry(QLineEdit):
    """A day as year-month-day; empty for none. What is no day stays as it is typed."""

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setMaxLength(10)

    def day(self) -> str | None:
        """The day as `2026-11-28`; None for nothing; what is no day as it is typed."""
        text = self.text().strip()
        typed = QDate.fromString(re.sub(r"[/.年月日]+", "-", text).strip("-"), "yyyy-M-d")
        if typed.isValid():
            return date(typed.year(), typed.month(), typed.day()).isoformat()
        return text or None

    def show_day(self, day: Any) -> None:
        """Show a day."""
        self.setText(str(day or ""))


class ListedEntry(QLineEdit):
    """Several texts in one line, parted by commas or blanks."""

    def texts(self) -> list[str]:
        """The texts."""
        return [one for one in re.split(r"[,，、;；\s]+", self.text()) if one]

    def show_texts(self, texts: Any) -> None:
        """Show them."""
        self.setText("、".join(texts or ()))
        self.setCursorPosition(0)


class LimitEntry(QWidget):
    """An amount and its unit, as the code of a limit (`30 minute`). Signals: `changed`."""

    changed = Signal()

    def __init__(self, units: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.amount, self.unit = QLineEdit(self), ComboEntry(units, self)
        self.amount.setFixedWidth(76)
        self.amount.textChanged.connect(self.changed)
        self.unit.chosen.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.amount)
        row.addWidget(self.unit, 1)
        self.setFocusProxy(self.amount)

    def code(self) -> str:
        """The code of the limit; "" without an amount."""
        amount = self.amount.text().strip()
        return f"{amount} {self.unit.code()}" if amount else ""

    def show_code(self, code: Any) -> None:
        """Show a limit."""
        amount, _, unit = str(code or "").partition(" ")
        self.amount.setText(amount)
        self.unit.choose(unit)


class DaysEntry(QLabel):
    """The rows of a calendar, counted; they are changed in its months. Signals: `changed`."""

    changed = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._days: list[Any] = []
        self.setContentsMargins(0, 7, 0, 0)

    def days(self) -> list[Any]:
        """The rows."""
        return self._days

    def show_days(self, days: Any) -> None:
        """Count them."""
        self._days = list(days or ())
        self.setText(self._look.wording.say("administration.days", count=len(self._days)))


class MomentEntry(UntilEntry):
    """A moment of the city's zone, in and out as an ISO text."""

    def text_of(self) -> str:
        """The moment as aware ISO text in UTC."""
        return self.moment().isoformat()

    def show_text(self, text: Any) -> None:
        """Show a moment."""
        self.show_moment(datetime.fromisoformat(str(text)))


class NamedEntry(OptionEntry):
    """One of many; a code whose name is not known is shown as it is."""

    def show_code(self, code: Any) -> None:
        """Show what is chosen."""
        self.code = ""
        if code:
            self.choose(str(code))
        else:
            self.settle("")

    def options_came(self, options: tuple[Option, ...]) -> None:
        """Take the options there are; what is chosen gets its name."""
        self.know(options)
        if self.code:
            self.choose(self.code)


class _Checked(QListWidget):
    """Rows with boxes; Space ticks, Enter is left to the form."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in Enter:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.currentRow() < 0:
            self.setCurrentRow(0)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setCurrentRow(-1)  # no row is marked where no key works
        super().focusOutEvent(event)


class CheckList(QWidget):
    """Several of many: the chosen ones first, a line to find others where there are many.

    Signals: `chosen`.
    """

    chosen = Signal()

    def __init__(self, hint: str, none: str, parent: QWidget | None = None) -> None:
        """`hint` stands in the empty line, `none` where there is nothing to choose from."""
        super().__init__(parent)
        self._codes: list[str] = []
        self._options: tuple[Option, ...] = ()
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(hint)
        self.line.textChanged.connect(self._show)
        self.list = _Checked(self)
        set_look(self.list, role="framed")
        self.list.setUniformItemSizes(True)
        self.list.itemChanged.connect(self._on_ticked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._none = QLabel(none, self)
        set_look(self._none, role="hint")
        self._none.setContentsMargins(0, 7, 0, 0)
        for part in (self.line, self.list, self._none):
            column.addWidget(part)
        self.setFocusProxy(self.list)
        self._fit()

    def codes(self) -> list[str]:
        """What is ticked, in the order in which it was."""
        return list(self._codes)

    def take(self, codes: Any) -> None:
        """Tick exactly these; tells nobody."""
        self._codes = list(codes or ())
        self._fit()
        self._show()

    def options_came(self, options: tuple[Option, ...]) -> None:
        """Take the options there are."""
        if options is not self._options:
            self._options = options
            self._fit()
            self._show()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.list.setAccessibleName(name)

    def _fit(self) -> None:
        self.line.setVisible(len(self._options) >= SEARCHED_FROM)
        rows = min(len(self._options) or len(self._codes), MOST_ROWS)
        self.list.setVisible(rows > 0)
        self._none.setVisible(rows == 0)
        self.list.setFixedHeight(rows * ROW + 4)

    def _show(self) -> None:
        known = {one.code: one for one in self._options}
        ticked = [known.get(code) or Option(code=code, name=code) for code in self._codes]
        rest = [one for one in self._options if one.code not in self._codes]
        before = self.list.blockSignals(True)  # noqa: FBT003  Qt's own argument
        self.list.clear()
        for option in (*ticked, *narrowed(rest, self.line.text(), MOST_SHOWN)):
            hint = option.hint if option.hint != option.name else ""
            item = QListWidgetItem(f"{option.name}　{hint}".rstrip("　"))
            item.setData(CODE, option.code)
            item.setSizeHint(QSize(40, ROW))
            on = option.code in self._codes
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0 if self.list.hasFocus() else -1)
        self.list.blockSignals(before)

    def _on_ticked(self, item: QListWidgetItem) -> None:
        code = str(item.data(CODE))
        others = [one for one in self._codes if one != code]
        on = item.checkState() is Qt.CheckState.Checked
        self._codes = [*others, code] if on else others
        self.chosen.emit()


class Entry:
    """The widget of a field with the ways to read, show and hear it."""

    def __init__(self, asked: AskedField, look: Look, now: datetime, parent: QWidget) -> None:
        self.asked = asked
        self._know: Callable[[tuple[Option, ...]], None] = _ignore
        makers: dict[EntryKind, Callable[[Look, QWidget], None]] = {
            EntryKind.CHOICE: self._choice,
            EntryKind.ONE: self._one,
            EntryKind.MANY: self._many,
            EntryKind.LISTED: self._listed,
            EntryKind.DAY: self._day,
            EntryKind.FLAG: self._flag,
            EntryKind.LIMIT: self._limit,
            EntryKind.DAYS: self._days,
        }
        if asked.kind is EntryKind.MOMENT:
            moment = MomentEntry(now.astimezone(UTC), parent)
            self._is(moment, moment.text_of, moment.show_text, moment.dateTimeChanged)
        else:
            makers.get(asked.kind, self._line)(look, parent)

    def read(self) -> Any:
        """What was typed or chosen."""
        return self._read()

    def show(self, value: Any) -> None:
        """Show a value; where it stands already the cursor stays where it is."""
        if value != self._read():
            self._show(value)

    def know(self, options: tuple[Option, ...]) -> None:
        """What there is to choose from."""
        self._know(options)

    def _is(
        self, widget: QWidget, read: Callable[[], Any], show: Callable[[Any], None], changed: Any
    ) -> None:
        self.widget, self._read, self._show, self.changed = widget, read, show, changed

    def _line(self, _look: Look, parent: QWidget) -> None:
        line = QLineEdit(parent)

        def show(value: Any) -> None:
            line.setText(str(value if value is not None else ""))
            line.setCursorPosition(0)

        def stripped() -> str:
            return line.text().strip()

        if self.asked.kind is EntryKind.HIDDEN:
            line.setEchoMode(QLineEdit.EchoMode.Password)
            self._is(line, line.text, show, line.textChanged)
        elif self.asked.kind is EntryKind.NUMBER:
            self._is(line, lambda: _number(line.text()), show, line.textChanged)
        else:
            self._is(line, stripped, show, line.textChanged)

    def _choice(self, look: Look, parent: QWidget) -> None:
        code = f"administration.choice.{self.asked.family}"
        words = [(one, look.wording.say(f"{code}.{one}")) for one in self.asked.choices]
        combo = ComboEntry(words, parent)
        self._is(combo, combo.code, combo.choose, combo.chosen)

    def _one(self, look: Look, parent: QWidget) -> None:
        entry = NamedEntry(look.theme, look.wording.say("form.find"), parent)
        self._is(entry, lambda: entry.code, entry.show_code, entry.chosen)
        self._know = entry.options_came

    def _many(self, look: Look, parent: QWidget) -> None:
        say = look.wording.say
        checks = CheckList(say("form.find"), say("administration.no_options"), parent)
        self._is(checks, checks.codes, checks.take, checks.chosen)
        self._know = checks.options_came

    def _listed(self, _look: Look, parent: QWidget) -> None:
        listed = ListedEntry(parent)
        self._is(listed, listed.texts, listed.show_texts, listed.textChanged)

    def _day(self, look: Look, parent: QWidget) -> None:
        day = DayEntry(look.wording.say("administration.day.hint"), parent)
        self._is(day, day.day, day.show_day, day.textChanged)

    def _flag(self, look: Look, parent: QWidget) -> None:
        box = QCheckBox(look.wording.say(f"administration.flag.{self.asked.name}"), parent)
        self._is(box, box.isChecked, lambda on: box.setChecked(bool(on)), box.toggled)

    def _days(self, look: Look, parent: QWidget) -> None:
        days = DaysEntry(look, parent)
        self._is(days, days.days, days.show_days, days.changed)

    def _limit(self, look: Look, parent: QWidget) -> None:
        code = "administration.choice.limit_unit"
        units = [(one.value, look.wording.say(f"{code}.{one.value}")) for one in LimitUnit]
        limit = LimitEntry(units, parent)
        self._is(limit, limit.code, limit.show_code, limit.changed)


def _number(text: str) -> int | str | None:
    """A whole number; what is none as it is typed, None for nothing."""
    typed = text.strip()
    return int(typed) if typed.isascii() and typed.isdigit() else typed or None


def _ignore(_options: tuple[Option, ...]) -> None:
    """Nothing is chosen from a list here."""
