"""The schemes that come with the program, where no store keeps any."""

from collections.abc import Mapping

from console.views.resources import resource


def shipped_texts() -> Mapping[str, str]:
    """The shipped schemes, by the names of their files."""
    folder = resource("assessment")
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.json"))}
