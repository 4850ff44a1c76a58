"""Theme, words and formats of one window, handed down together."""

from __future__ import annotations

from dataclasses import dataclass

from console.views.fmt import Formats
from console.views.theme import Theme, ThemeName
from console.views.wording import Language, Wording


@dataclass(frozen=True, slots=True)
class Look:
    """How a window looks and speaks."""

    theme: Theme
    wording: Wording
    formats: Formats

    @classmethod
    def of(cls, theme: str, language: str, *, strict: bool = False) -> Look:
        """The look of a theme (`light`, `dark`) and a language (`zh`, `en`)."""
        wording = Wording(Language(language), strict=strict)
        return cls(Theme(ThemeName(theme)), wording, Formats(wording))
