"""Verbs that say everything in a module of their own, which is read when they are asked for."""

from typing import Any

from console.cli.talk import Talk
from console.settings import Settings
from db.site import Site

Given = Any  # argparse's own bag of values


def basemap(settings: Settings, given: Given, talk: Talk) -> int:
    """`basemap`."""
    from console.bootstrap.basemaps import basemaps

    return basemaps(settings, given, talk)


def assess(settings: Settings, given: Given, talk: Talk) -> int:
    """`assess`."""
    from console.bootstrap.assessing import assessed

    return assessed(settings, given, talk)


def form(settings: Settings, given: Given, talk: Talk) -> int:
    """`form`."""
    from console.bootstrap.forms import written_form

    return written_form(settings, given, talk)


def listed(settings: Settings, given: Given, talk: Talk) -> int:
    """`list`."""
    from console.bootstrap.lists import written_list

    return written_list(settings, given, talk)


def scheme(settings: Settings, given: Given, talk: Talk) -> int:
    """`scheme` with its parts."""
    from console.bootstrap.schemes import schemes

    return schemes(settings, given, talk)


def wall(settings: Settings, given: Given, talk: Talk) -> int:
    """`wall`."""
    from console.bootstrap.wall import wall as shown

    return shown(settings, given, talk)


def wall_shot(site: Site, settings: Settings, given: Given) -> int:
    """`shot wall`."""
    from console.bootstrap.wall_shot import wall_shot as taken

    return taken(site, settings, given)
