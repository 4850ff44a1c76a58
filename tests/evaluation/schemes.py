"""The schemes that are shipped, for tests."""

from pathlib import Path
from typing import Final

from console.evaluation.scheme import ObjectKind, Scheme
from console.evaluation.scheme_json import read_scheme

_FOLDER: Final = Path(__file__).resolve().parents[2] / "resources" / "assessment"
SHIPPED: Final = {
    file.name: file.read_text(encoding="utf-8") for file in sorted(_FOLDER.glob("*.json"))
}


def shipped(name: str, kind: ObjectKind = ObjectKind.DEPARTMENT) -> Scheme:
    """A shipped scheme for a kind of object."""
    (scheme,) = [
        one for one in map(read_scheme, SHIPPED.values()) if (one.id, one.kind) == (name, kind)
    ]
    return scheme
