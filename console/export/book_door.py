"""The first lines of the reading process, light enough for the parent to import.

Not here: the reading itself (`book_child.py`), whose libraries only that process loads.
"""

import sys
from multiprocessing.connection import Connection

from console.export.book_rows import Bounds


def enter(line: Connection, bounds: Bounds) -> None:
    """Load the reader and serve. openpyxl would load numpy only to know its number types: without
    it the process starts in half the time and needs a quarter less memory."""
    sys.modules["numpy"] = None  # type: ignore[assignment] # Python's own way to say "not here"
    from console.export.book_child import serve  # noqa: PLC0415 - heavy, and after the line above

    serve(line, bounds)
