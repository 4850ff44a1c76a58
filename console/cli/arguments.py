"""The words of the command line, with help in both languages."""

import argparse
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from console.cli.basemap import LIMITS, SOURCES
from console.cli.paper_arguments import add_form, add_list, at_least, commas
from console.cli.publication_arguments import add_publication_arguments
from console.cli.scheme_arguments import SCHEME_PARTS, scheme_words
from console.cli.wall_arguments import LETTERS, add_wall, wall_words
from console.domain.administration import CENTRE_POSTS
from console.domain.catalogue import CJT214, GBT30428
from console.domain.ground import GroundKind

Both = Callable[..., str]
"""A code's sentence with its facts in Chinese and English, one after the other."""

Parts = dict[str, argparse.ArgumentParser]
"""The second words of a verb."""

DATABASE_PARTS: Final = (
    "create",
    "upgrade",
    "check",
    "backup",
    "restore",
    "make-keys",
    "rotate-keys",
    "erase-callers",
    "operator",
    "grant",
    "wall",
)

BASEMAP_PARTS: Final = ("list", "add", "check", "remove", "key")

ARCHIVE_PARTS: Final = ("verify", "anchor", "detach", "attach", "search")

OPERATOR_DEEDS: Final = ("list", "add", "password", "disable", "enable", "unlock")

ASSESSED: Final = (
    "departments",
    "regions",
    "inspectors",
    "acceptors",
    "shift-leaders",
    "dispatchers",
)
"""Whom `assess` ranks; said here again because every start of the window reads this module."""

REGIONS: Final = ("district", "street", "community", "duty_grid", "grid")
"""What regions may be summed by."""

LOCAL: Final = timezone(timedelta(hours=8))

DAYS: Final = 90
FIRST_DAYS: Final = 7
"""Days of history in the demo that a first start builds by itself."""

LEAST_SIZE: Final = (1024, 700)
"""Below this the window does not go (`views/main_window.py`)."""

MOST_SIZE: Final = (7680, 4320)

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
    "administration",
    "administration-calendar",
    "assessment",
    "findings",
    "assessment-schemes",
    "grid",
    "layers",
    "replay",
    "wall",
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
    _ground(verb("import-geo"), both)
    _export_standards(verb("export-standards"), both)
    _database(_parts(verb("db"), DATABASE_PARTS, both), both)
    _archive(_parts(verb("archive"), ARCHIVE_PARTS, both), both)
    _basemaps(_parts(verb("basemap"), BASEMAP_PARTS, both), both)
    _assess(verb("assess"), both)
    add_form(verb("form"), both)
    add_list(verb("list"), both)
    scheme_words(_parts(verb("scheme"), SCHEME_PARTS, both), both, ASSESSED)
    add_wall(verb("wall"), both)
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
    made.add_argument("--days", type=at_least(0), default=DAYS, help=both("cli.days"))
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
    _scheme(standards, both)
    cases.add_argument("--mapping", metavar="FILE", type=Path, help=both("cli.mapping"))


def _assess(made: argparse.ArgumentParser, both: Both) -> None:
    made.add_argument("--period", default="", metavar="2026-10", help=both("cli.assess.period"))
    add_publication_arguments(made, both)
    made.add_argument(
        "--objects", choices=ASSESSED, default="departments", help=both("cli.assess.objects")
    )
    made.add_argument("--scheme", default="standard", help=both("cli.assess.scheme"))
    made.add_argument(
        "--by",
        choices=REGIONS,
        default=None,
        help=both("cli.assess.by"),
    )
    file = made.add_mutually_exclusive_group()
    file.add_argument("--out", metavar="FILE", type=Path, default=None, help=both("cli.assess.out"))
    file.add_argument("--public", metavar="DIR", type=Path, help=both("cli.assess.public"))
    made.add_argument("--names", metavar="FILE", type=Path, help=both("cli.assess.names"))
    made.add_argument("--findings", action="store_true", help=both("cli.assess.findings"))
    for name, kind in (("limits", Path), ("calendar", Path), ("factor", str), ("scheme", str)):
        made.add_argument(
            f"--suppose-{name}",
            metavar="FILE" if kind is Path else name.upper(),
            type=kind,
            default=None,
            help=both(f"cli.assess.suppose_{name}"),
        )


