"""The words of `form` and `list`, which write what there is on paper."""

import argparse
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Final

Both = Callable[..., str]
"""A code's sentence with its facts in Chinese and English, one after the other."""

FORMS: Final = ("monthly", "weekly", "day", "night", "unit", "inspector")
"""The regular forms; said here again because every start of the window reads this module."""

QUEUES: Final = (
    "accept",
    "confirm",
    "register",
    "dispatch",
    "handle",
    "verify",
    "close",
    "overdue",
    "coordinate",
)
"""The queues of the rail that are everybody's."""

LIST_COLUMNS: Final = (
    "mark",
    "left",
    "number",
    "source",
    "class",
    "words",
    "place",
    "grid",
    "unit",
    "reported",
    "holder",
    "stage",
)
"""Columns a list may have."""


def add_form(made: argparse.ArgumentParser, both: Both) -> None:
    """`form`."""
    made.add_argument("form", choices=FORMS, help=both("cli.form.kind"))
    made.add_argument("--period", required=True, metavar="2026-10", help=both("cli.assess.period"))
    made.add_argument("--object", default="", metavar="CODE", help=both("cli.form.object"))
    made.add_argument("--scheme", default="standard", help=both("cli.assess.scheme"))
    made.add_argument(
        "--number", type=at_least(1), default=0, metavar="N", help=both("cli.form.number")
    )
    made.add_argument("--hours", type=_hours, default=None, help=both("cli.form.hours"))
    made.add_argument("--out", metavar="FILE", type=Path, required=True, help=both("cli.form.out"))


def add_list(made: argparse.ArgumentParser, both: Both) -> None:
    """`list`."""
    which = made.add_mutually_exclusive_group(required=True)
    which.add_argument("queue", nargs="?", choices=QUEUES, help=both("cli.list.queue"))
    which.add_argument("--search", metavar="TEXT", help=both("cli.list.search"))
    made.add_argument("--most", type=at_least(1), default=1_000, help=both("cli.list.most"))
    known = ", ".join(LIST_COLUMNS)
    made.add_argument(
        "--columns", type=commas, default=list(LIST_COLUMNS), metavar="A,B",
        help=both("cli.list.columns", known=known),
    )  # fmt: skip
    made.add_argument("--out", metavar="FILE", type=Path, required=True, help=both("cli.form.out"))


def _hours(text: str) -> tuple[time, time]:
    begins, ends = (time.fromisoformat(part.strip()) for part in text.split("-"))
    return begins, ends


def commas(text: str) -> list[str]:
    """What stands between commas."""
    return [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]


def at_least(least: int) -> Callable[[str], int]:
    """A number of at least so much."""

    def number(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f">= {least}")
        return value

    return number
