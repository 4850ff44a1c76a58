"""The words of `scheme`: kept versions of the assessment's schemes, from the terminal."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

SCHEME_PARTS: Final = ("list", "show", "check", "add", "start", "export")
_NAMED: Final = ("show", "start", "export")
_WRITING: Final = ("add", "start")


def scheme_words(
    parts: Mapping[str, argparse.ArgumentParser], both: Callable[..., str], whom: Sequence[str]
) -> None:
    """Give each part its words; `whom`: the kinds of objects as they are typed."""
    for name in _NAMED:
        made = parts[name]
        made.add_argument("name", metavar="NAME", help=both("cli.scheme.name"))
        made.add_argument(
            "--objects", choices=whom, default=whom[0], help=both("cli.assess.objects")
        )
        wanted = name == "start"
        made.add_argument("--version", type=int, required=wanted, help=both("cli.scheme.version"))
    for name in ("check", "add"):
        parts[name].add_argument("file", metavar="FILE", type=Path, help=both("cli.scheme.file"))
    for name in _WRITING:
        parts[name].add_argument(
            "--from",
            dest="first",
            metavar="DAY",
            type=date.fromisoformat,
            required=name == "start",
            help=both("cli.scheme.from"),
        )
        parts[name].add_argument("--reason", default="", help=both("cli.db.reason"))
    parts["export"].add_argument(
        "--out", metavar="FILE", type=Path, required=True, help=both("cli.scheme.out")
    )