def _ground(made: argparse.ArgumentParser, both: Both) -> None:
    made.add_argument("file", metavar="FILE", type=Path, help=both("cli.geo.which"))
    made.add_argument(
        "--kind",
        choices=tuple(kind.value for kind in GroundKind),
        default=GroundKind.UNIT_GRIDS.value,
        help=both("cli.geo.kind"),
    )
    for name in ("crs", "layer", "reason"):
        made.add_argument(f"--{name}", default="", help=both(f"cli.geo.{name}"))
    made.add_argument(
        "--map", metavar="FIELD=COLUMN", action="append", default=[], help=both("cli.geo.map")
    )
    made.add_argument("--whole", action="store_true", help=both("cli.geo.whole"))
    made.add_argument("--report", metavar="FILE", type=Path, help=both("cli.geo.report"))
    how = made.add_mutually_exclusive_group()
    how.add_argument("--write", action="store_true", help=both("cli.geo.write"))
    how.add_argument("--preview", action="store_true", help=both("cli.geo.preview"))
    made.add_argument("--json", action="store_true", help=both("cli.json"))
    _scheme(made, both)


def _export_standards(made: argparse.ArgumentParser, both: Both) -> None:
    made.add_argument("file", metavar="FILE.xlsx", type=Path, help=both("cli.standards.file"))
    made.add_argument("--force", action="store_true", help=both("cli.force"))
    _scheme(made, both)


def _scheme(made: argparse.ArgumentParser, both: Both) -> None:
    made.add_argument(
        "--scheme",
        choices=(GBT30428, CJT214),
        default=GBT30428,
        help=both("cli.standards.scheme"),
    )


def _parts(made: argparse.ArgumentParser, names: tuple[str, ...], both: Both) -> Parts:
    """Make the second words of a verb; each takes words of its own."""
    verb = made.prog.split()[-1]
    parts = made.add_subparsers(dest="part", metavar=both(f"cli.{verb}.part"), required=True)
    found = {}
    for name in names:
        help_text = both(f"cli.{verb}.{name}.help")
        found[name] = parts.add_parser(name, help=help_text, description=help_text)
        _place(found[name], both)
    return found


def _database(parts: Parts, both: Both) -> None:
    parts["create"].add_argument("--new-door", action="store_true", help=both("cli.db.new_door"))
    parts["check"].add_argument("--json", action="store_true", help=both("cli.json"))
    parts["rotate-keys"].add_argument("--lost", action="store_true", help=both("cli.db.lost"))
    restore = parts["restore"]
    restore.add_argument("file", metavar="FILE", type=Path, help=both("cli.db.dump"))
    restore.add_argument("--yes", action="store_true", help=both("cli.db.yes"))
    restore.add_argument("--no-verify", action="store_true", help=both("cli.db.no_verify"))
    restore.set_defaults(anchor=None, folder=None)  # a restored database is checked without
    _operators(parts["operator"], both)
    _grant(parts["grant"], both)
    wall_words(parts["wall"], both, _place)


def _operators(made: argparse.ArgumentParser, both: Both) -> None:
    deeds = made.add_subparsers(dest="deed", metavar=both("cli.db.part"), required=True)
    for name in OPERATOR_DEEDS:
        help_text = both(f"cli.db.operator.{name}.help")
        deed = deeds.add_parser(name, help=help_text, description=help_text)
        _place(deed, both)
        if name == "list":
            continue
        _who(deed, both)
        if name == "add":
            _listed(deed, both)


def _listed(made: argparse.ArgumentParser, both: Both) -> None:
    """What the city's list says of an operator; several posts, seats and areas by commas."""
    made.add_argument("--name", required=True, help=both("cli.db.operator.name"))
    made.add_argument("--posts", type=commas, required=True, help=both("cli.db.operator.posts"))
    for name in ("seats", "areas"):
        made.add_argument(
            f"--{name}", type=commas, default=[], help=both(f"cli.db.operator.{name}")
        )
    made.add_argument("--shift", default="", help=both("cli.db.operator.shift"))


def _grant(made: argparse.ArgumentParser, both: Both) -> None:
    _who(made, both)
    made.add_argument("post", metavar="POST", choices=CENTRE_POSTS, help=both("cli.db.grant.post"))
    until = made.add_mutually_exclusive_group(required=True)
    until.add_argument("--until", type=_moment, help=both("cli.db.grant.until"))
    until.add_argument("--revoke", action="store_true", help=both("cli.db.grant.revoke"))


