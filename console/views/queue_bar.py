"""The bar over a queue, 38 px: its name and count, what narrows it, how it looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QWidget,
)

from console.domain.stage import Source
from console.ports.rows import CaseRow, QueueFilter
from console.viewmodels.columns import Column
from console.viewmodels.queue_choices import Choices
from console.views.grid_chip import GridChip
from console.views.icons import Icon, icon
from console.views.look import Look
from console.views.theme import set_look
from console.views.widgets.keys import KeyButton, KeyLabel

HEIGHT: Final = 38
TYPING_MS: Final = 200
HINT_FROM: Final = 1150  # px; below it the words beside the buttons give way
WORDED: Final = 200
ICON_ONLY: Final = 28
FILTERS_FROM: Final = 1000  # below it only the district can be chosen here
LOCKED: Final = frozenset({"mark", "left", "number"})
"""Columns no list is without."""


class QueueBar(QFrame):
    """Signals: `narrowed` (dict of changes to the filter); `dense` (bool); `column` (str, bool)
    a column to hide or show; `left` when the filter field is left towards the list."""

    narrowed = Signal(object)
    dense = Signal(bool)
    column = Signal(str, bool)
    left = Signal()

    def __init__(
        self, columns: Sequence[Column[CaseRow]], look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._telling = False
        set_look(self, role="bar")
        self.setFixedHeight(HEIGHT)
        say = look.wording.say
        self.name, self.count = QLabel(self), QLabel(self)
        set_look(self.name, role="section")
        set_look(self.count, role="section")
        self._stopped = self._chip()
        self.district = self._combo("queue.filter.district")
        self.kind = self._combo("queue.filter.class")
        self.source = self._combo("queue.filter.source")
        for source in Source:
            self.source.addItem(say(f"source.{source.value}"), source.value)
        self.free = QCheckBox(say("queue.filter.free"), self)
        self.grid = GridChip(look, self)
        self.text = QLineEdit(self)
        self.hint = QLabel(self)
        set_look(self.hint, role="hint")
        self.density = KeyButton(
            look.theme, say("queue.density"), kind="quiet", size="small", sign=Icon.DENSITY
        )
        self.density.setCheckable(True)
        self.density.setToolTip(say("queue.density.hint"))
        self.chooser = KeyButton(
            look.theme, say("queue.columns"), kind="quiet", size="small", sign=Icon.COLUMNS
        )
        self.menu = self._column_menu(columns)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self._on_typed)
        self._lay_out()
        self._connect()
        self._dress()

    def _chip(self) -> QLabel:
        made = QLabel(self)
        made.setContentsMargins(6, 1, 6, 1)
        made.setFixedHeight(24)
        set_look(made, role="chip")
        made.hide()
        return made

    @property
    def stopped(self) -> str:
        """What is said of when the rows are."""
        return self._stopped.text()

    def tell_stopped(self, words: str) -> None:
        """Say of when the rows are while the store is out of reach; "" when they live."""
        self._stopped.setText(words)
        self._stopped.setVisible(bool(words))

    def _combo(self, code: str) -> QComboBox:
        box = QComboBox(self)
        box.setFixedHeight(26)
        set_look(box, scale="small")
        box.setAccessibleName(self._look.wording.say(code))
        box.setProperty("code", code)
        box.addItem(self._look.wording.say(f"{code}.all"), "")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.currentIndexChanged.connect(self._on_chosen)
        return box

    def _lay_out(self) -> None:
        say = self._look.wording.say
        self.text.setFixedHeight(26)
        self.text.setPlaceholderText(say("queue.filter.text"))
        self.text.setAccessibleName(say("queue.filter.text"))
        self.text.setMaximumWidth(220)
        self.text.setMinimumWidth(110)
        self.text.installEventFilter(self)
        self._glass = QAction(self)
        self.text.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._cap = KeyLabel("/", self.text)
        inner = QHBoxLayout(self.text)
        inner.setContentsMargins(0, 0, 5, 0)
        inner.addStretch(1)
        inner.addWidget(self._cap)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.name)
        row.addWidget(self.count)
        row.addWidget(self._stopped)
        row.addSpacing(8)
        for part in (self.grid, self.district, self.kind, self.source, self.free):
            row.addWidget(part)
        row.addWidget(self.text, 1)
        row.addStretch(1)
        for last in (self.hint, self.density, self.chooser):
            row.addWidget(last)

    def _connect(self) -> None:
        self.free.toggled.connect(self._on_free)
        self.grid.dropped.connect(self.narrowed)
        self.text.textEdited.connect(self._on_edited)
        self.density.toggled.connect(self._on_density)
        self.chooser.clicked.connect(self._on_chooser)
        self._look.theme.changed.connect(self._dress)

    def _column_menu(self, columns: Sequence[Column[CaseRow]]) -> QMenu:
        menu = QMenu(self)
        for column in columns:
            if column.key in LOCKED:
                continue
            action = menu.addAction(self._look.wording.say(column.title))
            action.setCheckable(True)
            action.setChecked(True)
            action.setData(column.key)
        menu.triggered.connect(self._on_column)
        return menu

    # --- telling ----------------------------------------------------------------------------------

    def adapt(self, width: int) -> None:
        """Leave out what does not fit `width` px."""
        wide = width >= HINT_FROM
        self.hint.setVisible(wide)
        say = self._look.wording.say
        for button, code in ((self.density, "queue.density"), (self.chooser, "queue.columns")):
            button.say(say(code) if wide else "")
            button.setAccessibleName(say(code))
            button.setMaximumWidth(WORDED if wide else ICON_ONLY)
        for box in (self.kind, self.source):
            box.setVisible(width >= FILTERS_FROM)

    def offer(self, choices: Choices) -> None:
        """Fill the choices of district and class."""
        self._telling = True
        for box, found in ((self.district, choices.districts), (self.kind, choices.classes)):
            while box.count() > 1:
                box.removeItem(1)
            for code, name in found:
                box.addItem(name, code)
            box.setEnabled(bool(found))
        self._telling = False

    def tell(self, wanted: QueueFilter, total: int) -> None:
        """Show the queue's name, its count and what narrows it."""
        say = self._look.wording.say
        self._telling = True
        self.name.setText(say(f"queue.{wanted.queue}"))
        self.count.setText(self._look.formats.number(total))
        pairs = (
            (self.district, wanted.district),
            (self.kind, wanted.class_code),
            (self.source, wanted.source),
        )
        for box, code in pairs:
            box.setCurrentIndex(max(0, box.findData(code)))
            set_look(box, narrowed="true" if code else "false")
        self.free.setChecked(wanted.unclaimed)
        self.grid.show_grid(wanted.grid)
        if not self._typing.isActive() and self.text.text() != wanted.text:
            self.text.setText(wanted.text)
        self._cap.setVisible(not self.text.text())
        way = "down" if wanted.descending else "up"
        self.hint.setText(
            say("queue.order.due") if wanted.order == "due" else say(f"queue.order.{way}")
        )
        self._telling = False

    def focus_filter(self) -> None:
        """Type into the list filter (/)."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    # --- hands ------------------------------------------------------------------------------------

    @Slot()
    def _on_chosen(self) -> None:
        if not self._telling:
            self.narrowed.emit(
                {
                    "district": self.district.currentData() or "",
                    "class_code": self.kind.currentData() or "",
                    "source": self.source.currentData() or "",
                }
            )

    @Slot(bool)
    def _on_free(self, free: bool) -> None:  # noqa: FBT001  the signal's argument
        if not self._telling:
            self.narrowed.emit({"unclaimed": free})

    @Slot()
    def _on_edited(self) -> None:
        self._cap.setVisible(not self.text.text())
        self._typing.start(TYPING_MS)

    @Slot()
    def _on_typed(self) -> None:
        self._typing.stop()
        self.narrowed.emit({"text": self.text.text().strip()})

    @Slot(bool)
    def _on_density(self, relaxed: bool) -> None:  # noqa: FBT001  the signal's argument
        self.dense.emit(not relaxed)

    @Slot()
    def _on_chooser(self) -> None:
        self.menu.popup(self.chooser.mapToGlobal(self.chooser.rect().bottomLeft()))

    @Slot(QAction)
    def _on_column(self, action: QAction) -> None:
        self.column.emit(str(action.data()), not action.isChecked())

    @Slot()
    def _dress(self) -> None:
        self._glass.setIcon(icon(Icon.FILTER, self._look.theme.tokens))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Down leave the filter for the list; Esc clears it first."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
                self._on_typed()
                self.left.emit()
                return True
            if key == Qt.Key.Key_Escape:
                if self.text.text():
                    self.text.clear()
                    self._on_typed()
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
