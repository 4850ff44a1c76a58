"""Words of `db wall`: accounts of walls."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

WALL_DEEDS: Final = ("list", "add", "remove")


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
        if name != "list":
            deed.add_argument("name", metavar="NAME", help=both("cli.db.wall.name"))
        if name == "add":
            words = both("cli.db.wall.password_file")
            deed.add_argument("--password-file", metavar="FILE", type=Path, help=words)