def _who(made: argparse.ArgumentParser, both: Both) -> None:
    made.add_argument("login", metavar="LOGIN", help=both("cli.db.operator.login"))
    made.add_argument("--reason", default="", help=both("cli.db.reason"))


def _moment(text: str) -> datetime:
    """A moment of the city (+08:00) unless a zone is named; a day alone means its end."""
    found = datetime.fromisoformat(text)
    if len(text) == len("2026-11-28"):
        found += timedelta(days=1)
    return found if found.tzinfo else found.replace(tzinfo=LOCAL)


def _basemaps(parts: Parts, both: Both) -> None:
    made = parts["add"]
    made.add_argument("source", choices=SOURCES, help=both("cli.basemap.source.help"))
    made.add_argument("address", nargs="?", default="", help=both("cli.basemap.address"))
    made.add_argument("--title", default="", help=both("cli.basemap.title"))
    for name, (least, most) in LIMITS.items():
        words = both(f"cli.basemap.{name}", least=least, most=most)
        made.add_argument(f"--{name}", type=_between(least, most), help=words)
    for name in ("here", "off"):
        made.add_argument(f"--{name}", action="store_true", help=both(f"cli.basemap.{name}.help"))
    made.add_argument("--id", default="", metavar="CODE", help=both("cli.basemap.id"))
    parts["check"].add_argument("id", nargs="?", default="", help=both("cli.basemap.id"))
    parts["remove"].add_argument("id", metavar="CODE", help=both("cli.basemap.id"))
    parts["key"].add_argument("host", metavar="HOST", help=both("cli.basemap.host"))
    for one in (made, parts["remove"]):
        one.add_argument("--reason", default="", help=both("cli.db.reason"))


def _archive(parts: Parts, both: Both) -> None:
    verify, anchor = parts["verify"], parts["anchor"]
    verify.add_argument("--anchor", metavar="FILE", type=Path, help=both("cli.archive.against"))
    verify.add_argument("--folder", metavar="FOLDER", type=Path, help=both("cli.archive.folder"))
    verify.add_argument("--files", action="store_true", help=both("cli.archive.files"))
    anchor.add_argument("--out", metavar="FILE", type=Path, help=both("cli.archive.out"))
    detach, attach, search = parts["detach"], parts["attach"], parts["search"]
    detach.add_argument("year", metavar="YEAR", type=int, help=both("cli.archive.year"))
    detach.add_argument(
        "--to", metavar="FOLDER", type=Path, required=True, help=both("cli.archive.to")
    )
    for made in (attach, search):
        made.add_argument("folder", metavar="FOLDER", type=Path, help=both("cli.archive.whose"))
    search.add_argument("words", metavar="WORDS", help=both("cli.archive.words"))
    search.add_argument("--most", type=at_least(1), default=50, help=both("cli.archive.most"))


def _shot(made: argparse.ArgumentParser, both: Both) -> None:
    made.add_argument("screen", choices=SCREENS, help=both("cli.screen"))
    made.add_argument("--size", type=_size(both), default=(1920, 1080), help=both("cli.size"))
    made.add_argument("--theme", choices=("light", "dark"), help=both("cli.theme"))
    made.add_argument("--scene", default="", metavar="NAME", help=both("cli.shot.scene"))
    made.add_argument(
        "--letters", type=int, choices=LETTERS, default=100, help=both("cli.shot.letters")
    )
    made.add_argument("--out", metavar="FILE", type=Path, required=True, help=both("cli.out"))


def _between(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{least} - {most}")
        return value

    return number


def _speed(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1_000:
        raise argparse.ArgumentTypeError("0 < N <= 1000")
    return value


def _size(both: Both) -> Callable[[str], tuple[int, int]]:
    (least_width, least_height), (most_width, most_height) = LEAST_SIZE, MOST_SIZE
    rule = both(
        "cli.size.rule",
        least_width=least_width,
        most_width=most_width,
        least_height=least_height,
        most_height=most_height,
    )

    def size(text: str) -> tuple[int, int]:
        found = re.fullmatch(r"([0-9]{1,9})[x×]([0-9]{1,9})", text.strip().lower())
        width, height = map(int, found.groups()) if found else (0, 0)
        if not (least_width <= width <= most_width and least_height <= height <= most_height):
            raise argparse.ArgumentTypeError(rule)
        return width, height

    return size
