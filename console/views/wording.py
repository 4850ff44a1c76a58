"""Codes → sentences in the operator's language; no numbers are formatted here (see `fmt`).

The catalogues are `resources/i18n/<language>/*.json`, one file per area, each a flat object
`code: sentence`. A sentence names its facts in braces: `"案卷 {number} 已派遣至 {unit}"`.
A code followed by `#one` is the English singular, taken when the fact `count` is 1.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from console.views.resources import resource

SINGULAR: Final = "#one"
_log: Final = logging.getLogger(__name__)


class Language(StrEnum):
    """Languages with a complete catalogue; the value names its folder."""

    CHINESE = "zh_CN"
    ENGLISH = "en"

    @classmethod
    def _missing_(cls, value: object) -> Language | None:
        """Take `zh`, `zh-Hans`, `en_GB`… as the command line and the system write them."""
        start = str(value)[:2].lower()
        return next((item for item in cls if item.value[:2] == start), None)


class CatalogueError(ValueError):
    """A catalogue has a code twice, or something that is not a text."""

    def __init__(self, language: str, code: str) -> None:
        super().__init__(f"{language}: code {code!r} stands twice or is not a text")


class Wording:
    """Every text an operator reads, asked for by code."""

    def __init__(
        self,
        language: Language | str = Language.CHINESE,
        *,
        strict: bool = True,
        folder: Path | None = None,
    ) -> None:
        """Load one language.

        `strict=True` (tests, tools) raises on a missing code or fact; `strict=False` (production)
        shows the code and logs, because a console must go on.
        """
        self.language = Language(language)
        self._strict = strict
        chosen = self.language
        self._texts = _shipped(chosen) if folder is None else load_catalogue(folder / chosen.value)

    def __contains__(self, code: object) -> bool:
        return code in self._texts

    def say(self, code: str, **facts: object) -> str:
        """The sentence of `code` with its facts filled in.

        Raises KeyError naming the code, or the code and the missing fact, when strict.
        """
        singular = code + SINGULAR
        chosen = singular if facts.get("count") == 1 and singular in self._texts else code
        text = self._texts.get(chosen)
        if text is None:
            return self._lack(code, code)
        try:
            return text.format_map(facts) if "{" in text else text
        except KeyError as fact:
            return self._lack(text, f"{code} needs {fact.args[0]}")

    def among(self, texts: Mapping[str, str]) -> str:
        """The text of this language among several by `zh` and `en`; "" where there is none."""
        return texts.get(self.language.value[:2], "")

    def _lack(self, shown: str, what: str) -> str:
        if self._strict:
            raise KeyError(what)
        _log.error("text missing in %s: %s", self.language.value, what)
        return shown


@lru_cache(maxsize=len(Language))
def _shipped(language: Language) -> Mapping[str, str]:
    return MappingProxyType(load_catalogue(resource("i18n") / language.value))


def load_catalogue(folder: Path) -> Mapping[str, str]:
    """All codes of one language folder.

    Raises CatalogueError when a code stands twice or a sentence is not a text.
    """
    merged: dict[str, str] = {}

    def take(pairs: list[tuple[str, object]]) -> dict[str, str]:
        for code, text in pairs:
            if code in merged or not isinstance(text, str):
                raise CatalogueError(folder.name, code)
            merged[code] = text
        return merged

    for file in sorted(folder.glob("*.json")):
        json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=take)
    return merged
