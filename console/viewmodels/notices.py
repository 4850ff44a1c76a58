"""What the operator is told, as data: code, facts, tone. Sentences are the views' business."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from console.domain.case import CaseId


class NoticeTone(StrEnum):
    """How a notice is shown: quietly at the foot, or beside the work."""

    DONE = "done"
    INFO = "info"
    REFUSED = "refused"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing said to the operator. `undo` names the case whose last act can be taken back.

    `also` are further cases that are taken back with it (an act on many).
    """

    code: str
    tone: NoticeTone
    facts: Mapping[str, object] = field(default_factory=dict)
    undo: CaseId | None = None
    also: tuple[CaseId, ...] = ()
