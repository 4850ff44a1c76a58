"""The first lines of the process that compares workbooks, light enough for the parent to import."""

import sys
from multiprocessing.connection import Connection

from console.export.compare_job import CompareJob


def enter(line: Connection, job: CompareJob) -> None:
    """Load the reader and serve; without numpy, which openpyxl would load for nothing."""
    sys.modules["numpy"] = None  # type: ignore[assignment] # Python's own way to say "not here"
    from console.export.compare_child import serve  # noqa: PLC0415 - heavy, after the line above

    serve(line, job)


def enter_alone(line: Connection, job: CompareJob) -> None:
    """As `enter`, for one file by itself."""
    sys.modules["numpy"] = None  # type: ignore[assignment] # as above
    from console.export.alone_child import serve  # noqa: PLC0415 - heavy, after the line above

    serve(line, job)
