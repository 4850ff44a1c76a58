"""The preview of a file of ground: the list at the left, the map at the right, writing at the foot.

Keys: ↑↓ go to each line, Ctrl+Enter writes, Esc leaves. It is a window of its own, because the verb
`import-geo` opens it without a console.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from console.domain.coordinates import distance_m
from console.domain.ground import Ring, box_of
from console.domain.place import Point
from console.ports.map_rows import MapScene
from console.settings import Settings
from console.viewmodels.ground_preview import KINDS, GroundPreview, Say, kind_word
from console.viewmodels.keyed_table import ROW_ROLE
from console.viewmodels.lanes import Lanes, ThreadLanes
from console.views.app import DEFERRALS, NO_SCREEN, SIGNALLED, prepare_engine
from console.views.asked_to_end import Asked, unraised
from console.views.look import Look
from console.views.map_labels import map_labels
from console.views.map_view import MapView
from console.views.refusal_words import sentence
from console.views.screen import told_missing
from console.views.theme import set_look
from console.views.widgets.keys import KeyButton
from console.views.wording import Wording

SIZE: Final = (1360, 820)
LIST_WIDTH: Final = 520
LAYER: Final = "difference"
LEAST_RADIUS_M: Final = 40.0
_OF_CASES: Final = frozenset({"in_view", "locate"})


def preview_labels(wording: Wording) -> dict[str, Any]:
    """The map's texts with the legend of the drawing, and without switches."""
    legend = [
        {"difference": at, "text": kind_word(wording.say, kind)} for at, kind in enumerate(KINDS)
    ]
    labels = map_labels(wording, {}) | {"layers": [], "commands": {}, "legend": legend}
    return {name: one for name, one in labels.items() if name not in _OF_CASES}


