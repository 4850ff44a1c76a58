"""Speaking on the terminal: sentences by code, and bars that grow while something is built."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from console.cli.bar import Bar

Say = Callable[..., str]
"""The sentence of a code with its facts, in the operator's language."""


class Talk:
    """Prints sentences and shows how far a long work is."""

    def __init__(self, say: Say, out: TextIO | None = None, bars: TextIO | None = None) -> None:
        self.say = say
        self._out = out or sys.stdout
        self._bars = bars or sys.stderr
        self._bar: Bar | None = None
        self._part = ""

    def tell(self, code: str, **facts: object) -> None:
        """One sentence on a line of its own."""
        self.line(self.say(code, **facts))

    def line(self, text: str) -> None:
        """Text as it is."""
        print(text, file=self._out, flush=True)

    def progress(self, part: str, done: int, of: int) -> None:
        """Show that `done` of `of` are done of a part, named by the sentence `cli.part.<part>`."""
        from console.cli.bar import Bar  # a start of the window shows none and need not wait for it

        if part != self._part:
            self.end_progress()
            words = self.say(f"cli.part.{part}")
            self._bar = Bar(total=of, desc=words, file=self._bars, ncols=78, unit="")
            self._part = part
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

    def end_progress(self) -> None:
        """The last bar is over."""
        if self._bar is not None:
            self._bar.close()
        self._bar, self._part = None, ""
