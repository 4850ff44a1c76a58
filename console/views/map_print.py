"""Print or save the present map (Ctrl+P): asks where, draws for paper, says what came of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from console.domain.measuring import metres_per_degree
from console.domain.refusal import Refusal
from console.domain.tone import StageFill, Urgency
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk
from console.viewmodels.map_channel import WHOLE_LAYERS
from console.viewmodels.notices import Notice, NoticeTone
from console.viewmodels.tasks import Tasks
from console.views.fmt import ZONE
from console.views.look import Look
from console.views.map_paper import Sheet, write_sheet
from console.views.map_view import MapView, take_picture

FORMATS: Final = (("pdf", "A4"), ("pdf", "A3"), ("png", "A4"), ("png", "A3"))
LEGEND: Final = (
    (Urgency.OVER, StageFill.SOLID, "map.legend.over"),
    (Urgency.NEAR, StageFill.SOLID, "map.legend.near"),
    (Urgency.NEW, StageFill.SOLID, "map.legend.new"),
    (Urgency.NORMAL, StageFill.HOLLOW, "map.legend.hollow"),
    (Urgency.NORMAL, StageFill.HALF, "map.legend.half"),
    (Urgency.NORMAL, StageFill.SOLID, "map.legend.solid"),
    (Urgency.NORMAL, StageFill.TICK, "map.legend.tick"),
)


class MapPrint(QObject):
    """One sheet at a time."""

    def __init__(self, desk: Desk, tasks: Tasks, look: Look, window: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._tasks, self._look, self._window = desk, tasks, look, window
        self._busy = False

    def start(self, view: MapView | None, as_of: datetime | None) -> None:
        """Ask for a file and write the view into it; `as_of` is how old its cases are."""
        if self._busy:
            return
        if view is None or view.web is None or not view.isVisible():
            self._desk.failed(Refusal("print.no_map"))
            return
        path, size = self._asked()
        if path is None:
            return
        self._busy = True
        sheet = self._sheet(view, size, as_of)
        drawn = while_alive(self, lambda url: self._write(sheet, url, path))
        give_up = take_picture(view, drawn)
        if give_up is None:  # the map has gone while the file was chosen
            self._busy = False
            self._desk.failed(Refusal("print.no_map"))
        else:
            self._tasks.begin("print.running", give_up)

    def _asked(self) -> tuple[Path | None, str]:
        say = self._look.wording.say
        kinds = {
            f"{say(f'print.{kind}', size=size)} (*.{kind})": (kind, size) for kind, size in FORMATS
        }
        stamp = self._desk.now().astimezone(ZONE).strftime("%Y-%m%d-%H%M")
        name = say("print.name", time=stamp)
        chosen, kind = QFileDialog.getSaveFileName(
            self._window, say("print.title"), f"{name}.pdf", ";;".join(kinds)
        )
        if not chosen:
            return None, ""
        suffix, size = kinds.get(kind, FORMATS[0])
        path = Path(chosen)
        return (path if path.suffix else path.with_suffix(f".{suffix}")), size

    def _sheet(self, view: MapView, size: str, as_of: datetime | None) -> Sheet:
        look, now = self._look, self._desk.now()
        say = look.wording.say
        shown = [one for one in WHOLE_LAYERS if view.bridge.layers.get(one)]
        layers = say("list.comma").join(say(f"map.layer.{one}") for one in shown)
        time = now.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
        aged = (as_of or now).astimezone(ZONE).strftime("%H:%M:%S")
        at = view.bridge.view
        per_pixel = 0.0
        if at is not None:
            per_pixel = 360 / (256 * 2**at.zoom) * metres_per_degree(at.lat)[0]
        return Sheet(
            picture="",
            metres=per_pixel * view.width(),
            size=size,
            title=say("app.centre"),
            subtitle=say("print.subtitle", time=time, data=aged),
            foot=say("print.layers", layers=layers),
            legend=[(urgency, fill, say(code)) for urgency, fill, code in LEGEND],
            tokens=look.theme.tokens,
            metre=say("map.metre"),
            kilometre=say("map.kilometre"),
        )

    def _write(self, sheet: Sheet, url: str, path: Path) -> None:
        self._desk.lanes.ask(
            "print",
            lambda: write_sheet(sheet.with_picture(url), path),
            while_alive(self, lambda _none: self._on_written(path)),
            while_alive(self, self._on_failed),
        )

    @Slot()
    def _end(self) -> None:
        self._busy = False
        self._tasks.end()

    def _on_written(self, path: Path) -> None:
        self._end()
        self._desk.notice.emit(
            Notice(code="print.done", tone=NoticeTone.INFO, facts={"name": path.name})
        )

    def _on_failed(self, error: Exception) -> None:
        self._end()
        self._desk.failed(error)
