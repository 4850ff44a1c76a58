"""The first lines of the process that writes a public edition, light enough for the parent."""

import sys
from multiprocessing.connection import Connection

from console.export.edition_job import EditionJob


def enter(line: Connection, job: EditionJob) -> None:
    """Load the writers and serve; without numpy, which openpyxl would load for nothing."""
    sys.modules["numpy"] = None  # type: ignore[assignment] # Python's own way to say "not here"
    from console.export.edition_child import serve
    from console.views.edition_pdf import PaperShop

    serve(line, job, PaperShop())
