"""What `assess` can be told about publications."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

Both = Callable[[str], str]
ACTS: Final = ("prepare", "check", "publish", "withdraw", "amend")
"""In the order they are done; each a switch that names its publication by period and objects."""


def add_publication_arguments(made: argparse.ArgumentParser, both: Both) -> None:
    """Add the switches; one of them at a time."""
    which = made.add_mutually_exclusive_group()
    for name in ACTS:
        which.add_argument(f"--{name}", action="store_true", help=both(f"cli.publication.{name}"))
    which.add_argument("--published", action="store_true", help=both("cli.publication.published"))
    which.add_argument("--verify", metavar="FILE.xlsx", type=Path, default=None,
                       help=both("cli.publication.verify"))  # fmt: skip
    made.add_argument("--alone", action="store_true", help=both("cli.publication.alone"))
    made.add_argument("--reason", default="", help=both("cli.publication.reason"))
    made.add_argument("--operator", default="", help=both("cli.publication.operator"))
