"""How the store stands, as far as a seat knows: at work, taking no writing, or gone.

Who is told when it changes is `desk`; nothing is asked here.
"""

from console.ports.errors import StoreUnavailable


class StoreState:
    """Begins at work."""

    def __init__(self) -> None:
        self.lost = False
        """Whether it takes no work: what is done waits on this machine."""
        self._failure: StoreUnavailable | None = None

    @property
    def gone(self) -> bool:
        """Whether it answers no questions either."""
        return self.lost and not self.code

    @property
    def code(self) -> str:
        """Why a store that answers takes no writing, `store.…`; "" of any other."""
        return self._failure.code if self._failure is not None and self._failure.reads else ""

    @property
    def unanswered(self) -> str:
        """What is told of an act that was just not taken: whether it was done may be unknown."""
        return "queued.unsaved" if self.code else "queued.unknown"

    def become(self, *, lost: bool, failure: StoreUnavailable | None = None) -> bool:
        """Stand so from now on; whether that is another state than before."""
        before = (self.lost, self.code)
        self.lost, self._failure = lost, failure
        return before != (lost, self.code)

    def heard(self, *, lost: bool) -> bool:
        """A question was answered, or not; as `become`.

        An answer says nothing of a store that takes no writing.
        """
        return self.become(lost=lost) if lost or not self.code else False
