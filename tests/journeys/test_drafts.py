"""Words typed in a form come back however it was left, until they are sent or thrown away."""

from __future__ import annotations

from console.domain.case import CaseId
from console.domain.stage import Move, Post
from console.views.panels.entries import TextEntry
from console.views.panels.gesture_form import GestureForm
from tests.journeys.hands import Hands, Office

WORDS = "本单位职责不清，附会议纪要三页"


def reason(hands: Hands) -> TextEntry:
    """The reason of the open form."""
    panel = hands.panel
    assert isinstance(panel, GestureForm)
    entry = panel.fields["reason"].entry
    assert isinstance(entry, TextEntry)
    return entry


def seated(office: Office, case: CaseId) -> Hands:
    """A dispatcher before the case."""
    hands = office.seat()
    hands.go_to(Post.DISPATCHER)
    look_at(hands, case)
    return hands


def look_at(hands: Hands, case: CaseId) -> None:
    hands.press("Alt+5")
    hands.find(case)


def come_back(hands: Hands, words: str) -> None:
    """Open the form again and find the words there."""
    hands.open_as("Ctrl+B", GestureForm)
    hands.wait(lambda: reason(hands).toPlainText() == words)


def test_a_return_half_typed_comes_back_until_it_is_sent(office: Office) -> None:
    case = office.world.until(Move.RECEIVE, office.world.call())
    hands = seated(office, case)
    hands.open_as("Ctrl+B", GestureForm)
    hands.write(WORDS)
    hands.press("Esc")
    hands.wait_home()
    come_back(hands, WORDS)
    hands.press("Alt+4")
    hands.wait_home()
    look_at(hands, case)
    come_back(hands, WORDS)
    hands.press("Ctrl+2")
    hands.wait_home()
    hands.go_to(Post.DISPATCHER)
    look_at(hands, case)
    come_back(hands, WORDS)
    hands.close()
    hands = seated(office, case)
    come_back(hands, WORDS)
    hands.press("Ctrl+Return")
    hands.wait_home()
    hands.wait(lambda: not [one for one in drafts(hands) if "request_return" in one])


def test_a_half_typed_return_is_thrown_away_after_a_question(office: Office) -> None:
    case = office.world.until(Move.RECEIVE, office.world.call())
    hands = seated(office, case)
    hands.open_as("Ctrl+B", GestureForm)
    hands.write(WORDS)
    hands.press("Esc")
    hands.wait_home()
    come_back(hands, WORDS)
    hands.press("Ctrl+Shift+Backspace")
    dialog = hands.dialog
    assert dialog is not None
    dialog.activateWindow()
    hands.wait(lambda: dialog.isAncestorOf(hands.focus))
    hands.press("Ctrl+Return")
    hands.take_over()
    hands.wait_home()
    hands.wait(lambda: not drafts(hands))


def drafts(hands: Hands) -> list[str]:
    """Keys of what lies on this workstation."""
    kept = hands.shell.desk.outside.drafts
    assert kept is not None
    return [one.key for one in kept.all()]
