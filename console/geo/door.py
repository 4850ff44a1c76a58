"""The first lines of the reading process, light enough for the parent to import.

Not here: the reading itself (`child.py`), whose libraries only that process loads.
"""

from multiprocessing.connection import Connection

from console.geo.parts import Bounds


def enter(line: Connection, bounds: Bounds) -> None:
    """Load the libraries and serve."""
    from console.geo.child import serve  # noqa: PLC0415 - heavy, and for this process only

    serve(line, bounds)
