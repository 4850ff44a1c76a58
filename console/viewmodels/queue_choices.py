"""What a queue can be narrowed to: districts and classes of the city, sources of reports."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.place import DivisionLevel
from console.ports.reading import Reading
from console.viewmodels.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Codes with names: districts in code order; classes as `kind:code` with their names."""

    districts: tuple[tuple[str, str], ...] = ()
    classes: tuple[tuple[str, str], ...] = ()


class QueueChoices(QObject):
    """Read once per seat. Signals: `loaded` (Choices)."""

    loaded = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._asked = False
        self.choices = Choices()

    @Slot()
    def load(self) -> None:
        """Ask for the names, once."""
        if self._asked:
            return
        self._asked = True
        now = self._desk.now()

        def read(reading: Reading) -> Choices:
            districts = {
                one.code: one.name
                for one in reading.divisions()
                if one.level is DivisionLevel.DISTRICT
            }
            classes = {
                f"{one.key.kind}:{one.class_code}": one.class_name
                for one in reading.catalogue(now).categories
            }
            return Choices(
                districts=tuple(sorted(districts.items())),
                classes=tuple(sorted(classes.items())),
            )

        self._desk.ask("queue_choices", read, self._on_read)

    def _on_read(self, choices: Choices) -> None:
        self.choices = choices
        self.loaded.emit(choices)
