"""The head of a work panel, 52 px: act, number, class, holder, clock, and the way out."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from console.domain.tone import Urgency
from console.ports.rows import CaseDetail
from console.viewmodels.desk import Desk
from console.viewmodels.stage_time import stage_time
from console.views.fmt import Formats
from console.views.icons import Icon
from console.views.limit_words import limit_words
from console.views.theme import Theme, set_look
from console.views.widgets.chip import Chip, StateShape
from console.views.widgets.gauges import GaugeBar
from console.views.widgets.keys import KeyButton

HEIGHT = 52
BEAT_MS = 5_000
GAUGE_WIDTH = 276


class PanelHead(QFrame):
    """Says what is being done with which case, and how long is left for it.

    Signals: `left` when the operator closes the panel.
    """

    left = Signal()

    def __init__(
        self, theme: Theme, formats: Formats, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._formats = formats
        self._detail: CaseDetail | None = None
        self._desk: Desk | None = None
        set_look(self, role="head")
        self.setFixedHeight(HEIGHT)
        self._title = _label(title, "title", self)
        self._number = _label("", "number", self)
        self._name = _label("", "title", self)
        self._class = _label("", "", self)
        set_look(self._class, tone="ink2")
        self._hold = Chip(theme, "", sign=Icon.HOLD, parent=self)
        self._hold.hide()
        self.close_button = KeyButton(theme, formats.wording.say("panel.close"), "Esc", parent=self)
        self.close_button.clicked.connect(self.left)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(16, 0, 16, 0)
        self.row.setSpacing(10)
        for part in (self._title, self._number, self._name, self._class, self._hold):
            self.row.addWidget(part)
        self.row.addStretch(1)
        self._gauge_box = self._made_gauge(theme)
        self.row.addWidget(self._gauge_box)
        self.row.addWidget(self.close_button)
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self._on_beat)

    def entitle(self, title: str) -> None:
        """Change the words of the act."""
        self._title.setText(title)

    def show_case(self, detail: CaseDetail, desk: Desk) -> None:
        """Show this case; its clock goes on by itself."""
        self._detail, self._desk = detail, desk
        case = detail.case
        self._number.setText(case.number)
        if case.standard is not None:
            self._name.setText(case.standard.name)
            self._class.setText(self._class_words(detail))
        self._show_hold(detail, desk)
        self._on_beat()
        self._beat.start()

    def _made_gauge(self, theme: Theme) -> QWidget:
        box = QWidget(self)
        box.setMinimumWidth(GAUGE_WIDTH)  # English words need more
        box.hide()
        self._shape = StateShape(theme, Urgency.NORMAL, side=12, parent=box)
        self._left = _label("", "", box)
        self._due = _label("", "hint", box)
        self._gauge = GaugeBar(theme, box)
        line = QHBoxLayout()
        line.setSpacing(5)
        line.addWidget(self._shape)
        line.addWidget(self._left)
        line.addStretch(1)
        line.addWidget(self._due)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self._gauge)
        return box

    def _class_words(self, detail: CaseDetail) -> str:
        standard = detail.case.standard
        if standard is None:
            return ""
        code = f"{standard.category[:2]}-{standard.category[2:]}"
        kind = self._formats.wording.say(f"kind.{standard.kind}")
        return "・".join(word for word in (f"{kind} {code}", standard.class_name) if word)

    def _show_hold(self, detail: CaseDetail, desk: Desk) -> None:
        claim, wording = detail.claim, self._formats.wording
        self._hold.setVisible(claim is not None)
        if claim is not None:
            mine = claim.operator == desk.actor.operator
            code = "panel.hold.mine" if mine else "panel.hold.other"
            self._hold.say(wording.say(code, seat=claim.seat))

    def _on_beat(self) -> None:
        if self._detail is None or self._desk is None:
            return
        now = self._desk.now()
        found = stage_time(self._detail.case, now, self._desk.rules)
        self._gauge_box.setVisible(found is not None)
        if found is None:
            return
        wording, formats = self._formats.wording, self._formats
        loud = found.urgency in (Urgency.NEAR, Urgency.OVER)
        self._shape.setVisible(found.urgency is not Urgency.NORMAL)
        self._shape.become(found.urgency)
        words = formats.left_worded(found.left, day=found.day)
        self._left.setText(words)
        set_look(self._left, tone=found.urgency.value if loud else "")
        limit = limit_words(found.limit, wording)
        due = formats.due(found.due, now)
        self._due.setText(wording.say("panel.limit_due", limit=limit, due=due))
        self._gauge.show_share(found.share, found.urgency, spoken=words)


def _label(text: str, role: str, parent: QWidget) -> QLabel:
    made = QLabel(text, parent)
    if role:
        set_look(made, role=role)
    return made
