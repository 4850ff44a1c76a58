"""The usual ways through the panels, as an operator's hands do them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QImage

from console.domain.case import CaseId
from console.domain.stage import Post, Stage
from console.views.panels.dispatch_panel import DispatchPanel
from console.views.panels.register_panel import RegisterPanel
from console.views.panels.verify_panel import VerifyPanel
from tests.journeys.hands import Hands


def confirm(hands: Hands, case: CaseId) -> None:
    """The inspector has found it true."""
    hands.open("Alt+K")
    hands.submit(case, Stage.ACCEPTED)


def submit_for_registration(hands: Hands, case: CaseId) -> None:
    """To the shift leader, as the form stands."""
    hands.open("Ctrl+Shift+F3")
    hands.submit(case, Stage.TO_REGISTER)


def register(hands: Hands, case: CaseId) -> None:
    """Tick the first part of the condition and register."""
    panel = hands.open_as("F3", RegisterPanel)
    hands.wait(lambda: bool(panel.boxes) and panel.boxes[0].hasFocus())
    hands.press("Space")
    hands.submit(case, Stage.TO_DISPATCH)


def dispatch(hands: Hands, case: CaseId, other: str = "") -> None:
    """To the unit that is proposed, or to another one by the initials of its name."""
    panel = hands.open_as("F4", DispatchPanel)
    hands.wait(lambda: bool(panel.draft.advice.units))
    if other:
        hands.press("Alt+U")
        hands.write(other)
        hands.press("Return")
    assert panel.draft.unit
    hands.submit(case, Stage.DISPATCHED)


def write_instruction(hands: Hands, words: str) -> DispatchPanel:
    """Open the dispatch and put these words in place of the proposed instruction."""
    panel = hands.open_as("F4", DispatchPanel)
    hands.wait(lambda: bool(panel.draft.advice.units))
    hands.walk_to(panel.instruction)
    hands.press("Ctrl+A")
    hands.write(words)
    return panel


def give_feedback(hands: Hands, case: CaseId) -> None:
    """The unit's words with a picture."""
    hands.open("Alt+F")
    hands.write("已更换井盖")
    hands.attach(picture(hands.folder))
    hands.submit(case, Stage.HANDLED)


def verify_on_site(hands: Hands, case: CaseId, *, passed: bool) -> None:
    """Send the inspector, write his answer down, and judge."""
    mark = "Y" if passed else "N"
    hands.go_to(Post.VERIFIER)
    hands.find(case)
    order = hands.open_as("Alt+H", VerifyPanel)
    hands.wait(lambda: order.inspector is not None and bool(order.inspector.code))
    hands.submit(case, Stage.VERIFYING)
    hands.find(case)
    hands.open("Alt+J")
    hands.press(mark)
    hands.submit(case, Stage.VERIFYING)
    hands.find(case)
    key = "F6" if passed else "Shift+F6"
    hands.open(key)
    hands.press(mark)
    if passed:
        hands.submit(case, Stage.TO_CLOSE, key)
        return
    hands.press(key)
    hands.write("井盖仍有松动")
    hands.submit(case, Stage.VERIFY_FAILED, key)


def picture(folder: Path) -> Path:
    """A photograph on the operator's disk."""
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("gray"))
    file = folder / "after.jpg"
    assert image.save(str(file))
    return file