class GroundPreviewWindow(QWidget):
    """Signals: `closed`."""

    closed = Signal()

    def __init__(self, preview: GroundPreview, look: Look) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.preview, self._look = preview, look
        self.ended_by = 0
        say = look.wording.say
        self.setWindowTitle(say("geo.preview.title", file=preview.offer.wish.file.name))
        self.head, self.state = QLabel(preview.summary(), self), QLabel(self)
        for words in (self.head, self.state):  # a file's name is no markup
            words.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QTableView(self)
        self.map = MapView(look.theme.tokens, parent=self)
        self.act = KeyButton(
            look.theme, say("geo.preview.write"), "Ctrl+Enter", kind="primary", size="large",
            parent=self,
        )  # fmt: skip
        self.leave = KeyButton(
            look.theme, say("geo.preview.leave"), "Esc", size="large", parent=self
        )
        self._fill_list()
        self._fill_map()
        self._lay_out()
        self._bind()
        self._on_changed()

    def _fill_list(self) -> None:
        table = self.list
        table.setModel(self.preview.table)
        table.setAccessibleName(self._look.wording.say("geo.preview.list"))
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setWordWrap(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(28)
        for at, column in enumerate(self.preview.table.columns):
            table.setColumnWidth(at, column.width)
        table.horizontalHeader().setStretchLastSection(True)
        table.selectionModel().currentRowChanged.connect(self._on_row)

    def _fill_map(self) -> None:
        view, preview = self.map, self.preview
        view.set_language(preview_labels(self._look.wording))
        view.set_base(preview.base())
        view.set_grids(preview.grids())
        view.bridge.set_layers({LAYER: True})
        view.bridge.feeds.set(LAYER, preview.packed())
        view.bridge.feeds.clicked.connect(self._on_clicked)
        view.set_focus_home(self.list)

    def _lay_out(self) -> None:
        top, foot = QFrame(self), QFrame(self)
        set_look(top, role="head")
        set_look(foot, role="bottom")
        set_look(self.head, role="section")
        self.state.setWordWrap(True)
        for words in (self.head, self.state):
            words.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(top)
        row.setContentsMargins(16, 10, 16, 10)
        row.addWidget(self.head)
        row.addStretch(1)
        middle = QSplitter(self)
        middle.addWidget(self.list)
        middle.addWidget(self.map)
        middle.setSizes([LIST_WIDTH, SIZE[0] - LIST_WIDTH])
        bar = QHBoxLayout(foot)
        bar.setContentsMargins(16, 0, 16, 0)
        bar.setSpacing(12)
        bar.addWidget(self.act)
        bar.addWidget(self.state, 1)
        bar.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part, stretch in ((top, 0), (middle, 1), (foot, 0)):
            column.addWidget(part, stretch)
        self.resize(*SIZE)

    def _bind(self) -> None:
        self.act.clicked.connect(self.preview.write)
        self.leave.clicked.connect(self.close)
        for keys, does in (("Ctrl+Return", self.preview.write), ("Ctrl+Enter", self.preview.write)):
            QShortcut(QKeySequence(keys), self).activated.connect(does)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.close)
        self.preview.chosen_changed.connect(self._on_chosen)
        self.preview.changed.connect(self._on_changed)

    @Slot(int)
    def end(self, number: int) -> None:
        """The system asks to end; a writing that has begun ends first."""
        self.ended_by = number
        self.close()

    def begin(self) -> None:
        """Show the first line; the list has the keyboard."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.preview.choose(0)

    @Slot(QModelIndex, QModelIndex)
    def _on_row(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = now.data(ROW_ROLE)
        if row is not None:
            self.preview.choose(row.at)

    @Slot(str, int)
    def _on_clicked(self, layer: str, number: int) -> None:
        if layer == LAYER:
            self.preview.choose(number)

    @Slot()
    def _on_chosen(self) -> None:
        row = self.preview.row
        if row is None:
            return
        index = self.preview.table.index(row.at, 0)
        if self.list.currentIndex().row() != row.at:
            self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        self.map.show_scene(scene_of(row.rings, self.preview.kind_word(row), row.text))

    @Slot()
    def _on_changed(self) -> None:
        preview, wording = self.preview, self._look.wording
        self.act.setEnabled(preview.may_write)
        if self.ended_by and not preview.writing:
            self.close()
        if preview.writing:
            words = wording.say("geo.preview.writing")
        elif preview.failed is not None:
            words = sentence(preview.failed, wording)
        elif preview.written is not None:
            words = wording.say("cli.geo.written", change=preview.written.change)
        elif preview.may_write:
            words = wording.say("geo.preview.effect")
        else:
            words = wording.say("cli.nothing_to_apply")
        self.state.setText(words)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.preview.writing:  # it would go on unseen; it takes seconds
            event.ignore()
            return
        self.map.end()
        super().closeEvent(event)
        self.closed.emit()


def scene_of(rings: tuple[Ring, ...], title: str, detail: str) -> MapScene | None:
    """What brings a line into view on the map: its middle, and a circle around all of it."""
    box = box_of(rings)
    if box is None:
        return None
    west, south, east, north = box
    middle = Point((west + east) / 2, (south + north) / 2)
    radius = max(LEAST_RADIUS_M, distance_m(middle, Point(east, north)) * 1.2)
    return MapScene(
        lon=middle.lon, lat=middle.lat, radius_m=radius, title=title, subtitle=detail[:80]
    )


def run_preview(make: Callable[[Lanes, Say], GroundPreview], settings: Settings) -> int:
    """Show the preview until its window is closed; the exit code of the verb.

    Args:
        make: The preview over the window's lanes and words.
        settings: Language and theme.

    Returns:
        0, `NO_SCREEN`, or 128 and the number of the system's signal that asked to end.
    """
    if told_missing():
        return NO_SCREEN
    prepare_engine()
    with unraised() as heard:
        return _shown(make, settings, heard)


def _shown(
    make: Callable[[Lanes, Say], GroundPreview], settings: Settings, heard: socket.socket
) -> int:
    """The program from its application object to its end."""
    app = QApplication(sys.argv[:1])
    look, lanes = Look.of(settings.theme, settings.language), ThreadLanes()
    look.theme.dress(app)
    window = GroundPreviewWindow(make(lanes, look.wording.say), look)
    asked = Asked(heard, window)
    asked.to_end.connect(window.end)
    window.closed.connect(app.quit)
    window.show()
    window.begin()
    try:
        code = app.exec()
        return SIGNALLED + window.ended_by if window.ended_by else code
    finally:
        asked.stop()
        lanes.close()
        window.map.end()
        window.deleteLater()
        for _ in range(DEFERRALS):
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        app.shutdown()
