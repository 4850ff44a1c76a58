"""The words of the command line, with help in both languages."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

Both = Callable[[str], str]
"""A code's sentence in Chinese and English, one after the other."""

DAYS: Final = 90
FIRST_DAYS: Final = 7
"""Days of history in the demo that a first start builds by itself."""

SCREENS: Final = (
    "console",
    "dispatch",
    "intake",
    "verification",
    "coordination",
    "conflict",
    "database-lost",
    "empty-queue",
    "first-run",
)


def parser(both: Both) -> argparse.ArgumentParser:
    """The parser; an absent verb means the console itself."""
    top = argparse.ArgumentParser(prog="main.py", description=both("cli.about"))
    _place(top, both)
    verbs = top.add_subparsers(dest="verb", metavar=both("cli.verb"))

    def verb(name: str) -> argparse.ArgumentParser:
        help_text = both(f"cli.{name}")
        made = verbs.add_parser(name, help=help_text, description=help_text)
        _place(made, both)
        return made

    _demo(verb("demo"), both)
    _imports(verb("import-standards"), verb("import-cases"), both)
    _database(verb("db"), both)
    _parts(verb("archive"), ("verify",), both)
    _shot(verb("shot"), both)
    verb("doctor")
    return top


def overrides(given: argparse.Namespace) -> dict[str, str]:
    """What the command line says in place of settings."""
    named = {
        "data_dir": getattr(given, "data", None),
        "database_url": getattr(given, "database", None),
        "language": getattr(given, "lang", None),
        "theme": getattr(given, "theme", None),
    }
    return {key: str(value) for key, value in named.items() if value is not None}


def _place(made: argparse.ArgumentParser, both: Both) -> None:
    """Where the data lie; may stand before or after the verb."""
    place = made.add_mutually_exclusive_group()
    place.add_argument(
        "--data", metavar="DIR", type=Path, default=argparse.SUPPRESS, help=both("cli.data")
    )
    place.add_argument(
        "--database", metavar="URL", default=argparse.SUPPRESS, help=both("cli.database")
    )
    made.add_argument(
        "--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help=both("cli.lang")
    )


def _demo(made: argparse.ArgumentParser, both: Both) -> None:
    made.add_argument("--days", type=_at_least(0), default=DAYS, help=both("cli.days"))
    made.add_argument("--seed", type=int, default=1, help=both("cli.seed"))
    made.add_argument("--live", action="store_true", help=both("cli.live"))
    made.add_argument("--speed", type=_speed, default=1.0, help=both("cli.speed"))


def _imports(
    standards: argparse.ArgumentParser, cases: argparse.ArgumentParser, both: Both
) -> None:
    for made in (standards, cases):
        made.add_argument("file", metavar="FILE", type=Path, help=both("cli.file"))
        made.add_argument("--apply", action="store_true", help=both("cli.apply"))
        made.add_argument("--json", action="store_true", help=both("cli.json"))
    cases.add_argument("--mapping", metavar="FILE", type=Path, help=both("cli.mapping"))


def _database(made: argparse.ArgumentParser, both: Both) -> None:
    keys = ("make-keys", "rotate-keys", "erase-callers")
    _parts(made, ("upgrade", "check", "backup", *keys), both)
    made.add_argument("--lost", action="store_true", help=both("cli.db.lost"))


def _parts(made: argparse.ArgumentParser, names: tuple[str, ...], both: Both) -> None:
    made.add_argument("part", choices=names, help=both(f"cli.{made.prog.split()[-1]}.part"))


def _shot(made: argparse.ArgumentParser, both: Both) -> None:
    made.add_argument("screen", choices=SCREENS, help=both("cli.screen"))
    made.add_argument("--size", type=_size, default=(1920, 1080), help=both("cli.size"))
    made.add_argument("--theme", choices=("light", "dark"), help=both("cli.theme"))
    made.add_argument("--out", metavar="FILE", type=Path, required=True, help=both("cli.out"))


def _at_least(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f">= {least}")
        return value

    return number


def _speed(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1_000:
        raise argparse.ArgumentTypeError("0 < N <= 1000")
    return value


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError("1920x1080")
    return int(width), int(height)
