"""One scheme while it is written: what was typed, undo and redo, and what is wrong with it now."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from PySide6.QtCore import QObject, Signal

from console.domain.refusal import Refusal
from console.evaluation.plan import decimal_text
from console.evaluation.scheme import Scheme
from console.viewmodels.scheme_document import OWN, Place, SchemeDocument, place_of

MOST_STEPS: Final = 300
"""Steps that can be undone."""


class SchemeEdit(QObject):
    """Signals: `changed` the document is another one (or what is wrong with it); `shaped` rows came
    or went, or another document was opened.
    """

    changed = Signal()
    shaped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document: SchemeDocument | None = None
        self.writable = False
        self.scheme: Scheme | None = None
        self.refusal: Refusal | None = None
        self._back: list[SchemeDocument] = []
        self._on: list[SchemeDocument] = []
        self._typing: Place | None = None
        self.stepped = False
        """Whether the last change was made by hand, not by opening."""

    def open(self, document: SchemeDocument | None, *, writable: bool) -> None:
        """Show another document; what could be undone is forgotten."""
        self.document, self.writable = document, writable
        self._back, self._on, self._typing, self.stepped = [], [], None, False
        self._check()
        self.shaped.emit()
        self.changed.emit()

    # --- typing -----------------------------------------------------------------------------------

    def type(self, place: Place, text: str) -> None:
        """Another text in a cell; letters typed into one cell are one step back."""
        document = self.document
        if document is None or not self.writable or document.text(place) == text:
            return
        self._become(document.with_text(place, text), merge=self._typing == place)
        self._typing = place

    def seal(self) -> None:
        """The cell was left: what is typed next is a step of its own."""
        self._typing = None

    def add_row(self, part: str, at: int, group: int = OWN) -> None:
        """An empty row before the place `at`."""
        self._shape(lambda document: document.with_row(part, at, group))

    def remove_row(self, part: str, at: int, group: int = OWN) -> None:
        """A row less."""
        self._shape(lambda document: document.without_row(part, at, group))

    def move_row(self, part: str, at: int, by: int, group: int = OWN) -> None:
        """A row further down, or up."""
        self._shape(lambda document: document.moved(part, at, by, group))

    def _shape(self, change: Callable[[SchemeDocument], SchemeDocument]) -> None:
        if self.document is None or not self.writable:
            return
        made = change(self.document)
        if made != self.document:
            self._become(made)
            self.shaped.emit()

    def _become(self, made: SchemeDocument, *, merge: bool = False) -> None:
        if self.document is not None and not merge:
            self._back = [*self._back, self.document][-MOST_STEPS:]
        self._on, self._typing = [], None
        self.document, self.stepped = made, True
        self._check()
        self.changed.emit()

    # --- steps ------------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether there is a step back."""
        return bool(self._back)

    @property
    def can_redo(self) -> bool:
        """Whether a step back can be taken again."""
        return bool(self._on)

    def undo(self) -> None:
        """One step back; nothing where there is none."""
        self._step(self._back, self._on)

    def redo(self) -> None:
        """The step that was taken back once more."""
        self._step(self._on, self._back)

    def _step(self, source: list[SchemeDocument], other: list[SchemeDocument]) -> None:
        if not source or self.document is None:
            return
        other.append(self.document)
        self.document, self._typing, self.stepped = source.pop(), None, True
        self._check()
        self.shaped.emit()
        self.changed.emit()

    # --- what is wrong ----------------------------------------------------------------------------

    def _check(self) -> None:
        self.scheme, self.refusal = None, None
        if self.document is None:
            return
        try:
            self.scheme = self.document.read()
        except Refusal as refusal:
            self.refusal = refusal

    @property
    def fault(self) -> Place | None:
        """The cell that is wrong first."""
        if self.refusal is None:
            return None
        return place_of(str(self.refusal.facts.get("field", "")))

    def weights(self, group: int = OWN) -> str:
        """The sum of the weights of a set of components as it is typed; "" where one is none."""
        if self.document is None:
            return ""
        total = Fraction(0)
        for row in range(self.document.rows("components", group)):
            text = self.document.text(
                Place(part="components", row=row, column="weight", group=group)
            )
            try:
                total += Fraction(text.strip())
            except (ValueError, ZeroDivisionError):
                return ""
        try:
            return decimal_text(total)
        except ValueError:
            return ""
