"""What every work panel is: head, columns of numbered steps, bottom bar with the primary act first.

Keys: each act has its key on its button; Ctrl+Enter submits from any field; Esc closes, keeping the
draft, and Ctrl+Shift+Backspace throws it away after asking. Single letters and digits are never
taken from a text field. What a panel does with a case is its viewmodel's business; here is only
the frame.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from console.domain.refusal import Refusal
from console.domain.tone import Urgency
from console.ports.work import Changes
from console.viewmodels.drafts import DraftKeeper
from console.viewmodels.form_draft import FormDraft
from console.views.fmt import Formats
from console.views.icons import Icon
from console.views.panels.discarding import Discarding
from console.views.panels.head import PanelHead
from console.views.reading_order import show_whole, step_focus
from console.views.refusal_words import sentence
from console.views.theme import Theme, set_look
from console.views.widgets.bars import Banner
from console.views.widgets.forms import Step
from console.views.widgets.keys import KeyButton
from console.views.wording import Wording

SUBMIT: Final = "Ctrl+Enter"
SUBMIT_NEXT: Final = "Ctrl+Shift+Enter"
DISCARD: Final = "Ctrl+Shift+Backspace"
CONFLICT: Final = "case.conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How a panel ended: what was changed (None when nothing was), and whether the next is wanted.

    `then` names a gesture to open next on the same case, such as the coordination.
    """

    changes: Changes | None = None
    and_next: bool = False
    then: str = ""


class Panel(QWidget):
    """A work panel. Subclasses add columns, steps and acts, and set `first`.

    Signals: `closed` the operator left it, the draft is kept; `finished` (Finished) it is done;
    `conflicted` (Refusal, command) another seat was faster: the typed command goes to the conflict
    panel and nothing typed is lost.
    """

    closed = Signal()
    finished = Signal(object)
    conflicted = Signal(object, object)

    def __init__(
        self,
        viewmodel: QObject,
        wording: Wording,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        title: str = "",
    ) -> None:
        super().__init__(parent)
        self.viewmodel = viewmodel
        viewmodel.setParent(self)  # its draft timer ends with the panel
        self.wording, self.theme = wording, theme
        self.formats = Formats(wording)
        self.names: Mapping[str, str] = {}
        self.first: QWidget | None = None
        self._shortcuts: dict[str, QShortcut] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.head = PanelHead(theme, self.formats, title, self)
        self.columns = QHBoxLayout()
        self.columns.setContentsMargins(0, 0, 0, 0)
        self.columns.setSpacing(0)
        self.banner = Banner(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(self.columns, 1)
        column.addWidget(self.banner)
        column.addWidget(self._made_bottom())
        self.head.left.connect(self.leave)
        self._bind("Esc", self.leave)
        keeper = getattr(viewmodel, "keeper", None)
        if isinstance(keeper, DraftKeeper):
            self._discarding = Discarding(keeper, wording, theme, self.closed.emit, self)
            self._bind(DISCARD, self._discarding.ask)

    # --- building ---------------------------------------------------------------------------------

    def add_column(self, width: int = 0, *, tone: str = "panel") -> QVBoxLayout:
        """A column of the body that scrolls when it must; `width` 0 takes what is left."""
        if self.columns.count():
            rule = QFrame(self)
            set_look(rule, role="rulev")
            self.columns.addWidget(rule)
        inner = QFrame()
        set_look(inner, role=tone)
        area = QScrollArea(self)
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if width:
            area.setFixedWidth(width)
        self.columns.addWidget(area, 0 if width else 1)
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(14)
        return layout

    def add_step(self, column: QVBoxLayout, number: int, code: str, hint: str = "") -> Step:
        """A numbered step whose title has the code `code`."""
        step = Step(number, self.wording.say(code), hint, self)
        column.addWidget(step)
        return step

    def add_act(
        self,
        text: str,
        key: str,
        slot: Callable[[], None],
        *,
        kind: str = "plain",
        sign: Icon | None = None,
    ) -> KeyButton:
        """A button of the bottom bar with its key; the first one added is the primary act."""
        button = KeyButton(self.theme, text, key, kind=kind, size="large", sign=sign, parent=self)
        button.clicked.connect(slot)
        self._acts.addWidget(button)
        if key:
            self._bind(key, partial(self._press, button))
        return button

    def add_key(self, key: str, slot: Callable[[], None]) -> None:
        """A key of the panel without a button in the bar."""
        self._bind(key, slot)

    def go_to(self, widget: QWidget) -> None:
        """Give the keyboard to a field and bring it into view."""
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        show_whole(widget)

    @property
    def keys(self) -> frozenset[str]:
        """Keys this panel takes while it is open; outer bindings of the same keys must rest."""
        return frozenset(self._shortcuts)

    # --- telling ----------------------------------------------------------------------------------

    def note(self, text: str) -> None:
        """Quiet words at the right of the bottom bar: the draft, the next number."""
        self._note.setText(text)

    def complain(self, refusal: Refusal) -> None:
        """Say why it was not done; focus and input stay as they are."""
        self.banner.tell(sentence(refusal, self.wording, self.names), urgency=Urgency.OVER)

    def tell(self, text: str) -> None:
        """Say something that is no failure."""
        self.banner.tell(text)

    def refuse(self, refusal: Refusal, command: object) -> None:
        """A command was refused: a clash goes to the conflict panel, the rest is said here."""
        if refusal.code == CONFLICT:
            self.conflicted.emit(refusal, command)
        self.complain(refusal)

    # --- leaving ----------------------------------------------------------------------------------

    def leave(self) -> None:
        """Close and keep the draft (Esc)."""
        self.keep_draft()
        self.closed.emit()

    def keep_draft(self) -> None:
        """Save what was typed; an untouched form leaves nothing."""
        if isinstance(self.viewmodel, FormDraft):
            self.viewmodel.keep()

    def finish(
        self, changes: Changes | None = None, *, and_next: bool = False, then: str = ""
    ) -> None:
        """The work is done."""
        self.finished.emit(Finished(changes=changes, and_next=and_next, then=then))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.begin()

    def begin(self) -> None:
        """The keyboard to the first field; to the panel while that is not there to take it.

        Were it left to Qt, it could land outside, where the panel's keys do not work.
        """
        first = self.first
        taker = (first.focusProxy() or first) if first is not None else None
        home = taker if taker is not None and taker.isVisibleTo(self) else self
        home.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001  Qt calls it
        """Tab in reading order; inside the workplace that is the workplace's business."""
        if self.isWindow():
            return step_focus(self, forward=forward)
        return super().focusNextPrevChild(forward)

    # --- inside -----------------------------------------------------------------------------------

    def _made_bottom(self) -> QFrame:
        bar = QFrame(self)
        set_look(bar, role="bottom")
        self._acts = QHBoxLayout()
        self._acts.setSpacing(8)
        self._note = QLabel(bar)
        set_look(self._note, role="hint")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.addLayout(self._acts)
        row.addStretch(1)
        row.addWidget(self._note)
        return bar

    def _press(self, button: KeyButton) -> None:
        """The key of a button that is locked says why instead of doing nothing."""
        if button.isEnabled():
            button.click()
        elif button.toolTip():
            self.tell(button.toolTip())

    def _bind(self, key: str, slot: Callable[[], None]) -> None:
        # The main Enter key is called Return by Qt; the design prints Enter for both.
        for name in {key, key.replace("Enter", "Return")}:
            shortcut = QShortcut(QKeySequence(name), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(slot)
            self._shortcuts[name] = shortcut
