"""A call taken in by keys where nothing can be looked up."""

from console.views.panels.intake_panel import IntakePanel
from tests.journeys.hands import Hands


def take_call_by_words(hands: Hands) -> None:
    """Caller, a place nobody can look up now, class, facts; F2 sends it off."""
    panel = hands.open_as("F2", IntakePanel)
    hands.wait(lambda: panel.draft.classes.catalogue is not None)
    hands.write("王女士")
    hands.press("Tab")
    hands.write("10000000000")
    hands.press("Alt+P")
    hands.write("建设路南头")
    hands.press("Return", "Alt+L")
    hands.write("ssjg")
    hands.wait(lambda: panel.kind.finder.table.rowCount() > 0)
    hands.press("Return", "Alt+D")
    hands.write("井盖破损，行人危险")
    hands.press("F2")
    hands.wait_home()
