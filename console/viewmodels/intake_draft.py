"""A report being taken in: caller, place, class, facts, and the check before it is registered.

The order of the talk and all keys are the panel's, registering is in `intake_acts`. A caller's data
lives here and in the sealed draft only (article 23).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from console.domain.place import Place, Point
from console.domain.stage import ABOVE_SOURCES, PUBLIC_SOURCES, Source
from console.ports.reading import Reading
from console.ports.work import Caller
from console.viewmodels.answering import while_alive
from console.viewmodels.category_finder import CategoryFinder, key_text
from console.viewmodels.desk import Desk
from console.viewmodels.drafts import DraftKeeper
from console.viewmodels.duplicates import Duplicates
from console.viewmodels.place_finder import PlaceFinder, component_points

SOURCES: Final = (
    Source.HOTLINE,
    Source.WEB,
    Source.MEDIA,
    Source.SUPERIOR,
    Source.LEADER,
    Source.VIDEO,
)
CONFIRM_SETTING: Final = "intake.confirm_at_once"
"""`off` leaves a registered report in the accepting queue; anything else sends the inspector."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the check before registering: what, whether it is there, whether it must be."""

    what: str
    met: bool
    needed: bool = True


class IntakeDraft(QObject):
    """Signals: `changed` when anything the checks look at changed; `restored` from a draft;
    `surroundings` when the components around the place arrived.
    """

    changed = Signal()
    restored = Signal()
    surroundings = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.source = Source.HOTLINE
        self.name = self.phone = ""
        self.reply = "sms"
        self.description = ""
        self.task_number = ""
        self.urgent = False
        self.photos: tuple[Path, ...] = ()
        self.points: tuple[tuple[float, float], ...] = ()
        self.confirm_at_once = True
        self.places = PlaceFinder(desk)
        self.classes = CategoryFinder(desk)
        self.likes = Duplicates(desk)
        subject = f"{desk.now():%Y%m%d%H%M%S%f}"
        self.keeper = DraftKeeper(desk, "report", subject, self.content)
        for part in (self.places, self.classes, self.likes, self.keeper):
            part.setParent(self)
        self.places.chosen.connect(self._on_place)
        self.classes.chosen.connect(self._on_class)
        self.likes.changed.connect(self.changed)

    def load(self) -> None:
        """Ask for the standards and the setting."""
        self.classes.load()
        keeping = self.desk.outside.keeping
        self.desk.lanes.ask(
            "intake.setting",
            lambda: keeping.setting(CONFIRM_SETTING),
            while_alive(self, self._on_setting),
            self.desk.failed,
        )

    # --- what is typed ----------------------------------------------------------------------------

    def put(self, **fields: Any) -> None:
        """Take what was typed, by field name."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.keeper.touch()
        self.changed.emit()

    @property
    def from_public(self) -> bool:
        """Whether the report has a caller who is told the result."""
        return self.source in PUBLIC_SOURCES

    @property
    def next_stage(self) -> str:
        """Where F2 leads: `confirm`, `register`, `dispatch` or `accept`, as queue codes."""
        if self.from_public:
            return "confirm" if self.confirm_at_once else "accept"
        return "dispatch" if self.source in ABOVE_SOURCES else "register"

    def caller(self) -> Caller | None:
        """The caller as typed; None without any word."""
        if not self.from_public or not (self.name.strip() or self.phone.strip()):
            return None
        return Caller(name=self.name.strip(), phone=self.phone.strip(), reply=self.reply)

    def checks(self) -> tuple[Check, ...]:
        """What registering looks at, in the order of the talk."""
        lines = [
            Check(what="place", met=self.places.hit is not None),
            Check(what="class", met=self._standard_known()),
            Check(what="words", met=bool(self.description.strip())),
        ]
        if self.from_public:
            lines.insert(0, Check(what="caller", met=self.caller() is not None, needed=False))
        if self.likes.cases:
            lines.append(Check(what="likeness", met=not self.likes.pressing))
        return tuple(lines)

    def lacks(self) -> str:
        """The first thing registering waits for; "" when it may go."""
        return next((one.what for one in self.checks() if one.needed and not one.met), "")

    def _standard_known(self) -> bool:
        return self.classes.condition is not None

    # --- what follows from a choice ---------------------------------------------------------------

    def _on_setting(self, value: str | None) -> None:
        self.confirm_at_once = value != "off"
        self.changed.emit()

    def _on_place(self) -> None:
        hit = self.places.hit
        self.classes.component_category = hit.component_category if hit else ""
        self._compare()
        point = hit.place.point if hit else None
        if point is not None:
            self._look_around(point)
        self.keeper.touch()
        self.changed.emit()

    def _look_around(self, point: Point) -> None:
        category, metres = self.classes.component_category, self.likes.metres

        def read(reading: Reading) -> tuple[tuple[float, float], ...]:
            return component_points(reading.components_near(point, metres, category))

        self.desk.ask("around", read, while_alive(self, self._on_around))

    def _on_around(self, points: tuple[tuple[float, float], ...]) -> None:
        self.points = points
        self.surroundings.emit()

    def _on_class(self) -> None:
        self._compare()
        self.keeper.touch()
        self.changed.emit()

    def _compare(self) -> None:
        category = self.classes.category
        self.likes.compare(
            self.places.place if category else None,
            category.key.kind if category else "",
            category.key.code if category else "",
            self.description,
        )

    # --- the draft --------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        """What is kept while it is typed; sealed by the store of drafts."""
        hit, category = self.places.hit, self.classes.category
        point = hit.place.point if hit else None
        return {
            "source": self.source.value,
            "name": self.name,
            "phone": self.phone,
            "reply": self.reply,
            "description": self.description,
            "task_number": self.task_number,
            "urgent": self.urgent,
            "photos": [str(path) for path in self.photos],
            "title": hit.title if hit else "",
            "address": hit.place.address if hit else "",
            "point": [point.lon, point.lat] if point else None,
            "component": hit.place.component if hit else None,
            "component_category": hit.component_category if hit else "",
            "class": key_text(category.key) if category else "",
            "condition": self.classes.condition.ordinal if self.classes.condition else 0,
        }

    def restore(self, subject: str, content: Mapping[str, Any]) -> None:
        """Go on with a parked draft."""
        self.keeper.subject = subject
        self.source = Source(content["source"])
        for name in ("name", "phone", "reply", "description", "task_number", "urgent"):
            setattr(self, name, content[name])
        self.photos = tuple(Path(name) for name in content.get("photos", ()))
        if content["address"]:
            point = Point(*content["point"]) if content["point"] else None
            self.places.take_place(
                Place(address=content["address"], point=point, component=content["component"]),
                content["title"],
                content["component_category"],
            )
        if content["class"]:
            self.classes.choose(content["class"], int(content["condition"]))
        self.restored.emit()
        self.changed.emit()
