"""The words of `wall`, the supervisors' screen, and of `db wall`: walls' accounts and scenes."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from console.cli.paper_arguments import at_least

Both = Callable[..., str]
"""A code's sentence with its facts in Chinese and English, one after the other."""

WALL_DEEDS: Final = ("list", "add", "remove", "scenes")

SNAPSHOT_SIZE: Final = (3840, 2160)
LEAST_WALL: Final = (1280, 720)
MOST_WALL: Final = (7680, 4320)
LETTERS: Final = (100, 150, 200)
"""Percent (墙屏倍率)."""
SOUNDS: Final = ("off", "tone", "voice")
EVERY: Final = 60
"""Seconds between two pictures for those without a console."""


def add_wall(made: argparse.ArgumentParser, both: Both) -> None:
    """`wall`."""
    made.add_argument(
        "--screen", default="", metavar="2 | 2,3 | NAME", help=both("cli.wall.screen")
    )
    made.add_argument("--name", default="", metavar="NAME", help=both("cli.wall.name"))
    made.add_argument("--password-file", metavar="FILE", type=Path, help=both("cli.wall.password"))
    made.add_argument("--window", action="store_true", help=both("cli.wall.window"))
    made.add_argument(
        "--letters", type=int, choices=LETTERS, default=100, help=both("cli.wall.letters")
    )
    made.add_argument("--sound", choices=SOUNDS, default="off", help=both("cli.wall.sound"))
    made.add_argument("--at-login", choices=("on", "off"), help=both("cli.wall.at_login"))
    made.add_argument("--snapshot", metavar="DIR", type=Path, help=both("cli.wall.snapshot"))
    made.add_argument(
        "--every", type=at_least(5), default=EVERY, metavar="60", help=both("cli.wall.every")
    )
    made.add_argument(
        "--size", type=_size, default=SNAPSHOT_SIZE, metavar="3840x2160", help=both("cli.wall.size")
    )


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d+)[x×](\d+)", text)
    size = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(
        low <= one <= high for low, one, high in zip(LEAST_WALL, size, MOST_WALL, strict=True)
    ):
        raise argparse.ArgumentTypeError(
            f"{text}: {LEAST_WALL[0]}x{LEAST_WALL[1]} … {MOST_WALL[0]}x{MOST_WALL[1]}"
        )
    return size


def wall_words(
    made: argparse.ArgumentParser,
    both: Callable[[str], str],
    place: Callable[[argparse.ArgumentParser, Callable[[str], str]], None],
) -> None:
    """Make the deeds and their words; `place` adds what every verb takes."""
    deeds = made.add_subparsers(dest="deed", metavar=both("cli.db.part"), required=True)
    for name in WALL_DEEDS:
        help_text = both(f"cli.db.wall.{name}.help")
        deed = deeds.add_parser(name, help=help_text, description=help_text)
        place(deed, both)
        if name == "scenes":
            _scenes(deed, both)
        elif name != "list":
            deed.add_argument("name", metavar="NAME", help=both("cli.db.wall.name"))
        if name == "add":
            words = both("cli.db.wall.password_file")
            deed.add_argument("--password-file", metavar="FILE", type=Path, help=words)


def _scenes(deed: argparse.ArgumentParser, both: Callable[[str], str]) -> None:
    what = deed.add_mutually_exclusive_group(required=True)
    for word, dest in (("out", "out"), ("in", "taken"), ("check", "check")):
        help_text = both(f"cli.db.wall.scenes.{word}")
        what.add_argument(f"--{word}", dest=dest, metavar="FILE", type=Path, help=help_text)
    what.add_argument("--shipped", action="store_true", help=both("cli.db.wall.scenes.back"))
    deed.add_argument("--reason", default="", help=both("cli.db.reason"))
