"""Loading many modules at once: what is loaded stays, so looking for garbage among it only costs.

A start of the window loads some 1,500 modules; the collector would take a quarter of that time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Without the garbage collector, which is as it was afterwards."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()
