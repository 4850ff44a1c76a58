"""The first lines of the process that writes a workbook, light enough for the parent to import."""

import sys
from multiprocessing.connection import Connection

from console.export.assessment_job import Job


def enter(line: Connection, job: Job) -> None:
    """Load the writer and serve; without numpy, which openpyxl would load for nothing."""
    sys.modules["numpy"] = None  # type: ignore[assignment] # Python's own way to say "not here"
    from console.export.assessment_child import serve  # noqa: PLC0415 - heavy, after the line above

    serve(line, job)
