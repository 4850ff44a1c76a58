"""The keys that work on the map: tools in the hand, going somewhere, copying, paper, the view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent

from console.domain.case import CaseId
from console.domain.place import Point
from console.domain.stage import Move
from console.viewmodels.goto import Goto, GotoHit
from console.viewmodels.map_hand import BOX, PIN, POLYGON, PROPOSAL, RULER, MapHand, Shape
from console.viewmodels.notices import Notice, NoticeTone
from console.views.fmt import Formats
from console.views.goto_dialog import GotoDialog
from console.views.map_beside import MapBeside
from console.views.map_print import MapPrint
from console.views.place_text import case_text, grid_text, hit_text
from console.views.shell import Shell

HECTARE: Final = 10_000.0
GO_ZOOM: Final = 17.0
PAN: Final = 0.25
"""Share of the view that Ctrl and an arrow move it."""
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
Act = Callable[[Move, Mapping[str, Any] | None], None]


class MapCommands(QObject):
    """Carries the map's commands out on one shell."""

    def __init__(self, shell: Shell, act: Act) -> None:
        """`act` opens a gesture on the case in hand, with fields given already."""
        super().__init__(shell)
        self._shell, self._act = shell, act
        self._bench, self._look = shell.bench, shell.look
        self._menu_of: CaseId | None = None
        self._gone_to: GotoHit | None = None
        self._hint = ""
        self.hand = MapHand(self._words, self)
        self.goto = Goto(shell.desk, self._bounds)
        self.paper = MapPrint(shell.desk, shell.tasks, shell.look, shell.workplace)
        self.beside = MapBeside(shell)
        self.hand.enclosed.connect(self._on_enclosed)
        self.hand.moved.connect(self._on_moved)
        self.hand.changed.connect(self._on_changed)
        shell.panels.ended.connect(self.hand.end_proposal)
        shell.maps.turned.connect(self._on_turned)
        shell.bench.card.changed.connect(self._on_card)
        shell.table.installEventFilter(self)
        shell.map_view.installEventFilter(self)
        self._on_turned()

    def table(self) -> Mapping[str, Callable[[], None]]:
        """What each of the map's commands does, by its id."""
        return {
            "map_box": partial(self.hand.take, BOX),
            "map_polygon": partial(self.hand.take, POLYGON),
            "map_ruler": partial(self.hand.take, RULER),
            "map_nearby": self.turn_nearby,
            "goto": self.ask_goto,
            "copy_text": self.copy_text,
            "map_print": self.print_map,
            "replay": self._shell.replay.turn,
            "map_in": partial(self._step, 0, 0, 1),
            "map_out": partial(self._step, 0, 0, -1),
            "map_west": partial(self._step, -PAN, 0, 0),
            "map_east": partial(self._step, PAN, 0, 0),
            "map_north": partial(self._step, 0, -PAN, 0),
            "map_south": partial(self._step, 0, PAN, 0),
            "more": self.show_menu,
        }

    # --- going, copying, printing -----------------------------------------------------------------

    def ask_goto(self) -> None:
        """Where to? (G)"""
        dialog = GotoDialog(self.goto, self._look, self._shell.workplace)
        dialog.wanted.connect(self.go_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(object)
    def go_to(self, hit: GotoHit) -> None:
        """Bring a find into view and mark it; a case is chosen."""
        if hit.case is not None:
            self._bench.queue.choose(hit.case)
            if self._shell.maps.present is not None:
                self._shell.maps.present.locate()
            return
        link = self._shell.maps.present
        if link is not None and hit.point is not None:
            self._gone_to = hit
            link.view.locate(hit.point.lon, hit.point.lat, GO_ZOOM)
            self.hand.pin(hit.point)

    def copy_text(self) -> None:
        """The open grid, else the case in hand, else the place gone to, into the clipboard."""
        known, cell, words = self._bench.card.known, self._bench.cell.card, ""
        if cell is not None:
            words = grid_text(cell, self._look.wording)
        elif known is not None:
            words = case_text(known.detail, self._look.wording)
        elif self._gone_to is not None:
            words = hit_text(self._gone_to, self._look.wording)
        if not words:
            self._tell("copy.nothing")
            return
        QGuiApplication.clipboard().setText(words)
        self._tell("copy.done")

    def turn_nearby(self) -> None:
        """The ring of what lies near the case in hand, and back (N)."""
        if self._bench.card.case is None and not self.beside.nearby.on:
            self._tell("case.none_chosen")
        else:
            self.beside.nearby.turn()

    def print_map(self) -> None:
        """The present view on paper (Ctrl+P)."""
        link = self._shell.maps.present
        past = self._bench.past.playback if self._bench.past.on else None
        as_of = self._bench.pins.as_of if past is None else past.moment
        self.paper.start(link.view if link is not None else None, as_of)

    def _step(self, east: float, south: float, closer: int) -> None:
        link = self._shell.maps.present
        if link is not None:
            link.view.bridge.tools.step(east, south, closer)

    # --- the hand ---------------------------------------------------------------------------------

    @Slot(object)
    def _on_enclosed(self, cases: tuple[CaseId, ...]) -> None:
        """Mark what stands in the list; the others are counted. Of the past nothing is marked."""
        if self._bench.past.on:
            self._tell("replay.no_acts")
            return
        keys = set(self._bench.queue.table.keys)
        here = [case for case in cases if case in keys]
        self._bench.marks.pick(here)
        others = len(cases) - len(here)
        self._tell(
            "map.marked_here" if not others else "map.marked", count=len(here), others=others
        )

    @Slot(object, object)
    def _on_moved(self, case: CaseId, there: Point) -> None:
        """The mark was put elsewhere: the form says what would change; nothing is written yet."""
        if self._bench.past.on:
            self._tell("replay.no_acts")
        elif self._bench.queue.selected == case:
            self._act(Move.CORRECT_PLACE, {"point": there})
        if self._shell.workplace.panel is None:
            self.hand.end_proposal()

    @Slot()
    def _on_turned(self) -> None:
        """The keys mean the other map now."""
        link, window = self._shell.maps.present, self._shell.maps.window
        self.hand.attach(link.view.bridge if link is not None else None)
        if window is not None:
            window.installEventFilter(self)

    @Slot()
    def _on_changed(self) -> None:
        status = self._shell.workplace.frame.status
        if not self.hand.busy:
            if self._hint and status.words == self._hint:
                status.say("")  # how to use a tool that is no longer in hand
            self._hint = ""
            return
        if self.hand.shape.places:
            return
        self._tell(f"map.tool.{self.hand.shape.tool}")
        self._hint = status.words
        if self._shell.page.isActiveWindow():  # from a card or a form its keys would go astray
            self._shell.focus_list()

    def leave(self) -> bool:
        """Put away what lies over the map: the layers' panel, a place that was found (Esc)."""
        was = self.hand.shape.tool == PIN
        if was:
            self.hand.stop()
            self._gone_to = None
        return self._shell.maps.close_layers() or self._shell.replay.leave() or was

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While a tool is in the hand, the keys it needs are its own."""
        if self.hand.busy and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._is_mine(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self._is_mine(event):
                self._take(event)
                return True
        return super().eventFilter(watched, event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        others = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Space)
        mine = event.key() in _ARROWS or event.key() in (*others, Qt.Key.Key_Backspace)
        return mine and plain == Qt.KeyboardModifier.NoModifier

    def _take(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            shrink = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.hand.arrow(*_ARROWS[key], shrink=shrink)
        elif key == Qt.Key.Key_Escape:
            self.hand.stop()
        elif key == Qt.Key.Key_Space:
            self.hand.corner()
        elif key == Qt.Key.Key_Backspace:
            self.hand.back()
        else:
            self._finish()

    def _finish(self) -> None:
        shape = self.hand.finish()
        if shape.tool == POLYGON and self.hand.busy:
            self._tell("map.few_corners")
            self._hint = self._shell.workplace.frame.status.words
        if shape.tool == RULER and len(shape.places) > 1:
            QGuiApplication.clipboard().setText(self._words(shape))
            self._tell("copy.done")

    def _words(self, shape: Shape) -> str:
        """What stands beside the shape: its length, and what it holds."""
        formats, say = self._look.formats, self._look.wording.say
        if shape.tool not in {RULER, PROPOSAL} or len(shape.places) < 2:
            return ""
        length = _length(shape.metres, formats)
        if not shape.closed:
            return length
        square = shape.square_metres
        area = f"{formats.number(square)} m²"
        if square >= HECTARE:
            area = say("map.hectares", square=area, hectares=formats.number(square / HECTARE, 2))
        return say("map.measured", length=length, area=area)

    # --- a mark's menu ----------------------------------------------------------------------------

    def show_menu(self) -> None:
        """The further acts of the chosen case; one chosen just now has to be read first."""
        known, chosen = self._bench.card.known, self._bench.queue.selected
        if known is not None and known.detail.case.id == chosen:
            self._menu_of = None
            self._shell.card_view.show_more()
        else:
            self._menu_of = chosen

    @Slot()
    def _on_card(self) -> None:
        known = self._bench.card.known
        if self._menu_of is not None and known is not None:
            if known.detail.case.id == self._menu_of == self._bench.queue.selected:
                self.show_menu()
            else:
                self._menu_of = None

    # --- inside -----------------------------------------------------------------------------------

    def _bounds(self) -> tuple[float, float, float, float] | None:
        found = self._bench.ground.base.get("bounds")
        if not found or len(found) != 4:
            return None
        west, south, east, north = (float(one) for one in found)
        return west, south, east, north

    def _tell(self, code: str, **facts: object) -> None:
        self._shell.desk.notice.emit(Notice(code=code, tone=NoticeTone.INFO, facts=facts))


def _length(metres: float, formats: Formats) -> str:
    """`132.4 m` below a kilometre, else `1.234 km`."""
    if metres < 1000:
        return f"{formats.number(metres, 1)} m"
    return f"{formats.number(metres / 1000, 3)} km"
