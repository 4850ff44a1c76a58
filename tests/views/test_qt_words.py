"""Qt's own windows speak the language of ours."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from console.views.qt_words import speak
from console.views.wording import Language


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    speak(qapp, Language.ENGLISH)  # another test's console may have spoken before
    yield qapp
    speak(qapp, Language.ENGLISH)


def cancel() -> str:
    """What stands on the button of a file dialog that gives up."""
    return QCoreApplication.translate("QPlatformTheme", "Cancel")


def test_the_save_dialog_speaks_chinese_under_chinese_and_english_again(app: QApplication) -> None:
    assert cancel() == "Cancel"
    speak(app, Language.CHINESE)
    assert cancel() == "取消"
    speak(app, Language.CHINESE)
    speak(app, Language.ENGLISH)
    assert cancel() == "Cancel"
