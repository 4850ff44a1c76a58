"""The first lines of the decoding process, light enough for the parent to import.

Not here: the decoding itself (`looking.py`), whose libraries only that process loads.
"""

from multiprocessing.connection import Connection


def enter(line: Connection, memory_bytes: int) -> None:
    """Load the decoders and serve."""
    from console.media.looking import serve  # noqa: PLC0415 - heavy, and for this process only

    serve(line, memory_bytes)
