"""What is it? The classes of the standards by pinyin initials, code or name, and their conditions.

A component that was chosen as the place puts its own class first. What a class means for limit and
closing is the catalogue's; freezing it into a case is `catalogue.standard_of`.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from console.domain.case import Standard
from console.domain.catalogue import (
    COMPONENT,
    Catalogue,
    Category,
    CategoryKey,
    Condition,
    standard_of,
)
from console.domain.place import AreaLevel
from console.ports.reading import Reading
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk
from console.viewmodels.pinyin import Option, letters, matched

MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFind:
    """A class that matches: where its name matched, and whether it is the chosen component's."""

    category: Category
    option: Option
    at: int
    length: int
    of_component: bool


class CategoryFinder(QObject):
    """Signals: `loaded` when the standards arrived; `chosen` when class or condition changed."""

    loaded = Signal()
    chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.catalogue: Catalogue | None = None
        self._options: dict[str, tuple[Category, Option]] = {}
        self.category: Category | None = None
        self.condition: Condition | None = None
        self.component_category = ""

    def load(self) -> None:
        """Ask for the standards in force."""
        now = self._desk.now()

        def read(reading: Reading) -> tuple[Catalogue, dict[str, tuple[Category, Option]]]:
            catalogue = reading.catalogue(now)
            return catalogue, {
                key_text(one.key): (one, _option(one)) for one in catalogue.categories
            }

        self._desk.ask("standards", read, while_alive(self, self._on_loaded))

    def find(self, typed: str) -> tuple[ClassFind, ...]:
        """The classes that match, the component's own first, then those whose name begins so."""
        finds = []
        for category, option in self._options.values():
            hit = matched(option, typed)
            if hit is not None:
                own = (
                    category.key.kind == COMPONENT and category.key.code == self.component_category
                )
                finds.append(
                    ClassFind(
                        category=category, option=option, at=hit[0], length=hit[1], of_component=own
                    )
                )
        finds.sort(key=lambda one: (not one.of_component, one.at, len(one.option.name)))
        return tuple(finds[:MOST])

    def choose(self, key: str, ordinal: int = 0) -> None:
        """Take a class by its key text, and its condition of this ordinal or the first one."""
        found = self._options.get(key)
        self.category = found[0] if found else None
        conditions = self.conditions()
        self.condition = next(
            (one for one in conditions if one.ordinal == ordinal),
            conditions[0] if conditions else None,
        )
        self.chosen.emit()

    def choose_condition(self, ordinal: int) -> None:
        """Take another condition of the class."""
        found = next((one for one in self.conditions() if one.ordinal == ordinal), None)
        if found is not None and found != self.condition:
            self.condition = found
            self.chosen.emit()

    def forget(self) -> None:
        """Give the class up."""
        if self.category is not None:
            self.category = self.condition = None
            self.chosen.emit()

    def conditions(self) -> tuple[Condition, ...]:
        """The conditions of the class taken."""
        if self.catalogue is None or self.category is None:
            return ()
        return self.catalogue.conditions_of(self.category.key)

    def standard(self, area: AreaLevel | None) -> Standard | None:
        """The class and condition as they would be frozen with a case; None while incomplete."""
        if self.catalogue is None or self.category is None or self.condition is None:
            return None
        return standard_of(self.catalogue, self.category, self.condition, area)

    def recognise(self, standard: Standard) -> None:
        """Take the class and condition a case already has."""
        key = key_text(CategoryKey(standard.scheme, standard.kind, standard.category))
        self.choose(key)
        found = next((one for one in self.conditions() if one.text == standard.text), None)
        if found is not None:
            self.choose_condition(found.ordinal)

    def _on_loaded(self, read: tuple[Catalogue, dict[str, tuple[Category, Option]]]) -> None:
        self.catalogue, self._options = read
        self.loaded.emit()


def key_text(key: CategoryKey) -> str:
    """A class as one text: scheme, kind and code together (codes alone collide)."""
    return f"{key.scheme}:{key.kind}:{key.code}"


def _option(category: Category) -> Option:
    return Option(
        code=category.key.code,
        name=category.name,
        hint=category.class_name,
        initials=letters(category.name),
    )
