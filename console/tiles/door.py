"""The first lines of the tiles' process, light enough for the parent to import."""

from multiprocessing.connection import Connection


def enter(line: Connection, memory_bytes: int) -> None:
    """Load the readers and serve."""
    from console.tiles.serving import serve  # noqa: PLC0415 - heavy, and for this process only

    serve(line, memory_bytes)
