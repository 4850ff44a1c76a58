"""Tab goes as the eye reads: rows from the top, in a row from the left, container by container.

The order is taken from where widgets stand when Tab is pressed, so it holds for parts that came
later, moved to another column, or were hidden; no list of neighbours has to be kept. Web pages are
passed by: they would keep the keyboard, and what a map does has keys of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

MARGIN: Final = 12
"""px between what is scrolled to and the edge."""


def tab_stops(root: QWidget) -> list[QWidget]:
    """What Tab visits under `root`, in reading order."""
    return [one for one in _read(root) if _takes_tab(one)]


def step_focus(root: QWidget, *, forward: bool) -> bool:
    """Give the keyboard to the next stop, round at the ends; False when there is none."""
    now = QApplication.focusWidget()
    stops = [one for one in _read(root) if one is now or _takes_tab(one)]
    if not stops or stops == [now]:
        return False
    ahead = 1 if forward else -1
    at = stops.index(now) + ahead if now in stops else (0 if forward else -1)
    wanted = stops[at % len(stops)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    wanted.setFocus(reason)
    show_whole(wanted)
    return True


def show_whole(widget: QWidget) -> None:
    """Scroll what lies around a widget until all of it is seen, its beginning first.

    Qt's own `ensureWidgetVisible` is content with the line the cursor of a text field is in.
    """
    above = widget.parentWidget()
    while above is not None:
        inner = above.widget() if isinstance(above, QScrollArea) else None
        if isinstance(above, QScrollArea) and inner is not None:
            place = QRect(widget.mapTo(inner, QPoint()), widget.size())
            for corner in (place.bottomRight(), place.topLeft()):
                above.ensureVisible(corner.x(), corner.y(), 0, MARGIN)
        above = above.parentWidget()


def _read(root: QWidget) -> Iterator[QWidget]:
    children = [
        one
        for one in root.children()
        if isinstance(one, QWidget)
        and one.isVisible()
        and not one.isWindow()
        and not one.inherits("QWebEngineView")
    ]
    for row in _rows(children):
        for child in row:
            yield child
            yield from _read(child)


def _rows(children: list[QWidget]) -> list[list[QWidget]]:
    """Children that stand beside each other are one row: each half beside the row's first."""
    rows: list[list[QWidget]] = []
    for child in sorted(children, key=lambda one: one.y()):
        beside = rows[-1][0] if rows else None
        if beside is not None and child.y() + child.height() / 2 < beside.y() + beside.height():
            rows[-1].append(child)
        else:
            rows.append([child])
    return [sorted(row, key=lambda one: (one.x(), one.y())) for row in rows]


def _takes_tab(widget: QWidget) -> bool:
    policy = Qt.FocusPolicy.TabFocus.value
    return (
        widget.isEnabled()
        and bool(widget.focusPolicy().value & policy)
        and widget.focusProxy() is None
    )
