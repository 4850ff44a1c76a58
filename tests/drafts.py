"""Drafts in memory, as a screen uses them in tests."""

from dataclasses import dataclass, field
from datetime import datetime

from console.ports.drafts import Draft


@dataclass
class DraftsInMemory:
    """Drafts in a dictionary; `full` refuses to save as a full disk does."""

    kept: dict[str, Draft] = field(default_factory=dict)
    full: bool = False

    def save(self, key: str, text: str, at: datetime) -> None:
        if self.full:
            raise OSError("no space left")
        self.kept[key] = Draft(key=key, text=text, saved_at=at)

    def load(self, key: str) -> Draft | None:
        return self.kept.get(key)

    def discard(self, key: str) -> None:
        self.kept.pop(key, None)

    def forget_before(self, at: datetime) -> None:
        self.kept = {key: one for key, one in self.kept.items() if one.saved_at >= at}

    def all(self) -> tuple[Draft, ...]:
        return tuple(self.kept.values())
