"""The working window of a signed-in seat: top bar and banner, rail, page or panel, status bar.

Arrangement only; what the parts do is in `views.shell`.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from console.views.banner_view import BannerView
from console.views.breadth import WIDE, Breadth, breadth_of
from console.views.console_page import ConsolePage
from console.views.rail_view import RailView
from console.views.reading_order import step_focus
from console.views.slim_list import SlimList
from console.views.status_bar import StatusBar
from console.views.top_bar import TopBar

SLIM_WIDTH = 318


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The parts around the page."""

    top: TopBar
    banner: BannerView
    rail: RailView
    page: ConsolePage
    slim: SlimList
    status: StatusBar


class Workplace(QWidget):
    """Lays the frame out and follows the width of the window."""

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.frame = frame
        self.breadth: Breadth | None = None
        self.body = QSplitter(Qt.Orientation.Horizontal, self)
        self.body.setHandleWidth(1)
        self.body.setChildrenCollapsible(False)
        self.body.addWidget(frame.rail)
        self.stack = QStackedWidget(self.body)
        self.body.addWidget(self.stack)
        self.body.setStretchFactor(1, 1)
        self.stack.addWidget(frame.page)
        frame.page.lay_out()
        self._desk = QWidget(self)
        self._desk_row = QHBoxLayout(self._desk)
        self._desk_row.setContentsMargins(0, 0, 0, 0)
        self._desk_row.setSpacing(0)
        self._desk_row.addWidget(frame.slim)
        frame.slim.setFixedWidth(SLIM_WIDTH)
        self.stack.addWidget(self._desk)
        self.panel: QWidget | None = None
        self.page: QWidget | None = None
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(frame.top)
        column.addWidget(frame.banner)
        column.addWidget(self.body, 1)
        column.addWidget(frame.status)

    def show_panel(self, panel: QWidget, *, slim: bool = False) -> None:
        """A work panel in place of map, table and detail."""
        self.drop_panel()
        self.panel = panel
        self._desk_row.addWidget(panel, 1)
        wide = self.breadth is None or not self.breadth.tabs
        self.frame.slim.setVisible(slim and wide)
        self.stack.setCurrentWidget(self._desk)

    def drop_panel(self) -> None:
        """Back to the console page; the panel is given up."""
        if self.panel is not None:
            self._desk_row.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None
        self.stack.setCurrentWidget(self.frame.page)

    def show_page(self, page: QWidget) -> None:
        """A page in place of rail and work; what is open there waits behind it."""
        self.drop_page()
        self.page = page
        self._column.insertWidget(self._column.indexOf(self.body), page, 1)
        self.body.hide()
        page.show()

    def drop_page(self) -> None:
        """Back to rail and work; the page is given up."""
        if self.page is not None:
            self._column.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
            self.page = None
            self.body.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = breadth_of(self.width())
        if wanted is not self.breadth and self.isVisible():
            self.adapt(wanted)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001  Qt calls it
        """Tab as the eye reads, over all panes that are shown."""
        return step_focus(self, forward=forward)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and self.breadth is None:
            self.adapt(breadth_of(self.width()))
        return super().event(event)

    def adapt(self, breadth: Breadth | None = None) -> None:
        """Take the layout of a width; None restores that of the present one."""
        wanted = breadth or breadth_of(self.width())
        self.breadth = wanted
        frame = self.frame
        frame.top.compact(wanted.compact)
        frame.rail.narrow(wanted.rail < WIDE.rail - 60)
        frame.rail.setMinimumWidth(wanted.rail)
        frame.rail.setMaximumWidth(wanted.rail if wanted.tabs else wanted.rail + 160)
        self.body.setSizes([wanted.rail, max(1, self.width() - wanted.rail)])
        frame.page.adapt(wanted, max(1, self.width() - wanted.rail))
