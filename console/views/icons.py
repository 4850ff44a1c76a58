"""Icons by meaning (Phosphor regular through qtawesome); state marks are in `painting`."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Final

from PySide6.QtGui import QColor, QIcon

# qtpy, which qtawesome builds on, takes the binding already imported: PySide6 must come first.
import qtawesome  # isort: skip

from console.views.theme import Tokens

SIDE: Final = 16  # logical px


class Icon(StrEnum):
    """Meaning → Phosphor name; always beside a word except close, zoom and copy."""

    ACCEPT = "tray"
    CONFIRM = "map-pin"
    REGISTER = "note-pencil"
    DISPATCH = "paper-plane-tilt"
    HANDLE = "wrench"
    VERIFY = "camera"
    CLOSE_CASE = "check-circle"
    COORDINATE = "scales"
    SUPERVISE = "megaphone"
    MERGE = "git-merge"
    RETURN = "arrow-u-up-left"
    HOLD = "hand"
    LOCK = "lock-simple"
    WAITING = "hourglass"
    REVEAL = "eye"
    FINGERPRINT = "fingerprint"
    PRINT = "printer"
    LOCATE = "crosshair"
    CALL = "phone-call"
    SEARCH = "magnifying-glass"
    FILTER = "funnel"
    COLUMNS = "columns"
    DENSITY = "rows"
    COPY = "copy"
    DISMISS = "x"
    CHECK = "check"
    NONE = "minus"
    ADD = "plus"
    INFO = "info"
    ATTACHMENT = "paperclip"
    SOUND = "speaker-high"
    UNSURE = "question"
    EXCLUDED = "prohibit"
    PREVIOUS = "caret-left"
    NEXT = "caret-right"
    UNFOLD = "caret-down"
    REPEATED = "clock-counter-clockwise"
    PERSON = "user"
    PHOTO = "image-square"
    ALTERED = "warning-octagon"
    LINK = "link"
    LAYERS = "stack"
    EXPORT = "download-simple"
    THEN = "arrow-right"
    MORE = "dots-three"
    SETTINGS = "gear"


def icon(meaning: Icon, tokens: Tokens, tone: str = "ink2") -> QIcon:
    """An icon in the colour called `tone`; greyed by itself where its button is disabled."""
    return _made(meaning, tokens.color(tone).name(), tokens.ink3)


@lru_cache(maxsize=256)  # every paint of a button asks for its icon
def _made(meaning: Icon, colour: str, faint: str) -> QIcon:
    made: QIcon = qtawesome.icon(
        f"ph.{meaning.value}", color=QColor(colour), color_disabled=QColor(faint)
    )
    return made
