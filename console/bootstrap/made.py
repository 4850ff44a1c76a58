"""Whether a place holds a demo city, and its operators' passwords: what every start asks.

Light on purpose: the city itself (`building`, `living`) is loaded only by who builds or plays it.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from console.ports.work import Keeping

MADE: Final = "demo.city"
"""The setting that tells how a demo city was made: its seed and its photographs."""

BEGUN: Final = "demo.begun"
"""Set first; without `MADE` beside it, a demo was begun and never finished."""

ACCOUNTS: Final = "demo-operators.json"


def is_demo(keeping: Keeping) -> bool:
    """Whether a demo city was built here, to its end."""
    return bool(keeping.setting(MADE))


def was_interrupted(keeping: Keeping) -> bool:
    """Whether a demo was begun here and never finished."""
    return bool(keeping.setting(BEGUN)) and not is_demo(keeping)


def demo_passwords(folder: Path) -> Mapping[str, str]:
    """The demo operators' passwords by login; empty where no demo was built."""
    try:
        kept: dict[str, str] = json.loads((folder / ACCOUNTS).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return kept
