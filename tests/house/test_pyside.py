"""PySide6 6.12.0 loses a reference of `True` at every emit; some 550 of them end Python 3.11."""

import sys

from PySide6.QtCore import QObject, Signal


class _Sender(QObject):
    sent = Signal()


def test_emitting_keeps_the_reference_counts() -> None:
    sender = _Sender()
    before = sys.getrefcount(True), sys.getrefcount(None)  # noqa: FBT003, the object itself is counted
    for _ in range(100):
        sender.sent.emit()
    after = sys.getrefcount(True), sys.getrefcount(None)  # noqa: FBT003, as above
    lost = [was - now for was, now in zip(before, after, strict=True)]
    assert all(count < 20 for count in lost)
