"""The top bar: who we are, posts, search, links, clock, seat. It shows and reports only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from console.domain.stage import CENTRE_POSTS, Post
from console.domain.tone import Urgency
from console.viewmodels.links import LinkState
from console.viewmodels.seat_clock import WorkPeriod
from console.views.fmt import MINUTE, Formats
from console.views.icons import Icon, icon
from console.views.theme import Theme, set_look
from console.views.widgets.chip import StateShape
from console.views.widgets.keys import KeyButton
from console.views.widgets.segmented import Segmented

HEIGHT: Final = 48
MARK: Final = 26


class CentreMark(QWidget):
    """Nine unit grids, one of them taken: the mark of the product."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(QSize(MARK, MARK))
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = self._theme.tokens.color("ink")
        side = MARK / 3
        for at in range(9):
            cell = QRectF(at % 3 * side, at // 3 * side, side, side).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(ink)
            painter.setBrush(ink if at in (4, 6) else self._theme.tokens.color("panel2"))
            painter.drawRect(cell)


class TwoLines(QWidget):
    """A small caption over its value."""

    def __init__(self, above: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.above, self.below = QLabel(above, self), QLabel(self)
        set_look(self.above, role="hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 5, 0, 5)
        column.setSpacing(0)
        column.addWidget(self.above)
        self.row = QHBoxLayout()
        self.row.setSpacing(4)
        self.row.addWidget(self.below)
        self.row.addStretch(1)
        column.addLayout(self.row)


class LinkView(TwoLines):
    """One line to the outside: ✓ or ◆, its words, and the whole sentence as a tool tip."""

    def __init__(
        self, name: str, formats: Formats, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(formats.wording.say(f"link.{name}"), parent)
        self._formats, self._theme = formats, theme
        self._shape = StateShape(theme, Urgency.OVER, side=12, parent=self)
        self._tick = QLabel(self)
        self.row.insertWidget(0, self._shape)
        self.row.insertWidget(1, self._tick)
        self._shape.hide()
        theme.changed.connect(self._dress)
        self._dress()

    def tell(self, state: LinkState) -> None:
        """Show the state."""
        self.below.setText(link_words(self._formats, state))
        self._shape.setVisible(not state.good)
        self._tick.setVisible(state.good)
        set_look(self.below, tone="" if state.good else "over")
        self.setToolTip(f"{self.above.text()} {self.below.text()}")
        self.setAccessibleName(self.toolTip())

    @Slot()
    def _dress(self) -> None:
        self._tick.setPixmap(icon(Icon.CHECK, self._theme.tokens).pixmap(13, 13))


def link_words(formats: Formats, state: LinkState) -> str:
    """A line's state in words."""
    seconds = state.seconds or 0
    age = formats.exact(seconds) if seconds < MINUTE else formats.span(seconds)
    return formats.wording.say(state.code, ms=state.ms, age=age)


class TopBar(QFrame):
    """48 px high; `search` is the command bar."""

    post_chosen = Signal(str)

    def __init__(
        self, search: QWidget, formats: Formats, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_look(self, role="topbar")
        self.setFixedHeight(HEIGHT)
        self._formats, self._theme = formats, theme
        say = formats.wording.say
        self._name = TwoLines(say("app.centre"), self)
        set_look(self._name.above, role="section")
        self._name.below.setText(say("app.centre.sub"))
        set_look(self._name.below, role="hint")
        self.posts = Segmented(theme, _post_choices(formats), self)
        self.posts.chosen.connect(self.post_chosen)
        self.post_menu = KeyButton(theme, "", "Ctrl+1…5", kind="primary", parent=self)
        self.post_menu.clicked.connect(self._on_menu_asked)
        self._menu = QMenu(self)
        self._links = {
            name: LinkView(name, formats, theme, self) for name in ("store", "field", "hotline")
        }
        self._all_links = LinkView("all", formats, theme, self)
        self._time = QLabel(self)
        set_look(self._time, role="clock")
        self._day, self._seat = TwoLines(parent=self), TwoLines(parent=self)
        set_look(self._seat.above, role="strong")
        set_look(self._seat.below, role="hint")
        self.search = search
        self._lay_out()
        self.compact(compact=False)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(CentreMark(self._theme, self))
        row.addWidget(self._name)
        row.addSpacing(4)
        row.addWidget(self.posts, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.post_menu)
        row.addWidget(self.search, 1)
        row.addStretch(0)
        for link in (*self._links.values(), self._all_links):
            row.addWidget(link)
        for part in (_rule(self), self._time, self._day, _rule(self), self._seat):
            row.addWidget(part)

    def compact(self, compact: bool) -> None:  # noqa: FBT001  a switch of the layout
        """Short name, posts as a menu, one state for all links."""
        say = self._formats.wording.say
        self._name.above.setText(say("app.centre.short" if compact else "app.centre"))
        self._name.below.setVisible(not compact)
        self.posts.setVisible(not compact)
        self.post_menu.setVisible(compact)
        for link in self._links.values():
            link.setVisible(not compact)
        self._all_links.setVisible(compact)
        self._seat.below.setVisible(not compact)

    def show_posts(self, present: Post, mine: Sequence[Post], reason: str) -> None:
        """Mark the present post; those the operator has not are locked with the reason."""
        say = self._formats.wording.say
        for post in CENTRE_POSTS:
            button = self.posts.button(post.value)
            if post in mine:
                button.allow()
                button.setToolTip(f"{say(f'post.{post.value}')}  Ctrl+{button.key}")
            else:
                button.refuse(reason)
        if present in CENTRE_POSTS:
            self.posts.choose(present.value)
        else:
            self.posts.choose_none()
        self.post_menu.say(say(f"post.{present.value}.short"))
        self._menu.clear()
        for post in mine:
            entry = QAction(say(f"post.{post.value}"), self._menu)
            entry.setData(post.value)
            entry.triggered.connect(self._on_menu_picked)
            self._menu.addAction(entry)

    def show_seat(self, seat: str, detail: str) -> None:
        """Seat and shift."""
        self._seat.above.setText(seat)
        self._seat.below.setText(detail)

    @Slot(object)
    def show_links(self, states: Sequence[LinkState]) -> None:
        """The three lines; the narrow bar shows the worst of them."""
        for state in states:
            self._links[state.name].tell(state)
        bad = next((state for state in states if not state.good), None)
        worst = bad or (states[0] if states else None)
        if worst is not None:
            self._all_links.tell(worst)

    @Slot(object, object)
    def show_time(self, now: datetime, period: WorkPeriod) -> None:
        """Clock, day, and until when working time counts or stands still."""
        formats = self._formats
        self._time.setText(formats.time(now, seconds=True))
        self._day.above.setText(formats.day(now))
        self._day.below.setText(period_words(formats, now, period))

    @Slot()
    def _on_menu_asked(self) -> None:
        self._menu.popup(self.post_menu.mapToGlobal(self.post_menu.rect().bottomLeft()))

    @Slot()
    def _on_menu_picked(self) -> None:
        entry = self.sender()
        if isinstance(entry, QAction):
            self.post_chosen.emit(str(entry.data()))


def period_words(formats: Formats, now: datetime, period: WorkPeriod) -> str:
    """「工作时段至 12:00，剩 1时18分」, or until when nothing counts."""
    say = formats.wording.say
    if period.until is None:
        return say("period.unknown")
    left = formats.span((period.until - now).total_seconds())
    if period.open:
        return say("period.open", time=formats.time(period.until), left=left)
    return say("period.closed", time=formats.due(period.until, now))


def _post_choices(formats: Formats) -> list[tuple[str, str, str]]:
    say = formats.wording.say
    return [
        (post.value, say(f"post.{post.value}.short"), str(at + 1))
        for at, post in enumerate(CENTRE_POSTS)
    ]


def _rule(parent: QWidget) -> QFrame:
    rule = QFrame(parent)
    set_look(rule, role="rulev")
    rule.setFixedHeight(HEIGHT - 22)
    rule.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return rule
