"""Step 4 of the dispatch: the standard's limit or an own one with its reason, and what it means."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from console.domain.timelimit import LimitUnit, TimeLimit
from console.viewmodels.dispatch_draft import DispatchDraft
from console.views.fmt import Formats
from console.views.limit_words import limit_words
from console.views.panels.limit_card import LimitCard
from console.views.theme import Theme
from console.views.widgets.forms import Field, RadioCard

MOST_VALUE = 999
OWN_UNITS = (
    LimitUnit.WORK_HOUR,
    LimitUnit.WORK_DAY,
    LimitUnit.HOUR,
    LimitUnit.DAY,
    LimitUnit.MINUTE,
)
DECIMALS = 2


class AmountBox(QDoubleSpinBox):
    """An amount, without a fraction where it has none: `4`, `2.5`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDecimals(DECIMALS)
        self.setRange(10.0**-DECIMALS, MOST_VALUE)

    def textFromValue(self, value: float) -> str:
        return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")

    @property
    def amount(self) -> Decimal:
        """What is shown, exactly."""
        return Decimal(self.textFromValue(self.value()))


class LimitChoice(QWidget):
    """Signals: `changed` when the limit or its reason was changed."""

    changed = Signal()

    def __init__(
        self, draft: DispatchDraft, theme: Theme, formats: Formats, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft, self._formats = draft, formats
        say = formats.wording.say
        standard = draft.detail.case.standard
        words = limit_words(standard.limit, formats.wording) if standard else say("fmt.none")
        name = standard.name if standard else ""
        self.standard = RadioCard(say("dispatch.limit_standard", limit=words), name, self)
        self.own = RadioCard(say("dispatch.limit_own"), say("dispatch.limit_own_hint"), self)
        RadioCard.join(self.standard, self.own)
        self._value = AmountBox(self)
        self._unit = QComboBox(self)
        for unit in OWN_UNITS:
            self._unit.addItem(say(f"limit_unit.{unit.value}"), unit)
        self.reason = QLineEdit(self)
        self.field = Field(theme, say("form.reason"), self.reason, parent=self)
        if standard is not None:
            self._value.setValue(float(standard.limit.value))
            self._unit.setCurrentIndex(max(0, self._unit.findData(standard.limit.unit)))
        self._lay_out()
        self.card = LimitCard(theme, formats, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.standard, self.own, self.card):
            column.addWidget(part)
        self.restore()
        for card in (self.standard, self.own):
            card.chosen.connect(self._on_changed)
        self._value.valueChanged.connect(self._on_changed)
        self._unit.currentIndexChanged.connect(self._on_changed)
        self.reason.textChanged.connect(self._on_changed)
        self.setFocusProxy(self.standard)

    def restore(self) -> None:
        """Show what the draft says."""
        limit, reason = self._draft.own_limit, self._draft.reason  # each entry tells the draft
        (self.own if limit is not None else self.standard).choose()
        if limit is not None:
            self._value.setValue(float(limit.value))
            self._unit.setCurrentIndex(max(0, self._unit.findData(limit.unit)))
        if self.reason.text() != reason:
            self.reason.setText(reason)

    def refresh(self) -> None:
        """Compute the preview for now."""
        self.card.show_preview(self._draft.preview(), self._draft.desk.now())

    def complain(self) -> None:
        """An own limit needs its reason: say so and go there."""
        self.field.complain(self._formats.wording.say("dispatch.limit_reason"))
        self.reason.setFocus()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._value)
        row.addWidget(self._unit)
        row.addStretch(1)
        self.own.body.addLayout(row)
        self.own.body.addWidget(self.field)

    def _on_changed(self) -> None:
        own = self.own.is_chosen
        unit = self._unit.currentData()
        chosen = TimeLimit(self._value.amount, LimitUnit(unit)) if own else None
        if self.reason.text().strip():
            self.field.complain("")
        self._draft.put(own_limit=chosen, reason=self.reason.text() if own else "")
        self.changed.emit()
