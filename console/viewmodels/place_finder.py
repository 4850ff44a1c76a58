"""Where is it? Finds places while a caller talks: by words, code, initials or a point on a map."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from console.domain.catalogue import fold
from console.domain.place import Component, Place, Point
from console.ports.reading import Reading
from console.ports.rows import PlaceHit
from console.viewmodels.answering import while_alive
from console.viewmodels.desk import Desk
from console.viewmodels.pinyin import letters
from console.viewmodels.typed import TypedWords

MOST = 8


class PlaceFinder(QObject):
    """Signals: `found` when finds arrived; `chosen` when a place was taken or given up."""

    found = Signal()
    chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.hits: tuple[PlaceHit, ...] = ()
        self.hit: PlaceHit | None = None
        self._typed = TypedWords(self)
        self._typed.timeout.connect(self.look)

    @property
    def place(self) -> Place | None:
        """The place taken."""
        return self.hit.place if self.hit else None

    def find(self, text: str) -> None:
        """Look for this once typing rests."""
        if not self._typed.take(text):
            self._on_hits(())

    @Slot()
    def look(self) -> None:
        """Ask now."""
        self._typed.stop()
        text = self._typed.words
        self._desk.ask(
            "places",
            lambda reading: tuple(reading.places(text, limit=MOST)),
            while_alive(self, self._on_hits),
        )

    def take(self, at: int) -> None:
        """Take a find; grids and divisions it lacks are filled in from its point."""
        hit = self.hits[at]
        self._take(hit)
        point = hit.place.point
        if point is not None and not hit.place.unit_grid:

            def read(reading: Reading) -> PlaceHit:
                located = reading.locate(point)
                kept = replace(located, address=hit.place.address, component=hit.place.component)
                return replace(hit, place=kept)

            self._desk.ask("located", read, while_alive(self, self._take))

    def take_point(self, lon: float, lat: float) -> None:
        """Take the place under a point of the map."""

        def read(reading: Reading) -> PlaceHit:
            place = reading.locate(Point(lon, lat))
            return PlaceHit(kind="point", title=place.address, detail="", place=place)

        self._desk.ask("located", read, while_alive(self, self._take))

    def take_words(self, address: str) -> None:
        """Take an address nobody knows, as it was said: the point follows later."""
        words = address.strip()
        if words:
            self._take(PlaceHit(kind="words", title=words, detail="", place=Place(address=words)))

    def take_place(self, place: Place, title: str, component_category: str = "") -> None:
        """Take a place known already, as from a draft."""
        self._take(
            PlaceHit(
                kind="kept",
                title=title,
                detail="",
                place=place,
                component_category=component_category,
            )
        )

    def forget(self) -> None:
        """Give the place up."""
        if self.hit is not None:
            self.hit = None
            self.chosen.emit()

    def _on_hits(self, hits: Sequence[PlaceHit]) -> None:
        self.hits = tuple(hits)
        self.found.emit()

    def _take(self, hit: PlaceHit) -> None:
        self.hit = hit
        self.chosen.emit()


def match(title: str, typed: str) -> tuple[int, int]:
    """Where the title matches what was typed: start and length, by words or by initials."""
    words = [word for word in fold(typed).split() if word]
    if not words:
        return (0, 0)
    for searched in (title.lower(), letters(title)):
        at = searched.find(words[0])
        if at >= 0:
            return (at, len(words[0]))
    return (0, 0)


def component_points(components: Sequence[Component]) -> tuple[tuple[float, float], ...]:
    """The points of components, for the map."""
    return tuple((one.point.lon, one.point.lat) for one in components)
