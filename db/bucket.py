"""Where a bucket of photographs is and what opens it: light, for every console has read it.

What is done with it is in `bucket_files.py`, whose libraries only a place with a bucket loads.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Where a bucket is. `address` is `https://host[:port]/bucket[/prefix]`, with `?region=` and
    `&style=virtual` where a store wants them; `secret` is asked for `id:secret`."""

    address: str
    secret: Callable[[], str] = field(repr=False)
    authority: Path | None = None


def secret_from(variable: str, file: Path | None) -> str:
    """`id:secret` from the environment, else from a file, else "". Raises nothing."""
    try:
        return os.environ.get(variable) or (file.read_text("utf-8") if file else "")
    except (OSError, UnicodeDecodeError):
        return ""
