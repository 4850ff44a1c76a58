"""A notice as one sentence for the foot of the window: short case numbers, codes as names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from console.viewmodels.notices import Notice
from console.views.refusal_words import sentence
from console.views.wording import Wording

SHORT = 6


def notice_words(wording: Wording, notice: Notice, names: Mapping[str, str] | None = None) -> str:
    """The sentence of a notice in the operator's language; `names` of units by their codes."""
    number = str(notice.facts.get("number") or "")
    facts = {**notice.facts, "number": number[-SHORT:]} if number else notice.facts
    return sentence(replace(notice, facts=facts), wording, names)
