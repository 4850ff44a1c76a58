"""The schemes a page judges by, as texts."""

from __future__ import annotations

from collections.abc import Mapping

from console.views.resources import resource


def shipped_texts() -> Mapping[str, str]:
    """The shipped schemes, by the names of their files."""
    folder = resource("assessment")
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.json"))}
