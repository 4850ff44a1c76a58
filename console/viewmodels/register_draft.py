"""Registering (立案), or handing it in for that (批转): class, condition, area level and the limit.

What is chosen here is frozen with the case for good (fact book 13, rule 1).
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal

from console.domain.case import Standard
from console.domain.place import AreaLevel
from console.domain.stage import Move
from console.ports.rows import CaseDetail
from console.services.registry import GESTURE_OF
from console.viewmodels.category_finder import CategoryFinder, key_text
from console.viewmodels.desk import Desk
from console.viewmodels.drafts import round_of
from console.viewmodels.form_draft import Done, FormDraft, Refused
from console.viewmodels.limit_preview import LimitPreview, preview_limit

_BETWEEN = re.compile(r"[、，；/,;]")


def parts_of(text: str) -> tuple[str, ...]:
    """The parts of a condition or closing text, as they are ticked one by one."""
    return tuple(dict.fromkeys(part.strip() for part in _BETWEEN.split(text) if part.strip()))


class RegisterDraft(FormDraft):
    """Signals: `changed` when class, condition or level changed; `parted` when there are other
    parts to tick.
    """

    parted = Signal()

    def __init__(self, desk: Desk, move: Move, detail: CaseDetail) -> None:
        super().__init__(desk, move.value, round_of(detail.case))
        self.move, self.detail = move, detail
        self.level: AreaLevel | None = detail.case.place.area_level
        self.ticked: frozenset[str] = frozenset()
        self.parts: tuple[str, ...] = ()
        self._settled = False
        self.classes = CategoryFinder(desk)
        self.classes.setParent(self)
        self.classes.loaded.connect(self._on_loaded)
        self.classes.chosen.connect(self._on_chosen)
        self._take_parts()

    def load(self) -> None:
        """Ask for the standards in force, then for a draft left before."""
        self.classes.load()

    @property
    def standard(self) -> Standard | None:
        """What the case would be registered under; the case's own until another is chosen."""
        return self.classes.standard(self.level) or self.detail.case.standard

    def put_level(self, level: AreaLevel | None) -> None:
        """Take another area level; the limit may change with it."""
        self.level = level
        self.typed()
        self.changed.emit()

    def tick(self, part: str, *, met: bool) -> None:
        """Take whether a part of the condition is fulfilled."""
        self.ticked = self.ticked | {part} if met else self.ticked - {part}
        self.typed()
        self.changed.emit()

    def preview(self) -> LimitPreview | None:
        """The limit as it would run from now; None without a standard."""
        standard = self.standard
        if standard is None:
            return None
        return preview_limit(standard.limit, self.desk.now(), self.desk.rules)

    def lacks(self) -> str:
        """The first thing that is missing: `class`, `parts`; "" when it may go."""
        if self.standard is None:
            return "class"
        return "" if self.ticked or self.move is Move.SUBMIT else "parts"

    def submit(self, done: Done, refused: Refused) -> None:
        """Register or hand in; a second call while the first runs does nothing."""
        case = self.detail.case
        command = GESTURE_OF[self.move].command(
            case=case.id,
            version=case.version,
            standard=self.standard,
            checklist=tuple(part for part in self.parts if part in self.ticked),
        )

        self.send(command, done, refused)

    def _on_loaded(self) -> None:
        known = self.detail.case.standard
        if known is not None:
            self.classes.recognise(known)
        self._settled = True
        self.changed.emit()
        self.bring_back()

    def _on_chosen(self) -> None:
        if self.detail.component is not None:
            self.classes.component_category = self.detail.component.category
        if self._settled:
            self.typed()
        self._take_parts()
        self.changed.emit()

    # --- the draft --------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        """What a draft keeps."""
        category, condition = self.classes.category, self.classes.condition
        return {
            "class": key_text(category.key) if category else "",
            "condition": condition.ordinal if condition else 0,
            "level": self.level.value if self.level else "",
            "ticked": sorted(self.ticked),
        }

    def take_back(self, content: Mapping[str, Any]) -> None:
        """What was chosen before comes back, unless something is being chosen already."""
        if self.touched:
            return
        if content["class"]:
            self.classes.choose(content["class"], int(content["condition"]))
        self.level = AreaLevel(content["level"]) if content["level"] else None
        self.ticked = frozenset(content["ticked"]) & frozenset(self.parts)
        self.touched = True
        self.parted.emit()

    def _take_parts(self) -> None:
        standard = self.standard
        parts = parts_of(standard.text) if standard else ()
        if parts != self.parts:
            self.parts = parts
            self.ticked = frozenset(parts) if len(parts) == 1 else frozenset()
            self.parted.emit()

    def unchanged(self) -> bool:
        """Whether the case keeps the standard it came with, area level aside."""
        own, chosen = self.detail.case.standard, self.standard
        if own is None or chosen is None:
            return own is chosen
        return replace(chosen, limit=own.limit, version=own.version) == own
