"""Calls new emergencies out: a sentence where this machine has a voice for it, else a tone.

Class and district are all it says. A machine without the engine's own libraries, without a voice or
without one of the wall's language has the tone, and the log says why; so has a voice that breaks.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QObject, Slot
from PySide6.QtWidgets import QApplication

from console.viewmodels.wall_stage import Emergency
from console.views.look import Look
from console.views.wording import Language

if TYPE_CHECKING:
    from PySide6.QtTextToSpeech import QTextToSpeech

LOG: Final = logging.getLogger(__name__)
SAID: Final = 3
"""So many are named at once; the others are a number."""
_LANGUAGES: Final = {
    Language.CHINESE: QLocale.Language.Chinese,
    Language.ENGLISH: QLocale.Language.English,
}


class Voice(QObject):
    """`spoken` is what is wished; `engine` one of Qt's by name, "" the system's own."""

    def __init__(
        self, look: Look, *, spoken: bool, engine: str = "", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self.speech = self._speech(engine) if spoken else None

    @Slot(object)
    def call(self, news: Sequence[Emergency]) -> None:
        """Say them after what is being said, or give one tone for all."""
        if self.speech is None or self.speech.enqueue(self.sentence(news)) < 0:
            QApplication.beep()

    def sentence(self, news: Sequence[Emergency]) -> str:
        """What is said."""
        say, formats = self._look.wording.say, self._look.formats
        told = [say("wall.call", name=one.category_name, district=one.district) for one in news]
        more = len(told) - SAID
        if more > 0:
            told[SAID:] = [say("wall.call.more", n=formats.number(more))]
        return say("wall.call.stop").join(told)

    def _speech(self, engine: str) -> QTextToSpeech | None:
        try:
            from PySide6.QtTextToSpeech import QTextToSpeech  # noqa: PLC0415  its libraries may miss
        except ImportError as missing:
            LOG.warning("the wall has no voice: %s", missing)
            return None
        made = QTextToSpeech(engine, self) if engine else QTextToSpeech(self)
        wanted = _LANGUAGES[self._look.wording.language]
        spoken = [one for one in made.availableLocales() if one.language() == wanted]
        if made.state() == QTextToSpeech.State.Error or not spoken:
            LOG.warning("the wall has no voice of its language: %s", made.errorString())
            return None
        made.setLocale(spoken[0])
        return made
