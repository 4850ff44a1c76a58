"""The known failures of what lies outside the program; what a rule refuses is a Refusal instead.

The sentences and remedies for the codes live with the other words, not here.
"""

from typing import Final

_GONE: Final = frozenset({"store.lost", "store.starting", "store.stopping"})
_TAKES_NOTHING: Final = frozenset({"store.disk_full", "store.read_only"})


class StoreUnavailable(Exception):
    """The store cannot do its work now, for a reason that is known and told calmly.

    Args:
        code: What happened, as "store.reason", e.g. "store.lost"; each code has its own sentence.
        facts: The plain values that sentence shows. Never a password, never a caller's data.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    @property
    def gone(self) -> bool:
        """Whether nobody answers there now: work goes on without, and the store may come back."""
        return self.code in _GONE

    @property
    def reads(self) -> bool:
        """Whether questions are still answered, and only writing fails; nothing was written."""
        return self.code in _TAKES_NOTHING

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({shown})" if shown else self.code
