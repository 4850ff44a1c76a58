"""What a start of the window does without: nobody waits for the parts of other verbs."""

import subprocess
import sys

HEAVY = (
    "alembic",
    "boto3",
    "numpy",
    "openpyxl",
    "python_calamine",
    "tqdm",
    "console.demo",
    # Of the workbooks, the administration page has the light part that reads the standards.
    "console.export.book_child",
    "console.export.case_export_book",
    "console.export.standards_sheets",
)


def test_the_window_starts_without_the_parts_of_other_verbs() -> None:
    script = (
        "import sys, console.bootstrap.verbs, console.views.app;"
        f" print(*[one for one in {HEAVY!r} if one in sys.modules])"
    )
    started = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=120
    )
    assert started.stdout.split() == []
