"""The words of Qt's own windows (files, printers, colours), in the language of ours."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from console.views.wording import Language

_OURS: Final = "qt words"


def speak(app: QCoreApplication, language: Language) -> None:
    """From now on Qt speaks this language; English is what it has by itself.

    Where an installation lacks Qt's catalogue its windows stay English, and all works as ever.
    """
    for old in app.findChildren(QTranslator, _OURS):
        app.removeTranslator(old)
        old.deleteLater()
    if language is Language.ENGLISH:
        return
    words = QTranslator(app)
    words.setObjectName(_OURS)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if words.load(f"qtbase_{language.value}", folder):
        app.installTranslator(words)
