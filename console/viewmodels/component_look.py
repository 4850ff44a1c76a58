"""One component of the map looked at closely: its units and the cases on it, asked off the window's
thread."""

from PySide6.QtCore import QObject, Signal

from console.ports.layer_rows import ComponentCard
from console.viewmodels.desk import Desk

PANE = "component"


class ComponentLook(QObject):
    """Signals: `found` (ComponentCard) the one asked for last."""

    found = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    def ask(self, code: str) -> None:
        """Look at a component by its code; one that is gone meanwhile is a notice of the desk."""
        self._desk.ask(PANE, lambda reading: reading.component_card(code), self._on_found)

    def _on_found(self, card: ComponentCard) -> None:
        self.found.emit(card)
