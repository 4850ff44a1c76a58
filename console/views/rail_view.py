"""The rail: ten queues and the live events. It paints rows and reports choices, nothing else."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QVBoxLayout,
    QWidget,
)

from console.domain.case import CaseId
from console.viewmodels.commands import COMMAND_OF
from console.viewmodels.events import LiveEvents
from console.viewmodels.keyed_table import KEY_ROLE, KeyedTable
from console.viewmodels.rail import Rail
from console.views.fmt import Formats
from console.views.icons import Icon
from console.views.list_delegates import EventDelegate, RailDelegate
from console.views.theme import Theme, set_look
from console.views.widgets.keys import KeyButton

HEAD: Final = 26
NARROW: Final = 120
ADMINISTRATION: Final = COMMAND_OF["administration"].key


class RailHead(QFrame):
    """A section of the rail: title left, its key right."""

    def __init__(self, title: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, role="railhead")
        self.setFixedHeight(HEAD)
        words = QLabel(title, self)
        set_look(words, role="strong")
        hint = QLabel(key, self)
        set_look(hint, role="hint")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.addWidget(words)
        row.addStretch(1)
        row.addWidget(hint)


class RailList(QListView):
    """A list of the rail; it scrolls nothing by itself and takes no selection it was not given."""

    picked = Signal(object)  # the key of the row the operator chose

    def __init__(self, model: KeyedTable, name: str, parent: QWidget | None = None) -> None:  # type: ignore[type-arg]  # lists of any row
        super().__init__(parent)
        set_look(self, role="rail")
        self.setModel(model)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.clicked.connect(self._on_index)
        self.activated.connect(self._on_index)

    def fit(self) -> None:
        """As high as its rows."""
        rows = self.model().rowCount()
        self.setFixedHeight(max(1, rows) * self.sizeHintForRow(0))

    @Slot(QModelIndex)
    def _on_index(self, index: QModelIndex) -> None:
        self.picked.emit(index.data(KEY_ROLE))


class RailView(QFrame):
    """Queues above, events below."""

    queue_chosen = Signal(str)
    case_chosen = Signal(object)
    administration_asked = Signal()

    def __init__(
        self,
        rail: Rail,
        events: LiveEvents,
        formats: Formats,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        offered: bool = False,
    ) -> None:
        """`offered`: whether the administration is, at the foot."""
        super().__init__(parent)
        set_look(self, role="rail")
        say = formats.wording.say
        self._events = events
        self.stages = RailList(rail.stages, say("rail.stages"), self)
        self.across = RailList(rail.across, say("rail.across"), self)
        self.events = RailList(events.table, say("rail.events"), self)
        delegate = RailDelegate(theme, formats, self)
        for one in (self.stages, self.across):
            one.setItemDelegate(delegate)
            one.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            one.picked.connect(self._on_queue_picked)
            one.fit()
        self.events.setItemDelegate(EventDelegate(theme, formats, self))
        self.events.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.events.picked.connect(self._on_event_picked)
        self._heads = (
            RailHead(say("rail.stages"), say("rail.stages.key"), self),
            RailHead(say("rail.across"), "", self),
            RailHead(say("rail.events"), say("rail.events.key"), self),
        )
        self.administration = self._made_administration(formats, theme)
        self.administration.setVisible(offered)
        self._lay_out()
        theme.changed.connect(self.update)

    def _made_administration(self, formats: Formats, theme: Theme) -> KeyButton:
        words = formats.wording.say("command.administration")
        made = KeyButton(
            theme, words, ADMINISTRATION, kind="quiet", sign=Icon.SETTINGS, parent=self
        )
        made.setToolTip(f"{words}  {ADMINISTRATION}")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(self.administration_asked)
        return made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        lists = (self.stages, self.across, self.events)
        for head, one in zip(self._heads, lists, strict=True):
            column.addWidget(head)
            column.addWidget(one, 1 if one is self.events else 0)
        self._foot = QWidget(self)
        column.addWidget(self._foot)
        column.addWidget(self.administration)
        column.setStretchFactor(self._foot, 0)

    def narrow(self, narrow: bool) -> None:  # noqa: FBT001  a switch of the layout
        """The 72 px rail: two-character names, no heads, no events."""
        for head in self._heads:
            head.setVisible(not narrow)
        self.events.setVisible(not narrow)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setStretchFactor(self._foot, 1 if narrow else 0)

    def choose(self, queue: str) -> None:
        """Mark the queue that is shown."""
        for one in (self.stages, self.across):
            model = one.model()
            row = model.row_of(queue) if isinstance(model, KeyedTable) else -1
            if row < 0:
                one.clearSelection()
                one.setCurrentIndex(QModelIndex())
            else:
                one.setCurrentIndex(model.index(row, 0))

    @Slot(object)
    def _on_queue_picked(self, queue: str) -> None:
        self.queue_chosen.emit(queue)

    @Slot(object)
    def _on_event_picked(self, key: int) -> None:
        found = self._events.case_of(key)
        if found is not None:
            self.case_chosen.emit(CaseId(found))
