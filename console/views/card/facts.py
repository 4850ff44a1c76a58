"""What is known of a case: place, grid, report, related cases, and who reported it, masked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from console.domain.case import CaseId
from console.ports.rows import CaseDetail, RelatedCase
from console.ports.work import Caller
from console.viewmodels.case_card import CaseCard
from console.viewmodels.case_columns import grid_words
from console.viewmodels.reveal import SHOWN
from console.views.card.part import Elastic, Part, label
from console.views.icons import Icon
from console.views.look import Look
from console.views.widgets.chip import Chip
from console.views.widgets.keys import KeyButton

LABEL: Final = 56
NARROW: Final = 440  # px; below it no room is left for a chip beside the caller
DAY_SECONDS: Final = 86_400


class CardFacts(Part):
    """Signals: `located` (M); `reveal_asked` (Ctrl+R); `case_asked` (CaseId) a related case."""

    located = Signal()
    reveal_asked = Signal()
    case_asked = Signal(object)

    def __init__(self, card: CaseCard, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._card = card
        self._related: CaseId | None = None
        self.place, self.grid, self.words = (label(parent=self, wrap=True) for _ in range(3))
        self.place.setMaximumHeight(38)
        self.words.setMaximumHeight(74)
        self.locate = KeyButton(
            look.theme, self.say("card.locate"), "M", kind="quiet", size="small", parent=self
        )
        self.related = KeyButton(look.theme, "", kind="link", parent=self)
        self.related_more = Elastic(self, tone="ink2")
        self.caller = label(parent=self)
        self.caller.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.show_caller = KeyButton(
            look.theme,
            self.say("card.reveal"),
            "Ctrl+R",
            size="small",
            sign=Icon.REVEAL,
            parent=self,
        )
        self.copy_phone = KeyButton(look.theme, self.say("card.copy_phone"), size="small")
        self.copy_phone.setParent(self)
        self.reply = Chip(look.theme, self.say("card.reply_due"), parent=self)
        self._clearing = QTimer(self)
        self._clearing.setSingleShot(True)
        self._clearing.timeout.connect(self.clear_clipboard)
        self._copied = ""
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        self._heads: dict[str, QLabel] = {}
        lines: tuple[tuple[str, Sequence[QWidget]], ...] = (
            ("place", (self.place, self.locate)),
            ("grid", (self.grid,)),
            ("words", (self.words,)),
            ("related", (self.related, self.related_more)),
            ("caller", (self.caller, self.show_caller, self.copy_phone, self.reply)),
        )
        for row, (name, parts) in enumerate(lines):
            head = label(self.say(f"card.fact.{name}"), self, tone="ink3")
            head.setMinimumWidth(LABEL)
            self._heads[name] = head
            top = name in ("place", "words")
            way = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignVCenter
            head.setContentsMargins(0, 3 if name == "place" else 0, 0, 0)
            grid.addWidget(head, row, 0, way)
            line = QHBoxLayout()
            line.setSpacing(8)
            for part in parts:
                wide = part in (self.place, self.grid, self.words, self.related_more)
                line.addWidget(part, int(wide))
                if part is self.copy_phone:
                    line.addStretch(1)
            grid.addLayout(line, row, 1)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)

    def _connect(self) -> None:
        reveal = self._card.reveal
        self.locate.clicked.connect(self.located)
        self.show_caller.clicked.connect(self._on_reveal_clicked)
        self.copy_phone.clicked.connect(self._on_copy)
        self.related.clicked.connect(self._on_related)
        reveal.shown.connect(self._on_revealed)
        reveal.ticked.connect(self._on_ticked)
        reveal.ended.connect(self._on_ended)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        known = self._card.known
        if known is not None:
            self.reply.setVisible(self._shows_reply(known.detail))

    # --- telling ----------------------------------------------------------------------------------

    def show_case(self, detail: CaseDetail) -> None:
        """Show this case."""
        case = detail.case
        self.place.setText(self._place(detail))
        self.place.setToolTip(self.place.text())
        self.locate.setVisible(case.place.point is not None)
        self.grid.setText(self._grid(detail))
        self.words.setText(case.description)
        self.words.setToolTip(case.description)
        self._tell_related(detail)
        self._tell_caller(detail)

    def _place(self, detail: CaseDetail) -> str:
        place, names = detail.case.place, detail.names
        area = [names.get(code or "", "") for code in (place.district, place.street)]
        said = [name for name in area if name and not place.address.startswith(name)]
        return " ".join(part for part in ("".join(said), place.address) if part)

    def _grid(self, detail: CaseDetail) -> str:
        place = detail.case.place
        if not place.unit_grid:
            return self.say("card.no_grid")
        parts = [detail.names.get(place.community or "", "")]
        if detail.inspector:
            parts.append(self.say("card.inspector", inspector=detail.inspector))
        rest = " · ".join(part for part in parts if part)
        return f"{grid_words(place.unit_grid)}　{rest}".strip("　")

    def _tell_related(self, detail: CaseDetail) -> None:
        case, others = detail.case, detail.related
        first = others[0] if others else None
        self._related = first.id if first else None
        self.related.setVisible(first is not None)
        if first is not None:
            same = "card.same_component" if first.same_component else "card.same_class"
            self.related.say(f"{self.say(same)} {first.number}")
        parts = [self._when(first)] if first else []
        if len(others) > 1:
            parts.append(self.say("card.related_more", count=len(others) - 1))
        if case.callers > 1:
            parts.append(self.say("card.repeated", count=case.callers - 1))
        self.related_more.setText("　".join(parts))
        shown = bool(parts) or first is not None
        self._heads["related"].setVisible(shown)
        self.related_more.setVisible(shown)

    def _when(self, other: RelatedCase) -> str:
        since = other.closed_at or other.reported_at
        days = int((self._card.desk.now() - since).total_seconds() // DAY_SECONDS)
        stage = self.say(f"stage.{other.stage.value}")
        return self.say("card.days_ago" if days else "card.within_day", count=days, stage=stage)

    def _tell_caller(self, detail: CaseDetail) -> None:
        there = bool(detail.callers)
        self._heads["caller"].setVisible(there)
        self.caller.setVisible(there)
        self.reply.setVisible(self._shows_reply(detail))
        self._show_masked(detail)

    def _shows_reply(self, detail: CaseDetail) -> bool:
        """Whether the caller waits for an answer, and there is room to say so."""
        wanted = any(one.reply != "none" for one in detail.callers) or detail.case.callback_wanted
        owed = bool(detail.callers) and wanted and detail.case.callback is None
        return owed and self.width() >= NARROW

    def _show_masked(self, detail: CaseDetail) -> None:
        revealed = self._card.reveal.active
        self.copy_phone.setVisible(revealed)
        self.show_caller.setVisible(bool(detail.callers) and not revealed)
        if revealed or not detail.callers:
            return
        first = detail.callers[0]
        words = f"{first.name}　{first.phone}"
        if len(detail.callers) > 1:
            words += self.say("card.callers_more", count=len(detail.callers))
        self.caller.setText(words)

    # --- reveal -----------------------------------------------------------------------------------

    @Slot()
    def _on_reveal_clicked(self) -> None:
        self.reveal_asked.emit()

    @Slot(object)
    def _on_revealed(self, callers: tuple[Caller, ...]) -> None:
        self.show_caller.hide()
        self.copy_phone.setVisible(bool(callers))
        self.caller.setText(self._plain(callers))

    @Slot(int)
    def _on_ticked(self, seconds: int) -> None:
        left = self.formats.exact(seconds)
        self.caller.setText(f"{self._plain(self._card.reveal.callers)}　{left}")

    @Slot()
    def _on_ended(self) -> None:
        known = self._card.known
        self.caller.setText("")
        self.copy_phone.hide()
        if known is not None:
            self._show_masked(known.detail)

    @staticmethod
    def _plain(callers: Sequence[Caller]) -> str:
        return "；".join(f"{one.name} {one.phone}".strip() for one in callers)

    @Slot()
    def _on_copy(self) -> None:
        callers = self._card.reveal.callers
        if callers:
            self._copied = callers[0].phone
            QGuiApplication.clipboard().setText(self._copied)
            self._clearing.start(int(SHOWN.total_seconds() * 1000))

    @Slot()
    def clear_clipboard(self) -> None:
        """Take the phone out of the clipboard, unless something else was copied since."""
        self._clearing.stop()
        clipboard = QGuiApplication.clipboard()
        if self._copied and clipboard.text() == self._copied:
            clipboard.clear()
        self._copied = ""

    @Slot()
    def _on_related(self) -> None:
        if self._related is not None:
            self.case_asked.emit(self._related)
