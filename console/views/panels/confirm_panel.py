"""Confirmation on site (核实): send the inspector of the duty grid, or record his answer."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.domain.stage import Move
from console.ports.map_rows import MapScene
from console.viewmodels.gesture_draft import GestureDraft
from console.views.panels.gesture_form import GestureForm
from console.views.panels.inset import Ground, InsetMap
from console.views.panels.summary import FactList, grid_words
from console.views.theme import Theme
from console.views.widgets.forms import ConsequenceCard
from console.views.wording import Wording

RIGHT = 420
MAP_HEIGHT = 260
CONFIRMATION = frozenset({Move.ORDER_CONFIRMATION, Move.ANSWER_CONFIRMATION})


class ConfirmPanel(GestureForm):
    """The small form with the place, the task and what follows beside it."""

    def __init__(
        self,
        viewmodel: GestureDraft,
        wording: Wording,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        ground: Ground | None = None,
    ) -> None:
        super().__init__(viewmodel, wording, theme, parent)
        self._lay_out_task(ground)

    def _lay_out_task(self, ground: Ground | None) -> None:
        detail, say = self.draft.detail, self.wording.say
        side = self.add_column(RIGHT)
        case, now = detail.case, self.draft.desk.now()
        task = FactList(self)
        sent = case.task
        asked = detail.names.get(sent.inspector, sent.inspector) if sent else ""
        duty = detail.names.get(detail.inspector, detail.inspector)
        task.show_facts(
            (
                (say("confirm.duty_grid"), case.place.duty_grid or ""),
                (say("confirm.duty"), duty),
                (say("confirm.asked"), asked),
                (say("confirm.sent"), self.formats.moment(sent.sent_at, now) if sent else ""),
            )
        )
        side.addWidget(task)
        card = ConsequenceCard("", self)
        card.state(
            say("panel.after", act=self._word),
            say(f"confirm.after.{self.draft.move.value}").split("|"),
        )
        side.addWidget(card)
        point = case.place.point
        if point is not None:
            inset = InsetMap(self.theme, self.wording, ground, layers=("grids",), parent=self)
            inset.setMinimumHeight(MAP_HEIGHT)
            inset.set_focus_home(self)
            inset.show_scene(
                MapScene(
                    lon=point.lon,
                    lat=point.lat,
                    title=case.place.address,
                    subtitle=grid_words(case.place.unit_grid),
                )
            )
            side.addWidget(inset, 1)
        side.addStretch(0 if point is not None else 1)
