"""The assessment page as its picture shows it: last month, and the late cases of one unit."""

from console.views.shell import Shell
from console.views.shot_errors import NothingToShowError

FIGURE = "in_time_dispose_rate"


def show_assessment(shell: Shell) -> None:
    """Open the page on the figure of the unit in the middle. Raises `NothingToShowError`."""
    stage = shell.pages.assessment
    stage.turn()
    rows = [row for row in stage.page.table.rows if row.rank is not None]
    if stage.view is None or not rows:
        raise NothingToShowError("assessment")
    stage.view.shown.show_figure(rows[len(rows) // 2].key, FIGURE)
