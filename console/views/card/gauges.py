"""The two clocks of a case as gauges: this stage, and the whole handling."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.domain.tone import Urgency
from console.viewmodels.case_card import CaseCard
from console.viewmodels.explain import Gauge
from console.views.card.part import Elastic, Part, label
from console.views.limit_words import limit_words
from console.views.look import Look
from console.views.theme import set_look
from console.views.widgets.chip import TONES, StateShape
from console.views.widgets.gauges import GaugeBar


class GaugeBox(QWidget):
    """One clock: title and limit, shape, time left and due, the bar with its near line."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._say = look, look.wording.say
        self.title = label(parent=self, role="hint")  # which clock it is stands before its limit
        self.limit = Elastic(self, role="hint")
        self.limit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.shape = StateShape(look.theme, Urgency.NORMAL, side=14, parent=self)
        self.left = label(parent=self, role="title")
        self.due = Elastic(self, role="hint")  # the time left is never cut for it
        self.due.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        self.bar = GaugeBar(look.theme, self)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # both boxes keep their lines level
        self.bar.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for parts in ((self.title, self.limit), (self.shape, self.left, self.due)):
            row = QHBoxLayout()
            row.setSpacing(4)
            for part in parts:
                row.addWidget(part, int(isinstance(part, Elastic)))
            column.addLayout(row)
        column.addWidget(self.bar)

    def show_gauge(self, gauge: Gauge, title: str, now_words: str) -> None:
        """Show a clock; `now_words` is its due or stop moment in words."""
        look = self._look
        self.title.setText(title)
        limit = limit_words(gauge.limit, look.wording)
        self.limit.setText(self._say("card.limit", limit=limit))
        self.limit.setToolTip(self.limit.text())
        loud = gauge.urgency in (Urgency.NEAR, Urgency.OVER, Urgency.PAUSED)
        self.shape.become(gauge.urgency)
        self.shape.setVisible(loud)
        left = look.formats.left_worded(gauge.left, day=gauge.day)
        self.left.setText(left)
        set_look(self.left, tone=TONES.get(gauge.urgency, ""))
        self.due.setText(now_words)
        self.due.setToolTip(now_words)
        self.bar.setVisible(True)
        spoken = f"{title} {limit} {left} {now_words}"
        self.bar.show_share(gauge.share, gauge.urgency, gauge.near, spoken)

    def show_plan(self, title: str, limit: str, words: str) -> None:
        """Show a clock that has not begun."""
        self.title.setText(title)
        self.limit.setText(limit)
        self.limit.setToolTip(limit)
        self.shape.hide()
        self.left.setText(words)
        set_look(self.left, tone="ink3")
        self.due.setText("")
        self.bar.hide()


class CardGauges(Part):
    """This stage at the left, the whole handling at the right."""

    def __init__(self, card: CaseCard, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._card = card
        self.stage, self.total = GaugeBox(look, self), GaugeBox(look, self)
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        self._row.addWidget(self.stage, 1)
        self._row.addWidget(self.total, 1)
        self.column.addLayout(self._row)

    def tell(self) -> None:
        """Read both clocks now."""
        case = self._card.case
        if case is None:
            return
        stage, total = self._card.gauges()
        if stage is None:
            self.stage.show_plan(self.say(f"stage.{case.stage.value}"), "", self.say("card.ended"))
        else:
            title = self.say("card.this_stage", timer=self.say(f"timer.{stage.kind.value}"))
            self.stage.show_gauge(stage, title, self._moment(stage))
        if total is not None:
            title = self.say("card.total", timer=self.say(f"timer.{total.kind.value}"))
            self.total.show_gauge(total, title, self._moment(total))
        self.total.setVisible(total is not None or case.standard is not None)
        # A clock that has not begun has no due time: the running one takes its room.
        shares = (5, 4) if total is None else (1, 1)
        for at, share in enumerate(shares):
            self._row.setStretch(at, share)
        if total is None and case.standard is not None:
            limit = limit_words(case.standard.limit, self.look.wording)
            waiting = stage is None or stage.kind.value != "handle"
            words = self.say("card.after_dispatch" if waiting else "card.as_stage")
            self.total.show_plan(
                self.say("card.total", timer=self.say("timer.handle")),
                self.say("card.limit", limit=limit),
                words,
            )

    def _moment(self, gauge: Gauge) -> str:
        now = self._card.desk.now()
        if gauge.paused_by is not None:
            cause = self.say(f"cause.{gauge.paused_by.value}")
            return self.say("card.paused", cause=cause)
        if gauge.stopped is not None:
            code = "card.stopped_late" if gauge.late else "card.stopped"
            return self.say(code, time=self.formats.moment(gauge.stopped, now))
        return self.say("card.due", time=self.formats.due(gauge.due, now))
