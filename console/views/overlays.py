"""Pages that lie over the workplace or beside it: keys, emergency, settings, events.

Each opens by its command, closes with Esc or the same key, and gives the keyboard back.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from console.viewmodels.wall_remote import WallRemote
from console.viewmodels.wall_scenes import WallScenes
from console.viewmodels.workbench import Workbench
from console.views.event_view import EventView
from console.views.key_sheet import KeySheet
from console.views.look import Look
from console.views.notice_page import NoticePage
from console.views.panels.base import Panel
from console.views.queued_page import QueuedPage
from console.views.resources import resource
from console.views.scenes_page import ScenesPage
from console.views.settings_dialog import SettingsPage
from console.views.wall_page import WallPage
from console.views.widgets.keys import KeyButton
from console.views.workplace import Workplace

MARGIN = 48


class Overlays(QObject):
    """One page at a time over the workplace; the list of events is a window of its own."""

    def __init__(
        self,
        bench: Workbench,
        workplace: Workplace,
        look: Look,
        home: QWidget,
    ) -> None:
        super().__init__(workplace)
        self._bench, self._workplace, self._look = bench, workplace, look
        self._home = home
        self._walls = WallRemote(bench.desk, shipped_scenes)
        self._scenes: WallScenes | None = None
        self._page: QWidget | None = None
        self._before: QWidget | None = None
        self.events: EventView | None = None
        self.theme_asked: Callable[[], None] = _nothing
        self.language_asked: Callable[[], None] = _nothing

    # --- pages ------------------------------------------------------------------------------------

    @property
    def page(self) -> QWidget | None:
        """The page that lies over the workplace now."""
        return self._page

    @property
    def ground(self) -> QWidget:
        """What pages and dialogs of the seat lie over."""
        return self._workplace

    @property
    def at_home(self) -> bool:
        """Whether nothing lies over the console page and no panel is open."""
        return self._page is None and self._workplace.panel is None

    def show_page(self, page: QWidget) -> None:
        """Lay a page over the workplace that somebody else made; its signal `closed` ends it."""
        page.closed.connect(self.close)  # type: ignore[attr-defined]
        self._open(page)

    def show_keys(self) -> None:
        """The keys of the present window (F1, ?)."""
        if isinstance(self._page, KeySheet):
            self.close()
            return
        panel = self._workplace.panel
        extra = _panel_keys(panel) if isinstance(panel, Panel) else []
        posts, heading = self._bench.desk.posts, "context.F"
        keys = getattr(self._workplace.page, "sheet_keys", None)
        if keys is not None:  # a page with keys of its own
            extra, heading = keys(), "assessment.title"
        sheet = KeySheet(self._look, extra, self._workplace, posts=posts, heading=heading)
        sheet.closed.connect(self.close)
        self._open(sheet)

    def show_emergency(self) -> None:
        """What to do when things fail (Shift+F1)."""
        say = self._look.wording.say
        page = NoticePage(
            say("emergency.title"), say("emergency.words"), self._look, self._workplace
        )
        page.closed.connect(self.close)
        self._open(page)

    def turn_queued(self) -> None:
        """What waits on this machine for the store, and back (Ctrl+Shift+D)."""
        if isinstance(self._page, QueuedPage):
            self.close()
            return
        page = QueuedPage(self._bench.queued, self._look, self._workplace)
        page.closed.connect(self.close)
        self._open(page)

    @Slot()
    def turn_walls(self) -> None:
        """What the walls show, and back (Ctrl+F11)."""
        if isinstance(self._page, WallPage):
            self.close()
            return
        page = WallPage(self._walls, self._look, self._workplace)
        page.closed.connect(self.close)
        page.scenes_asked.connect(self.show_scenes)
        self._open(page)

    @Slot()
    def show_scenes(self) -> None:
        """The scenes of the walls (E there); Esc goes back to the walls."""
        if self._scenes is None:
            self._scenes = WallScenes(self._bench.desk, shipped_scenes)
        page = ScenesPage(self._scenes, self._look, self._workplace)
        page.closed.connect(self.turn_walls)
        self._open(page)

    def show_settings(self) -> None:
        """Theme and language of this seat (Ctrl+,)."""
        page = SettingsPage(self._look, self._workplace)
        page.closed.connect(self.close)
        page.theme_asked.connect(self._on_theme_asked)
        page.language_asked.connect(self._on_language_asked)
        self._open(page)

    def _open(self, page: QWidget) -> None:
        self.close()
        self._before = self._workplace.focusWidget() or self._home
        self._page = page
        whole = self._workplace.rect()
        page.setGeometry(whole.adjusted(MARGIN, MARGIN + 24, -MARGIN, -MARGIN))
        page.show()
        page.raise_()
        page.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def close(self) -> None:
        """Take the page away; the keyboard goes back to where it was."""
        if self._page is None:
            return
        self._page.hide()
        self._page.deleteLater()
        self._page = None
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
            self._before = None

    @Slot()
    def _on_theme_asked(self) -> None:
        self.theme_asked()

    @Slot()
    def _on_language_asked(self) -> None:
        self.close()
        self.language_asked()

    # --- windows beside ---------------------------------------------------------------------------

    def turn_events(self) -> None:
        """The list of events as a window of its own (F12)."""
        if self.events is not None:
            self.events.close()
            return
        self.events = EventView(self._bench.events, self._look, self._workplace)
        self.events.closed.connect(self._on_events_closed)
        self.events.case_chosen.connect(self._bench.queue.choose)
        self.events.show()

    @Slot()
    def _on_events_closed(self) -> None:
        self.events = None

    def end(self) -> None:
        """Close everything: the seat is left."""
        self.close()
        if self.events is not None:
            self.events.close()


def _panel_keys(panel: Panel) -> list[tuple[str, str]]:
    buttons = (one for one in panel.findChildren(KeyButton) if one.key and one.isVisible())
    return [(button.key, button.text().rstrip("…")) for button in buttons]


def shipped_scenes() -> str:
    """The scenes that come with the console, as JSON."""
    return resource("wall", "scenes.json").read_text(encoding="utf-8")


def _nothing() -> None:
    """Nobody listens yet."""
