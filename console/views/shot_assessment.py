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


def show_findings(shell: Shell) -> None:
    """Open the page on last month's lists to look into. Raises `NothingToShowError`."""
    stage = shell.pages.assessment
    stage.turn()
    if stage.view is None:
        raise NothingToShowError("findings")
    stage.view.open("findings")


def show_schemes(shell: Shell) -> None:
    """The departments' scheme with a weight moved, beside the one in force; nothing is kept."""
    stage = shell.pages.assessment
    stage.turn()
    if stage.view is None:
        raise NothingToShowError("assessment-schemes")
    stage.view.open("schemes")
    stage.view.shown.show_figure(("department", "standard"), "weight")
